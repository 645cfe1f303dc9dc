"""The page Mismatches."""
