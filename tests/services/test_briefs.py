"""Versions of briefs: kept once, never changed, confirmed and taken back; who has not confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from microinf_desktop import papers
from microinf_desktop.domain.briefs import (
    AcknowledgementDraft,
    AcknowledgementWay,
    BriefDraft,
    BriefPageDraft,
    BriefState,
    brief_changes,
    brief_gaps,
    sha256_of,
)
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import briefs
from microinf_desktop.services import briefs as services
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import BriefVersion, Campaign, Deliverable
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal, an_agency

SENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    with workspace.writing("Agency") as session:
        an_agency(session)
    return a_deal(workspace)


def _send(workspace: Workspace, deal: Deal, *, set_briefed: bool = False) -> object:
    made = papers.briefs_to_send(workspace, [deal.collaboration_id], TODAY)
    return services.issue(workspace, made, set_briefed=set_briefed, now=SENT, today=TODAY)


def _state(workspace: Workspace, deal: Deal) -> briefs.CreatorRow:
    with workspace.reading() as session:
        [row] = briefs.creators(session, deal.campaign_id, today=TODAY)
    return row


def test_a_version_is_kept_with_its_hash_and_not_twice(workspace: Workspace, deal: Deal) -> None:
    assert _state(workspace, deal).state is BriefState.NOT_SENT
    first = _send(workspace, deal)
    second = _send(workspace, deal)
    assert [version for _, version in first.sent] == [1]  # type: ignore[attr-defined]
    assert [version for _, version in second.unchanged] == [1]  # type: ignore[attr-defined]
    with workspace.reading() as session:
        [kept] = briefs.versions(session, deal.collaboration_id)
    assert kept.data_sha256 == sha256_of(kept.data)
    assert attachments.read(workspace.folder, kept.sha256).startswith(b"%PDF-")
    assert _state(workspace, deal).state is BriefState.SENT


def test_what_was_sent_never_changes_and_survives_undo(workspace: Workspace, deal: Deal) -> None:
    _send(workspace, deal)
    with pytest.raises(IntegrityError, match="append-only"), workspace.writing("Tamper") as session:
        session.exec(select(BriefVersion)).one().data = "{}"
    changelog.undo(workspace)
    assert _state(workspace, deal).version == 1


def test_a_change_makes_the_next_version_and_is_told_in_words(workspace: Workspace, deal: Deal) -> None:
    _send(workspace, deal)
    services.save_brief(workspace, deal.campaign_id, BriefDraft(opening=" Slow mornings ", dos=(" Pour twice ", " ")))
    services.save_page(workspace, deal.collaboration_id, BriefPageDraft(why_you="Your kitchen"))
    assert _state(workspace, deal).state is BriefState.CHANGED
    _send(workspace, deal)
    with workspace.reading() as session:
        new, old = briefs.versions(session, deal.collaboration_id)
    assert (new.version, old.version) == (2, 1)
    told = {change.part: (change.old, change.new) for change in brief_changes(old.data, new.data)}
    assert told == {
        "Opening": ("", "Slow mornings"), "Why you": ("", "Your kitchen"),
        "Do": ("Show the steam", "Show the steam\nPour twice"),
    }


def test_a_new_fee_is_no_new_brief(workspace: Workspace, deal: Deal) -> None:
    _send(workspace, deal)
    with workspace.writing("Fee") as session:
        session.get_one(Deliverable, deal.deliverable_id).fee_minor = 12_345
    assert _state(workspace, deal).state is BriefState.SENT


def test_missing_essentials_forbid_sending_but_not_the_preview(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Less") as session:
        session.get_one(Campaign, deal.campaign_id).jurisdictions = []
        session.get_one(Deliverable, deal.deliverable_id).publish_on = None
    made = papers.brief_paper(workspace, deal.collaboration_id, TODAY, preview=True)
    gaps = brief_gaps(made.data)
    assert [gap.place for gap in gaps if gap.blocks] == ["campaign", "deliverable"]
    assert gaps[1].record_id == deal.deliverable_id
    with pytest.raises(KnownError, match="Nothing was sent"):
        papers.briefs_to_send(workspace, [deal.collaboration_id], TODAY)
    with workspace.writing("Nothing") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = DeliverableState.CANCELLED
    with pytest.raises(KnownError) as told:
        papers.briefs_to_send(workspace, [deal.collaboration_id], TODAY)
    planned = str(told.value).partition("No deliverable is planned")
    assert planned[1]
    assert not planned[0].endswith(f"{made.data.creator}: "), "a creator is not named twice in a row"
    with pytest.raises(KnownError, match="cannot be sent"):
        services.issue(workspace, [made])


def test_a_version_somebody_else_sent_meanwhile_is_not_overwritten(workspace: Workspace, deal: Deal) -> None:
    made = papers.briefs_to_send(workspace, [deal.collaboration_id], TODAY)
    _send(workspace, deal)
    other = replace(made[0], data=replace(made[0].data, opening="Another"))
    with pytest.raises(KnownError, match="2 is"):
        services.issue(workspace, [other])


def test_briefed_only_when_asked_and_undone_alone(workspace: Workspace, deal: Deal) -> None:
    _send(workspace, deal)
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == "not_started"
    _send(workspace, deal, set_briefed=True)
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == "briefed"
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == "not_started"


def test_who_has_not_confirmed(workspace: Workspace, deal: Deal) -> None:
    _send(workspace, deal)
    with workspace.reading() as session:
        [row] = briefs.unacknowledged(session, TODAY)
    assert (row.deal.collaboration_id, row.version, row.sent_on, row.days) == (
        deal.collaboration_id, 1, SENT.date(), 4)
    said = AcknowledgementDraft(date(2026, 11, 21), "Klara", AcknowledgementWay.CALL, "Fine")
    services.acknowledge(workspace, row.version_id, said, TODAY)
    assert _state(workspace, deal).acknowledged_on == date(2026, 11, 21)
    assert _state(workspace, deal).state is BriefState.ACKNOWLEDGED
    with workspace.reading() as session:
        assert briefs.unacknowledged(session, TODAY) == []
    services.take_back_acknowledgement(workspace, row.version_id)
    with workspace.reading() as session:
        assert len(briefs.unacknowledged(session, TODAY)) == 1
    with workspace.writing("Over") as session:
        session.get_one(Campaign, deal.campaign_id).state = "finished"
    with workspace.reading() as session:
        assert briefs.unacknowledged(session, TODAY) == []


@pytest.mark.parametrize(("draft", "field"), [
    (AcknowledgementDraft(TODAY + timedelta(days=1), "K"), "day"),
    (AcknowledgementDraft(date(2026, 11, 19), "K"), "day"), (AcknowledgementDraft(TODAY, " "), "name"),
])
def test_an_impossible_acknowledgement_is_refused_at_its_field(
    workspace: Workspace, deal: Deal, draft: AcknowledgementDraft, field: str
) -> None:
    _send(workspace, deal)
    with workspace.reading() as session:
        [row] = briefs.unacknowledged(session, TODAY)
    with pytest.raises(ValidationError) as refused:
        services.acknowledge(workspace, row.version_id, draft, TODAY)
    assert refused.value.field == field


def test_the_dossier_says_which_brief_was_sent_and_who_confirmed_it(workspace: Workspace, deal: Deal) -> None:
    from microinf_desktop.documents.dossiers import render_dossier
    from microinf_desktop.queries.dossiers import dossier_data
    from tests.documents.pdf_reading import squeezed, text_of

    _send(workspace, deal)
    with workspace.reading() as session:
        [row] = briefs.unacknowledged(session, TODAY)
        before = dossier_data(session, deal.campaign_id, today=TODAY)
    assert squeezed("no acknowledgement on file") in squeezed(text_of(render_dossier(before)))
    said = AcknowledgementDraft(date(2026, 11, 21), "Klara Vossbeck", AcknowledgementWay.IN_PERSON)
    services.acknowledge(workspace, row.version_id, said, TODAY)
    with workspace.reading() as session:
        after = dossier_data(session, deal.campaign_id, today=TODAY)
    text = squeezed(text_of(render_dossier(after)))
    assert squeezed("by Klara Vossbeck by in person") not in text
    assert squeezed("by Klara Vossbeck, in person") in text
