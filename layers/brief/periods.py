"""Maps that part the attacks by time: two periods side by side, and one map a month."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from layers.brief import words
from layers.brief.content import MapPage, Panel
from layers.brief.kinds import remarks
from layers.brief.legend_rows import together
from layers.brief.view import Options, Period, View, attacks
from layers.spec import SpecError

_MONTHS_A_PAGE: Final = 12
_PAIR: Final = 2
_PAIR_WORDS: Final = (
    "attacks a month of 30 days. Undated attacks are in neither; each map shows the ground of its "
    "last day."
)


def _between(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Keep the rows dated within a period, both days included."""
    first, last = (pd.Timestamp(day) for day in period)
    return rows[(rows["day"] >= first) & (rows["day"] <= last)]


def _panel(view: View, period: Period, *, title: str) -> Panel:
    rows = _between(view.rows, period)
    day = min(view.day, pd.Timestamp(period[1]))
    return Panel(
        spec=view.spec(rows, day=day),
        heading=f"{title} · {words.counted(len(attacks(rows)), 'attack')}",
    )


def _span(period: Period) -> str:
    return f"{words.day(period[0])} to {words.day(period[1])}"


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
    before, after = periods
    panels = tuple(_panel(view, period, title=_span(period)) for period in periods)
    counted = [len(attacks(_between(view.rows, period))) for period in periods]
    days = [(last - first).days + 1 for first, last in periods]
    rows = pd.concat([_between(view.rows, period) for period in periods])
    page = MapPage(
        kind="compare",
        title=options.title or "Before and after: reported attacks in two periods",
        subtitle=" · ".join(
            word for word in (view.words, f"{_span(before)} against {_span(after)}") if word
        ),
        headline=f"{sum(counted):,} attacks: {counted[0]:,}, then {counted[1]:,}",
        remarks=(
            *remarks(view, rows),
            f"{_rate(counted[0], days[0])} and {_rate(counted[1], days[1])} {_PAIR_WORDS}",
        ),
        panels=panels,
        legend=together([view.legend(panel.spec) for panel in panels]),
        rows=rows,
    )
    return (page,)


def _rate(n: int, days: int) -> str:
    return f"{n / days * 30:.1f}"


def _month(period: pd.Period) -> Period:
    first: dt.date = period.start_time.date()
    last: dt.date = period.end_time.date()
    return first, last


def series(view: View, options: Options) -> tuple[MapPage, ...]:
    """Show one small map a month, from the first month with an attack to the last."""
    days = attacks(view.rows)["day"].dropna()
    undated = len(attacks(view.rows)) - len(days)
    months = (
        list(pd.period_range(days.min(), days.max(), freq="M"))
        if len(days)
        else [pd.Period(view.day, freq="M")]
    )
    pages = []
    for at in range(0, len(months), _MONTHS_A_PAGE):
        part = months[at : at + _MONTHS_A_PAGE]
        panels = tuple(_panel(view, _month(one), title=one.strftime("%b %Y")) for one in part)
        rows = _between(view.rows, (_month(part[0])[0], _month(part[-1])[1]))
        n = len(attacks(rows))
        said = [*remarks(view, rows)]
        if undated:
            said.append(f"{words.counted(undated, 'undated attack')} of the selection in no month.")
        pages.append(
            MapPage(
                kind="series",
                title=options.title or "Reported attacks month by month",
                subtitle=view.subtitle(),
                headline=f"{words.counted(n, 'attack')} shown" if n else words.EMPTY,
                remarks=tuple(said),
                panels=panels,
                legend=together([view.legend(panel.spec) for panel in panels]),
                rows=rows,
            )
        )
    return tuple(pages)
