"""Every term that the rules find in the valley, word for word, as worked out by hand."""

from __future__ import annotations

import pytest

from geo.verdicts.terms import COLUMNS

GAZETTE, COURIER = "Valley Gazette (2021)", "Hill Courier (2021)"
AREAS = "areas.toml: each area's citation"
OAK, ASH, NOBODY = ("OAK",), ("ASH",), ()
UNKNOWN = (
    "launch_ground", "silent", NOBODY, NOBODY,
    "The launch place is not known, so ground says nothing.", "",
)  # fmt: skip
SPAN = "Told of from 2020-01-01 to 2021-06-30."
PORT = f"Ash usually strikes the port. {SPAN}"
FORT = f"Oak alone strikes the fort. {SPAN}"
AT_FARM = (
    "launch_ground", "supports", ASH, NOBODY,
    "Launch at Farm (known to ±2 km) lies inside Ash ground.", f"{GAZETTE} p. 4",
)  # fmt: skip
# The mill is at 41.5 E, Ash's ground begins at 43 E: 1.5 degrees of 92.9 km.
AT_MILL = (
    "launch_ground", "breaks", OAK, ASH,
    ("Launch at Mill (known to ±2 km) lies outside Ash ground by 139 km (border known to ±1 km) "
    "and inside Oak ground."), f"{GAZETTE} p. 4",
)  # fmt: skip
WINGS = f"Oak alone has fixed-wing drones. {SPAN}"

# Term, effect, whom it favours, whom it is against, text and source; ids of rules and of terms are
# the same but for those of `NAMED`.
TERMS = {
    "2021-05-01-port": [
        ("facade_owner", "supports", ASH, NOBODY,
         "First claimed by Grey Dawn, exclusive brand of Ash (strength of the link: high).",
         f"{GAZETTE} p. 3"),
        AT_FARM,
        ("target_usual", "supports", ASH, NOBODY, PORT, f"{GAZETTE} p. 5"),
    ],
    "2021-05-08-port": [
        AT_MILL,
        ("target_usual", "supports", ASH, NOBODY, PORT, f"{GAZETTE} p. 5"),
    ],
    "2021-05-15-fort": [
        AT_MILL,
        ("target_exclusive", "breaks", OAK, ASH, FORT, f"{GAZETTE} p. 5"),
        ("permission", "explains", ASH, NOBODY,
         "Ash asked Oak and was given leave for this attack.", f"{GAZETTE} p. 8"),
    ],
    "2021-05-22-fort": [
        UNKNOWN,
        ("target_exclusive", "breaks", OAK, ASH, FORT, f"{GAZETTE} p. 5"),
        ("weapon_monopoly", "breaks", OAK, ASH, WINGS, f"{GAZETTE} p. 6"),
        ("low_confidence", "flag", NOBODY, NOBODY,
         "The case rests on a low-confidence assessment by Gazette.", ""),
        ("truce_breach", "flag", NOBODY, NOBODY,
         "Inside the truce of the harvest. Our rule applies it here.", f"{GAZETTE} p. 7"),
    ],
    "2021-06-05-port": [
        ("launch_ground", "says", ("ASH", "OAK"), NOBODY,
         "Launch at Bridge (known to ±2 km) lies inside Ash and Oak ground.", AREAS),
        ("target_usual", "says", ASH, NOBODY, PORT, f"{GAZETTE} p. 5"),
        ("contested_ground", "flag", ("ASH", "OAK"), NOBODY,
         "The launch place is shared ground: Ash and Oak.", AREAS),
    ],
    "2021-06-12-city": [
        ("launch_ground", "silent", NOBODY, NOBODY,
         ("Launch at Pit (known to ±2 km): cannot tell; Elm ground was last confirmed in June "
          "2018, too old to decide."),
         AREAS),
        ("ground_unconfirmed", "flag", NOBODY, NOBODY,
         "Ground was last confirmed in June 2018, over a year before: too old to decide.", AREAS),
    ],
    "2021-06-19-tower": [
        UNKNOWN,
        ("across_committee_lines", "flag", OAK, NOBODY,
         ("Across committee lines: the target lies in the northern committee’s ground, led by Oak "
         "(stated plainly)."), f"{GAZETTE} p. 4"),
    ],
    "2021-07-03-city": [
        ("facade_owner", "silent", NOBODY, NOBODY,
         "First claimed by Red Kite, for which no owner is recorded.", f"{GAZETTE} p. 3"),
        UNKNOWN,
    ],
    "2021-07-10-fort": [
        ("launch_ground", "supports", OAK, NOBODY,
         "Launch at Mill (known to ±2 km) lies inside Oak ground.", f"{GAZETTE} p. 4"),
        ("target_exclusive", "supports", OAK, NOBODY, FORT, f"{GAZETTE} p. 5"),
        ("weapon_monopoly", "supports", OAK, NOBODY, WINGS, f"{GAZETTE} p. 6"),
        ("rival_assessments", "flag", NOBODY, NOBODY,
         "Others name others: Elm (as a rumour has it).", COURIER),
    ],
    "2021-07-17-city": [
        ("facade_owner", "asserts", OAK, NOBODY,
         "First claimed by Blue Heron, brand of Oak (strength of the link: high; disputed).",
         f"{GAZETTE} p. 3"),
        ("launch_ground", "silent", NOBODY, NOBODY,
         ("Launch at Ford (known to ±2 km) lies outside Oak ground by 46 km (border known to ±1 "
         "km) and in nobody else’s: it would fit no group, so it speaks against none."),
         f"{GAZETTE} p. 4"),
        ("outside_all_ground", "flag", NOBODY, NOBODY,
         ("The launch lies in no ground that any group is said to launch from; nearest is Ash’s, "
         "46 km away."), AREAS),
        ("disputed_link", "flag", NOBODY, NOBODY,
         ("Whose brand Blue Heron is, is disputed: used here is Oak, the strongest link; others "
         "name Elm."), f"{GAZETTE} p. 3"),
    ],
    "2021-07-24-port": [
        ("facade_owner", "asserts", ASH, NOBODY,
         "First claimed by Grey Dawn, exclusive brand of Ash (strength of the link: high).",
         f"{GAZETTE} p. 3"),
        AT_FARM,
        ("target_usual", "supports", ASH, NOBODY, PORT, f"{GAZETTE} p. 5"),
        ("rival_claims", "flag", NOBODY, NOBODY,
         "Rival claims, in order: Grey Dawn, Red Kite.", ""),
    ],
    "2021-08-road": [UNKNOWN],
    "2021-08-07-rumour": [("target_usual", "says", ASH, NOBODY, PORT, f"{GAZETTE} p. 5")],
}  # fmt: skip
NAMED = {"permission": "arrangement", "truce_breach": "window"}


