"""The briefing product: a page with a map, its legend, its marking and all it owes the reader."""
