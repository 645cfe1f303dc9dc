"""What the world is: groups, facades, places and administrative boundaries."""
