"""Who is signed in, as what, and the way out."""

import streamlit as st

from dashboard.session import signin

st.title("Account")
signin.account()