@pytest.mark.parametrize("attack", TERMS)
def test_each_rule_finds_what_was_worked_out(valley_found, attack):
    found = valley_found.terms[valley_found.terms["attack_id"] == attack]
    columns = ["term_id", "effect", "favours", "against", "text", "source"]
    assert found[columns].apply(tuple, axis=1).tolist() == TERMS[attack]
    assert found["rule_id"].tolist() == [NAMED.get(term, term) for term, *_ in TERMS[attack]]


def test_terms_stand_in_the_order_of_the_record_and_only_a_permission_covers(valley_found):
    terms = valley_found.terms
    assert terms["attack_id"].drop_duplicates().tolist() == list(TERMS)
    assert terms.columns.tolist() == [*COLUMNS, "rule_id"]
    assert terms.index.tolist() == list(range(len(terms)))
    covering = terms[terms["covers"] != ""]
    assert covering["covers"].tolist() == ["launch_ground|target_exclusive"]
    assert covering["term_id"].tolist() == ["permission"]


def test_what_is_recorded_of_one_s_own_ground(valley_found):
    own = valley_found.cases.own
    judged = own[own["state"] != ""]
    assert judged[["state", "reason", "area_id"]].apply(tuple, axis=1).to_dict() == {
        "2021-05-01-port": ("inside", "", "ash_middle"),
        "2021-05-08-port": ("outside", "", "ash_middle"),
        "2021-05-15-fort": ("outside", "", "ash_middle"),
        "2021-06-12-city": ("cannot_tell", "stale", ""),
        "2021-07-10-fort": ("inside", "", "oak_west"),
        "2021-07-17-city": ("outside", "", "oak_west"),
        "2021-07-24-port": ("inside", "", "ash_middle"),
    }
    assert judged["border_km"].eq(1).all()
    assert judged["share"].fillna(-1).tolist() == [1, 0, 0, -1, 1, 0, 1]
    # The mill and the ford are 1.5 and 0.5 degrees of 92.9 km from one's own ground.
    far = valley_found.table["distance_km"]
    assert far[judged.index].fillna(-1).round().tolist() == [0, 139, 139, -1, 0, 46, 0]
    assert far[own["state"] == ""].isna().all()
