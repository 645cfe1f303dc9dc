// Ground to filter by, drawn on the map: a box or a lasso under one press of the pointer.
(function (L, A) {
  "use strict";
  var LEAST_PX = 4, FEW_PX = 12;

  // Of corners that stand closer than so many pixels only the first; more room until few enough are left.
  A.sparser = function (spots, most) {
    var room = LEAST_PX, kept;
    do {
      kept = spots.reduce(thin(room), []);
      room *= 1.5;
    } while (kept.length > most);
    return kept;
  };

  function thin(room) {
    return function (kept, spot) {
      var last = kept[kept.length - 1];
      return last && Math.hypot(spot.x - last.x, spot.y - last.y) < room ? kept : kept.concat([spot]);
    };
  }

  function boxOf(a, b) { return [a, L.point(b.x, a.y), b, L.point(a.x, b.y)]; }

  A.selectTool = function (map, sent) {
    var form = "", spots = [], pressed = false, change = 0, buttons = {}, box = map.getContainer();
    var shape = L.polygon([], { renderer: A.top, interactive: false, weight: 2, dashArray: "5 4", fillOpacity: 0.1 });

    function show() {
      shape.setStyle({ color: A.look.text, fillColor: A.look.select });
      shape.setLatLngs(corners()).addTo(map);
    }

    function points() { return form === "box" && spots.length > 1 ? boxOf(spots[0], spots[spots.length - 1]) : spots; }
    function corners() { return points().map(function (spot) { return map.containerPointToLatLng(spot); }); }

    // st_folium passes a drawing on as it does those of its own tool.
    function tell() {
      var ends = L.bounds(spots), size = ends.getSize(), made = form;
      if (Math.max(size.x, size.y) < FEW_PX) { return; }
      if (form === "lasso") { spots = A.sparser(spots, sent.most); }
      change += 1;
      var drawing = {
        type: "Feature", geometry: null,
        properties: { layer: sent.layer, form: made, change: change, corners: A.flat(corners(), sent.scale) }
      };
      map.fire("draw:created", { layerType: "polygon", layer: { toGeoJSON: function () { return drawing; } } });
    }

    function turn(to) {
      form = to;
      pressed = false;
      spots = [];
      shape.remove();
      Object.keys(buttons).forEach(function (name) { buttons[name].setAttribute("aria-pressed", String(name === form)); });
      L.DomUtil[form ? "addClass" : "removeClass"](box, "atlas-ruling");
      map.dragging[form ? "disable" : "enable"]();
      map.boxZoom[form ? "disable" : "enable"]();
    }

    function onMap(e) { return form && !(e.target.closest && e.target.closest(".leaflet-control")); }
    function at(e) { return map.mouseEventToContainerPoint(e); }
    function down(e) {
      if (!onMap(e) || e.button) { return; }
      e.stopPropagation();
      e.preventDefault();
      // What is drawn may leave the frame and come back.
      box.setPointerCapture(e.pointerId);
      pressed = true;
      spots = [at(e)];
    }
    function move(e) {
      if (!pressed) { return; }
      spots.push(at(e));
      show();
    }
    function up() {
      if (!pressed) { return; }
      tell();
      turn("");
      // The click that ends the drawing opens no card.
      box.addEventListener("click", swallow, true);
      setTimeout(function () { box.removeEventListener("click", swallow, true); }, 0);
    }
    function swallow(e) { e.stopImmediatePropagation(); }
    box.addEventListener("pointerdown", down, true);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", function () { if (pressed) { turn(""); } });
    map.on("atlas:tool", function (e) { if (form && e.by !== buttons[form]) { turn(""); } });
    document.addEventListener("keydown", function (e) { if (form && e.key === "Escape") { turn(""); } });

    function tool(name, title, path) {
      buttons[name] = A.tool(map, title, path, function () { turn(form === name ? "" : name); }).button;
    }
    tool("box", "Filter by a box: press, draw, let go (Escape ends)", "M2.5 3.5h11v9h-11z");
    tool("lasso", "Filter by a lasso: press, go round, let go (Escape ends)",
      "M8 2.5c3.3 0 6 1.7 6 4s-2.7 4-6 4-6-1.7-6-4 2.7-4 6-4zM4.5 9.5c-1 1 0 2 1 2s1.5 1.5.2 2.5");
  };
})(L, atlas);
