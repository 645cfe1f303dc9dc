"""Whose attack it may be: usual ground, evidence weighed, candidates ranked and reported."""
