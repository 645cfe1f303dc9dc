"""People's decisions on attacks: entered, sealed, stored, carried and read back."""
