"""What ground indicates: whose fresh ground holds the launch, or lies within the weapon's reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import AGEING, FRESH
from geo.areas.extents import precision_text
from geo.areas.seen_text import newest_texts
from geo.areas.table import OWN_GROUND
from geo.attribution.indications import MODERATE, NONE, STRONG, WEAK, join, make
from geo.attribution.no_candidate import far_km
from geo.verdicts.cases import Cases, firm_ground
from geo.verdicts.ground_join import ABSENT, CANNOT_TELL, INSIDE, Joined
from geo.verdicts.rules_arrangements import shared_sites
from geo.verdicts.rules_ground import LAID_WITHIN_KM
from geo.verdicts.whose_ground import named

Mask = NDArray[np.bool_]

FEW = 2
"""Groups whose fresh ground may fit, up to which ground points moderately."""

HALF = 0.5
"""Share of the place that has to lie in ground for it to point moderately."""

_ASKED = (*OWN_GROUND, "gap")


@dataclass(frozen=True)
class _AreasAbout:
    """Areas about a place, (n, m): which fit it, surely, mostly or at all, and how old they are.

    Parameters
    ----------
    joined
        Places against areas.
    asked
        (n,) rows that are asked about.
    surely, likely, maybe
        (n, m) the place is inside, mostly inside, or may be inside; each holds the one before.
    """

    joined: Joined
    asked: Mask
    surely: Mask
    likely: Mask
    maybe: Mask

    @property
    def age(self) -> NDArray[np.int8]:
        """(n, m) ages, as `geo.areas.age.age_codes` has them."""
        return self.joined.age

    @property
    def held(self) -> Mask:
        """(n, m) areas about the place that are ground; a gap is none, and does not age."""
        own = self.joined.areas["kind"].isin(OWN_GROUND).to_numpy(bool)
        mask: Mask = self.maybe & own[None, :]
        return mask

    def holding(self, mask: Mask) -> Mask:
        """(n, G) True where any area of a group is marked; the groups are `names`."""
        out = np.zeros((len(mask), len(self.names)), dtype=bool)
        holder = np.searchsorted(self.names, self.joined.areas["holder"].to_numpy(object))
        for column, name in enumerate(holder.tolist()):
            out[:, name] |= mask[:, column]
        return out

    @cached_property
    def last_seen(self) -> dict[tuple[int, str], str]:
        """When the ground of a group about a place was last confirmed, by row and group."""
        row, column = np.nonzero(self.maybe)
        holder = self.joined.areas["holder"].to_numpy(object)[column]
        days = self.joined.seen[row, column]
        texts = newest_texts(self.joined.areas, column, days, [row, holder])
        return dict(zip(texts.index.tolist(), texts.tolist(), strict=True))

    @cached_property
    def names(self) -> NDArray[np.object_]:
        """Holders of ground, sorted."""
        return np.unique(self.joined.areas["holder"].to_numpy(object))


def _kinds(joined: Joined) -> Mask:
    asked = joined.areas["kind"].isin(_ASKED).to_numpy(bool)
    there: Mask = asked[None, :] & (joined.drawn != ABSENT)
    return there


def _holding(joined: Joined, asked: Mask) -> _AreasAbout:
    """Areas that hold a place of launch."""
    there = _kinds(joined) & asked[:, None]
    surely = there & (joined.drawn == INSIDE)
    maybe = there & ((joined.drawn == INSIDE) | (joined.drawn == CANNOT_TELL))
    likely = surely | (maybe & (np.nan_to_num(joined.share) > HALF))
    return _AreasAbout(joined, asked, surely, likely, maybe)


def _within_reach(joined: Joined, far: pd.Series) -> _AreasAbout:
    """Areas from which a target may have been reached."""
    known = far.notna().to_numpy()
    away = joined.distance_km() - joined.areas["border_km"].to_numpy(float)[None, :]
    near = _kinds(joined) & known[:, None] & (away <= far.fillna(-1.0).to_numpy()[:, None])
    return _AreasAbout(joined, known, np.zeros_like(near), near, near)


def _laid(cases: Cases) -> pd.Series:
    """Attacks by a weapon that is laid where it goes off, whose place is known as their target."""
    reaches = cases.registry.reaches
    near = reaches.loc[reaches["reach_km_high"] <= LAID_WITHIN_KM, "method"]
    attacks = cases.attacks
    return (
        (attacks["launch_place"] == "")
        & (attacks["target_place"] != "")
        & attacks["method"].isin(near)
    )


def ground(cases: Cases) -> pd.DataFrame:
    """Point to the holders of ground about the launch, or within reach of the target."""
    attacks = cases.attacks
    launched = (attacks["launch_place"] != "").to_numpy()
    laid = _laid(cases).to_numpy()
    far = far_km(cases).where(~launched & ~laid & (attacks["target_place"] != ""))
    parts = []
    for role, near in (
        ("launch", _holding(cases.launch, launched)),
        ("laid", _holding(cases.target, laid)),
        ("reach", _within_reach(cases.target, far)),
    ):
        if near.asked.any():
            where = _where(cases, role, far)
            parts += [_fresh(near, where, cases, role), _ageing(near, where, cases, role)]
            parts.append(_old(near, where, cases, role))
    return _with_users(join(parts), cases)


def _with_users(found: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    """Add who is reported to launch from the holder's sites: no longer one group alone."""
    sites = shared_sites(cases)
    if found.empty or sites.empty:
        return found
    sites = sites.drop_duplicates(["attack_id", "user", "holder"])
    uses = {str(ident): part.to_dict("records") for ident, part in sites.groupby("attack_id")}
    columns = ("groups", "rank", "text", "source")
    stated = []
    for ident, *cells in zip(found["attack_id"], *(found[one] for one in columns), strict=True):
        groups, rank, text, source = cells
        for use in uses.get(ident, ()):
            if use["holder"] in groups and use["user"] not in groups:
                groups, rank = (*groups, use["user"]), min(rank, MODERATE)
                text, source = f"{text} {use['text']}", f"{source}; {use['source']}"
        stated.append((groups, rank, text, source))
    return found.assign(
        **{
            one: pd.Series([row[at] for row in stated], index=found.index, dtype=found[one].dtype)
            for at, one in enumerate(columns)
        }
    )


