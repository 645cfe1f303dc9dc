// The still part of the page: outlines, scale, position, and what a narrow frame shows.
(function (L, A) {
  "use strict";
  var FULL_WIDTH = 560, LEAST_WIDTH = 50, AMPLE = [700, 560];

  function pane(map, name, z) {
    var made = map.createPane(name);
    made.style.zIndex = z;
    return made;
  }

  function drawOutlines(map, data, renderer) {
    data.polygons.forEach(function (layer) {
      layer.parts.forEach(function (part, k) {
        var rings = part.map(function (poly) { return poly.map(A.unpack); });
        var style = L.extend({ renderer: renderer, interactive: false, smoothFactor: 0.6 }, layer.styles[layer.s[k]]);
        L.polygon(rings, style).addTo(map);
      });
    });
    data.lines.forEach(function (layer) {
      layer.parts.forEach(function (part, k) {
        var style = L.extend({ renderer: renderer, interactive: false }, layer.styles[layer.s[k]]);
        style.weight = layer.w[k];
        L.polyline(part.map(A.unpack), style).addTo(map);
      });
    });
  }

  function position(map) {
    var Shown = L.Control.extend({
      options: { position: "bottomleft" },
      onAdd: function () {
        this._box = L.DomUtil.create("div", "atlas-position leaflet-control");
        map.on("mousemove", this._tell, this);
        map.on("mouseout", this._clear, this);
        return this._box;
      },
      _tell: function (e) {
        var lat = e.latlng.lat, lon = e.latlng.lng;
        this._box.textContent = Math.abs(lat).toFixed(3) + "° " + (lat < 0 ? "S" : "N") + "  " +
          Math.abs(lon).toFixed(3) + "° " + (lon < 0 ? "W" : "E");
      },
      _clear: function () { this._box.textContent = ""; }
    });
    new Shown().addTo(map);
  }

  // A button of the bar on the left that is pressed or not; its drawing is a path of 16 by 16.
  A.tool = function (map, title, path, act) {
    var button, Tool = L.Control.extend({
      options: { position: "topleft" },
      onAdd: function () {
        var bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
        button = L.DomUtil.create("button", "atlas-tool", bar);
        button.type = "button";
        button.title = title;
        button.setAttribute("aria-label", title);
        button.setAttribute("aria-pressed", "false");
        button.innerHTML = '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" ' +
          'stroke-width="1.3" aria-hidden="true"><path d="' + path + '"/></svg>';
        L.DomEvent.disableClickPropagation(bar);
        button.addEventListener("click", function () {
          // One tool at a time: whichever was on hears of it.
          map.fire("atlas:tool", { by: button });
          act();
        });
        return bar;
      }
    });
    var control = new Tool().addTo(map);
    return { button: button, control: control };
  };

  // The server asks for a zoom (two arguments, unlike Leaflet itself) and does not know how large the
  // frame is: a narrow one shows the same ground from further off, an ample one from nearer.
  function adapt(map) {
    var setView = map.setView;
    map.setView = function (centre, zoom, options) {
      var size = map.getSize(), ample = Math.min(size.x / AMPLE[0], size.y / AMPLE[1]), share;
      if (arguments.length === 2 && zoom !== map.getZoom() && size.x >= LEAST_WIDTH) {
        share = size.x < FULL_WIDTH ? size.x / FULL_WIDTH : Math.max(ample, 1);
        zoom = Math.floor((zoom + Math.log2(share)) * 4) / 4;
      }
      return setView.call(map, centre, zoom, options);
    };
  }

  A.start = function (map, data) {
    var box = map.getContainer(), settle;
    A.map = map;
    A.shared = data.shared;
    adapt(map);
    A.look = data.look;
    Object.keys(data.css).forEach(function (name) { box.style.setProperty("--atlas-" + name, data.css[name]); });
    pane(map, "atlas-base", 210).style.pointerEvents = "none";
    pane(map, "atlas-dots", 220).style.pointerEvents = "none";
    pane(map, "atlas-data", 420);
    pane(map, "atlas-labels", 640).style.pointerEvents = "none";
    A.live = new A.Canvas({ pane: "atlas-data", padding: 0.25, tolerance: 2 });
    A.top = L.svg({ pane: "atlas-labels" });
    A.live.addTo(map);
    drawOutlines(map, data, L.canvas({ pane: "atlas-base", padding: 0.4 }));
    settle = A.labels(map, data.labels);
    A.watchMarks(map);
    position(map);
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    A.ruler(map);
    if (map.attributionControl) {
      map.attributionControl.setPrefix(false);
      data.attributions.forEach(function (text) { map.attributionControl.addAttribution(text); });
    }
    function fit() {
      var size = map.getSize();
      if (size.x < LEAST_WIDTH || size.y < LEAST_WIDTH) { return false; }
      map.fitBounds(data.bounds, { animate: false });
      settle();
      return true;
    }
    // A map born in a hidden tab has no size yet: fit it when it gets one.
    if (!fit()) { map.on("resize", function once() { if (fit()) { map.off("resize", once); } }); }
    if (window.ResizeObserver) { new ResizeObserver(function () { map.invalidateSize({ pan: false }); }).observe(box); }
  };
})(L, atlas);
