// Distances and bearings on the ellipsoid, and MGRS, as Python has them: see tests/layers/web/test_geodesy.py.
(function (A) {
  "use strict";
  var RAD = Math.PI / 180, AXIS = 6378137, FLAT = 1 / 298.257223563, SHORT = AXIS * (1 - FLAT);
  var TURNS = 200, SAME = 1e-12, SCALE = 0.9996, EAST = 500000, SOUTH = 10000000, HAIR_DEG = 1e-6;
  var ROWS = "ABCDEFGHJKLMNPQRSTUV", COLUMNS = "ABCDEFGHJKLMNPQRSTUVWXYZ", BANDS = "CDEFGHJKLMNPQRSTUVWX";

  // Kilometres and first bearing (degrees from true north) of the geodesic between two points, by
  // T. Vincenty, Direct and Inverse Solutions of Geodesics on the Ellipsoid, Survey Review 23 (1975);
  // null between points so nearly opposite on the globe that his series does not settle.
  A.geodesic = function (from, to) {
    var u1 = Math.atan((1 - FLAT) * Math.tan(from.lat * RAD)), u2 = Math.atan((1 - FLAT) * Math.tan(to.lat * RAD));
    var s1 = Math.sin(u1), c1 = Math.cos(u1), s2 = Math.sin(u2), c2 = Math.cos(u2);
    var wide = (to.lng - from.lng) * RAD, turn = wide, before, sine, cosine, arc, sa, ca2, mid, share;
    for (var k = 0; k < TURNS; k += 1) {
      var st = Math.sin(turn), ct = Math.cos(turn);
      sine = Math.hypot(c2 * st, c1 * s2 - s1 * c2 * ct);
      if (!sine) { return { km: 0, bearing: 0 }; }
      cosine = s1 * s2 + c1 * c2 * ct;
      arc = Math.atan2(sine, cosine);
      sa = c1 * c2 * st / sine;
      ca2 = 1 - sa * sa;
      mid = ca2 ? cosine - 2 * s1 * s2 / ca2 : 0;
      share = FLAT / 16 * ca2 * (4 + FLAT * (4 - 3 * ca2));
      before = turn;
      turn = wide + (1 - share) * FLAT * sa * (arc + share * sine * (mid + share * cosine * (2 * mid * mid - 1)));
      if (Math.abs(turn - before) < SAME) {
        return { km: long(ca2, sine, cosine, arc, mid) / 1000, bearing: way(c1, s1, c2, s2, turn) };
      }
    }
    return null;
  };

  function long(ca2, sine, cosine, arc, mid) {
    var u = ca2 * (AXIS * AXIS - SHORT * SHORT) / (SHORT * SHORT);
    var a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u))), b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
    var less = b * sine * (mid + b / 4 * (cosine * (2 * mid * mid - 1) -
      b / 6 * mid * (4 * sine * sine - 3) * (4 * mid * mid - 3)));
    return SHORT * a * (arc - less);
  }

  function way(c1, s1, c2, s2, turn) {
    var at = Math.atan2(c2 * Math.sin(turn), c1 * s2 - s1 * c2 * Math.cos(turn)) / RAD;
    return (at + 360) % 360;
  }

  function zoneOf(lat, lon) {
    var zone = Math.min(Math.floor((lon + 180) / 6) + 1, 60);
    if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) { return 32; }
    if (lat >= 72 && lon >= 0 && lon < 42) { return [31, 33, 35, 37][(lon >= 9) + (lon >= 21) + (lon >= 33)]; }
    return zone;
  }

  // Metres east and north in a zone, by the series of L. Krueger to the sixth power of n, as in
  // C. Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85 (2011).
  A.utm = function (lat, lon) {
    var zone = zoneOf(lat, lon), n = FLAT / (2 - FLAT), e = Math.sqrt(FLAT * (2 - FLAT));
    var n2 = n * n, n3 = n2 * n, n4 = n3 * n, n5 = n4 * n, n6 = n5 * n, away = (lon - (zone * 6 - 183)) * RAD;
    var radius = AXIS / (1 + n) * (1 + n2 / 4 + n4 / 64 + n6 / 256), sine = Math.sin(lat * RAD);
    var t = Math.sinh(Math.atanh(sine) - e * Math.atanh(e * sine));
    var xi = Math.atan2(t, Math.cos(away)), eta = Math.asinh(Math.sin(away) / Math.hypot(t, Math.cos(away)));
    var terms = [
      n / 2 - n2 * 2 / 3 + n3 * 5 / 16 + n4 * 41 / 180 - n5 * 127 / 288 + n6 * 7891 / 37800,
      n2 * 13 / 48 - n3 * 3 / 5 + n4 * 557 / 1440 + n5 * 281 / 630 - n6 * 1983433 / 1935360,
      n3 * 61 / 240 - n4 * 103 / 140 + n5 * 15061 / 26880 + n6 * 167603 / 181440,
      n4 * 49561 / 161280 - n5 * 179 / 168 + n6 * 6601661 / 7257600,
      n5 * 34729 / 80640 - n6 * 3418889 / 1995840,
      n6 * 212378941 / 319334400
    ];
    var north = xi, east = eta;
    terms.forEach(function (term, k) {
      var j = 2 * (k + 1);
      north += term * Math.sin(j * xi) * Math.cosh(j * eta);
      east += term * Math.cos(j * xi) * Math.sinh(j * eta);
    });
    return { zone: zone, east: EAST + SCALE * radius * east, north: SCALE * radius * north + (lat < 0 ? SOUTH : 0) };
  };

  // MGRS to ten metres with spaces for reading; empty beyond 80° S and 84° N, where it has other grids.
  A.mgrs = function (lat, lon) {
    if (!(lat >= -80 && lat <= 84)) { return ""; }
    // A hair south of the equator is the last square of the south, not the first of the north.
    if (lat < 0) { lat = Math.min(lat, -HAIR_DEG); }
    var at = A.utm(lat, ((lon + 540) % 360 + 360) % 360 - 180), band = BANDS[Math.min(Math.floor((lat + 80) / 8), 19)];
    var east = Math.floor(at.east / 10), north = Math.floor(at.north / 10);
    var column = COLUMNS[(at.zone - 1) % 3 * 8 + Math.floor(east / 10000) - 1];
    var row = ROWS[(Math.floor(north / 10000) + (at.zone % 2 ? 0 : 5)) % 20];
    return ("0" + at.zone).slice(-2) + band + " " + column + row + " " + four(east % 10000) + " " + four(north % 10000);
  };

  function four(number) { return ("000" + number).slice(-4); }
})(atlas);