def _where(cases: Cases, role: str, far: pd.Series) -> pd.Series:
    """How a sentence begins: the place, how well it is known, or how far the weapon reaches."""
    attacks = cases.attacks
    if role == "reach":
        stated = [f"Within {km:.0f} km of the target, the weapon’s reach, lies" for km in far]
        return pd.Series(stated, index=attacks.index, dtype=object)
    column = "launch" if role == "launch" else "target"
    what = "Launch at" if role == "launch" else "Laid at"
    stated = [
        f"{what} {place} ({precision_text(radius)})"
        for place, radius in zip(
            attacks[f"{column}_place"], attacks[f"{column}_radius_km"], strict=True
        )
    ]
    return pd.Series(stated, index=attacks.index, dtype=object)


def _fresh(near: _AreasAbout, where: pd.Series, cases: Cases, role: str) -> pd.DataFrame:
    """Fresh ground: strong inside that of one group alone, moderate for one or two, else weak."""
    fresh, recent = near.age == FRESH, near.age <= AGEING
    firm: Mask = firm_ground(near.joined.areas)[None, :]
    names = near.names
    sure, about = near.holding(near.surely & fresh & firm), near.holding(near.maybe & recent)
    likely, well = near.holding(near.likely & fresh), near.holding(near.likely & fresh & firm)
    # A known gap of another's ground is a group more that may have launched here.
    maybe = near.holding(near.maybe & fresh)
    alone: Mask = np.logical_and(sure.sum(axis=1) == 1, (about == sure).all(axis=1))
    few: Mask = np.logical_and(maybe.sum(axis=1) <= FEW, well.any(axis=1))
    most: Mask = np.where(likely.any(axis=1, keepdims=True), likely, maybe)
    groups: Mask = np.where(few[:, None], maybe, most)
    rank = np.select([alone, few], [STRONG, MODERATE], default=WEAK)
    rows = np.flatnonzero(maybe.any(axis=1))
    stated = [tuple(names[groups[row]]) for row in rows.tolist()]
    known = near.holding(near.held & fresh)
    text = [
        _fresh_text(
            where.iloc[row],
            tuple(names[groups[row] & known[row]]),
            tuple(names[groups[row] & ~known[row]]),
            cases,
            role if not alone[row] else "alone",
        )
        for row in rows.tolist()
    ]
    used = near.maybe & fresh
    return make(
        cases.attacks.index[rows],
        indication_id={"launch": "launch_ground", "laid": "launch_ground", "reach": "reach"}[role],
        groups=stated,
        rank=rank[rows],
        text=text,
        source=_sources(near, used, rows, groups, cases),
    )


