"""Tokens are stable, distinct, and readable on both grounds."""

import itertools

import numpy as np
import pytest

from geo.schemas.tokens import VERDICTS
from layers import style
from layers.static.marks import badge_of


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
        verdict: style.contrast(style.verdict_style(verdict).colour(theme), ground)
        for verdict in ("explained", "consistent", "insufficient")
    }
    most_severe = style.contrast(style.verdict_style("mismatch").colour(theme), ground)
    if theme == "light":
        assert most_severe > max(strength.values())
    assert most_severe >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_read_on_the_map(theme):
    colours = style.palette(theme)
    for ground in (colours.land, colours.focus):
        assert style.contrast(colours.text, ground) >= 7
        assert style.contrast(colours.faint_text, ground) >= 4


def test_an_unknown_verdict_is_grey():
    assert style.verdict_style("odd").colour() == style.verdict_style("insufficient").colour()


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


# Machado, Oliveira and Fernandes (2009): what men without one kind of cone see, linear RGB.
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                (-0.011820, 0.042940, 0.968881))  # fmt: skip
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
              (-0.003882, -0.048116, 1.051998))  # fmt: skip


def seen(colour, matrix):
    """A hex colour as it is seen, linear RGB."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return np.clip(np.array(matrix) @ linear, 0, 1)


def brightness(colour, matrix):
    return float(seen(colour, matrix) @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deutan", "protan"])
def test_without_one_cone_a_mismatch_is_seen_before_what_is_explained(theme, matrix):
    ground = brightness(style.palette(theme).focus, matrix)

    def weight(verdict):
        """How much of its ring is ink, and how far that stands out from the ground."""
        ink = style.VERDICTS[verdict].ring_px
        if style.VERDICTS[verdict].double:
            ink -= style.RING_GAP_PX
        here = brightness(style.verdict_style(verdict).colour(theme), matrix)
        low, high = sorted((here, ground))
        return ink, (high + 0.05) / (low + 0.05)

    bad_ink, bad_contrast = weight("mismatch")
    good_ink, good_contrast = weight("explained")
    assert bad_contrast >= 3.0
    assert bad_ink * bad_contrast > 1.15 * good_ink * good_contrast


def test_a_mismatch_and_what_is_explained_differ_in_form_and_not_in_colour_alone():
    assert not style.VERDICTS["mismatch"].double
    assert style.VERDICTS["explained"].double
    assert badge_of({"mismatch": 2}, 27) == "2"
    assert badge_of({"explained": 2}, 27) == ""


def test_every_verdict_has_one_look_in_the_order_of_urgency():
    assert list(style.VERDICTS) == list(VERDICTS)
    assert style.RINGED == ("mismatch", "explained", "contested")
    for look in style.VERDICTS.values():
        assert bool(look.ring_px) == bool(look.label) == bool(look.one) == bool(look.several)
    for channel in ("light", "dark", "badge", "terminal", "icon"):
        assert len({getattr(look, channel) for look in style.VERDICTS.values()}) == len(VERDICTS)
