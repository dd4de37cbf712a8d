"""Milestones of a template on working days."""

from datetime import date

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_templates import milestones_from
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
