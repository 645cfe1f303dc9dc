"""The rule functions, one module a kind of evidence; `geo.rules` registers them."""