def _fresh_text(
    where: str, held: tuple[str, ...], gaps: tuple[str, ...], cases: Cases, role: str
) -> str:
    """Whose fresh ground it is, and who launches there from places that nobody knows."""
    if role == "alone":
        return f"{where} lies inside fresh ground of {named(held, cases)} alone."
    ground = f"fresh ground of {named(held, cases, last='or' if role != 'reach' else 'and')}"
    unknown = f"{named(gaps, cases)} too launches in these parts, from places not known."
    if role == "reach":
        begin = f"{where} {ground}." if held else f"{where} no ground that is drawn and fresh."
        return f"{begin} {unknown if gaps else 'The launch is not known.'}"
    begin = f"{where} may lie in {ground}." if held else f"{where} lies in no ground drawn."
    return f"{begin} {unknown}" if gaps else begin


def _ageing(near: _AreasAbout, where: pd.Series, cases: Cases, role: str) -> pd.DataFrame:
    """Ground last confirmed one to three years before: weak, and of groups not fresh there."""
    names, used = near.names, near.held & (near.age == AGEING)
    groups = near.holding(used) & ~near.holding(near.maybe & (near.age == FRESH))
    rows = np.flatnonzero(groups.any(axis=1))
    begins = "" if role == "reach" else " lies in or by"
    text = [
        f"{where.iloc[row]}{begins} ageing ground, {_last(near, row, groups, cases)}: "
        "it points weakly."
        for row in rows.tolist()
    ]
    return make(
        cases.attacks.index[rows],
        indication_id="ageing_ground",
        groups=[tuple(names[groups[row]]) for row in rows],
        rank=WEAK,
        text=text,
        source=_sources(near, used, rows, groups, cases),
    )


def _old(near: _AreasAbout, where: pd.Series, cases: Cases, role: str) -> pd.DataFrame:
    """Ground too old: shown in one line, and decides nothing."""
    names, used = near.names, near.held & (near.age > AGEING)
    groups = near.holding(used) & ~near.holding(near.maybe & (near.age <= AGEING))
    rows = np.flatnonzero(groups.any(axis=1))
    begins = " ground" if role == "reach" else " lies in or by ground"
    text = [
        f"{where.iloc[row]}{begins} {_last(near, row, groups, cases)}: too old to decide."
        for row in rows.tolist()
    ]
    return make(
        cases.attacks.index[rows],
        indication_id="last_seen_ground",
        groups=[tuple(names[groups[row]]) for row in rows],
        rank=NONE,
        text=text,
        source=_sources(near, used, rows, groups, cases),
    )


def _last(near: _AreasAbout, row: int, groups: Mask, cases: Cases) -> str:
    """“last seen as KH’s, October 2021”, the newest sight of each group."""
    stated = [
        f"{cases.registry.short_name(group)}’s, "
        f"{near.last_seen[row, group] or 'never confirmed by then'}"
        for group in near.names[groups[row]].tolist()
    ]
    return f"last seen as {'; '.join(stated)}"


def _sources(
    near: _AreasAbout, used: Mask, rows: NDArray[np.intp], groups: Mask, cases: Cases
) -> list[str]:
    """Citations of the areas that speak for the groups named, each once."""
    areas = near.joined.areas
    cited = cases.registry.cite(areas["source_id"], areas["pointer"]).to_numpy(object)
    holder = areas["holder"].to_numpy(object)
    out = []
    for row in rows.tolist():
        mine = used[row] & np.isin(holder, near.names[groups[row]])
        out.append("; ".join(dict.fromkeys(cited[mine].tolist())))
    return out
