"""Which area, how far, how dense: geometry that knows no attack."""
