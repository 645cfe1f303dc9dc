// Where marks stand that would cover each other: fanned out about their places, or on leaders.
(function (L, A) {
  "use strict";
  var grounds = [];

  // Areas with an edge that are on the map: no mark may stand in one that holds none of its places.
  A.footing = function (group, data) {
    var areas = [];
    data.parts.forEach(function (part, k) {
      if (!data.styles[data.s[k]].stroke) { return; }
      var rings = [], box = [Infinity, Infinity, -Infinity, -Infinity];
      part.forEach(function (poly) {
        poly.map(A.unpack).forEach(function (ring) {
          rings.push(ring);
          ring.forEach(function (at) {
            box = [Math.min(box[0], at[0]), Math.min(box[1], at[1]), Math.max(box[2], at[0]), Math.max(box[3], at[1])];
          });
        });
      });
      areas.push({ rings: rings, box: box });
    });
    group.on("add", function () { grounds.push(areas); A.replace(); });
    group.on("remove", function () { grounds = grounds.filter(function (one) { return one !== areas; }); A.replace(); });
  };

  function inside(area, lat, lon) {
    var box = area.box, odd = false;
    if (lat < box[0] || lon < box[1] || lat > box[2] || lon > box[3]) { return false; }
    area.rings.forEach(function (ring) {
      for (var k = 0, j = ring.length - 1; k < ring.length; j = k, k += 1) {
        var a = ring[k], b = ring[j];
        if ((a[0] > lat) !== (b[0] > lat) && lon < (b[1] - a[1]) * (lat - a[0]) / (b[0] - a[0]) + a[1]) { odd = !odd; }
      }
    });
    return odd;
  }

  // Whether a mark may stand on a spot: every area there holds one of its places.
  A.honest = function (map, one, p) {
    var at = map.unproject(p, map.getZoom());
    return grounds.every(function (areas) {
      return areas.every(function (area) {
        if (!inside(area, at.lat, at.lng)) { return true; }
        if (!one.held.has(area)) {
          one.held.set(area, one.rows.some(function (k) {
            return inside(area, one.data.lat[k] / A.shared.scale, one.data.lon[k] / A.shared.scale);
          }));
        }
        return one.held.get(area);
      });
    });
  };

  function gap(a, b) { return Math.hypot(a.x - b.x, a.y - b.y); }

  // Pairs that overlap, or would if both gave way towards each other.
  function pairs(marks, touch) {
    var widest = marks.reduce(function (most, one) { return Math.max(most, one.size); }, 1), cell = 4 * widest;
    var cells = new Map(), found = [], hidden = false;
    function meet(one, other) {
      var off = gap(one.home, other.home), sum = one.size + other.size;
      if (sum && off < 2 * sum) { found.push([other, one]); }
      hidden = hidden || off < touch * sum;
    }
    marks.forEach(function (one) {
      var cx = Math.floor(one.home.x / cell), cy = Math.floor(one.home.y / cell);
      for (var x = cx - 1; x <= cx + 1; x += 1) {
        for (var y = cy - 1; y <= cy + 1; y += 1) {
          (cells.get(x + ":" + y) || []).forEach(meet.bind(null, one));
        }
      }
      if (!cells.has(cx + ":" + cy)) { cells.set(cx + ":" + cy, []); }
      cells.get(cx + ":" + cy).push(one);
    });
    return hidden ? found : [];
  }

  // Pushes each pair that lacks room apart once; tells whether any did.
  function push(near, rules) {
    var moved = new Map();
    near.forEach(function (pair) {
      var a = pair[0], b = pair[1], sum = a.size + b.size, wanted = rules.touch * sum, off = gap(a.p, b.p);
      if (off >= wanted) { return; }
      var way = { x: a.p.x - b.p.x, y: a.p.y - b.p.y };
      // Those on one place part by their sides.
      if (off < rules.same * wanted) {
        way = { x: a.side.x * a.size - b.side.x * b.size, y: a.side.y * a.size - b.side.y * b.size };
      }
      var long = Math.hypot(way.x, way.y) || 1, by = (wanted - off) / long;
      [[a, by * a.size / sum], [b, -by * b.size / sum]].forEach(function (one) {
        var was = moved.get(one[0]) || { x: 0, y: 0 };
        moved.set(one[0], { x: was.x + way.x * one[1], y: was.y + way.y * one[1] });
      });
    });
    moved.forEach(function (by, one) {
      var x = one.p.x + by.x - one.home.x, y = one.p.y + by.y - one.home.y, far = Math.hypot(x, y);
      var share = far > one.size ? rules.within * one.size / far : 1;
      one.p = L.point(one.home.x + x * share, one.home.y + y * share);
    });
    return moved.size > 0;
  }

  function fan(near, rules) {
    var lacking = true, round;
    for (round = 0; round < rules.rounds && lacking; round += 1) { lacking = push(near, rules); }
  }

  // Those that stand where they may not, and the smaller of two that still overlap.
  function misplaced(map, marks, near, rules, aside) {
    var wrong = new Set();
    marks.forEach(function (one) {
      if (!aside.has(one) && gap(one.p, one.home) > 0 && !A.honest(map, one, one.p)) { wrong.add(one); }
    });
    var settled = new Set(wrong);
    near.forEach(function (pair) {
      var a = pair[0], b = pair[1];
      if (settled.has(a) || settled.has(b) || !a.size || !b.size || gap(a.p, b.p) >= rules.legible * (a.size + b.size)) { return; }
      wrong.add(a.size < b.size ? a : b);
    });
    return wrong;
  }

  // The spots about a place, ring by ring in radii of the mark; the first is the place itself.
  function ringsOf(rules) {
    var found = [[0, [[0, 0]]]], longs = [rules.close, rules.beside], long;
    for (long = rules.shortest; long <= rules.longest; long += rules.step) { longs.push(long); }
    longs.forEach(function (far) {
      var ways = [];
      for (var k = 0; k < rules.ways; k += 1) {
        var turn = k * 2 * Math.PI / rules.ways;
        ways.push([Math.cos(turn) * far, -Math.sin(turn) * far]);
      }
      found.push([far, ways]);
    });
    return found;
  }

  // Whether a leader from a place to a spot runs over no mark's middle part; where the place itself
  // lies under such a part, it goes away from that middle.
  function seen(home, p, others, rules) {
    var wx = p.x - home.x, wy = p.y - home.y, long = wx * wx + wy * wy;
    return others.every(function (other) {
      var ox = other.p.x - home.x, oy = other.p.y - home.y;
      var share = Math.min(Math.max((wx * ox + wy * oy) / long, 0), 1);
      var least = Math.min(rules.passing * other.reach, Math.hypot(ox, oy) * (1 - rules.grain));
      return Math.hypot(ox - share * wx, oy - share * wy) >= least;
    });
  }

  // The free spot with most room on the nearest ring, with a leader where that is far; else its place.
  // A leader that runs over another mark still tells more than a mark that covers one.
  function lead(map, one, standing, rules, rings) {
    var reach = (rules.longest + 1) * one.reach, over = null, found = { p: one.home, tied: false };
    var near = standing.filter(function (other) { return gap(other.p, one.home) < reach + other.reach; });
    var clear = rings.some(function (ring) {
      var tied = ring[0] > 1, best = null, most = -1, crossing = null, mostOver = -1;
      ring[1].forEach(function (step) {
        var p = L.point(one.home.x + step[0] * one.reach, one.home.y + step[1] * one.reach);
        var room = near.reduce(function (least, other) {
          return Math.min(least, gap(other.p, p) - rules.legible * (other.reach + one.reach));
        }, one.reach);
        if (room < 0) { return; }
        room = Math.round(room / one.reach / rules.grain);
        if (room <= most || !A.honest(map, one, p)) { return; }
        if (!tied || seen(one.home, p, near, rules)) {
          best = p;
          most = room;
        } else if (room > mostOver) {
          crossing = p;
          mostOver = room;
        }
      });
      if (best) { found = { p: best, tied: tied }; }
      if (crossing && !over) { over = { p: crossing, tied: true }; }
      return best !== null;
    });
    if (!clear && over) { found = over; }
    one.p = found.p;
    one.tied = found.tied;
    return clear || over !== null;
  }

  // One that finds no spot stays at its place, and those that stand over it make room, each once.
  function onLeaders(map, marks, aside, rules) {
    var rings = ringsOf(rules), queue = marks.filter(function (one) { return aside.has(one); });
    var standing = marks.filter(function (one) { return !aside.has(one); }), waited = new Set(aside), order = new Map();
    marks.forEach(function (one, k) { order.set(one, k); });
    function next() {
      queue.sort(function (a, b) { return b.reach - a.reach || order.get(a) - order.get(b); });
      return queue.shift();
    }
    function settle(one) {
      var over = [];
      if (!lead(map, one, standing, rules, rings)) {
        over = standing.filter(function (other) {
          return !waited.has(other) && gap(other.p, one.home) < rules.legible * (other.reach + one.reach);
        });
      }
      over.forEach(function (other) { waited.add(other); queue.push(other); });
      standing = standing.filter(function (other) { return over.indexOf(other) < 0; });
      standing.push(one);
    }
    while (queue.length) { settle(next()); }
  }

  // Marks are {home, reach, side, rows, data}; each gets where it stands and whether it is tied.
  A.place = function (map, marks, rules) {
    var aside = new Set(), turn, near, more;
    marks.forEach(function (one) { one.size = one.reach; });
    for (turn = 0; turn <= rules.turns; turn += 1) {
      marks.forEach(function (one) { one.p = one.home; one.tied = false; });
      near = pairs(marks, rules.touch);
      fan(near, rules);
      more = near.length ? misplaced(map, marks, near, rules, aside) : new Set();
      // Those that stay leave the places of those on leaders to be seen: a point of no size.
      more.forEach(function (one) { aside.add(one); one.size = 0; });
      if (!more.size) { break; }
    }
    onLeaders(map, marks, aside, rules);
  };
})(L, atlas);
