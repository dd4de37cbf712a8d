"""Calendar files (RFC 5545) that any calendar opens: whole days, and hours in UTC so that every zone agrees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from microinf_desktop.domain.errors import KnownError

_LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class IcsEvent:
    """One entry; `uid` stays the same over exports, so that a calendar updates it instead of adding another.

    With `starts` and `ends` (aware) it takes those hours, else the whole days from `day` to `last_day`.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    location: str = ""
    last_day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None


def write_ics(
    path: Path, events: Iterable[IcsEvent], name: str = "", stamp: datetime | None = None,
    remind_days: int | None = None,
) -> None:
    """Write events as a calendar named `name`; a reminder `remind_days` before each when given.

    KnownError when the file cannot be written.
    """
    made = f"{(stamp or datetime.now(UTC)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MicroInf Desktop//EN", "CALSCALE:GREGORIAN"]
    if name:
        lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines.extend(_event(event, made, remind_days))
    lines.append("END:VCALENDAR")
    content = "".join(f"{_folded(line)}\r\n" for line in lines)
    try:
        path.write_bytes(content.encode("utf-8"))
    except OSError as error:
        raise KnownError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error


def _event(event: IcsEvent, made: str, remind_days: int | None) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{made}")
    if event.starts is not None:
        ends = event.ends or event.starts + timedelta(hours=1)
        yield f"DTSTART:{event.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{(event.last_day or event.day) + timedelta(days=1):%Y%m%d}"  # the end is exclusive
    yield f"SUMMARY:{_text(event.summary)}"
    for field, value in (("DESCRIPTION", event.description), ("CATEGORIES", event.category),
                         ("LOCATION", event.location)):
        if value:
            yield f"{field}:{_text(value)}"
    yield f"TRANSP:{'TRANSPARENT' if event.starts is None else 'OPAQUE'}"
    if remind_days is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{remind_days}D",
                    f"DESCRIPTION:{_text(event.summary)}", "END:VALARM")
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11); control characters are dropped."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")
    return "".join(char for char in escaped if char.isprintable())


def _folded(line: str) -> str:
    """Fold at 75 octets without cutting a character (RFC 5545, 3.1)."""
    parts, current, size = [], "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _LINE_OCTETS:
            parts.append(current)
            current, size = " ", 1
        current, size = current + char, size + octets
    return "\r\n".join([*parts, current])
