// The ruler: how far and in which direction, along geodesics, with the MGRS square of both ends.
(function (L, A) {
  "use strict";

  // What is said of some spots in order: the whole length, the bearing of the last leg, both ends.
  A.measured = function (spots) {
    var km = 0, leg = null;
    for (var k = 1; k < spots.length; k += 1) {
      leg = A.geodesic(spots[k - 1], spots[k]);
      if (!leg) { return ""; }
      km += leg.km;
    }
    if (!leg) { return ""; }
    var first = spots[0], last = spots[spots.length - 1], turn = Math.round(leg.bearing) % 360;
    var lines = [(km < 10 ? km.toFixed(2) : km.toFixed(1)) + " km · " + ("00" + turn).slice(-3) + "°"];
    lines.push([first, last].map(function (spot) { return A.mgrs(spot.lat, spot.lng); }).join(" → "));
    return lines.join("\n");
  };

  // Clicks of the ruler are caught before Leaflet sees them, so that they select nothing.
  A.ruler = function (map) {
    var on = false, spots = [], line = null, button, above = { pane: "atlas-labels", interactive: false };
    var box = map.getContainer();
    function show(list, done) {
      if (line) { line.remove(); line = null; }
      if (list.length < 2) { return; }
      line = L.polyline(list, L.extend({ color: A.look.text, weight: 2, dashArray: done ? null : "5 4", renderer: A.top }, above));
      line.addTo(map);
      line.bindTooltip(A.measured(list).replace("\n", "<br>"), { permanent: true, className: "atlas-measure", direction: "top" });
      line.openTooltip(list[list.length - 1]);
    }
    function end(wipe) {
      if (spots.length && !wipe) { show(spots, true); }
      if (wipe) { show([], true); }
      spots = [];
    }
    function turn(state) {
      on = state;
      button.setAttribute("aria-pressed", String(on));
      L.DomUtil[on ? "addClass" : "removeClass"](box, "atlas-ruling");
      map.doubleClickZoom[on ? "disable" : "enable"]();
      end(!on);
    }
    function onMap(e) { return on && !(e.target.closest && e.target.closest(".leaflet-control")); }
    box.addEventListener("click", function (e) {
      if (!onMap(e)) { return; }
      e.stopPropagation();
      if (map.dragging.moved()) { return; }
      spots.push(map.mouseEventToLatLng(e));
      show(spots, false);
    }, true);
    box.addEventListener("dblclick", function (e) {
      if (onMap(e)) { e.stopPropagation(); end(false); }
    }, true);
    box.addEventListener("mousemove", function (e) {
      if (onMap(e) && spots.length) { show(spots.concat([map.mouseEventToLatLng(e)]), false); }
    });
    document.addEventListener("keydown", function (e) { if (on && e.key === "Escape") { turn(false); } });
    map.on("atlas:tool", function (e) { if (on && e.by !== button) { turn(false); } });
    button = A.tool(map, "Measure distance and bearing (Escape ends)", "M1 11 11 1l4 4L5 15zM4 8l2 2M6 6l1.5 1.5M8 4l2 2",
      function () { turn(!on); }).button;
  };
})(L, atlas);
