"""Lead times: shipped < agency < campaign, step by step, undoable."""

from dataclasses import replace

import pytest

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.interchange.templates import shipped_lead_times
from microinf_desktop.queries.lead_times import agency_lead_times, lead_times
from microinf_desktop.services.agency import save_lead_times
from microinf_desktop.services.campaigns import save_campaign
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal

REEL, STORY = DeliverableKind.REEL, DeliverableKind.STORY


def read(workspace: Workspace, kind: DeliverableKind, campaign_id: int | None = None) -> object:
    with workspace.reading() as session:
        return lead_times(session, kind, campaign_id)


def test_without_changes_the_shipped_ones_count(workspace: Workspace) -> None:
    assert {kind: read(workspace, kind) for kind in DeliverableKind} == dict(shipped_lead_times())


def test_the_more_particular_wins_step_by_step(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    save_lead_times(workspace, {"default": {"client_review": 4, "ship": 9}, "story": {"client_review": 3}})
    shipped = shipped_lead_times()
    assert read(workspace, REEL) == replace(shipped[REEL], client_review=4, ship=9)
    assert read(workspace, STORY) == replace(shipped[STORY], client_review=3, ship=9)
    campaign = save_campaign(workspace, CampaignDraft(deal.client_id, "Ridge", lead_times={"client_review": 0}))
    assert read(workspace, STORY, campaign) == replace(shipped[STORY], client_review=0, ship=9)
    assert read(workspace, STORY, deal.campaign_id) == read(workspace, STORY, 999_999) == read(workspace, STORY)


def test_changing_lead_times_is_one_undoable_step(workspace: Workspace) -> None:
    save_lead_times(workspace, {"reel": {"draft": 12}})
    save_lead_times(workspace, {"reel": {}})
    with workspace.reading() as session:
        assert agency_lead_times(session) == {}
    changelog.undo(workspace)
    assert read(workspace, REEL) == replace(shipped_lead_times()[REEL], draft=12)
    changelog.undo(workspace)
    assert read(workspace, REEL) == shipped_lead_times()[REEL]


@pytest.mark.parametrize(("changes", "field"), [
    ({"reel": {"paint": 2}}, "paint"), ({"mural": {"draft": 2}}, "mural"), ({"default": {"draft": -1}}, "draft"),
])
def test_what_cannot_be_a_lead_time_is_named(
    workspace: Workspace, changes: dict[str, dict[str, int]], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        save_lead_times(workspace, changes)
    assert caught.value.field == field
    with workspace.reading() as session:
        assert agency_lead_times(session) == {}
