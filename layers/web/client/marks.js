// Marks of a zoom: places gathered around a named one as the server says, and split when nearer.
(function (L, A) {
  "use strict";
  var groups = [], discs = [], lines = [], pending = false;

  // Degrees of what came as whole numbers.
  function place(lat, lon) { return [lat / A.shared.scale, lon / A.shared.scale]; }

  function radius(n) {
    var grown = A.shared.radius;
    return Math.min(grown[0] + grown[1] * Math.log(n), grown[2]);
  }

  // The node that stands for a place at a step of zoom: up the tree until one stands for itself.
  function owner(data, k, level) {
    while (data.up[k] >= 0 && data.apart[k] > level) { k = data.up[k]; }
    return k;
  }

  function share(one, tone, n) { one.shares.set(tone, (one.shares.get(tone) || 0) + n); }

  // Sums over all places and not over those in view: panning changes no number.
  A.gather = function (map, data) {
    var zoom = map.getZoom(), step = A.shared.step, level = Math.floor(zoom / step) * step, found = new Map();
    data.lat.forEach(function (lat, k) {
      var node = owner(data, k, level), one = found.get(node), n = data.n[k];
      if (!one) {
        one = { node: node, data: data, rows: [], n: 0, v: data.v.map(function () { return 0; }), x: 0, y: 0, weight: 0, shares: new Map(), selected: false };
        found.set(node, one);
      }
      var p = map.project(place(lat, data.lon[k]), zoom), weight = Math.max(n, 1);
      one.rows.push(k);
      one.n += n;
      one.x += p.x * weight;
      one.y += p.y * weight;
      one.weight += weight;
      one.v = one.v.map(function (sum, v) { return sum + data.v[v][k]; });
      one.selected = one.selected || data.picked.has(k);
      if (data.shares[k]) {
        for (var s = 0; s < data.shares[k].length; s += 2) { share(one, data.shares[k][s], data.shares[k][s + 1]); }
      } else {
        share(one, data.t[k], n);
      }
    });
    return Array.from(found.values()).sort(function (a, b) { return b.n - a.n || b.node - a.node; });
  };

  function spot(map, data, k) { return map.project(place(data.lat[k], data.lon[k]), map.getZoom()); }

  // The middle of its places where that is theirs, else the place nearest to it.
  function settle(map, one) {
    var middle = L.point(one.x / one.weight, one.y / one.weight), least = Infinity;
    one.held = new Map();
    one.home = middle;
    if (one.rows.length === 1 || A.honest(map, one, middle)) { return; }
    one.rows.forEach(function (k) {
      var p = spot(map, one.data, k), far = p.distanceTo(middle);
      if (far < least) { least = far; one.home = p; }
    });
  }

  function counted(many, words) { return many ? many + " " + words[many > 1 ? 1 : 0] : ""; }

  // What a mark of several places holds, in one line.
  A.countsLine = function (data, one, named) {
    var sentences = A.shared.sentences, name = data.label[one.node] || "";
    var head = A.say(sentences[named.length === 1 ? "at" : name ? "around" : "among"], {
      many: one.n, noun: data.noun, place: named.length === 1 ? named[0] : name, places: named.length
    });
    var said = one.v.map(function (many, v) { return counted(many, A.shared.verdicts[v]); });
    var kinds = A.shared.kinds.map(function () { return 0; }), last = kinds.length - 1;
    one.shares.forEach(function (many, tone) { kinds[data.ranks[tone]] += many; });
    if (data.pointed) {
      // Who is asserted, and to whom the rest only points.
      kinds.forEach(function (many, k) { if (k || many < one.n) { said.push(counted(many, A.shared.kinds[k])); } });
    } else {
      said.push(counted(kinds[last], A.shared.nobody));
    }
    said = said.filter(Boolean).join(sentences.and);
    return said ? A.say(sentences.verdicts, { head: head, said: said }) : head;
  };

  function tip(data, one) {
    var rows = one.rows;
    if (rows.length === 1) { return A.html(data.tip[rows[0]]); }
    var named = Array.from(new Set(rows.map(function (k) { return data.label[k] || data.tip[k].split("\n")[0]; })));
    var most = A.shared.listed, over = named.length - most;
    var more = over > 0 ? " " + A.say(A.shared.sentences.more, { many: over }) : "";
    return "<b>" + A.countsLine(data, one, named) + "</b><br>" + named.slice(0, most).join(", ") + more +
      '<br><span class="atlas-more">zoom in to part them</span>';
  }

  // What does not fit comes first, of all places together: a click opens that.
  function idsOf(data, one) {
    var kinds = data.v.map(function () { return []; }), rest = [];
    one.rows.forEach(function (k) {
      var ids = data.ids[k].split("\n"), at = 0;
      data.v.forEach(function (many, v) {
        kinds[v] = kinds[v].concat(ids.slice(at, at + many[k]));
        at += many[k];
      });
      rest = rest.concat(ids.slice(at));
    });
    return [].concat.apply([], kinds.concat([rest])).filter(Boolean).join("\n");
  }

  // The tones of a mark as its rim tells them, and whether its number stands in a core.
  A.rim = function (data, one) {
    var tones = Array.from(one.shares.keys()).sort(function (a, b) {
      return data.ranks[a] - data.ranks[b] || one.shares.get(b) - one.shares.get(a) || a - b;
    });
    // Half dark and half pale, a number would not be read without a core.
    return { tones: tones, cored: tones.length > 1 || (one.n > 1 && Boolean(data.tones[tones[0]][4])) };
  };

  function made(map, data, one) {
    var rim = A.rim(data, one), tones = rim.tones, cored = rim.cored;
    var tone = data.tones[cored ? data.neutral : tones[0]], home = map.unproject(one.home, map.getZoom());
    var mark = new A.Mark(home, {
      renderer: A.live, radius: one.r, shape: data.shape, fillColor: tone[0], textColor: tone[1],
      text: one.n > 1 ? String(one.n) : tone[2], rings: data.rings, spans: A.spans(one.v, one.n),
      cored: cored, shares: tones.map(function (t) {
        var look = data.tones[t];
        return [look[0], one.shares.get(t), look[3], look[4]];
      }),
      badge: one.v[0] && one.v[0] < one.n ? String(one.v[0]) : "",
      halo: A.look.mark_edge, select: A.look.select, selected: one.selected, font: A.look.font,
      weight: 1, bubblingMouseEvents: false
    });
    mark.atlasTip = tip(data, one);
    mark.atlasIds = idsOf(data, one);
    mark.atlasLayer = data.layer;
    mark.atlasShift = one.p.subtract(one.home);
    mark.atlasTied = one.tied;
    mark.atlasRows = one.rows;
    mark.atlasReach = one.reach;
    return mark;
  }

  function leader(one, mark) {
    return new A.Leader(mark.getLatLng(), {
      renderer: A.live, interactive: false, radius: A.shared.leader[1],
      shift: mark.atlasShift, reach: one.reach, ink: A.look.text, halo: A.look.mark_edge
    });
  }

  // How far a mark reaches from its middle, with its ring.
  A.reach = function (data, one) {
    var rims = A.shared.rims;
    var ring = one.v.reduce(function (most, many, v) { return many ? Math.max(most, data.rings[v][1] + rims[1]) : most; }, rims[0]);
    return radius(one.n) * data.wider + ring;
  };

  function anchor(map, one) {
    var data = one.data, k = one.node, mine = k < data.lat.length, at = mine ? k : k - data.lat.length;
    var lat = mine ? data.lat[at] : data.alat[at], lon = mine ? data.lon[at] : data.alon[at];
    return map.project(place(lat, lon), map.getZoom());
  }

  function layout() {
    var map = A.map, every = [], ties = [];
    pending = false;
    groups.forEach(function (group) {
      var data = group.atlasData, turn = data.side * Math.PI / 180;
      var view = data.lat.length > A.shared.many ? L.bounds(map.getPixelBounds().min, map.getPixelBounds().max) : null;
      if (view) { var pad = view.getSize().multiplyBy(A.shared.around); view = L.bounds(view.min.subtract(pad), view.max.add(pad)); }
      A.gather(map, data).reverse().forEach(function (one) {
        settle(map, one);
        if (view && !view.contains(one.home)) { return; }
        one.group = group;
        one.side = { x: Math.cos(turn), y: -Math.sin(turn) };
        one.r = radius(one.n);
        one.reach = A.reach(data, one);
        every.push(one);
      });
    });
    if (every.length) { A.place(map, every, A.shared.rules); }
    groups.forEach(function (group) { group.closeTooltip(); group.clearLayers(); });
    discs = [];
    lines = [];
    every.forEach(function (one) {
      var mark = made(map, one.data, one), at = anchor(map, one);
      one.group.addLayer(mark);
      discs.push({ x: one.p.x, y: one.p.y, r: one.reach, ax: at.x, ay: at.y });
      if (one.tied) {
        ties.push([one, mark]);
        lines.push([one.home, one.p]);
      }
    });
    // Above every mark: a leader whose end is hidden would tell nothing.
    ties.forEach(function (pair) { pair[0].group.addLayer(leader(pair[0], pair[1])); });
    A.settle();
  }

  // Labels keep clear of what is drawn here, and stand by it.
  A.markDiscs = function () { return discs.slice(); };
  A.markLeaders = function () { return lines.slice(); };

  // A microtask runs before the next frame: the old marks and the new never flicker.
  function soon() {
    if (pending) { return; }
    pending = true;
    Promise.resolve().then(layout);
  }
  A.replace = function () { if (groups.length) { soon(); } };

  A.points = function (group, data) {
    data.picked = new Set(data.sel);
    group.atlasData = data;
    A.tooltip(group);
    group.on("add", function () { groups.push(group); soon(); });
    group.on("remove", function () { groups = groups.filter(function (one) { return one !== group; }); soon(); });
  };

  A.watchMarks = function (map) {
    map.on("zoomend", soon);
    map.on("moveend", function () {
      if (groups.some(function (group) { return group.atlasData.lat.length > A.shared.many; })) { soon(); }
    });
  };
})(L, atlas);
