// How marks look: a rim of groups, a core with the number, arcs for what does not fit, leaders.
(function (L, A) {
  "use strict";
  var TAU = Math.PI * 2, GAP = 1.2, STEPS = 72;
  var CORNERS = {
    diamond: [[0, 1.2], [1.2, 0], [0, -1.2], [-1.2, 0]],
    square: [[0.9, 0.9], [0.9, -0.9], [-0.9, -0.9], [-0.9, 0.9]],
    triangle: [[0, 1.5], [1.5, -1.125], [-1.5, -1.125]],
    wedge: [[0, -1.5], [-1.5, 1.125], [1.5, 1.125]]
  };
  // A triangle has room for words towards its broad side.
  var LOWER = { triangle: -0.3, wedge: 0.3 };
  var SIDES = {};

  // Each side as what lies within it: along its normal, no further than its offset.
  Object.keys(CORNERS).forEach(function (shape) {
    SIDES[shape] = CORNERS[shape].map(function (one, k, all) {
      var next = all[(k + 1) % all.length], nx = next[1] - one[1], ny = one[0] - next[0];
      var off = nx * one[0] + ny * one[1], sign = off < 0 ? -1 : 1;
      return [nx * sign, ny * sign, off * sign];
    });
  });

  // How far the outline is from the middle, in radii, at an angle clockwise from the top.
  function edge(shape, turn) {
    if (!SIDES[shape]) { return 1; }
    var x = Math.sin(turn), y = Math.cos(turn);
    return SIDES[shape].reduce(function (least, side) {
      var along = side[0] * x + side[1] * y;
      return along > 1e-9 ? Math.min(least, side[2] / along) : least;
    }, Infinity);
  }

  // A path along the outline; first and last are shares of the turn from the top.
  function along(ctx, shape, p, r, first, last) {
    var a = first * TAU, b = last * TAU, turns = [], k, many = Math.max(Math.floor((last - first) * STEPS), 2);
    if (!CORNERS[shape]) {
      ctx.arc(p.x, p.y, r, a - TAU / 4, b - TAU / 4);
      return;
    }
    for (k = 0; k <= many; k += 1) { turns.push(a + (b - a) * k / many); }
    CORNERS[shape].forEach(function (one) {
      var turn = (Math.atan2(one[0], one[1]) + TAU) % TAU;
      if (turn > a && turn < b) { turns.push(turn); }
    });
    turns.sort(function (one, other) { return one - other; });
    turns.forEach(function (turn) {
      var far = r * edge(shape, turn);
      ctx.lineTo(p.x + Math.sin(turn) * far, p.y - Math.cos(turn) * far);
    });
  }

  function outline(ctx, shape, p, r) {
    ctx.beginPath();
    along(ctx, shape, p, r, 0, 1);
    ctx.closePath();
  }

  function stroke(ctx, colour, width) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  function cross(ctx, p, r, colour, halo) {
    var a = r * 0.75;
    ctx.lineCap = "round";
    [[5, colour], [2.4, halo]].forEach(function (pass) {
      ctx.beginPath();
      ctx.moveTo(p.x - a, p.y - a);
      ctx.lineTo(p.x + a, p.y + a);
      ctx.moveTo(p.x - a, p.y + a);
      ctx.lineTo(p.x + a, p.y - a);
      stroke(ctx, pass[1], pass[0]);
    });
  }

  // Arcs as shares of the turn: as long as their share of the attacks, and long enough to be seen.
  A.spans = function (verdicts, n, least) {
    var long = verdicts.map(function (many) { return many ? Math.max(many / n, least) : 0; }), at = 0;
    var over = long.reduce(function (sum, one) { return sum + one; }, 0) - 1;
    // The longest makes room for those that would not be seen.
    if (over > 0) { long[long.indexOf(Math.max.apply(null, long))] -= over; }
    return long.map(function (one, k) { at += one; return [k, at - one, at]; })
      .filter(function (span) { return span[2] > span[1]; });
  };

  function rings(ctx, o, p, r) {
    o.spans.forEach(function (span) {
      var look = o.rings[span[0]], whole = span[2] - span[1] >= 1;
      ctx.beginPath();
      along(ctx, o.shape, p, r + GAP + look[1] / 2, span[1], span[2]);
      if (whole) { ctx.closePath(); }
      stroke(ctx, o.halo, look[1] + 2);
      stroke(ctx, look[0], look[1]);
      if (look[2]) { stroke(ctx, o.halo, look[2]); }
    });
  }

  // The rim: a piece of each group, most first, nobody last.
  function rim(ctx, o, p, r) {
    var at = 0, total = o.shares.reduce(function (sum, one) { return sum + one[1]; }, 0);
    o.shares.forEach(function (one) {
      var next = at + one[1] / total;
      ctx.beginPath();
      ctx.moveTo(p.x, p.y);
      along(ctx, o.shape, p, r - 0.6, at, next);
      ctx.closePath();
      ctx.fillStyle = one[0];
      ctx.fill();
      at = next;
    });
    outline(ctx, o.shape, p, r * o.core);
    ctx.fillStyle = o.fillColor;
    ctx.fill();
    stroke(ctx, o.halo, 0.8);
  }

  function write(ctx, o, text, x, y, size, colour) {
    ctx.fillStyle = colour;
    ctx.font = "600 " + size + "px " + o.font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y + 0.5);
  }

  // How many do not fit, at the upper right, where their arc begins.
  function badge(ctx, o, p, r) {
    var off = (r + GAP + o.rings[0][1] / 2) * Math.SQRT1_2, side = o.badgeSize * (o.badge.length > 1 ? 1.25 : 1);
    ctx.beginPath();
    ctx.arc(p.x + off, p.y - off, side, 0, TAU);
    ctx.fillStyle = o.rings[0][0];
    ctx.fill();
    stroke(ctx, o.halo, 1);
    write(ctx, o, o.badge, p.x + off, p.y - off, o.badgeSize * 1.6, o.rings[0][3]);
  }

  // Leaflet rounds to whole pixels, and from afar one of them leads across a border.
  function exact(layer) {
    return layer._map.project(layer._latlng).subtract(layer._map.getPixelOrigin());
  }

  // A mark: its rim is the groups, its number the attacks, its arcs the verdicts.
  A.Mark = L.CircleMarker.extend({
    toGeoJSON: A.feature,
    _project: function () {
      this._point = exact(this);
      if (this.atlasShift) { this._point = this._point.add(this.atlasShift); }
      this._updateBounds();
    },
    _updateBounds: function () {
      var pad = this._radius * 1.5 + 12;
      this._pxBounds = L.bounds(this._point.subtract([pad, pad]), this._point.add([pad, pad]));
    },
    _updatePath: function () {
      var o = this.options, r = this._radius, p = this._point, ctx = this._renderer._ctx, mixed = o.shares.length > 1;
      if (!this._renderer._drawing || this._empty()) { return; }
      ctx.save();
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineJoin = "round";
      if (o.selected) {
        outline(ctx, o.shape, p, r + 8);
        stroke(ctx, o.select, 2);
      }
      if (o.shape === "cross") {
        cross(ctx, p, r, o.fillColor, o.halo);
        ctx.restore();
        return;
      }
      rings(ctx, o, p, r);
      outline(ctx, o.shape, p, r);
      ctx.fillStyle = mixed ? o.shares[o.shares.length - 1][0] : o.fillColor;
      ctx.fill();
      stroke(ctx, o.halo, 1.3);
      if (mixed) { rim(ctx, o, p, r); }
      if (o.text) {
        var room = mixed ? r * o.core * 1.35 : r * 1.15;
        write(ctx, o, o.text, p.x, p.y - r * (LOWER[o.shape] || 0), Math.max(8, Math.min(12, room)), o.textColor);
      }
      if (o.badge) { badge(ctx, o, p, r); }
      ctx.restore();
    }
  });

  // From the place of a mark that stands away from it to its rim, with a dot at the place.
  A.Leader = L.CircleMarker.extend({
    _project: function () {
      this._point = exact(this);
      this._updateBounds();
    },
    _updateBounds: function () {
      var to = this._point.add(this.options.shift), pad = 6;
      this._pxBounds = L.bounds([this._point, to]);
      this._pxBounds = L.bounds(this._pxBounds.min.subtract([pad, pad]), this._pxBounds.max.add([pad, pad]));
    },
    _containsPoint: function () { return false; },
    _updatePath: function () {
      var o = this.options, p = this._point, ctx = this._renderer._ctx, long = Math.hypot(o.shift.x, o.shift.y);
      if (!this._renderer._drawing || this._empty()) { return; }
      var share = Math.max(1 - o.end * o.reach / long, 0);
      ctx.save();
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineCap = "round";
      ctx.beginPath();
      ctx.moveTo(p.x, p.y);
      ctx.lineTo(p.x + o.shift.x * share, p.y + o.shift.y * share);
      stroke(ctx, o.halo, o.width + 2);
      stroke(ctx, o.ink, o.width);
      ctx.beginPath();
      ctx.arc(p.x, p.y, this._radius, 0, TAU);
      ctx.fillStyle = o.ink;
      ctx.fill();
      stroke(ctx, o.halo, 1);
      ctx.restore();
    }
  });
})(L, atlas);
