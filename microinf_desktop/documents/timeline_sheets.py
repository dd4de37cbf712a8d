"""How a timeline is cut into pages: which lines and which days each page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain.timeline_data import TimelineData, TimelineGroup, TimelineItem
from microinf_desktop.domain.timeline_scale import begin

NARROWEST, WIDEST = 2.6, 26.0  # points of a day; below the first the chart goes on on another page
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A creator's heading (`item` None; `again` when her lines began on an earlier page) or a deliverable."""

    group: TimelineGroup
    item: TimelineItem | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One page: its lines, the first day it shows and how many days."""

    lines: tuple[PaperLine, ...]
    first: date
    days: int


def span(data: TimelineData, groups: Sequence[TimelineGroup]) -> tuple[date, date]:
    """First and last day worth paper: everything dated, with a week's edge so that names of days have room.

    Today counts when it lies within a month of the work; a campaign of last year is not drawn up to now.
    """
    days = [day for mark in data.marks for day in (mark.start, mark.due_on)] + list(data.period or ())
    for group in groups:
        for item in group.items:
            days += [day for bar in item.bars for day in (bar.start, bar.end, bar.late_to) if day is not None]
            days += [item.publish_on] if item.publish_on is not None else []
            days += [data.slip[key][1] for key in (f"d:{item.id}:{step}" for step in item.steps) if key in data.slip]
    if not days:
        return data.today, data.today + 27 * _DAY
    first, last = min(days), max(days)
    if first - 31 * _DAY <= data.today <= last + 31 * _DAY:
        first, last = min(first, data.today), max(last, data.today)
    first = begin("week", first - 2 * _DAY)
    return first, begin("week", last + 4 * _DAY) + 6 * _DAY


def day_widths(days: int, room: float) -> tuple[float, int]:
    """Points of a day and days on a page, so that as few pages as possible stand side by side, each of whole weeks."""
    weeks = -(-days // 7)
    across = max(-(-round(weeks * 7 * NARROWEST * 100) // round(room * 100)), 1)
    shown = -(-weeks // across) * 7
    return min(room / shown, WIDEST), shown


def sheets(
    data: TimelineData, groups: Sequence[TimelineGroup], room: int, per_page: int, first: date, last: date
) -> list[PaperSheet]:
    """Pages from left to right, then down; `room` lines fit a page and `per_page` days.

    A page on which nothing would stand is left out.
    """
    blocks = list(_blocks(groups, room))
    # As many pages, but equally full: the last one is no leftover.
    for fewer in range(-(-sum(map(len, blocks)) // len(blocks)), room):
        balanced = list(_blocks(groups, fewer))
        if len(balanced) == len(blocks):
            blocks = balanced
            break
    across = max(-(-((last - first).days + 1) // per_page), 1)
    made = [PaperSheet(lines, first + place * per_page * _DAY, per_page)
            for lines in blocks for place in range(across)]
    return [sheet for sheet in made if not _is_empty(data, sheet)] or made[:1]


def _is_empty(data: TimelineData, sheet: PaperSheet) -> bool:
    """Whether no bar, sign or milestone lies in the days of a page."""
    last = sheet.first + (sheet.days - 1) * _DAY
    spans = [(mark.start, mark.due_on) for mark in data.marks]
    for item in (line.item for line in sheet.lines if line.item is not None):
        spans += [(bar.start, max(bar.end, bar.late_to or bar.end)) for bar in item.bars]
        spans += [(item.publish_on, item.publish_on)] if item.publish_on is not None else []
        spans += [data.slip[key] for key in (f"d:{item.id}:{step}" for step in item.steps) if key in data.slip]
    return not any(start <= last and end >= sheet.first for start, end in spans)


def _blocks(groups: Sequence[TimelineGroup], room: int) -> Iterator[tuple[PaperLine, ...]]:
    """Lines by page: a heading never stands alone at the foot and is repeated on the next page."""
    page: list[PaperLine] = []
    for group in groups:
        if page and len(page) + 2 > room:
            yield tuple(page)
            page = []
        page.append(PaperLine(group))
        for item in group.items:
            if len(page) >= room:
                yield tuple(page)
                page = [PaperLine(group, again=True)]
            page.append(PaperLine(group, item))
    yield tuple(page)
