"""Measurements of what people wait for; run with `make bench`."""
