"""Duplicating a campaign: days on working days, work not started, nothing that belongs to the first one alone."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_copies import CopyPlan, shift_days, shifted
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries import campaigns, collaborations
from microinf_desktop.services.campaign_copies import duplicate_campaign
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Campaign, CampaignTarget, ChecklistItem, Deliverable, Milestone
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    made = a_deal(
        workspace, campaign={"go_live_on": date(2026, 11, 20), "jurisdictions": ["DE"], "state": "finished",
                             "lead_times": {"draft": 9}, "planned_creators": 6},
        collaboration={"fee_minor": 40_000, "stage": "completed", "client_decision": "accepted",
                       "discount_code": "KLARA15"},
        deliverable={"state": "live", "live_url": "https://x.example/1", "verdict": "pass", "rounds_used": 2,
                     "draft_due_on": date(2026, 11, 10), "publish_on": date(2026, 11, 22)},
    )
    with workspace.writing("More") as session:
        session.add(CampaignTarget(campaign_id=made.campaign_id, metric="reach", value=Decimal(9)))
        for name, day, done in (("Briefs", date(2026, 11, 2), date(2026, 11, 2)), ("Live", date(2026, 11, 20), None)):
            session.add(Milestone(campaign_id=made.campaign_id, name=name, due_on=day, done_on=done))
        session.add(ChecklistItem(deliverable_id=made.deliverable_id, text="Film it", due_on=date(2026, 11, 9),
                                  done_on=date(2026, 11, 9)))
    return made


EVERYTHING = CopyPlan("Spring", date(2027, 5, 2), creators=True, deliverables=True)  # a Sunday, 163 days later


def test_everything_moves_and_begins_anew_in_one_step(workspace: Workspace, deal: Deal) -> None:
    with workspace.reading() as session:
        before = len(changelog.steps(session))
    copy = duplicate_campaign(workspace, deal.campaign_id, EVERYTHING)
    with workspace.reading() as session:
        found = campaigns.detail(session, copy, TODAY)
        assert found is not None
        assert len(changelog.steps(session)) == before + 1
        assert (found.fields["state"], found.fields["go_live_on"]) == ("planning", date(2027, 5, 2))
        assert found.draft.lead_times == {"draft": 9}
        assert [metric.value for metric, _ in found.targets] == ["reach"]
        days = {one.name: (one.due_on, one.done_on) for one in found.milestones}
        assert days == {"Briefs": (date(2027, 4, 14), None), "Live": (date(2027, 5, 2), None)}
        row, = collaborations.rows(session, copy, TODAY)
        assert (row.stage, row.client_decision, row.fee.minor if row.fee else 0) == ("prospect", "pending", 40_000)
        piece = session.exec(select(Deliverable).where(Deliverable.campaign_id == copy)).one()
        assert (piece.state, piece.live_url, piece.verdict, piece.rounds_used) == ("not_started", "", "not_checked", 0)
        assert (piece.draft_due_on, piece.publish_on) == (date(2027, 4, 22), date(2027, 5, 4))
        item = session.exec(select(ChecklistItem).where(ChecklistItem.deliverable_id == piece.id)).one()
        assert (item.text, item.done_on, item.due_on) == ("Film it", None, date(2027, 4, 21))
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert session.get(Campaign, copy) is None
        assert session.get(Deliverable, piece.id) is None


def test_only_what_is_ticked_is_taken(workspace: Workspace, deal: Deal) -> None:
    plan = CopyPlan("Bare", None, targets=False, personas=False, milestones=False, brief=False)
    copy = duplicate_campaign(workspace, deal.campaign_id, plan)
    with workspace.reading() as session:
        found = campaigns.detail(session, copy, TODAY)
    assert found is not None
    assert (found.targets, found.milestones, found.creators, found.deliverables) == ((), (), 0, 0)
    assert found.fields["go_live_on"] == date(2026, 11, 20), "without a new go-live no day moves"


def test_who_must_not_be_contacted_stays_behind(workspace: Workspace) -> None:
    deal = a_deal(workspace, influencer={"stage": "blacklisted"})
    copy = duplicate_campaign(workspace, deal.campaign_id, EVERYTHING)
    with workspace.reading() as session:
        assert collaborations.rows(session, copy, TODAY) == []


@pytest.mark.parametrize("name", ["", "  "])
def test_a_copy_needs_a_name_of_its_own(workspace: Workspace, deal: Deal, name: str) -> None:
    with pytest.raises(ValidationError, match="empty"):
        duplicate_campaign(workspace, deal.campaign_id, CopyPlan(name))
    duplicate_campaign(workspace, deal.campaign_id, CopyPlan("Spring"))
    with pytest.raises(ValidationError, match="already has a campaign"):
        duplicate_campaign(workspace, deal.campaign_id, CopyPlan("Spring"))


def test_days_fall_on_working_days() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    moved = shifted([friday, sunday], 1, WorkingCalendar(), frozenset({sunday}))
    assert moved == {friday: date(2026, 11, 23), sunday: date(2026, 11, 23)}
    assert shift_days(friday, sunday) == 2
    assert shift_days(None, sunday) == 0
