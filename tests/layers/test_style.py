"""Tokens are stable, distinct, and readable on both grounds."""

import itertools

import pytest

from layers import style


def test_kata_ib_hezbollah_is_okabe_itos_blue():
    assert style.group_style("KH").colour("light") == "#0072B2"


def test_no_two_groups_share_both_colour_and_hatch():
    looks = [(one.light, one.hatch) for one in style.GROUPS.values()]
    assert len(set(looks)) == len(looks)


def test_the_five_main_groups_differ_in_hatch_alone():
    hatches = [style.GROUPS[one].hatch for one in ("KH", "AAH", "KSS", "BADR", "HAN")]
    assert len(set(hatches)) == 5


def test_an_unregistered_group_is_grey_and_always_looks_the_same():
    first, second = style.group_style("PMF99"), style.group_style("PMF99")
    assert first == second
    assert first.light == style.group_style("").light
    assert first.letter == "PM"


def test_an_unregistered_group_named_in_symbols_has_no_letter():
    assert style.group_style("{{ 7*7 }}").letter == "77"
    assert style.group_style("???").letter == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_in_a_mark_reads_on_every_group(theme):
    for one in style.GROUPS.values():
        colour = one.colour(theme)
        assert style.contrast(style.text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_mismatch_stands_out_from_the_ground_more_than_any_other_verdict(theme):
    ground = style.palette(theme).focus
    strength = {
        verdict: style.contrast(style.verdict_colour(verdict, theme), ground)
        for verdict in ("explained", "consistent", "insufficient")
    }
    loudest = style.contrast(style.verdict_colour("mismatch", theme), ground)
    if theme == "light":
        assert loudest > max(strength.values())
    assert loudest >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_read_on_the_map(theme):
    colours = style.palette(theme)
    for ground in (colours.land, colours.focus):
        assert style.contrast(colours.text, ground) >= 7
        assert style.contrast(colours.faint_text, ground) >= 4


def test_an_unknown_verdict_is_grey():
    assert style.verdict_colour("odd") == style.verdict_colour("insufficient")


def test_black_on_white_has_the_contrast_that_wcag_gives():
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_marks_grow_with_the_count_and_then_stop():
    sizes = [style.mark_radius_px(count) for count in (1, 2, 10, 100, 10_000, 1_000_000)]
    assert all(a <= b for a, b in itertools.pairwise(sizes))
    assert sizes[0] == style.MARK_RADIUS_PX
    assert sizes[-1] == style.MARK_RADIUS_MAX_PX


def test_parts_of_the_base_map_take_the_palettes_colours():
    colours = style.palette("dark")
    assert style.fill_and_edge("base.unit", "dark") == (colours.focus, colours.unit_edge)
