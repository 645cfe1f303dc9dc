"""The Streamlit pages and the command line: thin, and without geometry."""
