"""Ground: the table of areas, the recipes that draw them, and their extents."""
