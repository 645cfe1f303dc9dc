// Drawing on two canvases: one still, for the base map; one live, for all that can be clicked.
var atlas = (function (L) {
  "use strict";
  var A = {}, TAU = Math.PI * 2, hatches = new Map();

  // What Python and the scripts both go by; the map brings it, see layers/web/constants.py.
  A.shared = {};

  // Words of Python with their values put in.
  A.say = function (sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  };

  // Text arrives escaped by the server and is always shown as HTML, so it reads as it was written.
  A.html = function (text) {
    var lines = text.split("\n"), first = "<b>" + lines[0] + "</b>";
    return [first].concat(lines.slice(1)).join("<br>");
  };

  // Rings and lines come as whole numbers, so many a degree, each vertex relative to the last.
  A.unpack = function (flat) {
    var out = [], lat = 0, lon = 0;
    for (var k = 0; k < flat.length; k += 2) {
      lat += flat[k];
      lon += flat[k + 1];
      out.push([lat / A.shared.scale, lon / A.shared.scale]);
    }
    return out;
  };

  // Corners as whole numbers, so many a degree.
  A.flat = function (corners, scale) {
    return corners.reduce(function (out, at) {
      return out.concat([Math.round(at.lng * scale), Math.round(at.lat * scale)]);
    }, []);
  };

  function hatch(ctx, kind, colour, sparse) {
    var key = kind + colour + sparse, size = 9 * sparse, known = A.shared.hatches, tile, pen;
    if (hatches.has(key)) { return hatches.get(key); }
    tile = document.createElement("canvas");
    tile.width = tile.height = size * 2;
    pen = tile.getContext("2d");
    pen.scale(2, 2);
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = 0.9;
    pen.beginPath();
    (known.angles[kind] || []).forEach(function (angle) { across(pen, size, angle); });
    if (known.rings.indexOf(kind) >= 0) { pen.arc(size / 2, size / 2, 2, 0, TAU); }
    pen.stroke();
    if (known.dots.indexOf(kind) >= 0) { pen.beginPath(); pen.arc(size / 2, size / 2, 1.2, 0, TAU); pen.fill(); }
    var pattern = ctx.createPattern(tile, "repeat");
    if (pattern.setTransform) { pattern.setTransform(new DOMMatrix([0.5, 0, 0, 0.5, 0, 0])); }
    hatches.set(key, pattern);
    return pattern;
  }

  // Of a diagonal three, so that it meets itself at the tile's corners.
  function across(pen, size, angle) {
    var slope = Math.tan(angle * Math.PI / 180);
    if (angle % 90 === 0) {
      pen.moveTo(angle ? size / 2 : 0, angle ? 0 : size / 2);
      pen.lineTo(angle ? size / 2 : size, angle ? size : size / 2);
      return;
    }
    for (var at = -size; at <= size; at += size) {
      pen.moveTo(at, slope > 0 ? size : 0);
      pen.lineTo(at + size, slope > 0 ? 0 : size);
    }
  }

  function hatched(ctx, o) {
    if (!o.hatch || !o.fill) { return; }
    ctx.globalAlpha = o.hatchOpacity;
    ctx.fillStyle = hatch(ctx, o.hatch, o.fillColor || o.color, o.sparse || 1);
    ctx.fill("evenodd");
  }

  // Bands that cover a box, northings upwards, each as two distances along their normal.
  A.bands = function (box, many) {
    var known = A.shared.bands, turn = known[0] * Math.PI / 180, nx = -Math.sin(turn), ny = Math.cos(turn), out = [];
    var across = [[0, 1], [0, 3], [2, 1], [2, 3]].map(function (at) { return nx * box[at[0]] + ny * box[at[1]]; });
    var first = Math.min.apply(null, across), last = Math.max.apply(null, across);
    var wide = Math.max(Math.min(known[1], (last - first) / (many * known[3])), known[2]);
    var count = Math.max(Math.ceil((last - first) / wide), 1);
    for (var k = 0; k < count; k += 1) { out.push([first + k * wide, first + (k + 1) * wide]); }
    return out;
  };

  // Ground of several holders: the path that is open is filled in bands, its edge in dashes of each.
  function shared(ctx, layer) {
    var parts = layer.options.bands, raw = layer._rawPxBounds, known = A.shared.dashes;
    var turn = A.shared.bands[0] * Math.PI / 180, nx = -Math.sin(turn), ny = Math.cos(turn);
    var box = [raw.min.x, -raw.max.y, raw.max.x, -raw.min.y], half = Math.hypot(box[2] - box[0], box[3] - box[1]);
    var mid = ny * (box[0] + box[2]) / 2 - nx * (box[1] + box[3]) / 2, stripes = A.bands(box, parts.length);
    ctx.lineWidth = known[0];
    ctx.lineCap = "butt";
    parts.forEach(function (part, k) {
      ctx.globalAlpha = part.opacity;
      ctx.strokeStyle = part.color;
      ctx.setLineDash([known[1], known[1] * (parts.length - 1)]);
      ctx.lineDashOffset = -k * known[1];
      ctx.stroke();
    });
    ctx.setLineDash([]);
    ctx.lineDashOffset = 0;
    ctx.save();
    ctx.clip("evenodd");
    parts.forEach(function (part, k) {
      ctx.beginPath();
      stripes.forEach(function (ends, at) {
        if (at % parts.length !== k) { return; }
        [[ends[0], mid - half], [ends[1], mid - half], [ends[1], mid + half], [ends[0], mid + half]].forEach(function (spot, n) {
          // The normal is (nx, ny) and the way along the bands (ny, -nx); screens count downwards.
          ctx[n ? "lineTo" : "moveTo"](spot[0] * nx + spot[1] * ny, -(spot[0] * ny - spot[1] * nx));
        });
        ctx.closePath();
      });
      hatched(ctx, part);
      if (part.fill) {
        ctx.globalAlpha = part.fillOpacity;
        ctx.fillStyle = part.fillColor;
        ctx.fill();
      }
    });
    ctx.restore();
  }

  A.Canvas = L.Canvas.extend({
    _fillStroke: function (ctx, layer) {
      if (layer.options.bands) {
        shared(ctx, layer);
        return;
      }
      hatched(ctx, layer.options);
      L.Canvas.prototype._fillStroke.call(this, ctx, layer);
    }
  });

  // What st_folium returns for a click: the layer and the ids, never the shape's own vertices.
  // The count tells a second click on the same mark, which st_folium would not pass on otherwise.
  A.feature = function () {
    A.clicks = (A.clicks || 0) + 1;
    return {
      type: "Feature",
      properties: {
        layer: this.atlasLayer || "", ids: (this.atlasIds || "").split("\n").slice(0, 2000), click: A.clicks
      },
      geometry: null
    };
  };
  A.Line = L.Polyline.extend({ toGeoJSON: A.feature });
  A.Area = L.Polygon.extend({ toGeoJSON: A.feature });
  A.Disc = L.Circle.extend({ toGeoJSON: A.feature });

  A.Arrow = A.Line.extend({
    _updatePath: function () {
      A.Line.prototype._updatePath.call(this);
      var r = this._renderer, part = this._rings && this._rings[this._rings.length - 1];
      if (!r._drawing || !part || part.length < 2) { return; }
      var tip = part[part.length - 1], from = part[part.length - 2];
      var dx = tip.x - from.x, dy = tip.y - from.y, long = Math.sqrt(dx * dx + dy * dy);
      if (long < 16) { return; }
      var ux = dx / long, uy = dy / long, back = Math.min(17, long / 3), head = 8, ctx = r._ctx;
      var x = tip.x - ux * back, y = tip.y - uy * back;
      ctx.save();
      ctx.globalAlpha = Math.min(1, this.options.opacity + 0.15);
      ctx.fillStyle = this.options.color;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - ux * head - uy * head * 0.45, y - uy * head + ux * head * 0.45);
      ctx.lineTo(x - ux * head + uy * head * 0.45, y - uy * head - ux * head * 0.45);
      ctx.closePath();
      ctx.fill();
      ctx.restore();
    }
  });

  A.tooltip = function (group) {
    // An element and not a string: st_folium reads its text when the feature is clicked.
    group.bindTooltip(function (layer) {
      var box = document.createElement("div");
      box.innerHTML = layer.atlasTip || "";
      return box;
    }, { sticky: true, className: "atlas-tip", direction: "right", offset: [14, 0], opacity: 1 });
  };

  A.polygons = function (group, data) {
    data.parts.forEach(function (part, k) {
      var style = data.styles[data.s[k]];
      var rings = part.map(function (poly) { return poly.map(A.unpack); });
      // Of few corners none is spared, so that a circle looks round.
      var smooth = rings[0][0].length < 400 ? 0.1 : 0.8;
      var area = new A.Area(rings, L.extend({ renderer: A.live, smoothFactor: smooth }, style));
      area.atlasTip = data.tip ? A.html(data.tip[k]) : "";
      area.atlasIds = data.ids ? data.ids[k] : "";
      area.atlasLayer = data.layer;
      group.addLayer(area);
    });
    A.footing(group, data);
    if (data.tip) { A.tooltip(group); }
  };

  A.lines = function (group, data) {
    var Kind = data.arrow ? A.Arrow : A.Line;
    data.parts.forEach(function (part, k) {
      var style = L.extend({ renderer: A.live }, data.styles[data.s[k]], { weight: data.w[k] });
      var line = new Kind(part.map(A.unpack), style);
      line.atlasTip = A.html(data.tip[k]);
      line.atlasIds = data.ids[k];
      line.atlasLayer = data.layer;
      group.addLayer(line);
    });
    A.tooltip(group);
  };

  A.discs = function (group, data) {
    data.lat.forEach(function (lat, k) {
      var style = L.extend({ renderer: A.live, radius: data.km[k] * 1000 }, data.styles[data.s[k]]);
      var disc = new A.Disc([lat / A.shared.scale, data.lon[k] / A.shared.scale], style);
      disc.atlasTip = A.html(data.tip[k]);
      disc.atlasLayer = data.layer;
      group.addLayer(disc);
    });
    A.tooltip(group);
  };

  // Each level is drawn from its own zoom on, until the next finer one takes over.
  A.hexes = function (group, data) {
    var shown = null;
    function show() {
      if (!group._map) { return; }
      var zoom = group._map.getZoom(), wanted = data.levels[0];
      data.levels.forEach(function (level) { if (zoom >= level.zoom) { wanted = level; } });
      if (wanted === shown || !wanted) { return; }
      shown = wanted;
      group.closeTooltip();
      group.clearLayers();
      wanted.rings.forEach(function (ring, k) {
        var cell = new A.Area([A.unpack(ring)], L.extend({ renderer: A.live }, data.styles[wanted.s[k]]));
        cell.atlasTip = A.html(wanted.n[k] + " " + data.what);
        cell.atlasLayer = data.layer;
        group.addLayer(cell);
      });
    }
    A.tooltip(group);
    group.on("add", function () { group._map.on("zoomend", show); show(); });
    group.on("remove", function () { A.map.off("zoomend", show); });
  };

  // Attribution travels with its layer: Leaflet shows it while the layer is on the map.
  A.about = function (group, data) { group.options.attribution = data.attribution; };

  return A;
})(L);
