// Labels of the map: each beside its own mark, where nobody takes it for another's, or not at all.
(function (L, A) {
  "use strict";
  var DOT = 3;

  // Positions around a mark, best first.
  function positions(home, w, h) {
    var found = [];
    A.shared.gaps.forEach(function (gap, k) {
      var far = Math.max(home.r, DOT) + gap;
      A.shared.positions.forEach(function (position) {
        var up = position[2], x = home.x + position[1] * far - position[0] * w;
        var y = home.y + (up ? -up * far - (up > 0 ? h : 0) : -h / 2), box = [x, y, x + w, y + h];
        // Level with its mark and close by, a label is taken for its own though another mark is near.
        box.level = !up && k === 0;
        found.push(box);
      });
    });
    return found;
  }

  function clash(boxes, box) {
    return boxes.some(function (b) {
      return box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1];
    });
  }

  A.gap = function (box, disc) {
    var dx = Math.max(box[0] - disc.x, 0, disc.x - box[2]), dy = Math.max(box[1] - disc.y, 0, disc.y - box[3]);
    return Math.max(Math.sqrt(dx * dx + dy * dy) - disc.r, 0);
  };

  // Words are measured in whole pixels and drawn in parts of them.
  var HAIR = 1;

  function apart(p, disc) { return Math.sqrt((p.x - disc.x) * (p.x - disc.x) + (p.y - disc.y) * (p.y - disc.y)); }

  // The mark that a place is seen by: its dot, or the mark that hides the dot and stands for it.
  A.markOf = function (p, discs, places) {
    var mark = null;
    discs.forEach(function (disc) {
      if (apart(p, disc) < disc.r && (!mark || apart(p, disc) < apart(p, mark))) { mark = disc; }
    });
    if (!mark) { return { x: p.x, y: p.y, r: 0 }; }
    var off = apart(p, mark);
    // The mark gathers what is around this very place.
    if (Math.hypot(p.x - mark.ax, p.y - mark.ay) < DOT) { return mark; }
    var nearer = places.some(function (other) { return apart(other, mark) < off; });
    return nearer || off > Math.max(mark.r * A.shared.ofTheMark, A.shared.same) ? null : mark;
  };

  // Its own is the nearest of all marks and labelled places, and nobody else's label is nearer to it.
  A.isOwn = function (box, home, discs, placed, waiting) {
    var reach = A.gap(box, home);
    function further(disc) { return disc === home || A.gap(box, disc) > reach; }
    function clear(disc) { return disc === home || A.gap(box, disc) > (box.level ? HAIR : reach); }
    return discs.every(clear) && waiting.every(further) && placed.every(function (one) {
      return one.home !== home && further(one.home) && A.gap(one.box, home) > A.gap(one.box, one.home);
    });
  };

  function positionFor(home, w, h, space, waiting) {
    var good = positions(home, w, h).filter(function (box) {
      return !clash(space.boxes, box) && A.isOwn(box, home, space.discs, space.placed, []);
    });
    return good.find(function (box) { return A.isOwn(box, home, space.discs, space.placed, waiting); }) || good[0];
  }

  // Small boxes along leaders, which no word may cross.
  function along(leaders) {
    var boxes = [], step = A.shared.along, half = step / 2;
    leaders.forEach(function (ends) {
      var many = Math.max(Math.ceil(ends[0].distanceTo(ends[1]) / step), 1);
      for (var k = 0; k <= many; k += 1) {
        var x = ends[0].x + (ends[1].x - ends[0].x) * k / many, y = ends[0].y + (ends[1].y - ends[0].y) * k / many;
        boxes.push([x - half, y - half, x + half, y + half]);
      }
    });
    return boxes;
  }

  function put(map, one, pane, html) {
    var icon = L.divIcon({ className: "atlas-label atlas-" + one.kind, html: html, iconSize: [0, 0] });
    var at = L.latLng(one.lat / A.shared.scale, one.lon / A.shared.scale);
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
      var zoom = map.getZoom(), discs = A.markDiscs(), space = { discs: discs, boxes: along(A.markLeaders()), placed: [] };
      L.DomUtil[zoom >= A.shared.near ? "addClass" : "removeClass"](map.getContainer(), "atlas-near");
      var visible = items.filter(function (item) { return zoom >= item.min && item.made.getElement(); });
      visible.forEach(function (item) { item.p = map.project(item.at, zoom); });
      var places = visible.map(function (item) { return item.p; });
      var homes = places.map(function (p) { return A.markOf(p, discs, places); });
      var shown = new Map();
      // Hidden words have no size: all are laid out at once, measured, and then shown or not.
      visible.forEach(function (item) { item.made.getElement().style.display = ""; });
      var sizes = visible.map(function (item) {
        var text = item.made.getElement().lastChild;
        return [text.offsetWidth, text.offsetHeight];
      });
      visible.forEach(function (item, k) {
        if (!homes[k]) { return; }
        var near = function (home) { return home && Math.abs(home.x - homes[k].x) < 300 && Math.abs(home.y - homes[k].y) < 120; };
        var box = positionFor(homes[k], sizes[k][0], sizes[k][1], space, homes.slice(k + 1).filter(near));
        if (!box) { return; }
        space.boxes.push(box);
        space.placed.push({ home: homes[k], box: box });
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
