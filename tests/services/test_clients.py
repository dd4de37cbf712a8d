"""Clients with their contacts and competitors."""

from dataclasses import replace

import pytest

from microinf_desktop.domain.clients import ClientDraft, CompetitorDraft, ContactDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import clients as queries
from microinf_desktop.services import clients as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal

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
