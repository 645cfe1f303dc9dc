"""Charts that can be read: colours told from the ground and each other, bars in their month."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

import dashboard
from dashboard.session import queries
from dashboard.widgets import charts
from dashboard.widgets.charts import METHOD_COLOURS, method_colour
from geo.schemas.attacks import METHODS
from layers.style import VERDICTS, contrast

THEMES = ("light", "dark")
END = pd.Timestamp("2024-10-02")


def settings(theme):
    """Colours of the pages in one theme."""
    file = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["theme"][theme]


@pytest.mark.parametrize("theme", THEMES)
def test_every_method_has_a_colour_of_its_own_and_none_is_that_of_a_mismatch(theme):
    assert set(METHOD_COLOURS) == {*METHODS, ""}
    colours = {method_colour(one, theme) for one in METHOD_COLOURS}
    assert len(colours) == len(METHOD_COLOURS)
    assert not colours & {VERDICTS["mismatch"].light, VERDICTS["mismatch"].dark}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("method", METHOD_COLOURS)
def test_every_method_stands_out_from_the_ground_of_the_chart(method, theme):
    ground = settings(theme)["backgroundColor"]
    assert contrast(method_colour(method, theme), ground) >= 3


def timeline():
    rows = queries.table()
    registry = queries.atlas().registry
    return charts.by_method(
        rows[rows["counts"]],
        windows=registry.windows,
        statements=registry.statements,
        end=END,
        theme="light",
    ).to_dict()


def strip():
    rows = queries.table()
    return charts.strip(
        charts.by_month(rows, "asserted_group"),
        windows=queries.atlas().registry.windows,
        names=queries.names(),
        span=(pd.Timestamp("2018-09-01"), END),
        theme="light",
    ).to_dict()


def bars(chart):
    (layer,) = (one for one in chart["layer"] if one["mark"]["type"] == "bar")
    return layer


@pytest.mark.parametrize("chart", [timeline, strip])
def test_a_bar_is_no_wider_than_its_month_on_a_page_of_any_width(chart):
    layer = bars(chart())
    assert layer["encoding"]["x"]["timeUnit"] == "yearmonth"
    assert "size" not in layer["mark"], "a width in pixels"
    assert layer["mark"]["width"]["band"] <= 1


def test_the_last_bar_of_the_strip_ends_within_it():
    assert bars(strip())["encoding"]["x"]["scale"]["domain"][1] == "2024-11-01T00:00:00"


def test_the_legend_of_methods_takes_as_many_lines_as_it_needs():
    legend = bars(timeline())["encoding"]["color"]["legend"]
    assert "width" in legend["columns"]["expr"]
    assert legend["symbolLimit"] == 0
