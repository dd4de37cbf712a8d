"""Calendar files (RFC 5545) that any calendar opens: whole-day entries."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from microinf_desktop.domain.errors import KnownError

_LINE_OCTETS = 75


def write_ics(path: Path, entries: Iterable[tuple[date, str, str, str]], stamp: datetime | None = None) -> None:
    """Write (day, summary, description, unique id) as all-day events; KnownError when the file cannot be written."""
    made = (stamp or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MicroInf Desktop//EN", "CALSCALE:GREGORIAN"]
    for day, summary, description, uid in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(uid)}@microinf", f"DTSTAMP:{made}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_text(summary)}",
            f"DESCRIPTION:{_text(description)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    content = "".join(f"{_folded(line)}\r\n" for line in lines)
    try:
        path.write_bytes(content.encode("utf-8"))
    except OSError as error:
        raise KnownError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error


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
