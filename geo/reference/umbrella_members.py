"""Which groups stand behind an umbrella brand on a day, by what the sources name."""

from __future__ import annotations

import pandas as pd

from geo.parsing.tables import tuples
from geo.reference.registry import Registry

LEAST_PUBLISHERS = 2
"""Publishers that have to name a group as a member; where none reaches that, all named count."""

COLUMNS = ("named", "once", "most", "named_sources", "most_sources")
_YEAR = pd.DateOffset(months=12)
_WANTED = ("members", "members_scope", "under")


def _lists(registry: Registry) -> pd.DataFrame:
    """Links that name members, one row a link and member, with their publisher and citation."""
    links = registry.facade_links
    for name in _WANTED:
        if name not in links:  # folders made before these columns
            links = links.assign(**{name: ""})
    named = links[links["members"] != ""]
    named = named.assign(
        publisher=named["source_id"].map(registry.sources["publisher"]),
        cited=registry.cite(named["source_id"], named["pointer"]),
        member=named["members"].str.split("|"),
        most=named["members_scope"] == "most_attacks",
    )
    return named.explode("member").reset_index(drop=True)


def _on(pairs: pd.DataFrame, links: pd.DataFrame, *, facade: str) -> pd.DataFrame:
    """Links of each pair's façade that are in force on its day; `fresh` where not gone stale."""
    hits = pairs.merge(links, left_on=facade, right_on="facade_id", suffixes=("", "_link"))
    day = hits["day"]
    begun = hits["valid_from"].isna() | (hits["valid_from"] <= day)
    open_ = hits["valid_to"].isna() | (day < hits["valid_to"])
    fresh = hits["last_confirmed"].notna() & ~(day > hits["last_confirmed"] + _YEAR)
    return hits[begun & open_].assign(fresh=fresh[begun & open_])


def members_on(facade: pd.Series, day: pd.Series, registry: Registry) -> pd.DataFrame:
    """Groups that stand behind each row's umbrella brand on its day.

    Parameters
    ----------
    facade
        Façade ids of umbrella brands, empty where there is none.
    day
        Days on the same index; on no day nothing is known of members.
    registry
        Its `facade_links` name members in `members`, as `members_scope` tells: `named` among
        them, or behind `most_attacks` until the statement. A brand that works `under` another has
        the members of that one.

    Returns
    -------
    Frame on the caller's index with tuples of group ids: `named` by two publishers or more, or by
    whoever names any where nobody is named twice; `once`, named by one publisher beside those;
    `most`, said to be behind most attacks up to a day that is this one or later. `named_sources`
    and `most_sources` are citations joined by “; ”, most recent first. A group stays a member for
    a year after anybody named it last; what was said of most attacks holds up to that day alone.
    """
    pairs = pd.DataFrame({"facade": facade.to_numpy(), "day": pd.to_datetime(day.to_numpy())})
    which = pairs.groupby(["facade", "day"], dropna=False, sort=False).ngroup()
    keys = pairs.loc[~which.duplicated()].assign(key=which)
    links = registry.facade_links
    if "under" in links:
        banner = links.loc[links["under"] != "", ["facade_id", "under", *_SPAN]]
        over = _on(keys, banner, facade="facade").query("fresh")[["key", "under"]]
        over = over.drop_duplicates()
        keys = pd.concat([keys, over.merge(keys, on="key").assign(facade=lambda f: f["under"])])
    stated = _on(keys, _lists(registry), facade="facade").sort_values(
        "last_confirmed", ascending=False, kind="stable"
    )
    most = stated[stated["most"] & (stated["day"] <= stated["last_confirmed"])]
    named = stated[~stated["most"]]
    # How many ever named a group is counted as long as anybody has named it within the year.
    still = named.groupby(["key", "member"])["fresh"].transform("any").astype(bool)
    named = named[still]
    index = pd.RangeIndex(int(which.max()) + 1 if len(which) else 0)
    by_publisher = named.drop_duplicates(["key", "member", "publisher"])
    times = by_publisher.groupby(["key", "member"], as_index=False, sort=True).size()
    best = times.groupby("key")["size"].transform("max")
    often = times["size"] >= LEAST_PUBLISHERS
    chosen = often | (best < LEAST_PUBLISHERS)
    out = pd.DataFrame(index=index)
    for name, rows in (("named", times[chosen]), ("once", times[~chosen])):
        out[name] = tuples(rows["member"], by=rows["key"], index=index)
    each = most.drop_duplicates(["key", "member"]).sort_values(["key", "member"])
    out["most"] = tuples(each["member"], by=each["key"], index=index)
    for name, rows in (("named_sources", named), ("most_sources", most)):
        cited = rows.drop_duplicates(["key", "cited"]).groupby("key")["cited"].agg("; ".join)
        out[name] = cited.reindex(index).fillna("").astype(object)
    found = out.loc[which.to_numpy(), list(COLUMNS)]
    found.index = facade.index
    return found


_SPAN = ("valid_from", "valid_to", "last_confirmed")
