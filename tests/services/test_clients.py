"""Clients with their contacts and competitors."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.clients import ClientDraft, CompetitorDraft, ContactDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import clients as queries
from microinf_desktop.services import clients as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Milestone
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_campaign, a_collaboration, a_deal, a_deliverable

TARNWICK = ClientDraft(
    name="Tarnwick Tea", dos=("Show the steam",), contacts=(ContactDraft("Nora", "nora@example.com"),),
    competitors=(CompetitorDraft("Ostmarsh"), CompetitorDraft("Leaf")),
)


def test_saving_replaces_parts_and_undo_brings_them_back(workspace: Workspace) -> None:
    client = services.save_client(workspace, TARNWICK)
    services.save_client(workspace, replace(TARNWICK, competitors=(CompetitorDraft("Leaf"),), tone="warm"), client)
    with workspace.reading() as session:
        detail = queries.detail(session, client)
    assert detail is not None
    assert ([c.name for c in detail.competitors], detail.fields["tone"]) == (["Leaf"], "warm")
    changelog.undo(workspace)
    with workspace.reading() as session:
        detail = queries.detail(session, client)
    assert detail is not None
    assert [c.name for c in detail.competitors] == ["Ostmarsh", "Leaf"]
    assert [c.name for c in detail.contacts] == ["Nora"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"color": "red"}, "color"), ({"currency": "€"}, "currency"),
     ({"country": "Germany"}, "country"), ({"payment_terms_days": -1}, "payment_terms_days")],
)
def test_bad_fields_are_named(workspace: Workspace, change: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        services.save_client(workspace, replace(TARNWICK, **change))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_two_clients_of_one_name_are_refused(workspace: Workspace) -> None:
    services.save_client(workspace, TARNWICK)
    with pytest.raises(ValidationError, match="already is a client"):
        services.save_client(workspace, TARNWICK)


def test_a_client_with_campaigns_is_archived_instead(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with pytest.raises(KnownError, match="Archive the client instead"):
        services.delete_client(workspace, deal.client_id)
    services.archive_client(workspace, deal.client_id)
    with workspace.reading() as session:
        assert queries.rows(session) == []
        assert [(r.campaigns, r.running) for r in queries.rows(session, archived=True)] == [(1, 1)]


def test_parts_are_known_by_their_id_not_by_their_name(workspace: Workspace) -> None:
    twins = (ContactDraft("Accounts", "a@example.com", is_decider=True), ContactDraft("Nora", "n@example.com"))
    client = services.save_client(workspace, replace(TARNWICK, contacts=twins))
    stored = _detail(workspace, client)
    assert [c.is_decider for c in stored.contacts] == [True, False]
    accounts, nora = stored.contacts
    renamed = (replace(accounts, name="Nora"), nora, ContactDraft("", ""))
    services.save_client(workspace, replace(TARNWICK, contacts=renamed, competitors=stored.competitors), client)
    now = _detail(workspace, client)
    assert [(c.id, c.name, c.email) for c in now.contacts] == [
        (accounts.id, "Nora", "a@example.com"), (nora.id, "Nora", "n@example.com"),
    ]
    assert now.competitors == stored.competitors


def test_the_mood_board_keeps_order_through_removal_and_undo(workspace: Workspace) -> None:
    client = services.save_client(workspace, TARNWICK)
    a, b, c = services.add_images(workspace, client, [(b"a", "a.png"), (b"b", "b.png"), (b"c", "c.png")])
    assert services.add_images(workspace, client, [(b"b", "again.png")]) == []
    services.move_image(workspace, c, 0)
    services.caption_image(workspace, c, " Steam ")
    assert [(i.id, i.caption) for i in _detail(workspace, client).images] == [(c, "Steam"), (a, ""), (b, "")]
    services.remove_images(workspace, [c, a])
    assert [i.file_name for i in _detail(workspace, client).images] == ["b.png"]
    changelog.undo(workspace)
    assert [i.id for i in _detail(workspace, client).images] == [c, a, b]


def test_a_logo_stays_is_replaced_or_taken_away(workspace: Workspace) -> None:
    client = services.save_client(workspace, TARNWICK, logo=(b"one", "one.png"))
    services.save_client(workspace, TARNWICK, client)
    assert _detail(workspace, client).logo_name == "one.png"
    services.save_client(workspace, TARNWICK, client, (b"two", "two.png"))
    assert _detail(workspace, client).logo_name == "two.png"
    services.save_client(workspace, TARNWICK, client, without_logo=True)
    assert _detail(workspace, client).logo_sha256 == ""


def test_work_rolls_up_over_open_campaigns(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "client_review", "publish_on": date(2026, 11, 27)},
                  campaign={"budget_minor": 500_000})
    with workspace.writing("More work") as session:
        old = a_campaign(session, deal.client_id, state="finished", budget_minor=900_000)
        other = a_collaboration(session, old.id or 0, deal.influencer_id)
        a_deliverable(session, old.id or 0, other.id or 0, state="not_started", draft_due_on=date(2026, 1, 1))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, state="complete")
        session.add(Milestone(campaign_id=deal.campaign_id, name="Report", due_on=date(2026, 12, 20)))
        session.add(Milestone(campaign_id=deal.campaign_id, name="Past", due_on=date(2026, 11, 1)))
    with workspace.reading() as session:
        work = queries.work(session, deal.client_id, TODAY)
        [row] = queries.rows(session, today=TODAY)
    assert (work.deliverables, work.done, work.late, work.progress) == (2, 1, 0, 85)
    assert (row.progress, row.late) == (85, 0)
    assert work.budgets == (Money(500_000, "EUR"),)
    assert work.committed == (Money(90_000, "EUR"),)
    assert [(d.day, d.kind) for d in work.next_dates] == [
        (date(2026, 11, 27), "publish"), (date(2026, 12, 20), "milestone"),
    ]
    assert len(work.campaigns) == 2


def test_sums_count_and_do_not_stop_at_one(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "not_started", "draft_due_on": date(2026, 11, 1)})
    with workspace.writing("More work") as session:
        a_campaign(session, deal.client_id, state="planning")
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, draft_due_on=date(2026, 11, 1))
    with workspace.reading() as session:
        [row] = queries.rows(session, today=TODAY)
        work = queries.work(session, deal.client_id, TODAY)
    assert (row.running, row.late, work.late) == (2, 2, 2)
    assert {campaign.late for campaign in work.campaigns} == {0, 2}


def _detail(workspace: Workspace, client_id: int) -> queries.ClientDetail:
    with workspace.reading() as session:
        found = queries.detail(session, client_id)
    assert found is not None
    return found
