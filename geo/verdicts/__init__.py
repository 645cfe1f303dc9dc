"""Verdicts: attacks joined with ground, the rules of evidence, and what follows from them."""
