"""Maps that part the attacks by time: two periods side by side, and one map a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from geo.parsing.days import in_words
from geo.records.counter import count
from geo.records.counts import Counts, many
from layers.brief.content import MapPage, Panel, Said
from layers.brief.view import Options, Period, View, attacks
from layers.spec import SpecError

_MONTHS_A_PAGE: Final = 12
_PAIR: Final = 2
_MONTH_DAYS: Final = 365.25 / 12
_GROUPS: Final = 3
_DAYS: Final = "Undated attacks are in neither; each map shows the ground of its last day."


def _between(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Keep the rows dated within a period, both days included."""
    first, last = (pd.Timestamp(day) for day in period)
    return rows[(rows["date"] >= first) & (rows["date"] <= last)]


def _panel(view: View, period: Period, *, title: str, name: str) -> Panel:
    rows = _between(view.rows, period)
    day = min(view.day, pd.Timestamp(period[1]))
    return view.panel(rows, view.spec(rows, day=day), day=day, title=title, period=name)


def _span(period: Period) -> str:
    return f"{in_words(period[0])} to {in_words(period[1])}"


def compare(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show two periods side by side, each with the ground of its last day.

    Raises
    ------
    SpecError
        Unless there are two periods that end after they begin and do not overlap.
    """
    periods = tuple(sorted(options.periods))
    fits = len(periods) == _PAIR and all(first <= last for first, last in periods)
    if not fits or periods[0][1] >= periods[1][0]:
        raise SpecError(
            f"a comparison was given {len(periods)} periods; expected two that do not overlap, "
            "each with its first and its last day. Give them so."
        )
    panels = tuple(
        _panel(view, period, title=_span(period), name=f"{period[0]}/{period[1]}")
        for period in periods
    )
    rows = pd.concat([panel.rows for panel in panels])
    page = MapPage(
        kind="compare",
        title=options.title or "Before and after: reported attacks in two periods",
        subtitle=" · ".join(
            word for word in (view.words, " against ".join(map(_span, periods))) if word
        ),
        say=partial(_say_pair, view, periods, panels),
        summary=_rates(periods, [panel.counts() for panel in panels]),
        panels=panels,
        names=view.names,
        rows=rows,
    )
    return (page,)


def _days(period: Period) -> int:
    return (period[1] - period[0]).days + 1


def _rates(periods: Sequence[Period], counts: Sequence[Counts]) -> str:
    """Compare by rates: periods of unequal length make sums that no one can compare."""
    rates = [
        f"{found.attacks / _days(period) * _MONTH_DAYS:.1f}"
        for period, found in zip(periods, counts, strict=True)
    ]
    return f"{rates[0]} attacks a month, then {rates[1]}"


def _say_pair(
    view: View, periods: Sequence[Period], panels: Sequence[Panel], counts: tuple[Counts, ...]
) -> Said:
    sums = ", then ".join(
        f"{found.attacks:,} in {many(_days(period), 'day')}"
        for period, found in zip(periods, counts, strict=True)
    )
    missing = [
        f"{nth}: {found.missing()}"
        for nth, found in zip(("First", "Second"), counts, strict=True)
        if found.missing()
    ]
    several = count(pd.concat([panel.rows for panel in panels])).several_words()
    said = (
        f"n = {sums}; {view.record.attacks:,} in the record. {_DAYS}",
        f"{'. '.join(missing)}." if missing else "",
        f"{several}." if several else "",
        *_shares(view, counts),
    )
    return Said(headline=_rates(periods, counts), remarks=tuple(one for one in said if one))


def _shares(view: View, counts: Sequence[Counts]) -> tuple[str, ...]:
    """Give the groups' shares with both denominators: most attacks name nobody."""
    first, second = counts
    total = {
        ident: first.groups.get(ident, 0) + second.groups.get(ident, 0)
        for ident in {**first.groups, **second.groups}
    }
    most = sorted(total, key=lambda one: (-total[one], one))[:_GROUPS]
    said = [
        f"{view.names.get(one, one)} {first.groups.get(one, 0)}, then {second.groups.get(one, 0)}"
        for one in most
    ]
    if not said:
        return ()
    of = ", then ".join(f"{one.attributed:,} of {one.attacks:,}" for one in counts)
    return (f"Attributed: {of}. Of these {'; '.join(said)}.",)


def _month(period: pd.Period) -> Period:
    first: dt.date = period.start_time.date()
    last: dt.date = period.end_time.date()
    return first, last


def series(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show one small map a month, from the first month with an attack to the last."""
    days = attacks(view.rows)["date"].dropna()
    undated = view.counts.undated
    months = (
        list(pd.period_range(days.min(), days.max(), freq="M"))
        if len(days)
        else [pd.Period(view.day, freq="M")]
    )
    pages = []
    for at in range(0, len(months), _MONTHS_A_PAGE):
        part = months[at : at + _MONTHS_A_PAGE]
        panels = tuple(
            _panel(view, _month(one), title=one.strftime("%b %Y"), name=str(one)) for one in part
        )
        pages.append(
            MapPage(
                kind="series",
                title=options.title or "Reported attacks month by month",
                subtitle=view.subtitle(),
                say=partial(_say_series, view, undated),
                summary=_monthly([panel.counts() for panel in panels]),
                panels=panels,
                names=view.names,
                rows=pd.concat([panel.rows for panel in panels]),
            )
        )
    return tuple(pages)


def _monthly(counts: Sequence[Counts]) -> str:
    n = sum(found.attacks for found in counts)
    if not n:
        return "No attack fits these filters"
    months = many(len(counts), "month")
    return f"{n / len(counts):.1f} attacks a month (n = {n:,} in {months})"


def _say_series(view: View, undated: int, counts: tuple[Counts, ...]) -> Said:
    drawn, n = (sum(getattr(found, name) for found in counts) for name in ("in_window", "attacks"))
    off, pointless = (
        sum(getattr(found, name) for found in counts) for name in ("off_map", "without_point")
    )
    parts = [f"{drawn:,} of {many(n, 'attack')} on these maps"]
    parts += [f"{off:,} off them"] if off else []
    parts += [f"{pointless:,} without a point"] if pointless else []
    parts += [f"of {view.record.attacks:,} in the record"]
    said = ["; ".join(parts) + "."]
    if undated:
        said.append(f"{many(undated, 'undated attack')} of the selection in no month.")
    return Said(headline=_monthly(counts), remarks=tuple(said))
