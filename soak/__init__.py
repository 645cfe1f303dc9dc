"""Load and faults against the stores of decisions, and what was lost: `make soak`."""
