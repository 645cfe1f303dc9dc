"""Tables to layers: one module a layer of the map."""
