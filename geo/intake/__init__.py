"""From cells as people write them to rows that are kept, or set apart with a reason."""
