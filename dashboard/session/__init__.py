"""What Streamlit keeps: the selection, caches, imports, decisions and who is signed in."""
