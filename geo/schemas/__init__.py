"""What each table of data must hold: its columns, words and references, with hints for slips."""
