// Corners of an outline, set and moved by hand on the map; the page hears of each change.
(function (L, A) {
  "use strict";
  var WAIT_MS = 300, STEP_PX = 4, SAME_PX = 6, pen = null;

  function dot(kind, at, label) {
    var icon = L.divIcon({ className: "atlas-corner atlas-corner-" + kind, iconSize: kind === "mid" ? [9, 9] : [13, 13] });
    return L.marker(at, { icon: icon, draggable: true, keyboard: kind !== "mid", title: label, alt: label, autoPan: true });
  }

  function make(map) {
    var corners = [], change = 0, on = false, timer = null, owner = null, sent = null, button;
    var box = map.getContainer(), marks = L.layerGroup().addTo(map);
    var line = L.polygon([], { renderer: A.top, interactive: false, weight: 2, dashArray: "5 4", fillOpacity: 0.1 }).addTo(map);
    var band = L.polyline([], { renderer: A.top, interactive: false, weight: 1.5, dashArray: "2 4" }).addTo(map);

    // st_folium passes a drawing on as it does those of its own tool.
    function tell() {
      clearTimeout(timer);
      change += 1;
      timer = setTimeout(function () {
        var drawing = { type: "Feature", properties: { layer: sent.layer, change: change, corners: A.flat(corners, sent.scale) }, geometry: null };
        map.fire("draw:created", { layerType: "polygon", layer: { toGeoJSON: function () { return drawing; } } });
      }, WAIT_MS);
    }

    function middle(k) {
      var a = map.latLngToLayerPoint(corners[k]), b = map.latLngToLayerPoint(corners[(k + 1) % corners.length]);
      return map.layerPointToLatLng(a.add(b).divideBy(2));
    }

    function outline() {
      line.setStyle({ color: A.look.text, fillColor: A.look.select });
      band.setStyle({ color: A.look.text });
      line.setLatLngs(corners);
    }

    function corner(k) {
      var mark = dot("set", corners[k], "Corner " + (k + 1) + ": drag or arrow keys move it, Delete takes it off");
      mark.on("drag", function () { corners[k] = mark.getLatLng(); outline(); });
      mark.on("dragend", changed);
      mark.on("contextmenu", function () { corners.splice(k, 1); changed(); });
      mark.on("click", function () { if (on && k === 0 && corners.length > 2) { turn(false); } });
      mark.on("add", function () {
        mark.getElement().addEventListener("keydown", function (e) { keyed(e, k); });
      });
      marks.addLayer(mark);
      return mark;
    }

    function keyed(e, k) {
      var step = { ArrowUp: [0, -STEP_PX], ArrowDown: [0, STEP_PX], ArrowLeft: [-STEP_PX, 0], ArrowRight: [STEP_PX, 0] }[e.key];
      if (e.key !== "Delete" && !step) { return; }
      e.preventDefault();
      e.stopPropagation();
      if (step) {
        corners[k] = map.layerPointToLatLng(map.latLngToLayerPoint(corners[k]).add(step));
      } else {
        corners.splice(k, 1);
      }
      changed();
      var again = marks.getLayers()[Math.min(k, corners.length - 1)];
      if (again) { again.getElement().focus(); }
    }

    function between(k) {
      var mark = dot("mid", middle(k), "Drag to set a corner between"), made = false;
      mark.on("drag", function () {
        if (!made) { corners.splice(k + 1, 0, mark.getLatLng()); made = true; }
        corners[k + 1] = mark.getLatLng();
        outline();
      });
      mark.on("dragend", changed);
      marks.addLayer(mark);
    }

    function draw() {
      marks.clearLayers();
      outline();
      band.setLatLngs([]);
      corners.forEach(function (at, k) { corner(k); });
      if (!on && corners.length > 2) { corners.forEach(function (at, k) { between(k); }); }
    }

    function changed() { draw(); tell(); }

    function turn(state) {
      on = state;
      button.setAttribute("aria-pressed", String(on));
      L.DomUtil[on ? "addClass" : "removeClass"](box, "atlas-ruling");
      map.doubleClickZoom[on ? "disable" : "enable"]();
      draw();
    }

    function other(e) { if (on && e.by !== button) { turn(false); } }
    function drawnOn(e, but) { return on && !(e.target.closest && e.target.closest(but)); }
    function onMap(e) { return drawnOn(e, ".leaflet-control, .leaflet-marker-icon"); }
    // Clicks are caught before Leaflet sees them, so that they select nothing.
    function click(e) {
      if (!onMap(e)) { return; }
      e.stopPropagation();
      if (map.dragging.moved()) { return; }
      var at = map.mouseEventToLatLng(e), last = corners[corners.length - 1];
      // The second click of a double one would set the same corner again.
      if (last && map.latLngToLayerPoint(last).distanceTo(map.latLngToLayerPoint(at)) < SAME_PX) { return; }
      corners.push(at);
      changed();
    }
    function over(e) {
      if (!onMap(e) || !corners.length) { return; }
      var to = map.mouseEventToLatLng(e), last = corners[corners.length - 1];
      band.setLatLngs(corners.length > 1 ? [last, to, corners[0]] : [last, to]);
    }
    // Its second click falls on the mark of the corner that the first one set.
    function twice(e) { if (drawnOn(e, ".leaflet-control")) { e.stopPropagation(); turn(false); } }
    function key(e) {
      if (!on) { return; }
      if (e.key === "Escape" || e.key === "Enter") { turn(false); }
      if (e.key === "Backspace" && corners.length) { corners.pop(); changed(); }
    }
    box.addEventListener("click", click, true);
    box.addEventListener("dblclick", twice, true);
    box.addEventListener("mousemove", over);
    document.addEventListener("keydown", key);

    var tool = A.tool(map, "Set corners: each click sets one, a double click ends", "M2 14l1-4 8-8 3 3-8 8zM10 3l3 3",
      function () { turn(!on); });
    button = tool.button;
    map.on("atlas:tool", other);

    return {
      // What the page says holds, unless the reader has gone on since it was said.
      take: function (group, data) {
        var fresh = owner === null;
        owner = group;
        sent = data;
        if (data.change < change) { return; }
        change = data.change;
        if (fresh || data.corners.join() !== A.flat(corners, data.scale).join()) {
          corners = [];
          for (var k = 0; k < data.corners.length; k += 2) {
            corners.push(L.latLng(data.corners[k + 1] / data.scale, data.corners[k] / data.scale));
          }
          if (fresh) { turn(corners.length < 3); }
          draw();
        }
      },
      owner: function () { return owner; },
      end: function () {
        clearTimeout(timer);
        turn(false);
        [marks, line, band].forEach(function (one) { one.remove(); });
        map.removeControl(tool.control);
        map.off("atlas:tool", other);
        box.removeEventListener("click", click, true);
        box.removeEventListener("dblclick", twice, true);
        box.removeEventListener("mousemove", over);
        document.removeEventListener("keydown", key);
      }
    };
  }

  A.drawTool = function (group, data) {
    pen = pen || make(A.map);
    pen.take(group, data);
    // The page puts a new group in the place of the old one: only when none follows, it is over.
    group.on("remove", function () {
      setTimeout(function () {
        if (pen && pen.owner() === group) { pen.end(); pen = null; }
      }, 50);
    });
  };
})(L, atlas);
