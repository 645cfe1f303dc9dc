"""The page Add & edit."""
