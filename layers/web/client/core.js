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

  function hatch(ctx, kind, colour) {
    var key = kind + colour, size = 9, known = A.shared.hatches, tile, pen;
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

  A.Canvas = L.Canvas.extend({
    _fillStroke: function (ctx, layer) {
      var o = layer.options;
      if (o.hatch && o.fill) {
        ctx.globalAlpha = o.hatchOpacity;
        ctx.fillStyle = hatch(ctx, o.hatch, o.fillColor || o.color);
        ctx.fill("evenodd");
      }
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
      var area = new A.Area(rings, L.extend({ renderer: A.live, smoothFactor: 0.8 }, style));
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
