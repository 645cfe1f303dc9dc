// Marks that would cover each other at this zoom are gathered into one; nearer, they part again.
(function (L, A) {
  "use strict";
  var SCALE = 1e4, REACH = 16, WIDEST = 37, CELL = 56, APART_ZOOM = 13, MANY = 1500, CROWD = 160, LISTED = 4;
  var groups = [], boxes = [], pending = false;

  function near(cells, p, visit) {
    var cx = Math.floor(p.x / CELL), cy = Math.floor(p.y / CELL), at, bucket;
    for (var x = cx - 1; x <= cx + 1; x += 1) {
      for (var y = cy - 1; y <= cy + 1; y += 1) {
        at = x + ":" + y;
        bucket = cells.get(at);
        if (bucket) { bucket.forEach(visit); }
      }
    }
  }

  function keep(cells, item) {
    var at = Math.floor(item.p.x / CELL) + ":" + Math.floor(item.p.y / CELL);
    if (cells.has(at)) { cells.get(at).push(item); } else { cells.set(at, [item]); }
  }

  function radius(data, n) {
    return Math.min(data.radius + data.growth * Math.log(n), data.largest);
  }

  // Busiest places first: a gathered mark stands on the place where most of its attacks were.
  function gather(map, data, reach) {
    var zoom = map.getZoom(), cells = new Map(), seeds = [];
    var view = data.lat.length > MANY ? map.getBounds().pad(0.25) : null;
    data.order.forEach(function (k) {
      var lat = data.lat[k] / SCALE, lon = data.lon[k] / SCALE, best = null, least = Infinity;
      if (view && !view.contains([lat, lon])) { return; }
      var p = map.project([lat, lon], zoom);
      near(cells, p, function (seed) {
        var gap = seed.p.distanceTo(p);
        if (gap < least && gap < reach + (reach && seed.r * 0.6)) { best = seed; least = gap; }
      });
      if (best) {
        best.n += data.n[k];
        best.m += data.m[k];
        best.ring = Math.min(best.ring, data.g[k]);
        best.tone = best.tone === data.t[k] ? best.tone : data.neutral;
        best.selected = best.selected || data.sel.indexOf(k) >= 0;
        best.rows.push(k);
        return;
      }
      best = { p: p, lat: lat, lon: lon, n: data.n[k], m: data.m[k], ring: data.g[k], tone: data.t[k] };
      best.r = radius(data, best.n);
      best.selected = data.sel.indexOf(k) >= 0;
      best.rows = [k];
      seeds.push(best);
      keep(cells, best);
    });
    return seeds;
  }

  // Where even gathered marks would crowd each other out, they are gathered more widely.
  function thin(map, data) {
    if (map.getZoom() >= APART_ZOOM) { return gather(map, data, 0); }
    var reach = REACH, seeds = gather(map, data, reach);
    while (seeds.length > CROWD && reach * 1.5 < WIDEST) {
      reach *= 1.5;
      seeds = gather(map, data, reach);
    }
    return seeds;
  }

  function tip(data, seed) {
    var rows = seed.rows;
    if (rows.length === 1) { return A.html(data.tip[rows[0]]); }
    var places = rows.slice(0, LISTED).map(function (k) { return data.label[k] || data.tip[k].split("\n")[0]; });
    var misfit = seed.m ? "<br>" + seed.m + (seed.m > 1 ? " do not fit" : " does not fit") : "";
    var more = rows.length > LISTED ? " and " + (rows.length - LISTED) + " more" : "";
    return "<b>" + seed.n + " " + data.noun + " at " + rows.length + " places</b>" + misfit + "<br>" +
      places.join(", ") + more + '<br><span class="atlas-more">zoom in to part them</span>';
  }

  function mark(data, seed) {
    var tone = data.tones[seed.tone], ring = data.rings[seed.ring], r = radius(data, seed.n);
    var made = new A.Mark([seed.lat, seed.lon], {
      renderer: A.live, radius: r, shape: data.shape, fillColor: tone[0], textColor: tone[1],
      text: seed.n > 1 ? String(seed.n) : tone[2], ring: ring[0], ringWidth: ring[1], ringGap: ring[2],
      halo: A.look.mark_edge, select: A.look.select, selected: seed.selected, font: A.look.font,
      weight: 1, bubblingMouseEvents: false
    });
    made.atlasTip = tip(data, seed);
    made.atlasIds = seed.rows.map(function (k) { return data.ids[k]; }).join("\n");
    made.atlasLayer = data.layer;
    return made;
  }

  // A launch drawn on its own target steps aside until both can be seen.
  function stepAside(cells, seed, r) {
    var shift = null;
    near(cells, seed.p, function (other) {
      var dx = seed.p.x - other.p.x, dy = seed.p.y - other.p.y, gap = Math.sqrt(dx * dx + dy * dy);
      var wanted = other.drawn + r + 1;
      if (gap < wanted && !shift) {
        var ux = gap > 1 ? dx / gap : -0.86, uy = gap > 1 ? dy / gap : 0.5;
        shift = L.point(ux * wanted - dx, uy * wanted - dy);
      }
    });
    return shift;
  }

  function layout() {
    var map = A.map, cells = new Map();
    pending = false;
    boxes = [];
    groups.forEach(function (group) {
      var data = group.atlasData;
      group.closeTooltip();
      group.clearLayers();
      var seeds = thin(map, data), mine = [];
      seeds.reverse().forEach(function (seed) {
        var made = mark(data, seed);
        seed.drawn = made.options.radius + (made.options.ring ? made.options.ringWidth + 2 : 0);
        made.atlasShift = groups.length > 1 ? stepAside(cells, seed, made.options.radius) : null;
        group.addLayer(made);
        mine.push(seed);
        claim(seed, made.atlasShift);
      });
      mine.forEach(function (seed) { keep(cells, seed); });
    });
    A.settle();
  }

  function claim(seed, shift) {
    var x = seed.p.x + (shift ? shift.x : 0), y = seed.p.y + (shift ? shift.y : 0), r = seed.drawn;
    boxes.push([x - r, y - r, x + r, y + r]);
  }

  // Labels keep clear of what is drawn here.
  A.markBoxes = function () { return boxes.slice(); };

  // A microtask runs before the next frame: the old marks and the new never flicker.
  function soon() {
    if (pending) { return; }
    pending = true;
    Promise.resolve().then(layout);
  }

  A.points = function (group, data) {
    data.order = data.lat.map(function (_, k) { return k; });
    data.order.sort(function (a, b) { return data.n[b] - data.n[a] || a - b; });
    group.atlasData = data;
    A.tooltip(group);
    group.on("add", function () { groups.push(group); soon(); });
    group.on("remove", function () { groups = groups.filter(function (one) { return one !== group; }); soon(); });
  };

  A.watchMarks = function (map) {
    map.on("zoomend", soon);
    map.on("moveend", function () {
      if (groups.some(function (group) { return group.atlasData.lat.length > MANY; })) { soon(); }
    });
  };
})(L, atlas);
