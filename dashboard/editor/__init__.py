"""The page Add and edit."""
