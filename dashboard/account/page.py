"""Who is signed in, as what, and the way out."""

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.session import signin

st.title(ui.ACCOUNT)
signin.account()
