"""Spellings of one thing meet, traps do not, and what is unknown is told with what is near."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from geo.errors import AtlasError, NameNotFoundError
from geo.parsing.names import Names, key

# Every spelling that must resolve, and to what.
FACADES = {
    "Usbat al-Thaireen": "usbat_al_thaireen",
    "Usbat al-Tha'ireen": "usbat_al_thaireen",
    "Usbat al-Tha’ireen": "usbat_al_thaireen",
    "Thaireen": "usbat_al_thaireen",
    "Tha'ireen": "usbat_al_thaireen",
    "UT": "usbat_al_thaireen",
    "عصبة الثائرين": "usbat_al_thaireen",
    "عُصْبَةُ الثّائِرِين": "usbat_al_thaireen",
    "Qasem al-Jabbarin": "qasem_al_jabbarin",
    "Qassem al-Jabbarin": "qasem_al_jabbarin",
    "Saraya Qasem al-Jabbarin": "qasem_al_jabbarin",
    "Saraya Qassem al-Jabbarin": "qasem_al_jabbarin",
    "saraya qassem al jabbarin": "qasem_al_jabbarin",
    "قاصم الجبّارين": "qasem_al_jabbarin",
    "Quwat Dhu al-Faqar": "quwwat_dhu_al_faqar",
    "Quwwat Dhu al-Faqar": "quwwat_dhu_al_faqar",
    "Ashab al-Kahf": "ashab_al_kahf",
    "ASHAB AL KAHF": "ashab_al_kahf",
    "AK": "ashab_al_kahf",
    "أصحاب الكهف": "ashab_al_kahf",
    "Rab'Allah": "raba_allah",
}
GROUPS = {
    "HaN": "HAN",
    "HN": "HAN",
    "Nujaba": "HAN",
    "Harakat Hezbollah al-Nujaba": "HAN",
    "النُّجَباء": None,
    "حركة حزب الله النجباء": "HAN",
    "حركة النجباء": "HAN",
    "Kata'ib Hezbollah": "KH",
    "Kata’ib Hezbollah": "KH",
    "Kataib Hezbollah": "KH",
    "كَتائِبُ حِزْبِ اللّٰه": "KH",
    "Quwat al-Turkmen": "PMF16",
    "Quwwat al-Turkmen": "PMF16",
    "Quwat Sahl Nineveh": "PMF30",
    "Quwwat Sahl Nineveh": "PMF30",
    "AAH": "AAH",
    "asaib ahl al haq": "AAH",
    "عصائب أهل الحق": "AAH",
}


@pytest.mark.parametrize(("spelling", "facade"), FACADES.items())
def test_a_facade_answers_to_its_spellings(atlas, spelling, facade):
    assert atlas.registry.facade_names.get(spelling) == facade


@pytest.mark.parametrize(("spelling", "group"), GROUPS.items())
def test_a_group_answers_to_its_spellings(atlas, spelling, group):
    assert atlas.registry.group_names.get(spelling) == group


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Walai", "al-Wala'i"),
        ("Quwat", "Quwwat"),
        ("Qasem", "Qassem"),
        ("Al-Asad", "Al-Assad"),
        ("Ka'abi", "Kaʿabi"),
        ("إربيل", "اربيل"),
        ("العُلى", "العلي"),
        ("Türkmen", "Turkmen"),
    ],
)
def test_spellings_meet(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hamid al-Yasiri", "Ali al-Yassiri"),
        ("Dhu al-Faqar", "Zulfiqar"),
        ("Kirkuk Air Base", "K-1 Air Base"),
        ("Alalia", "Alia"),
        ("Qasem", "Qaem"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert key(one) != key(other)


def test_the_cell_called_zulfiqar_is_not_the_facade(atlas):
    assert "zulfiqar_cell" in atlas.registry.cells.index
    assert atlas.registry.facade_names.get("Zulfiqar") is None


def test_an_unknown_name_is_reported_with_the_nearest(atlas):
    with pytest.raises(NameNotFoundError, match="KH"):
        atlas.registry.group_names.resolve("Kataeb Hezbulah")
    with pytest.raises(NameNotFoundError, match="ashab_al_kahf"):
        atlas.registry.facade_names.resolve("Ashab al-Kafh")


def test_a_name_near_nothing_says_so(atlas):
    with pytest.raises(NameNotFoundError, match=r"'xqzw' is not known\. Nothing near"):
        atlas.registry.group_names.resolve("xqzw")


def test_a_name_of_two_things_is_refused_and_both_are_reported():
    names = Names.build(
        "group", {"one": ["The Same"], "two": ["the same"]}, {"one": "One", "two": "Two"}
    )
    assert names.get("the same") is None
    with pytest.raises(NameNotFoundError, match=r"one \(One\), two \(Two\): give the id"):
        names.resolve("The same")
    assert names.resolve("two") == "two"


def test_an_id_wins_over_the_alias_of_another():
    names = Names.build("group", {"KH": [], "other": ["KH"]}, {"KH": "K", "other": "O"})
    assert names.resolve("KH") == "KH"


def test_empty_spellings_index_nothing():
    assert Names.build("group", {"one": ["", "-"]}, {"one": "One"}).get("") is None


def test_suggestions_come_best_first_each_once_and_few(atlas):
    near = atlas.registry.group_names.suggest("PMF brigade 1", limit=2)
    assert len(near) == len(set(near)) == 2


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Kataib Hezbolah X", "KH"),
        ("Kataeb Hezbulah", "KH"),
        ("Nujabah Party", None),  # a word in common
        ("PMF brigade 44", None),  # 43 is another brigade
        ("PMF brigade 1", None),  # several are as near
    ],
)
def test_a_likely_name_is_nearly_the_same_and_the_only_one(atlas, text, group):
    assert atlas.registry.group_names.likely(text) == group


@pytest.mark.parametrize("text", ["كتائب حزب الله", "عصائب أهل الحق", "KH", "Kata'ib Hizballah"])
def test_a_few_letters_in_common_make_no_brand_likely(atlas, text):
    assert atlas.registry.facade_names.likely(text) is None
    assert all(one.score < 60 for one in atlas.registry.facade_names.near(text))


def test_a_name_error_is_what_a_caller_expects():
    assert issubclass(NameNotFoundError, AtlasError)
    assert issubclass(NameNotFoundError, LookupError)


def test_every_alias_means_one_group_or_facade_only(atlas):
    for names in (atlas.registry.group_names, atlas.registry.facade_names):
        shared = {spelling: ids for spelling, ids in names.by_key.items() if len(ids) > 1}
        assert not shared


@pytest.mark.parametrize(
    ("spelling", "channel"),
    [("KyankF", "kyankf"), ("Kyan kF", "kyankf"), ("صابرين نيوز", "sabereen")],
)
def test_channels_resolve_by_every_spelling(atlas, spelling, channel):
    assert atlas.registry.channel_names.resolve(spelling) == channel


@pytest.mark.parametrize("spelling", ["Walai", "al-Wala'i", "al-Walai", "Abu Ala al-Walai"])
def test_persons_in_public_roles_resolve_by_every_spelling(atlas, spelling):
    assert atlas.registry.person_names.resolve(spelling) == "al_walai"


def test_the_name_trap_of_the_two_yasiris_is_not_sprung(atlas):
    assert atlas.registry.person_names.resolve("Ali al-Yassiri") == "al_yassiri"
    assert atlas.registry.person_names.get("Hamid al-Yasiri") is None


@pytest.mark.parametrize(("one", "other"), [("AAH", "AH"), ("KSS", "KS"), ("KSS", "KKSS")])
def test_acronyms_that_differ_by_a_letter_are_two(one, other, atlas):
    assert key(one) != key(other)
    assert atlas.registry.group_names.get(other) is None


def test_doubled_letters_of_words_still_do_not_count():
    assert key("Quwwat al-Shahid") == key("Quwat Shahid")
    assert key("Qassem") == key("Qasem")


def slowly_near(names, text):
    """The nearest things by the score of every spelling, of which none is left out."""
    plain = key(text)
    hits = process.extract(plain, list(names.by_key), scorer=fuzz.WRatio, limit=None)
    found = {}
    for spelling, score, _ in hits:
        alike = max(fuzz.ratio(plain, spelling), fuzz.token_sort_ratio(plain, spelling))
        if score < 70 or max(alike, fuzz.token_set_ratio(plain, spelling)) < 60:
            continue
        for ident in names.by_key[spelling]:
            found.setdefault(ident, []).append(round(float(alike), 1))
    return [(ident, max(scores)) for ident, scores in found.items()]


WORDS = st.sampled_from(
    ["baghdad", "bagdad", "al", "base", "airport", "camp", "taji", "balad", "north", "قاعدة",
     "مطار", "البصرة", "kataib", "hizballah", "hezbolah", "saraya", "liwa", "44", "brigade"]
)  # fmt: skip


@settings(max_examples=120)
@given(
    st.lists(WORDS, max_size=5).map(" ".join) | st.text("abdghiklmrstuوابتسق 4", max_size=24),
    st.sampled_from(["group_names", "facade_names", "place"]),
)
def test_the_nearest_names_are_those_of_looking_at_every_spelling(atlas, text, kind):
    names = atlas.gazetteer.names if kind == "place" else getattr(atlas.registry, kind)
    every = [ident for ident, _ in slowly_near(names, text)]
    near = [one.ident for one in names.near(text, limit=1_000)]
    assert sorted(near) == sorted(every)
    assert [(one.ident, one.score) for one in names.near(text)] == [
        (ident, dict(slowly_near(names, text))[ident]) for ident in near[:3]
    ]
    assert names.near(text, limit=2) == names.near(text)[:2]
