"""What the findings of a record teach: its table, its ground, and who is likely, computed once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.areas.confirmation import known_on as areas_known
from geo.areas.overlap import overlaps
from geo.areas.sharing import with_sharing
from geo.areas.standing import with_standing
from geo.areas.table import Areas, area_km2
from geo.atlas import Atlas
from geo.attribution.as_of import as_of, candidates, findings_for, launches, named
from geo.attribution.assess import Event, rank_attacks
from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.attribution.ground_comparison import drift, shared_cells_km2, shared_density
from geo.attribution.points_columns import with_points
from geo.attribution.points_text import points_objects
from geo.attribution.points_to import Points, points_to
from geo.attribution.similar import SHOWN, brand_names, most_similar
from geo.attribution.traits import Traits
from geo.attribution.usual_ground import Ground
from geo.evaluation.points_score import PointsScore, score
from geo.evaluation.protocol import GROUP_EVENTS
from geo.evaluation.scorecard import Scorecard, run
from geo.memo import kept
from geo.records.grades import at_least
from geo.verdicts.cases import rejoined
from geo.verdicts.check import Findings
from geo.verdicts.rules import flag_labels
from geo.verdicts.serialize import findings_objects
from geo.verdicts.table import assemble, names_of

LIKELY = 0.20
"""Share of the ranking from which a group counts as likely."""

_DAYS, _FEW_DAYS, _COMPARED, _GRADES = 64, 8, 16, 8
_RANKED, _RANKINGS = 512, 4


class Analysis:
    """An atlas and the findings of its record, with everything that follows from the two.

    Each answer is made when it is first asked for and kept for the latest questions; threads may
    share an analysis. Every frame is given to all who ask, so that nobody may change one.

    Parameters
    ----------
    atlas
        Registries, areas and the record.
    findings
        Of the atlas's record, as `geo.verdicts.check.check` gives them. They may rest on more
        arrangements than the atlas has, such as those that reviewers accepted.
    """

    def __init__(self, atlas: Atlas, findings: Findings) -> None:
        self.atlas = atlas
        self.findings = findings

    @kept()
    def table(self) -> pd.DataFrame:
        """Attacks with findings, one a row; see `geo.verdicts.table.assemble`."""
        return assemble(self.findings, atlas=self.atlas)

    @kept(_RANKINGS)
    def pointed_table(self, known_on: dt.date | None) -> pd.DataFrame:
        """Give the same table with what each attack points to, by what was known on a day.

        Its columns beside those of `table` are of `geo.attribution.points_columns.with_points`.
        """
        return with_points(self.table(), self.points(known_on))

    @kept()
    def names(self) -> dict[str, str]:
        """Readable names of groups, façades, committees and places by id."""
        return names_of(self.atlas)

    @kept()
    def flag_labels(self) -> dict[str, str]:
        """What each flag is called, by its id."""
        return flag_labels(self.atlas.registry.windows)

    @kept()
    def objects(self) -> dict[str, dict[str, Any]]:
        """Findings as the command line's JSON objects, by attack id."""
        made = findings_objects(
            self.findings, reports=self.atlas.record.reports, points=self.pointed(None)
        )
        return {item["attack_id"]: item for item in made}

    @kept(_RANKINGS)
    def points(self, known_on: dt.date | None) -> Points:
        """What each attack points to, by what was known on a day."""
        return points_to(
            self.findings, atlas=self.atlas, known_on=known_on and pd.Timestamp(known_on)
        )

    @kept(_RANKINGS)
    def pointed(self, known_on: dt.date | None) -> dict[str, dict[str, Any]]:
        """The same as JSON objects, by attack id."""
        return points_objects(self.points(known_on))

    @kept()
    def points_score(self) -> PointsScore:
        """How what attacks point to fares on those that somebody assessed."""
        return score(self.findings, self.points(None))

    @kept(_FEW_DAYS)
    def _traits(self, known_on: dt.date | None) -> Traits:
        own = self.atlas.record
        return Traits.of(own, atlas=self.atlas, reports=own.reports, known_on=known_on)

    def similar(
        self,
        found: Findings,
        ident: str,
        *,
        known_on: dt.date | None = None,
        limit: int = SHOWN,
    ) -> pd.DataFrame:
        """Earlier attacks of the record that are most like one; see `geo.attribution.similar`.

        Parameters
        ----------
        found
            Holds the attack: of the record, or of a user's own.
        ident
            Its id.
        known_on
            Nothing published after this day is used; None for everything.
        limit
            How many are given at most.
        """
        past = self._traits(known_on)
        one = (
            past
            if found is self.findings
            else Traits.of(found.cases, atlas=self.atlas, known_on=known_on)
        )
        return most_similar(one, ident, past, names=brand_names(self.atlas), limit=limit)

    @kept()
    def context(self) -> pd.DataFrame:
        """Events around the attacks, with `place, lon, lat` where the source gives a place."""
        events, places = self.atlas.registry.context, self.atlas.gazetteer.table
        there = places.reindex(events["place_id"].to_numpy())[["name", "lon", "lat"]]
        there.index = events.index
        return events.join(there.rename(columns={"name": "place"}))

    @kept()
    def is_exercise(self) -> bool:
        """Tell whether any attack is invented: its title says EXERCISE."""
        return bool(self.table()["title"].str.contains("EXERCISE", regex=False).any())

    @kept()
    def record_end(self) -> pd.Timestamp:
        """Last day that the record or its context speaks of."""
        last_published = pd.to_datetime(self.atlas.registry.statements["date"]).max()
        days = [self.table()["date_latest"].max(), last_published]
        return pd.Timestamp(max(day for day in days if not pd.isna(day)))

    def record_span(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First month's begin and last day of the record."""
        first = self.table()["date"].min()
        begin = self.record_end() - pd.DateOffset(years=1) if pd.isna(first) else first
        return begin.to_period("M").to_timestamp(), self.record_end()

    def latest(self, known_on: dt.date | None) -> pd.Timestamp:
        """Last day of which anything is used: the one asked for, else the last of the record."""
        return pd.Timestamp(known_on) if known_on else self.record_end()

    @kept(_FEW_DAYS)
    def areas(self, known_on: dt.date | None = None) -> Areas:
        """All areas, by what was published by a day; by everything without one."""
        return areas_known(self.atlas.areas, known_on)

    @kept(_DAYS)
    def ground(self, on: pd.Timestamp, known_on: dt.date | None = None) -> gpd.GeoDataFrame:
        """Areas in force on a day, with `age`, `seen_last`, `confirmed` and `area_km2`.

        Also with what `geo.areas.standing.with_standing` and `geo.areas.sharing.with_sharing` add.

        Parameters
        ----------
        on
            Day of the ground.
        known_on
            Only what was published by this day counts; everything when None.
        """
        now = with_standing(self.areas(known_on).in_force(on), on)
        return with_sharing(now.assign(area_km2=area_km2(now)))

    @kept(_FEW_DAYS)
    def ground_overlaps(self, on: pd.Timestamp) -> pd.DataFrame:
        """Who shares ground with whom on a day, km²."""
        return overlaps(self.atlas.areas.in_force(on))

    @kept(_GRADES)
    def past_launches(self, grade: str = "", known_on: dt.date | None = None) -> Events:
        """Launches of confirmed groups, all that usual ground may be learned from.

        Parameters
        ----------
        grade
            Worst letter of a publisher that is heard, or empty for any.
        known_on
            Launches up to this day; all of them when None.
        """
        groups = candidates(self.findings, areas=self.atlas.areas, registry=self.atlas.registry)
        attacks = self._graded(grade)
        if known_on is not None:
            attacks = attacks[attacks["date"] <= pd.Timestamp(known_on)]
        return launches(attacks, groups=groups)

    @kept(_FEW_DAYS)
    def always_candidates(self, known_on: dt.date | None = None) -> frozenset[str]:
        """Groups that are ranked whatever ground is known of them on a day."""
        day = None if known_on is None else pd.Timestamp(known_on)
        return named(self.findings, registry=self.atlas.registry, known_on=day)

    def _graded(self, grade: str) -> pd.DataFrame:
        """Attacks reported by a publisher of at least some letter; all of them for an empty one."""
        attacks = self.findings.cases.attacks
        if not grade:
            return attacks
        graded = at_least(self.atlas.record, worst=grade, registry=self.atlas.registry)
        return attacks.loc[graded.attacks.index]

    @kept(_DAYS)
    def usual_ground(self, day: pd.Timestamp, grade: str = "") -> Ground:
        """Usual ground as it was known on a day, the areas in force mixed in."""
        return Ground.fit(self.past_launches(grade), self.atlas.areas.table, as_of=day)

    @kept(_COMPARED)
    def usual_cells(self, day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
        """Cells of usual ground on a day: `group, cell, votes, set`."""
        return self.usual_ground(day, grade).usual()

    @kept(_COMPARED)
    def usual_km2(self, day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
        """Usual ground that each two groups share on a day, km²."""
        return shared_cells_km2(self.usual_cells(day, grade))

    @kept(_COMPARED)
    def likeness(self, day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
        """How alike the ground of each two groups is on a day, 0 to 1."""
        return shared_density(self.usual_ground(day, grade))

    @kept(_DAYS)
    def drifted(self, group: str, until: pd.Timestamp, grade: str = "") -> pd.DataFrame:
        """How a group's launches moved from half-year to half-year."""
        return drift(self.past_launches(grade), group, until=until)

    def weigh(self, found: Findings, *, known_on: dt.date | None, grade: str = "") -> Event:
        """Rank the groups for some findings by what the record taught by then.

        Parameters
        ----------
        found
            Of attacks of the record, or of a user's own; not changed.
        known_on
            Nothing learned after this day is used; None for everything.
        grade
            Worst letter of a publisher that is heard, or empty for any.
        """
        areas = self.areas(known_on)
        if known_on is not None:
            found = replace(found, cases=rejoined(found.cases, areas=areas))
        return rank_attacks(
            as_of(found, latest=self.latest(known_on)),
            learned=self.past_launches(grade, known_on),
            areas=areas.table,
            reaches=self.atlas.registry.reaches,
            named=self.always_candidates(known_on),
        )

    @kept(_RANKED)
    def event(self, ident: str, known_on: dt.date | None, grade: str = "") -> Event:
        """What event evidence says of one attack of the record."""
        # One attack alone: a card must not wait for the ranking of a whole record.
        one = findings_for(self.findings, self.atlas.record, ident=ident, areas=self.atlas.areas)
        return self.weigh(one, known_on=known_on, grade=grade)

    @kept(_RANKINGS)
    def likely(self, known_on: dt.date | None, grade: str = "") -> pd.Series:
        """Groups that a ranking worth showing gives at least `LIKELY`, a tuple an attack."""
        return self.likely_of(self.findings, known_on=known_on, grade=grade)

    def likely_of(self, found: Findings, *, known_on: dt.date | None, grade: str = "") -> pd.Series:
        """The same for some findings; see `weigh`."""
        event = self.weigh(found, known_on=known_on, grade=grade)
        posterior = event.ranking.posterior.where(event.table["firm"], 0.0)
        names = list(posterior.columns[:-1])
        likely = [
            tuple(name for name, p in zip(names, row, strict=False) if p >= LIKELY)
            for row in posterior.to_numpy().tolist()
        ]
        return pd.Series(likely, index=posterior.index, dtype=object)

    def _scored(self, grade: str) -> pd.DataFrame:
        """Attacks that a scorecard may test, without groups under the protocol's least."""
        rows = confirmed(self._graded(grade))
        count = rows["groups"].explode().value_counts()
        chosen = frozenset(count.index[count >= GROUP_EVENTS])
        tested = rows.assign(
            groups=rows["groups"].map(lambda g: tuple(x for x in g if x in chosen))
        )
        return tested[tested["groups"].map(len) > 0]

    def scored_on(self, grade: str = "") -> int:
        """Number of attacks with a confirmed group, a day, and a place known well enough."""
        return len(confirmed(self._graded(grade)))

    @kept(_GRADES)
    def scorecard(self, grade: str = "") -> Scorecard:
        """The method's own record on the loaded attacks.

        Raises
        ------
        EventsError
            When the record is too small for a single test.
        """
        return run(Events.of(self._scored(grade)))
