"""Checklists: dates counted from the right day, follow-ups of the deal, progress."""

from datetime import date

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.checklists import (
    Anchor,
    ChecklistTemplate,
    ItemTemplate,
    Progress,
    anchors_of,
    combined,
    deal_items,
    plan_items,
    progress,
)
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.schedule import LeadTimes, plan_back

PLAIN = WorkingCalendar()
TEMPLATE = ChecklistTemplate(
    DeliverableKind.REEL,
    (
        ItemTemplate("Draft received", Anchor.DRAFT, holder=BallHolder.CREATOR),
        ItemTemplate("Caption checked", Anchor.DRAFT, 1),
        ItemTemplate("Day confirmed", Anchor.GO_LIVE, -1),
        ItemTemplate("Numbers after 7 days", Anchor.GO_LIVE, 7),
        ItemTemplate("Whenever"),
    ),
)


def test_items_are_dated_from_their_anchor():
    anchors = {Anchor.DRAFT: date(2026, 11, 27), Anchor.GO_LIVE: date(2026, 12, 6)}
    due = {item.text: item.due_on for item in plan_items(TEMPLATE, anchors, PLAIN)}
    assert due == {
        "Draft received": date(2026, 11, 27),
        "Caption checked": date(2026, 11, 30),  # the working day after a Friday
        "Day confirmed": date(2026, 12, 4),  # the working day before a Sunday
        "Numbers after 7 days": date(2026, 12, 13),  # posts are read by the calendar, Sunday or not
        "Whenever": None,
    }


def test_items_without_their_anchor_have_no_date():
    assert all(item.due_on is None for item in plan_items(TEMPLATE, {}, PLAIN))
    assert plan_items(TEMPLATE, {}, PLAIN)[0].holder is BallHolder.CREATOR


def test_anchors_of_a_plan():
    plan = plan_back(date(2026, 12, 17), LeadTimes(), PLAIN)
    assert anchors_of(plan) == {
        Anchor.START: date(2026, 11, 25), Anchor.DRAFT: date(2026, 12, 8),
        Anchor.APPROVAL: date(2026, 12, 15), Anchor.GO_LIVE: date(2026, 12, 17),
    }
    short = plan_back(date(2026, 12, 17), LeadTimes(changes=0, client_review=0), PLAIN)
    assert anchors_of(short)[Anchor.APPROVAL] == date(2026, 12, 15)  # the internal review
    bare = plan_back(date(2026, 12, 17), LeadTimes(0, 0, 0, 0, 0, 0), PLAIN)
    assert set(anchors_of(bare)) == {Anchor.START, Anchor.GO_LIVE}


def test_the_contract_becomes_dated_checks():
    live = date(2026, 12, 1)
    long = deal_items(live, 90, date(2027, 6, 1), date(2027, 1, 1))
    assert [(item.text, item.due_on) for item in long] == [
        ("Still live on day 30, disclosure in place", date(2026, 12, 31)),
        ("Still live on day 90, disclosure in place", date(2027, 3, 1)),
        ("Usage rights end: stop using the content or renew", date(2027, 6, 1)),
        ("Exclusivity ends", date(2027, 1, 1)),
    ]
    assert [item.due_on for item in deal_items(live, 30)] == [date(2026, 12, 31)]
    assert deal_items(live, None) == deal_items(live, 0) == ()


def test_progress_and_roll_up():
    today = date(2026, 11, 24)
    one = progress(
        [(date(2026, 11, 20), date(2026, 11, 21)), (date(2026, 11, 23), None), (today, None), (None, None)], today
    )
    assert one == Progress(done=1, total=4, overdue=1)
    assert one.percent == 25
    assert progress([], today).percent is None
    assert combined([one, Progress(2, 2, 0)]) == Progress(3, 6, 1)
    assert combined([]).percent is None
