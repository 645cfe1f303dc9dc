"""What an attack is: its schema, its record, its values, and how it is counted."""
