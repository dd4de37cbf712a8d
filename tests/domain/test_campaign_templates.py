"""Milestones of a template on working days, and the warnings of a pilot."""

from datetime import date

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_templates import milestones_from, pilot_warnings
from microinf_desktop.domain.periods import Period
from microinf_desktop.interchange.templates import shipped_campaigns

PLAIN = WorkingCalendar()


def test_milestones_fall_on_working_days_but_go_live_keeps_its_day():
    sunday = date(2026, 12, 6)
    for template in shipped_campaigns():
        planned = milestones_from(template, sunday, PLAIN)
        assert len(planned) == len(template.milestones)
        assert [stone.due_on for stone in planned] == sorted(stone.due_on for stone in planned)
        for stone in planned:
            assert stone.due_on == sunday or PLAIN.is_working(stone.due_on)
        days = {stone.name: stone.due_on for stone in planned}
        for stone in template.milestones:
            if stone.day < 0:
                assert days[stone.name] < sunday
            if stone.day == 0:
                assert days[stone.name] == sunday


def test_pilot_warnings():
    fine = Period(date(2026, 11, 2), date(2026, 11, 22))
    assert pilot_warnings(5, fine) == pilot_warnings(10, fine) == pilot_warnings(7, None) == ()
    assert "says little" in pilot_warnings(4, fine)[0]
    assert "more than" in pilot_warnings(11, fine)[0]
    assert "8 days" in pilot_warnings(5, Period(date(2026, 11, 2), date(2026, 11, 9)))[0]
    assert len(pilot_warnings(1, Period(date(2026, 11, 2), date(2027, 11, 9)))) == 2
