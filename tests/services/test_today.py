"""One key in Today, and calendar files of one client, campaign or person."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from microinf_desktop.domain.entries import CalendarFilter
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.today import TodayItem, TodayKind
from microinf_desktop.queries import today as queries
from microinf_desktop.services import calendars, today
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Event, Shipment
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal


def _items(workspace: Workspace, day: date = TODAY) -> dict[TodayKind, TodayItem]:
    with workspace.reading() as session:
        return {item.kind: item for item in queries.items(session, day)}


def test_a_snooze_ends_on_its_day_and_the_count_follows(workspace: Workspace) -> None:
    a_deal(workspace, deliverable={"draft_due_on": TODAY, "state": "briefed"})
    item = _items(workspace)[TodayKind.DRAFT]
    with pytest.raises(ValidationError, match="lie ahead"):
        today.snooze(workspace, [item], TODAY, TODAY)
    today.snooze(workspace, [item], TODAY + timedelta(days=2), TODAY)
    assert _items(workspace)[TodayKind.DRAFT].bucket(TODAY) == "snoozed"
    with workspace.reading() as session:
        assert queries.count(session, TODAY) == 0
        assert queries.counts(session, TODAY + timedelta(days=2)) == (0, 1)
    assert _items(workspace, TODAY + timedelta(days=2))[TodayKind.DRAFT].bucket(TODAY + timedelta(days=2)) == "late"
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert queries.counts(session, TODAY) == (1, 0)


def test_parcels_are_sent_confirmed_and_nudged_on_their_days(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"publish_on": date(2027, 3, 1), "draft_due_on": date(2027, 2, 1)})
    with workspace.writing("Parcels") as session:
        for state, fields in (("to_send", {}), ("address_confirmed", {"send_by": TODAY}),
                              ("delivered", {"delivered_on": TODAY - timedelta(days=8)})):
            session.add(Shipment(collaboration_id=deal.collaboration_id, state=state, **fields))
    found = _items(workspace)
    assert found[TodayKind.ADDRESS].holder == "creator"
    assert found[TodayKind.PARCEL].due_on == TODAY
    nudge = found[TodayKind.NUDGE]
    assert (nudge.what, nudge.due_on) == ("7", TODAY - timedelta(days=1))
    today.finish(workspace, [nudge], TODAY)
    assert (_items(workspace)[TodayKind.NUDGE].what, _items(workspace)[TodayKind.NUDGE].due_on) == (
        "10", TODAY + timedelta(days=2))


def test_what_needs_more_than_a_tick_is_refused_with_all_others(workspace: Workspace) -> None:
    a_deal(workspace, deliverable={"draft_due_on": TODAY, "state": "briefed"})
    with pytest.raises(KnownError, match="more than a tick"):
        today.finish(workspace, [_items(workspace)[TodayKind.DRAFT]], TODAY)


def test_a_calendar_file_of_one_client_holds_only_its_dates(workspace: Workspace, tmp_path: Path) -> None:
    mine, other = a_deal(workspace), a_deal(workspace)
    with workspace.writing("Event") as session:
        session.add(Event(campaign_id=mine.campaign_id, name="Pop-up", starts_on=TODAY, starts_at=time(19),
                          ends_at=time(1), time_zone="Europe/Berlin", place="Hafen"))

    def export(wanted: CalendarFilter) -> str:
        calendars.export_ics(workspace, tmp_path / "a.ics", wanted, "x", TODAY, lambda entry: entry.what)
        return (tmp_path / "a.ics").read_text(encoding="utf-8")

    everything, ours = export(CalendarFilter()), export(CalendarFilter(client_ids=(mine.client_id,)))
    assert f"deliverable-{other.deliverable_id}-publish@" in everything
    assert f"deliverable-{mine.deliverable_id}-publish@" in ours
    assert f"deliverable-{other.deliverable_id}-publish@" not in ours
    assert "DTSTART:20261124T180000Z\r\nDTEND:20261125T000000Z" in (tmp_path / "a.ics").read_bytes().decode()
    uids = [line for line in ours.splitlines() if line.startswith("UID")]
    assert uids == [line for line in export(CalendarFilter(client_ids=(mine.client_id,))).splitlines()
                    if line.startswith("UID")]
