"""Reads of personas: a client's, with the campaigns that use each."""

from collections import defaultdict

from sqlmodel import Session, col

from microinf_desktop.domain.personas import PersonaRow
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, CampaignPersona, Persona


def personas(session: Session, client_id: int) -> list[PersonaRow]:
    """A client's personas in the order they were made."""
    uses: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for persona_id, campaign_id, name in session.execute(
        pick(CampaignPersona.persona_id, Campaign.id, Campaign.name)
        .join(Campaign, col(Campaign.id) == col(CampaignPersona.campaign_id))
        .where(col(Campaign.client_id) == client_id)
        .order_by(col(Campaign.go_live_on).desc().nulls_last(), col(Campaign.id).desc())
    ):
        uses[persona_id].append((campaign_id, name))
    found = session.execute(
        pick(Persona).where(col(Persona.client_id) == client_id).order_by(col(Persona.id))
    ).scalars()
    return [
        PersonaRow(
            p.id or 0, p.client_id, p.name, p.age_from, p.age_to, p.gender, tuple(p.countries), tuple(p.languages),
            tuple(p.interests), tuple(p.behaviours), p.notes, tuple(uses[p.id or 0]),
        )
        for p in found
    ]
