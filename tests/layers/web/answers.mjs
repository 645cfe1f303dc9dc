// What the scripts of the web map answer to the cases of parity.json; in Node.js and in a browser.

// Leaflet's plane of a zoom.
function mapAt(zoom) {
  const wide = 256 * 2 ** zoom;
  return {
    getZoom: () => zoom,
    project: ([lat, lon]) => {
      const sine = Math.sin(lat * Math.PI / 180);
      return { x: wide * (lon / 360 + 0.5), y: wide * (0.5 - Math.atanh(sine) / (2 * Math.PI)) };
    }
  };
}

const disc = ([x, y, r, ax, ay]) => ({ x, y, r, ax, ay });
const point = ([x, y]) => ({ x, y });

export function answersOf(atlas, L) {
  return {
    clustered({ marks, clustered }) {
      const data = { ...marks, picked: new Set(marks.sel) };
      return clustered.map(({ zoom }) => ({
        zoom,
        marks: atlas.gather(mapAt(zoom), data).map((one) => {
          const named = [...new Set(one.rows.map((row) => data.label[row]))];
          return {
            rows: one.rows, n: one.n, v: one.v,
            shares: [...one.shares].sort((a, b) => a[0] - b[0]),
            around: data.label[one.node], reach: atlas.reach(data, one),
            says: named.length === 1 && named[0] ? atlas.countsLine(data, one, named) : null
          };
        }).sort((a, b) => a.rows[0] - b.rows[0])
      }));
    },
    // The script counts downwards, as screens do: northings change their sign on the way.
    spread({ spread }) {
      return spread.map(({ case: name, edge, marks }) => {
        const made = marks.map(([x, y, reach, side]) => {
          const turn = side * Math.PI / 180;
          return { home: L.point(x, -y), reach, side: { x: Math.cos(turn), y: -Math.sin(turn) } };
        });
        atlas.honest = (map, one, p) => (p.x < edge) === (one.home.x < edge);
        atlas.place(null, made, atlas.shared.rules);
        const spots = made.map((one) => [one.p.x, -one.p.y]);
        return { case: name, edge, marks, spots, tied: made.map((one) => Number(one.tied)) };
      });
    },
    words({ words }) {
      return words.map(({ kinds, v, n, pointed }) => {
        const data = { noun: "attacks", label: ["Midtown"], ranks: kinds.map((_, k) => k), pointed };
        const one = { n, v, node: 0, shares: new Map(kinds.map((many, k) => [k, many])) };
        return { kinds, v, n, pointed, says: atlas.countsLine(data, one, ["Midtown"]) };
      });
    },
    rims({ marks, rims }) {
      return rims.map(({ shares, n }) => {
        const { tones, cored } = atlas.rim(marks, { n, shares: new Map(shares) });
        return { shares, n, tones, cored };
      });
    },
    outlines({ outlines }) {
      return outlines.map(({ shape, far }) => (
        { shape, far: far.map((_, at) => atlas.edge(shape, at * 2 * Math.PI / far.length)) }
      ));
    },
    spans({ spans }) {
      return spans.map(({ v, n }) => ({ v, n, spans: atlas.spans(v, n) }));
    },
    bands({ bands }) {
      return bands.map(({ box, many }) => ({ box, many, ends: atlas.bands(box, many) }));
    },
    homes({ homes }) {
      return homes.map(({ at, discs, others }) => {
        const marks = discs.map(disc), places = [at, ...others].map(point);
        const found = atlas.markOf(places[0], marks, places);
        return { at, discs, others, home: found && marks.indexOf(found) };
      });
    },
    labels({ labels }) {
      return labels.map(({ box, discs, placed, waiting }) => {
        const marks = discs.map(disc), there = placed.map(([of, taken]) => ({ home: marks[of], box: taken }));
        return {
          box, discs, placed, waiting, gaps: marks.map((one) => atlas.gap(box, one)),
          own: atlas.isOwn(box, marks[0], marks, there, waiting.map(disc))
        };
      });
    },
    // Any function of a script that needs no map: its name, and what it is given.
    called({ calls }) {
      return calls.map(([name, ...given]) => atlas[name](...given));
    }
  };
}
