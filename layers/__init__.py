"""Drawing specs and the two renderers that draw them; nothing here serves a page."""
