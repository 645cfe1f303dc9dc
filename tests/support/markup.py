"""Texts of the data as a page's Markdown carries them, and back."""

from __future__ import annotations

import re

ODD = (
    "www.example.com",
    "see WWW.Example.com/a_b?c=d#e and www.",
    "https://example.com/a_(b)?c=d&e=f#g",
    "HTTP://EXAMPLE.COM, http://a.b-c.d.",
    "(https://example.com)",
    "mail me@example.com or <me.too+x@sub.example.co>",
    "mailto:me@example.com xmpp:me@example.com",
    "javascript:alert(1) data:text/html,x vbscript:x",
    "[x](https://example.com) ![x](https://example.com/x.png) [x]: https://example.com",
    "[^1] [^1]: a note",
    "<a href='https://example.com'>x</a> <https://example.com> <b>b</b> <!-- c -->",
    "&lt;b&gt; &amp; &#58; &colon;//",
    ":material/bug: :material_bug: :streamlit: :smile: :+1: :100: :1234: ::x:: :tada",
    ":www.example.com :smile: :http://example.com :smile:",
    ":red[x] :red-background[x] :blue-badge[x] :small[x] :color[x]{foreground='red'} :help[x]",
    ":shimmer[x] ::: :::note",
    "a -> b <- c <-> d -- e >= f <= g ~= h --- i ==> j",
    "->",
    "--",
    "<->",
    "a -- www.example.com -- b",
    "$x^2$ and $$y$$ cost $5 or $6",
    "# heading", "1. list", "- list", "+ list", "> quote", "| a | b |", "***", "---", "===",
    "    code",
    "`code` ```more``` ~~gone~~ ~sub~ **bold** __bold__ *it* _it_ a_b_c a*b*c",
    "back\\slash \\n \\[ \\\\ and a \\",
    "07:30:15 and 2021-07-07T12:30:00+03:00",
    "{{ 7*7*191 }} ${x} {% x %}",
    "عصائب www.example.com أهل الحق ١٢:٣٠",
    "a\u00a0b\u2003c\u200bd\u2060e\ufeff",
    "right \u202eto left\u202c and \u2066isolated\u2069",
    "Ünïcödé 🚀 👩‍👩‍👧 e\u0301",
    "two\nlines\n\n- and\n# more",
    "'quoted' \"texts\" ’s – — …",
    "x" * 300,
)  # fmt: skip
"""Texts that Streamlit would turn into something else, each in its own way."""

BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def shown(text):
    """A text as a page shows it: runs of blanks are one."""
    return BLANKS.sub(" ", text).strip(" ")


def read(markdown):
    """Markdown without the marks of :func:`dashboard.services.labels.escape`."""
    return re.sub(r":color\[\\(.)\]", r"\1", markdown).replace("\\", "")
