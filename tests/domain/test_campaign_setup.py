"""The steps of the set-up, what is missing, and what a template or the pilot preset fills in."""

from dataclasses import fields, replace
from datetime import date

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_setup import FIELDS, SetupStep, as_pilot, missing, started_from, step_of
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import Objective
from microinf_desktop.domain.schedule import LeadTimes
from microinf_desktop.interchange.templates import shipped_campaigns

TEMPLATES = {one.key: one for one in shipped_campaigns()}
EMPTY = CampaignDraft(1, "Ridge")
TODAY = date(2026, 11, 24)


def test_every_field_of_a_campaign_is_typed_on_one_step():
    typed = [name for names in FIELDS.values() for name in names if name != "value"]
    assert sorted(typed) == sorted(field.name for field in fields(CampaignDraft) if field.name != "state")
    assert step_of("go_live_on") is SetupStep.DATES
    assert step_of("nothing") is None


def test_what_is_missing_names_its_step():
    assert [step for step, _ in missing(EMPTY)] == [SetupStep.OBJECTIVES] * 2 + [SetupStep.AUDIENCE] * 3 + [
        SetupStep.DATES] * 2 + [SetupStep.BUDGET]
    assert SetupStep.BUDGET not in dict(missing(replace(EMPTY, budget_minor=0))), "a budget of nothing is a budget"


def test_a_template_fills_what_nobody_typed():
    typed = replace(EMPTY, objectives=(Objective.CONVERSION,), go_live_on=date(2027, 1, 11), summary="ours")
    draft = started_from(typed, TEMPLATES["launch"])
    assert (draft.objectives, draft.summary, draft.template) == ((Objective.CONVERSION,), "ours", "launch")
    assert (draft.planned_creators, draft.planned_posts, draft.main_platform) == (24, 4, "instagram")
    assert draft.ends_on == date(2027, 2, 21), "42 days, both included"
    assert draft.problems() == []


def test_the_pilot_preset_fits_its_own_warnings():
    draft = as_pilot(EMPTY, TEMPLATES["pilot"], TODAY, LeadTimes(), WorkingCalendar())
    assert draft.is_pilot
    assert draft.go_live_on == date(2026, 12, 16), "sixteen working days from today, with today"
    assert draft.planned_creators == 7
    assert draft.pilot_warnings(draft.planned_creators) == []
    assert draft.problems() == []
    late = as_pilot(replace(EMPTY, go_live_on=date(2027, 3, 1), planned_creators=40), TEMPLATES["pilot"], TODAY,
                    LeadTimes(), WorkingCalendar())
    assert (late.go_live_on, late.planned_creators) == (date(2027, 3, 1), 7), "a day that still works stays"
