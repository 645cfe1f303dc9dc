"""The page Groups."""
