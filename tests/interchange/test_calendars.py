"""Calendar files: escaped, folded, readable again."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.calendars import write_ics

STAMP = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_an_entry_is_a_whole_day(tmp_path: Path) -> None:
    write_ics(tmp_path / "a.ics", [(date(2026, 12, 31), "Publish: Zoë, Reel; part 1", "Winter\nTea", "d-1")], STAMP)
    text = (tmp_path / "a.ics").read_bytes().decode()
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "SUMMARY:Publish: Zoë\\, Reel\\; part 1\r\n" in text
    assert "DESCRIPTION:Winter\\nTea\r\n" in text


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_no_line_is_longer_than_75_octets_and_nothing_is_lost(tmp_path: Path, summary: str) -> None:
    summary = summary.encode("utf-8", "ignore").decode()
    write_ics(tmp_path / "a.ics", [(date(2026, 12, 31), summary, "", "d-1")], STAMP)
    content = (tmp_path / "a.ics").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.decode().replace("\r\n ", "")
    found = next(line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:"))
    plain = found.removeprefix("SUMMARY:").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    kept = "".join(char for char in summary.replace("\r", "") if char.isprintable() or char == "\n")
    assert plain.replace("\\\\", "\\") == kept or "\\" in summary


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        write_ics(tmp_path / "no" / "a.ics", [])
