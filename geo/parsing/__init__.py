"""One cell to one value: columns, coordinates, MGRS, dates, names, tables and TOML."""
