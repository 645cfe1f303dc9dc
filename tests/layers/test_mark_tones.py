"""What is asserted, what only points, what is mixed and what names nobody look apart."""

import itertools

import numpy as np
import pandas as pd
import pytest

from layers import mark_tones, style
from layers.build import build_map
from layers.builders.attacks import counts_line, marks_by_place
from layers.legend import legend
from layers.mark_tones import MIXED, SEVERAL, pointing
from tests.worlds import squares as worlds

TONES = ("KH", pointing("KH"), SEVERAL, MIXED, style.UNKNOWN)


def pointed(table, **answers):
    """The table with what some attacks point to; the others point to nobody."""
    answered = {"points_to": "", "points_strength": "none", "points_mixed": "no"}
    table = table.assign(**answered)
    for ident, (groups, strength, mixed) in answers.items():
        table.loc[ident, list(answered)] = [groups, strength, mixed]
    return table


@pytest.mark.parametrize(
    ("group", "answer", "tone"),
    [
        ("KH", ("AAH", "moderate", "no"), "KH"),
        ("", ("AAH", "moderate", "no"), pointing("AAH")),
        ("", ("AAH|KH", "weak", "no"), SEVERAL),
        ("", ("AAH|KH", "weak", "yes"), MIXED),
        ("", ("", "none", "no"), style.UNKNOWN),
        ("AAH", ("AAH|KH", "weak", "yes"), "AAH"),
    ],
)
def test_what_is_asserted_comes_before_what_it_points_to(group, answer, tone):
    table = worlds.attacks().loc[["a1"]].assign(asserted_group=group)
    assert mark_tones.tones_of(pointed(table, a1=answer)).tolist() == [tone]


def test_a_table_that_does_not_tell_has_its_groups_alone():
    table = worlds.attacks()
    assert mark_tones.tones_of(table).tolist() == table["asserted_group"].tolist()


def test_no_two_kinds_look_alike_in_either_theme_and_not_in_grey():
    for theme in ("light", "dark"):
        looks = [mark_tones.look(tone, theme) for tone in TONES]
        assert len(set(looks)) == len(TONES)
        # Without colour: filled or with a line, whole or half, with another letter or none.
        signs = {(bool(one.line), bool(one.half), one.letter) for one in looks}
        assert len(signs) == len(TONES)


@pytest.mark.parametrize("group", [*style.GROUPS, "unheard of", ""])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_line_stands_out_from_what_it_surrounds_and_letters_are_read(group, theme):
    look = mark_tones.look(pointing(group), theme)
    assert style.contrast(look.line, look.fill) > 1.5
    assert style.contrast(style.text_on(look.fill), look.fill) > 4.5
    assert look.line == style.group_style(group).colour(theme)


def test_a_rim_tells_what_is_asserted_first_and_nobody_last():
    shares = {"": 9, MIXED: 4, SEVERAL: 2, pointing("KH"): 8, "AAH": 1, "KH": 3}
    for order in itertools.islice(itertools.permutations(shares), 0, 720, 37):
        answered = mark_tones.ordered({tone: shares[tone] for tone in order})
        assert [one for one, _ in answered] == ["KH", "AAH", pointing("KH"), SEVERAL, MIXED, ""]
    assert list(mark_tones.by_kind(answered).values()) == [4, 8, 2, 4, 9]


def test_a_mark_of_several_says_who_is_asserted_and_who_only_pointed_to():
    table = pd.concat([worlds.attacks().loc[["a1"]]] * 6).set_axis(list("abcdef"))
    table["asserted_group"] = ["KH", "", "", "", "", ""]
    answers = {"b": ("KH", "moderate", "no"), "c": ("KH", "weak", "no"),
               "d": ("AAH|KH", "weak", "no"), "e": ("AAH|KH", "weak", "yes")}  # fmt: skip
    (mark,) = marks_by_place(pointed(table, **answers), role="target").to_dict("records")
    assert mark["shares"] == f"KH\t1\n{pointing('KH')}\t2\n{SEVERAL}\t1\n{MIXED}\t1\n\t1"
    head = mark["tooltip"].split("\n")[0]
    assert head.endswith(
        "1 names a group; 2 only point to a group; 1 only points to several; 1 is mixed; "
        "1 names and points to nobody"
    )


def test_the_counts_of_a_line_are_those_of_its_attacks():
    rng = np.random.default_rng(3)
    for many in rng.integers(0, 4, (40, 5)).tolist():
        kinds = dict(zip(mark_tones.KINDS, many, strict=True))
        line = counts_line("attacks", "", many=sum(many), verdicts={}, kinds=kinds, pointed=True)
        numbers = [int(word) for word in line.replace(":", "").split() if word.isdigit()]
        answered = [n for kind, n in kinds.items() if n and (kind != "asserted" or n < sum(many))]
        assert numbers == [sum(many), *answered]


def test_the_tooltip_of_one_attack_says_to_whom_it_points():
    table = worlds.attacks().loc[["a4"]]
    names = {"AAH": "Asa'ib", "KH": "Kata'ib"}
    for answer, words in (
        (("KH", "moderate", "no"), "points to Kata'ib (moderate)"),
        (("AAH|KH", "weak", "yes"), "points to Asa'ib or Kata'ib (mixed, weak)"),
        (("", "none", "no"), "points to nobody"),
    ):
        made = marks_by_place(pointed(table, a4=answer), role="target", names=names)
        assert made["tooltip"][0].split("\n")[2] == words


def test_a_report_that_is_no_attack_points_to_nobody_and_says_nothing_of_it():
    table = worlds.attacks()
    made = marks_by_place(pointed(table.assign(counts=False)), role="target", counted=False)
    assert not made["tooltip"].str.contains("points").any()


def test_the_legend_explains_the_kinds_that_are_drawn_and_names_each_group_once():
    table = worlds.attacks().assign(asserted_group="")
    table.loc["a1", "asserted_group"] = "KH"
    answered = pointed(
        table, a2=("KH", "weak", "no"), a4=("AAH", "weak", "no"), a3=("AAH|KH", "weak", "yes")
    )
    entries = legend(build_map(answered, show=("targets",)))
    groups = [(one.label, one.tone) for one in entries if one.section == "Groups"]
    assert groups.count(("KH", "KH")) == 1
    assert ("AAH", pointing("AAH")) in groups
    assert [tone for _, tone in groups].count(pointing("KH")) == 0
    labels = [one.label for one in entries]
    assert any("Half dark" in label for label in labels)
    assert not any("several groups" in label for label in labels)
    assert not any("nobody named" in label for label in labels)
    less = legend(build_map(pointed(table, a4=("AAH", "weak", "no")), show=("targets",)))
    assert "nobody named or pointed to" in [one.label for one in less]
    plain = legend(build_map(table, show=("targets",)))
    assert "nobody named" in [one.label for one in plain]
