"""Run sheet and guest list: everything somebody needs is on paper, nothing is broken, nobody who declined is listed."""

import io
from datetime import date, datetime, time, timedelta

import pdfplumber
import pytest

from microinf_desktop.documents.event_sheets import hours_text, minutes_text, render_event_sheet, when_text
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.domain.enums import EventKind, EventState, GuestState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.events import EventSheet, EventTimes, SheetGuest, Slot, run_sheet

DAY = date(2026, 12, 3)
TODAY = date(2026, 11, 24)
EVENING = EventTimes(DAY, None, time(18), time(22))


def guest(name: str, state: GuestState = GuestState.ACCEPTED, companions: int = 0, **fields: str) -> SheetGuest:
    given = {"handle": "", "role": "Creator", "notes": "", **fields}
    return SheetGuest(name, given["handle"], given["role"], state, companions, given["notes"])


def sheet(**fields: object) -> EventSheet:
    slots = [Slot(1, DAY, time(17), 60, "Set up", "Théo"), Slot(2, DAY, time(18, 30), 90, "Talk", "Ines", "Mic 2"),
             Slot(3, DAY, time(19, 45), 30, "Music")]
    given: dict[str, object] = {
        "name": "Opening night", "kind": EventKind.POPUP, "state": EventState.CONFIRMED, "client": "Verbena",
        "client_color": "#7A9E5B", "campaign": "Saison", "times": EVENING, "time_zone": "Europe/Paris",
        "place": "Petit foyer", "address": "20 place\n69007 Lyon", "capacity": 2, "owner": "Marisol Ibarra",
        "notes": "No open flames.", "lines": run_sheet(slots, EVENING),
        "guests": (guest("Ada", companions=2, handle="ada.b"), guest("Bea", GuestState.DECLINED),
                   guest("Cleo", GuestState.INVITED, notes="Vegan")),
        "posts": (("Ines Duarte", "Live Q&A", DAY),), **fields,
    }
    return EventSheet(**given)  # type: ignore[arg-type]


def pages(made: EventSheet, paper: str = "a4") -> list[str]:
    pdf = render_event_sheet(made, "Kestrel Lane", TODAY, paper=paper)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_run_sheet_says_who_does_what_when(paper: str) -> None:
    run, door = pages(sheet(), paper)
    for text in ("Run sheet · Pop-up", "Thursday, 3 December 2026", "18:00–22:00", "Paris time", "Petit foyer",
                 "69007 Lyon", "No open flames.", "17:00–18:00", "Set up", "Théo", "30 min free", "1 h 30 min", "Mic 2",
                 "15 min at the same time", "Live Q&A", "Page 1 of 2", "1 over, room for 2"):
        assert text in run, text
    assert run.count("Outside the hours of the event") == 1
    assert "2 names, 4 with companions. 1 declined and is left out." in door


def test_the_door_list_has_who_may_come() -> None:
    door = pages(sheet())[1]
    assert "Ada @ada.b Creator +2" in door
    assert "Cleo Creator Vegan, no answer" in door
    assert "Bea" not in door


def test_an_event_that_is_not_certain_says_so() -> None:
    assert "This event was cancelled." in pages(sheet(state=EventState.CANCELLED))[0]
    assert "not confirmed yet" in pages(sheet(state=EventState.PLANNED))[1]
    assert "confirmed" not in pages(sheet())[0]


def test_a_long_list_goes_over_pages_with_its_head_and_every_name_once() -> None:
    names = [f"Guest {number:03}" for number in range(120)]
    found = pages(sheet(guests=tuple(guest(name) for name in names)))[1:]
    assert len(found) > 3
    assert all("Name Role With Note" in page for page in found)
    lines = [line for page in found for line in page.splitlines() if line.endswith(" Creator")]
    assert lines == [f"{name} Creator" for name in names]


def test_no_slot_is_broken_over_pages() -> None:
    slots = [Slot(n, DAY, (datetime.combine(DAY, time(8)) + timedelta(minutes=15 * n)).time(), 15, f"Part {n:02}",
                  f"Who {n:02}", f"Note {n:02}") for n in range(40)]
    found = pages(sheet(lines=run_sheet(slots)))[:-1]
    assert len(found) > 2
    for page in found:
        assert page.count("Part ") == page.count("Who ") == page.count("Note ")
    assert sum(page.count("Part ") for page in found) == 40


def test_without_anything_it_still_prints() -> None:
    run, door = pages(sheet(lines=[], guests=(), posts=(), place="", address="", notes="", owner="", capacity=None))
    assert "Nothing is planned yet." in run
    assert "no limit set" in run
    assert "Nobody is on the guest list yet." in door


def test_several_days_have_their_names() -> None:
    times = EventTimes(DAY, DAY + timedelta(days=1), time(10), time(19))
    lines = run_sheet([Slot(1, DAY, time(10), 30, "Doors"), Slot(2, DAY + timedelta(days=1), time(10), 30, "Doors")])
    text = pages(sheet(times=times, lines=lines))[0]
    assert "3 to 4 December 2026" in text
    assert "Friday, 4 December 2026" in text
    assert "2 days, Paris time" in text


def test_letters_no_font_has_are_named() -> None:
    with pytest.raises(KnownError, match="No installed font"):
        render_event_sheet(sheet(guests=(guest("A \ufdd0\U0010fffd"),)), "Kestrel Lane", TODAY)


def test_the_same_event_gives_the_same_bytes() -> None:
    assert render_event_sheet(sheet(), "K", TODAY) == render_event_sheet(sheet(), "K", TODAY)


def test_words_of_times() -> None:
    formats = ContractFormats("en", "en_US", {})
    assert when_text(EventTimes(DAY, DAY + timedelta(days=1)), formats) == "December 3, 2026 to December 4, 2026"
    assert [hours_text(EventTimes(DAY)), hours_text(EventTimes(DAY, None, time(9)))] == ["all day", "from 09:00"]
    assert [minutes_text(n) for n in (5, 60, 90, 1440)] == ["5 min", "1 h", "1 h 30 min", "24 h"]
