"""The help texts tell the size that is configured, whichever of the two limits is the less."""

from __future__ import annotations

import streamlit as st

from dashboard.widgets.upload_limits import file_limit, upload_limit
from geo.settings import SETTING


def test_the_limit_of_uploads_is_what_streamlit_is_configured_to(monkeypatch):
    monkeypatch.delenv(SETTING, raising=False)
    assert upload_limit() == f"{st.get_option('server.maxUploadSize')} MB"
    assert file_limit() == "2 GB"


def test_a_lower_limit_of_files_holds_for_uploads_too(monkeypatch):
    monkeypatch.setenv(SETTING, "5000000")
    assert (upload_limit(), file_limit()) == ("5 MB", "5 MB")
