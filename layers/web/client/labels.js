// Labels of the map: each beside its own mark, where nobody takes it for another's, or not at all.
(function (L, A) {
  "use strict";
  var SCALE = 1e4, NEAR_ZOOM = 9, DOT = 3, OF_THE_MARK = 0.6, SAME = 10, GAPS = [4, 7, 10];

  // Seats around a mark, best first: right, left, above, below, then the corners.
  function seats(home, w, h) {
    var found = [];
    GAPS.forEach(function (gap) {
      var far = Math.max(home.r, DOT) + gap, part = far * 0.75;
      found.push([far, -h / 2], [-far - w, -h / 2], [-w / 2, -far - h], [-w / 2, far],
        [part, -part - h], [-part - w, -part - h], [part, part], [-part - w, part]);
    });
    return found.map(function (seat, k) {
      var x = home.x + seat[0], y = home.y + seat[1], box = [x, y, x + w, y + h];
      // Level with its mark and close by, a label is taken for its own though another mark is near.
      box.level = k < 2;
      return box;
    });
  }

  function clash(boxes, box) {
    return boxes.some(function (b) {
      return box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1];
    });
  }

  function gap(box, disc) {
    var dx = Math.max(box[0] - disc.x, 0, disc.x - box[2]), dy = Math.max(box[1] - disc.y, 0, disc.y - box[3]);
    return Math.max(Math.sqrt(dx * dx + dy * dy) - disc.r, 0);
  }

  // Words are measured in whole pixels and drawn in parts of them.
  var HAIR = 1;

  function apart(p, disc) { return Math.sqrt((p.x - disc.x) * (p.x - disc.x) + (p.y - disc.y) * (p.y - disc.y)); }

  // The mark that a place is seen by: its dot, or the mark that hides the dot and stands for it.
  function homeOf(p, discs, places) {
    var mark = null;
    discs.forEach(function (disc) {
      if (apart(p, disc) < disc.r && (!mark || apart(p, disc) < apart(p, mark))) { mark = disc; }
    });
    if (!mark) { return { x: p.x, y: p.y, r: 0 }; }
    var off = apart(p, mark);
    // The mark gathers what is around this very place.
    if (Math.hypot(p.x - mark.ax, p.y - mark.ay) < DOT) { return mark; }
    var nearer = places.some(function (other) { return apart(other, mark) < off; });
    return nearer || off > Math.max(mark.r * OF_THE_MARK, SAME) ? null : mark;
  }

  // Its own is the nearest of all marks and labelled places, and nobody else's label is nearer to it.
  function isOwn(box, home, discs, seated, waiting) {
    var reach = gap(box, home);
    function further(disc) { return disc === home || gap(box, disc) > reach; }
    function clear(disc) { return disc === home || gap(box, disc) > (box.level ? HAIR : reach); }
    return discs.every(clear) && waiting.every(further) && seated.every(function (one) {
      return one.home !== home && further(one.home) && gap(one.box, home) > gap(one.box, one.home);
    });
  }

  function seatFor(home, w, h, room, waiting) {
    var good = seats(home, w, h).filter(function (box) {
      return !clash(room.boxes, box) && isOwn(box, home, room.discs, room.seated, []);
    });
    return good.find(function (box) { return isOwn(box, home, room.discs, room.seated, waiting); }) || good[0];
  }

  // Small boxes along leaders, which no word may cross.
  function along(leaders) {
    var boxes = [];
    leaders.forEach(function (ends) {
      var many = Math.max(Math.ceil(ends[0].distanceTo(ends[1]) / 4), 1);
      for (var k = 0; k <= many; k += 1) {
        var x = ends[0].x + (ends[1].x - ends[0].x) * k / many, y = ends[0].y + (ends[1].y - ends[0].y) * k / many;
        boxes.push([x - 2, y - 2, x + 2, y + 2]);
      }
    });
    return boxes;
  }

  function put(map, one, pane, html) {
    var icon = L.divIcon({ className: "atlas-label atlas-" + one.kind, html: html, iconSize: [0, 0] });
    var at = L.latLng(one.lat / SCALE, one.lon / SCALE);
    return L.marker(at, { icon: icon, pane: pane, interactive: false, keyboard: false }).addTo(map);
  }

  A.labels = function (map, data) {
    var items = data.map(function (one) {
      var words = "<span>" + one.text + (one.sub ? "<small>" + one.sub + "</small>" : "") + "</span>";
      var made = put(map, one, "atlas-labels", words);
      return { made: made, under: put(map, one, "atlas-dots", "<i></i>"), at: made.getLatLng(), rank: one.rank, min: one.min };
    });
    items.sort(function (a, b) { return a.rank - b.rank; });
    // Boxes are compared in the whole world's pixels, so that panning never moves a label.
    function settle() {
      var zoom = map.getZoom(), discs = A.markDiscs(), room = { discs: discs, boxes: along(A.markLeaders()), seated: [] };
      L.DomUtil[zoom >= NEAR_ZOOM ? "addClass" : "removeClass"](map.getContainer(), "atlas-near");
      var told = items.filter(function (item) { return zoom >= item.min && item.made.getElement(); });
      told.forEach(function (item) { item.p = map.project(item.at, zoom); });
      var places = told.map(function (item) { return item.p; });
      var homes = places.map(function (p) { return homeOf(p, discs, places); });
      var shown = new Map();
      // Hidden words have no size: all are laid out at once, measured, and then shown or not.
      told.forEach(function (item) { item.made.getElement().style.display = ""; });
      var sizes = told.map(function (item) {
        var text = item.made.getElement().lastChild;
        return [text.offsetWidth, text.offsetHeight];
      });
      told.forEach(function (item, k) {
        if (!homes[k]) { return; }
        var near = function (home) { return home && Math.abs(home.x - homes[k].x) < 300 && Math.abs(home.y - homes[k].y) < 120; };
        var box = seatFor(homes[k], sizes[k][0], sizes[k][1], room, homes.slice(k + 1).filter(near));
        if (!box) { return; }
        room.boxes.push(box);
        room.seated.push({ home: homes[k], box: box });
        shown.set(item, box);
      });
      items.forEach(function (item) {
        var words = item.made.getElement(), box = shown.get(item);
        if (!words) { return; }
        words.style.display = item.under.getElement().style.display = box ? "" : "none";
        if (!box) { return; }
        words.lastChild.style.left = (box[0] - item.p.x) + "px";
        words.lastChild.style.top = (box[1] - item.p.y) + "px";
      });
    }
    A.settle = settle;
    map.on("zoomend", settle);
    map.whenReady(settle);
    return settle;
  };
})(L, atlas);
