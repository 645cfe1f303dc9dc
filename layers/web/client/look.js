// How marks look: a rim of groups, a core with the number, arcs for what does not fit, leaders.
(function (L, A) {
  "use strict";
  var TAU = Math.PI * 2, known = {};

  // Each side of a shape as what lies within it: along its normal, no further than its offset.
  function sides(shape) {
    if (!known[shape]) {
      known[shape] = A.shared.corners[shape].map(function (one, k, all) {
        var next = all[(k + 1) % all.length], nx = next[1] - one[1], ny = one[0] - next[0];
        var off = nx * one[0] + ny * one[1], sign = off < 0 ? -1 : 1;
        return [nx * sign, ny * sign, off * sign];
      });
    }
    return known[shape];
  }

  // How far the outline is from the middle, in radii, at an angle clockwise from the top.
  A.edge = function (shape, turn) {
    if (!A.shared.corners[shape]) { return 1; }
    var x = Math.sin(turn), y = Math.cos(turn);
    return sides(shape).reduce(function (least, side) {
      var share = side[0] * x + side[1] * y;
      return share > 0 ? Math.min(least, side[2] / share) : least;
    }, Infinity);
  };

  // A path along the outline; first and last are shares of the turn from the top.
  function along(ctx, shape, p, r, first, last) {
    var a = first * TAU, b = last * TAU, turns = [], k, corners = A.shared.corners[shape];
    var many = Math.max(Math.floor((last - first) * A.shared.turns), 2);
    if (!corners) {
      ctx.arc(p.x, p.y, r, a - TAU / 4, b - TAU / 4);
      return;
    }
    for (k = 0; k <= many; k += 1) { turns.push(a + (b - a) * k / many); }
    corners.forEach(function (one) {
      var turn = (Math.atan2(one[0], one[1]) + TAU) % TAU;
      if (turn > a && turn < b) { turns.push(turn); }
    });
    turns.sort(function (one, other) { return one - other; });
    turns.forEach(function (turn) {
      var far = r * A.edge(shape, turn);
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
    var a = r * A.shared.cross, px = A.shared.px;
    ctx.lineCap = "round";
    [[px.cross, colour], [px.cross_light, halo]].forEach(function (pass) {
      ctx.beginPath();
      ctx.moveTo(p.x - a, p.y - a);
      ctx.lineTo(p.x + a, p.y + a);
      ctx.moveTo(p.x - a, p.y + a);
      ctx.lineTo(p.x + a, p.y - a);
      stroke(ctx, pass[1], pass[0]);
    });
  }

  // Arcs as shares of the turn: as long as their share of the attacks, and long enough to be seen.
  A.spans = function (verdicts, n) {
    var long = verdicts.map(function (many) { return many ? Math.max(many / n, A.shared.least) : 0; }), at = 0;
    var over = long.reduce(function (sum, one) { return sum + one; }, 0) - 1;
    // The longest makes room for those that would not be seen.
    if (over > 0) { long[long.indexOf(Math.max.apply(null, long))] -= over; }
    return long.map(function (one, k) { at += one; return [k, at - one, at]; })
      .filter(function (span) { return span[2] > span[1]; });
  };

  function rings(ctx, o, p, r) {
    o.spans.forEach(function (span) {
      var look = o.rings[span[0]], whole = span[2] - span[1] >= 1, px = A.shared.px;
      ctx.beginPath();
      along(ctx, o.shape, p, r + px.gap + look[1] / 2, span[1], span[2]);
      if (whole) { ctx.closePath(); }
      stroke(ctx, o.halo, look[1] + px.halo);
      stroke(ctx, look[0], look[1]);
      if (look[2]) { stroke(ctx, o.halo, look[2]); }
    });
  }

  function slice(ctx, o, p, r, first, last, colour) {
    ctx.beginPath();
    ctx.moveTo(p.x, p.y);
    along(ctx, o.shape, p, r, first, last);
    ctx.closePath();
    ctx.fillStyle = colour;
    ctx.fill();
  }

  // A piece of each tone: filled where it is asserted, pale with a line where it only points.
  function pieces(ctx, o, p, r) {
    var at = 0, total = o.shares.reduce(function (sum, one) { return sum + one[1]; }, 0), px = A.shared.px;
    var width = o.cored ? px.points_rim : px.points;
    o.shares.forEach(function (one) {
      var next = at + one[1] / total, whole = next - at >= 1;
      if (!whole) { slice(ctx, o, p, r - px.inset, at, next, one[0]); }
      if (one[3]) { slice(ctx, o, p, r - px.inset, at, (at + next) / 2, one[3]); }
      if (one[2]) {
        ctx.beginPath();
        along(ctx, o.shape, p, r - px.inset - width / 2, at, next);
        if (whole) { ctx.closePath(); }
        stroke(ctx, one[2], width);
      }
      at = next;
    });
  }

  function core(ctx, o, p, r) {
    outline(ctx, o.shape, p, r * A.shared.core);
    ctx.fillStyle = o.fillColor;
    ctx.fill();
    stroke(ctx, o.halo, A.shared.px.core_edge);
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
    var off = (r + A.shared.px.gap + o.rings[0][1] / 2) * Math.SQRT1_2, size = A.shared.badge[0];
    var side = size * (o.badge.length > 1 ? A.shared.badge[1] : 1);
    ctx.beginPath();
    ctx.arc(p.x + off, p.y - off, side, 0, TAU);
    ctx.fillStyle = o.rings[0][0];
    ctx.fill();
    stroke(ctx, o.halo, A.shared.px.dot_edge);
    write(ctx, o, o.badge, p.x + off, p.y - off, size * 1.6, o.rings[0][3]);
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
      var o = this.options, r = this._radius, p = this._point, ctx = this._renderer._ctx;
      var shared = A.shared, px = shared.px;
      if (!this._renderer._drawing || this._empty()) { return; }
      ctx.save();
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineJoin = "round";
      if (o.selected) {
        outline(ctx, o.shape, p, r + px.select_gap);
        stroke(ctx, o.select, px.select);
      }
      if (o.shape === "cross") {
        cross(ctx, p, r, o.fillColor, o.halo);
        ctx.restore();
        return;
      }
      rings(ctx, o, p, r);
      outline(ctx, o.shape, p, r);
      ctx.fillStyle = o.shares[o.shares.length - 1][0];
      ctx.fill();
      stroke(ctx, o.halo, px.edge);
      pieces(ctx, o, p, r);
      if (o.cored) { core(ctx, o, p, r); }
      if (o.text) {
        var share = o.text.length >= shared.digits[0] ? shared.digits[1] : shared.letters;
        var room = o.cored ? r * shared.core * share : r * 1.15, size = Math.max(8, Math.min(px.letters, room));
        // A triangle has room for words towards its broad side.
        write(ctx, o, o.text, p.x, p.y - r * (shared.lower[o.shape] || 0), size, o.textColor);
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
      var width = A.shared.leader[0], share = Math.max(1 - A.shared.leader[2] * o.reach / long, 0);
      ctx.save();
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineCap = "round";
      ctx.beginPath();
      ctx.moveTo(p.x, p.y);
      ctx.lineTo(p.x + o.shift.x * share, p.y + o.shift.y * share);
      stroke(ctx, o.halo, width + A.shared.px.halo);
      stroke(ctx, o.ink, width);
      ctx.beginPath();
      ctx.arc(p.x, p.y, this._radius, 0, TAU);
      ctx.fillStyle = o.ink;
      ctx.fill();
      stroke(ctx, o.halo, A.shared.px.dot_edge);
      ctx.restore();
    }
  });
})(L, atlas);
