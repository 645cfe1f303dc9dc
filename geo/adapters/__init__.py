"""Other people's event files, one module a provider."""
