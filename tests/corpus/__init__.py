"""Hostile and broken files made on the fly, each with a sound twin that must load."""
