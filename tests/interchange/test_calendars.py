"""Calendar files: escaped, folded, readable again."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.calendars import IcsEvent, write_ics

STAMP = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)




def _event(**fields: Any) -> IcsEvent:
    return IcsEvent(**{"uid": "d-1@abc.microinf", "day": date(2026, 12, 31), "summary": "Publish: Zoë, Reel; part 1",
                       **fields})


def _parsed(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, read strictly: CRLF, 75 octets, balanced blocks, required properties, no doubles."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    plain = content.decode().replace("\r\n ", "")[:-2].split("\r\n")
    assert plain[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    open_blocks: list[str] = []
    events: list[dict[str, str]] = []
    for line in plain:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            open_blocks.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_blocks.pop() == value
        elif open_blocks[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = _plain(value)
        elif open_blocks[-1] == "VALARM":
            events[-1][f"alarm {name}"] = _plain(value)
    assert open_blocks == []
    assert all({"UID", "DTSTAMP"} <= event.keys() for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def _plain(value: str) -> str:
    """Take the escapes of RFC 5545, 3.3.11 back."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_an_entry_is_a_whole_day(tmp_path: Path) -> None:
    write_ics(tmp_path / "a.ics", [_event(description="Winter\nTea", category="Publish")], "Winter", STAMP)
    (event,) = _parsed((tmp_path / "a.ics").read_bytes())
    assert event == {
        "UID": "d-1@abc.microinf", "DTSTAMP": "20261124T120000Z", "DTSTART;VALUE=DATE": "20261231",
        "DTEND;VALUE=DATE": "20270101", "SUMMARY": "Publish: Zoë, Reel; part 1", "DESCRIPTION": "Winter\nTea",
        "CATEGORIES": "Publish", "TRANSP": "TRANSPARENT",
    }


def test_an_hour_is_the_same_moment_in_every_zone(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    timed = _event(starts=datetime(2026, 7, 1, 19, 0, tzinfo=berlin), ends=datetime(2026, 7, 1, 22, 30, tzinfo=berlin),
                   location="Hafen 4, Hamburg")
    write_ics(tmp_path / "a.ics", [timed], stamp=STAMP, remind_days=1)
    (event,) = _parsed((tmp_path / "a.ics").read_bytes())
    assert (event["DTSTART"], event["DTEND"]) == ("20260701T170000Z", "20260701T203000Z")
    assert event["LOCATION"] == "Hafen 4, Hamburg"
    assert event["alarm TRIGGER"] == "-P1D"
    assert event["TRANSP"] == "OPAQUE"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_no_line_is_longer_than_75_octets_and_nothing_is_lost(tmp_path: Path, summary: str) -> None:
    summary = summary.encode("utf-8", "ignore").decode()
    write_ics(tmp_path / "a.ics", [_event(summary=summary)], stamp=STAMP)
    (event,) = _parsed((tmp_path / "a.ics").read_bytes())
    kept = "".join(char for char in summary.replace("\r", "") if char.isprintable() or char == "\n")
    assert event["SUMMARY"] == kept


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        write_ics(tmp_path / "no" / "a.ics", [])
