// Marks that would cover each other at this zoom are gathered into one; nearer, they part again.
(function (L, A) {
  "use strict";
  var SCALE = 1e4, REACH = 16, WIDEST = 37, CELL = 56, APART_ZOOM = 13, MANY = 1500, CROWD = 160, LISTED = 4;
  var TOUCH = 0.98, WIDER = { diamond: 1.2, triangle: 1.35, wedge: 1.35, square: 1.1 }, COMPASS = [];
  var groups = [], discs = [], pending = false;

  // Ways to step aside; of equally near ones the first counts, down and to the left.
  for (var turn = 150; turn < 510; turn += 15) {
    COMPASS.push([Math.cos(turn * Math.PI / 180), Math.sin(turn * Math.PI / 180)]);
  }

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
    var named = new Set(rows.map(function (k) { return data.label[k] || data.tip[k].split("\n")[0]; }));
    var places = Array.from(named).slice(0, LISTED);
    var misfit = seed.m ? "<br>" + seed.m + (seed.m > 1 ? " do not fit" : " does not fit") : "";
    var more = named.size > LISTED ? " and " + (named.size - LISTED) + " more" : "";
    return "<b>" + seed.n + " " + data.noun + " at " + (named.size > 1 ? named.size + " places" : "one place") + "</b>" + misfit + "<br>" +
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

  // Marks of kept cells that a disc would overlap by more than a hair.
  function hits(cells, p, r) {
    var found = [];
    near(cells, p, function (other) { if (other.p.distanceTo(p) < (other.r + r) * TOUCH) { found.push(other); } });
    return found;
  }

  // Beside what it would cover, the free place nearest to its own, or its own.
  function aside(cells, p, r) {
    var best = null, least = Infinity;
    hits(cells, p, r).forEach(function (other) {
      var gap = other.p.distanceTo(p), wanted = other.r + r + 1;
      var straight = gap > 1 ? [[(p.x - other.p.x) / gap, (p.y - other.p.y) / gap]] : [];
      straight.concat(COMPASS).forEach(function (way) {
        var place = L.point(other.p.x + way[0] * wanted, other.p.y + way[1] * wanted), far = place.distanceTo(p);
        if (far < least && !hits(cells, place, r).length) { best = place; least = far; }
      });
    });
    return best || p;
  }

  // How far a mark reaches from its middle, with its ring.
  function reachOf(made) {
    var o = made.options;
    return o.radius * (WIDER[o.shape] || 1) + (o.ring ? o.ringWidth + 2 : 1);
  }

  // A mark steps off those of the layers below it, and off those of its own that stay.
  function layout() {
    var map = A.map, cells = new Map();
    pending = false;
    discs = [];
    groups.forEach(function (group) {
      var data = group.atlasData, below = cells;
      group.closeTooltip();
      group.clearLayers();
      var drawn = thin(map, data).reverse().map(function (seed) {
        var made = mark(data, seed), r = reachOf(made);
        return { made: made, p: seed.p, r: r, moves: hits(below, seed.p, r).length > 0 };
      });
      drawn.filter(function (one) { return !one.moves; }).forEach(function (one) { keep(cells, one); });
      drawn.filter(function (one) { return one.moves; }).forEach(function (one) {
        var place = aside(cells, one.p, one.r);
        one.made.atlasShift = place.subtract(one.p);
        one.p = place;
        keep(cells, one);
      });
      drawn.forEach(function (one) {
        group.addLayer(one.made);
        discs.push({ x: one.p.x, y: one.p.y, r: one.r });
      });
    });
    A.settle();
  }

  // Labels keep clear of what is drawn here, and stand by it.
  A.markDiscs = function () { return discs.slice(); };

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
