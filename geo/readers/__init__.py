"""Files of a user's, parsed in pure Python, each fault named and nothing dropped."""
