"""Markings and sizes of a page."""

from __future__ import annotations

import pytest

from layers.brief.marking import free, tlp
from layers.brief.sizes import SIZES, SLIDE_IN, magnify
from layers.brief.tokens import TLP
from layers.spec import SpecError


@pytest.mark.parametrize("label", TLP)
@pytest.mark.parametrize("written", ["{}", "TLP:{}", " tlp:{} "])
def test_a_label_of_tlp_is_spelled_as_it_is_published(label, written):
    assert tlp(written.format(label)).text == f"TLP:{label}"


@pytest.mark.parametrize("label", ["", "WHITE", "AMBER STRICT", "RED!"])
def test_a_label_that_tlp_2_does_not_have_is_refused_with_those_it_has(label):
    with pytest.raises(SpecError, match="is no label of TLP") as raised:
        tlp(label)
    assert "AMBER+STRICT" in str(raised.value)


def test_a_marking_of_one_s_own_stands_on_one_line():
    assert free("  For official\n use\tonly ").text == "For official use only"


@pytest.mark.parametrize("line", ["", " \n ", "x" * 81])
def test_a_marking_that_is_empty_or_too_long_is_refused(line):
    with pytest.raises(SpecError, match="1 to 80 characters"):
        free(line)


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_a_size_has_the_inches_of_its_paper_or_screen(size):
    inches = {"hd": SLIDE_IN, "4k": SLIDE_IN, "a4": (11.69, 8.27), "a3": (16.54, 11.69)}[size.id]
    assert (size.width_in, size.height_in) == pytest.approx(inches, abs=0.01)


def test_marks_of_many_maps_on_a_page_are_small():
    size = SIZES["hd"]
    one, two, many = (magnify(size, maps=n) for n in (1, 2, 3))
    assert one == two > 1.0 > many
