"""Files: bytes to raw tables and back, one module a format."""
