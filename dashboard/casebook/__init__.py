"""The page Casebook."""
