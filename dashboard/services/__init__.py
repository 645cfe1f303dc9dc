"""What pages and commands share, without Streamlit."""
