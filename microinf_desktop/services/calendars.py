"""Calendar files of the agency's dates: all, or those of a client, campaign, creator or person in charge."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microinf_desktop.domain.entries import CalendarEntry, CalendarFilter
from microinf_desktop.interchange.calendars import IcsEvent, write_ics
from microinf_desktop.queries import calendar
from microinf_desktop.storage.workspace import Workspace

_BEFORE, _AFTER = timedelta(days=30), timedelta(days=730)


def export_ics(
    workspace: Workspace, path: Path, wanted: CalendarFilter, name: str, today: date,
    words: Callable[[CalendarEntry], str], remind_days: int | None = None,
) -> int:
    """Write the dates from a month ago to two years ahead into a file; how many. `words` gives an entry's title."""
    with workspace.reading() as session:
        found = calendar.between(session, today - _BEFORE, today + _AFTER, wanted, today)
        identity = calendar.identity(session)
    write_ics(path, (_event(entry, words(entry), identity) for entry in found), name, remind_days=remind_days)
    return len(found)


def _event(entry: CalendarEntry, title: str, identity: str) -> IcsEvent:
    starts, ends = _hours(entry)
    return IcsEvent(
        f"{entry.record}-{entry.record_id}-{entry.kind}@{identity}.microinf", entry.day, title,
        f"{entry.campaign}, {entry.client}", entry.kind.replace("_", " ").capitalize(), entry.place, entry.ends_on,
        starts, ends,
    )


def _hours(entry: CalendarEntry) -> tuple[datetime | None, datetime | None]:
    """Start and end in the zone of the place; whole days where no hour or no known zone is on file."""
    if entry.starts_at is None:
        return None, None
    try:
        zone = ZoneInfo(entry.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None, None
    starts = datetime.combine(entry.day, entry.starts_at, zone)
    if entry.ends_at is None:
        return starts, None
    ends = datetime.combine(entry.ends_on or entry.day, entry.ends_at, zone)
    return starts, ends if ends > starts else ends + timedelta(days=1)  # past midnight
