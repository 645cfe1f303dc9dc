"""A user's own entries: journals, attacks, claims and areas."""
