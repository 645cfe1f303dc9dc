// Runs the scripts of the web map, as they are, without a browser: a question comes on stdin as
// JSON, an answer goes to stdout. What they ask of Leaflet while they load is given in its place.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { answersOf } from "./answers.mjs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const kind = { extend: (more) => ({ ...kind, prototype: more }) };
const L = {
  Canvas: kind, Circle: kind, CircleMarker: kind, Polygon: kind, Polyline: kind,
  extend: Object.assign,
  point: (x, y) => ({ x, y })
};
const page = vm.createContext({ L, document: {}, window: {}, setTimeout, clearTimeout });
for (const path of asked.scripts) {
  vm.runInContext(readFileSync(path, "utf8"), page, { filename: path });
}
const { atlas } = page;

// A constant that is not handed over is an error here, where it would be NaN on the map.
function known(table) {
  return new Proxy(table, {
    get(of, name) {
      if (typeof name === "string" && !(name in of)) { throw new Error(`${name} is not handed over`); }
      return of[name];
    }
  });
}
const { px, sentences } = asked.shared;
atlas.shared = known({ ...asked.shared, px: known(px), sentences: known(sentences) });

process.stdout.write(JSON.stringify(answersOf(atlas, L)[asked.question](asked.given)));
