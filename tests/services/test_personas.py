"""Personas of a client: added, changed, copied, deleted; which campaigns use them."""

from dataclasses import replace

import pytest

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.personas import PersonaDraft, PersonaRow
from microinf_desktop.queries.personas import personas
from microinf_desktop.services import personas as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import CampaignPersona
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal


def _rows(workspace: Workspace, client_id: int) -> list[PersonaRow]:
    with workspace.reading() as session:
        return personas(session, client_id)


def test_a_persona_is_kept_as_typed_and_copied_under_a_free_name(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = PersonaDraft(deal.client_id, " Reader ", 29, 49, "mostly women", ("GB",), ("en",), ("books",), ("saves",))
    first = services.save_persona(workspace, draft)
    [row] = _rows(workspace, deal.client_id)
    assert row.as_draft() == replace(draft, name="Reader")
    services.duplicate_persona(workspace, first)
    services.duplicate_persona(workspace, first)
    rows = _rows(workspace, deal.client_id)
    assert [r.name for r in rows] == ["Reader", "Reader (copy)", "Reader (copy 2)"]
    assert replace(rows[2].as_draft(), name="Reader") == row.as_draft()
    for name in ("reader", "Reader (copy)"):
        with pytest.raises(ValidationError, match="already is a persona"):
            services.save_persona(workspace, replace(draft, name=name))
    services.save_persona(workspace, replace(row.as_draft(), age_to=52), first)
    assert _rows(workspace, deal.client_id)[0].age_to == 52


def test_deleting_takes_it_out_of_campaigns_and_undo_puts_it_back(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    persona_id = services.save_persona(workspace, PersonaDraft(deal.client_id, "Reader"))
    with workspace.writing("Use it") as session:
        session.add(CampaignPersona(campaign_id=deal.campaign_id, persona_id=persona_id))
    [row] = _rows(workspace, deal.client_id)
    assert [campaign_id for campaign_id, _name in row.campaigns] == [deal.campaign_id]
    services.delete_persona(workspace, persona_id)
    assert _rows(workspace, deal.client_id) == []
    changelog.undo(workspace)
    assert _rows(workspace, deal.client_id) == [row]
