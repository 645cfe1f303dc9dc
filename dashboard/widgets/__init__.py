"""Parts that several pages draw: filters, map, tables, charts and progress."""
