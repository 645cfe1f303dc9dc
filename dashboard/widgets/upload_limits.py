"""How large an uploaded file may be, as Streamlit is configured, in words for help texts."""

from __future__ import annotations

import streamlit as st

from geo.settings import most_bytes, size_words

_MEGABYTE = 1024 * 1024  # as Streamlit counts


def upload_limit() -> str:
    """Most bytes of an upload in words: `server.maxUploadSize`, or less where files may have less.

    Raises
    ------
    ConformError
        When `ATLAS_MOST_BYTES` is no number.
    """
    configured, most = int(st.get_option("server.maxUploadSize")), most_bytes()
    return f"{configured} MB" if configured * _MEGABYTE <= most else size_words(most)


def file_limit() -> str:
    """Most bytes of a file on the command line, in words."""
    return size_words(most_bytes())
