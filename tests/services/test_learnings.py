"""Learnings of a client: noted, edited, retired, deleted; what a brief may offer."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.learnings import LearningDraft
from microinf_desktop.queries.learnings import learnings, topics
from microinf_desktop.services import learnings as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_client, a_deal


def _texts(workspace: Workspace, client_id: int, retired: bool = False) -> list[str]:
    with workspace.reading() as session:
        return [row.text for row in learnings(session, client_id, include_retired=retired)]


def test_newest_first_and_retired_last(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = LearningDraft(deal.client_id, "Say the minutes", "Hooks", deal.campaign_id, date(2026, 10, 1))
    first = services.save_learning(workspace, draft)
    services.save_learning(workspace, replace(draft, text=" Show the steam ", noted_on=date(2026, 11, 1)))
    assert _texts(workspace, deal.client_id) == ["Show the steam", "Say the minutes"]
    services.retire_learning(workspace, [first])
    assert _texts(workspace, deal.client_id) == ["Show the steam"]
    assert _texts(workspace, deal.client_id, retired=True) == ["Show the steam", "Say the minutes"]
    changelog.undo(workspace)
    assert _texts(workspace, deal.client_id) == ["Show the steam", "Say the minutes"]
    with workspace.reading() as session:
        assert topics(session, deal.client_id) == ["Hooks"]
        assert {row.campaign_id for row in learnings(session, deal.client_id)} == {deal.campaign_id}


def test_editing_keeps_the_day_unless_another_is_given(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = LearningDraft(deal.client_id, "Say the minutes", noted_on=date(2026, 10, 1))
    known = services.save_learning(workspace, draft)
    services.save_learning(workspace, LearningDraft(deal.client_id, "Say the minutes aloud"), known)
    with workspace.reading() as session:
        [row] = learnings(session, deal.client_id)
    assert (row.text, row.noted_on) == ("Say the minutes aloud", date(2026, 10, 1))
    services.delete_learning(workspace, [known])
    assert _texts(workspace, deal.client_id, retired=True) == []
    with pytest.raises(KnownError, match="deleted meanwhile"):
        services.delete_learning(workspace, [known])


def test_what_cannot_be_noted(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Another client") as session:
        other = a_client(session).id or 0
    for draft, field in (
        (LearningDraft(deal.client_id, "  "), "text"), (LearningDraft(deal.client_id, "a", "t" * 61), "topic"),
        (LearningDraft(other, "a", campaign_id=deal.campaign_id), "campaign_id"),
    ):
        with pytest.raises(ValidationError) as caught:
            services.save_learning(workspace, draft)
        assert caught.value.field == field
    with pytest.raises(KnownError, match="client was deleted"):
        services.save_learning(workspace, LearningDraft(9_999, "a"))
