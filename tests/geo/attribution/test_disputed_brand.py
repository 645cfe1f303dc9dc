"""A brand of disputed ownership leads nobody by itself."""

from __future__ import annotations

import pandas as pd

from geo.attribution.weighing import weigh
from geo.verdicts.check import check
from tests.worlds.valley import with_tables

CITY, PORT = "2021-07-17-city", "2021-07-24-port"


def weighed(atlas, links, **tables):
    """The valley's record weighed with other links between brands and groups."""
    other = with_tables(atlas, facade_links=links, **tables)
    return weigh(check(other.record, atlas=other), atlas=other).table


def test_a_disputed_brand_puts_its_owner_first_weakly_where_nothing_else_does(valley_weighed):
    table = valley_weighed.table
    assert table["says"][CITY] == (
        "OAK comes first, weakly: by the claim of a brand alone, and whose brand that is, is "
        "disputed."
    )
    assert not table["firm"][CITY]


def test_the_same_brand_leads_once_nobody_disputes_it(valley):
    links = valley.registry.facade_links
    plain = links[~((links["facade_id"] == "blue_heron") & (links["group_id"] == "ELM"))]
    table = weighed(valley, plain)
    assert table["says"][CITY].startswith("OAK leads (")
    assert table["firm"][CITY]


def test_a_disputed_claim_that_only_agrees_with_all_else_takes_no_lead_away(valley):
    links = valley.registry.facade_links
    grey = links["facade_id"] == "grey_dawn"
    second = links[grey].assign(group_id="ELM", exclusive="no", strength="low")
    both = pd.concat([links.assign(exclusive="no"), second], ignore_index=True)
    # Few launches are known, and it takes more than a habit to lead: Ash alone strikes the port.
    rules = valley.registry.target_rules.copy()
    rules.loc["port_ash", ["kind", "strength"]] = "exclusive", "high"
    table = weighed(valley, both, target_rules=rules)
    assert table["without_claim"][PORT].startswith("ASH leads (")
    assert table["says"][PORT].startswith("ASH leads (")
