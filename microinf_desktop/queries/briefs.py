"""A creative brief's data for one creator, assembled from client, campaign, persona, deal and deliverables."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from microinf_desktop.domain.briefs import BriefAudience, BriefContact, BriefData, BriefStep
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.queries.contract_data import (
    LETTER_COUNTRIES,
    ContractSource,
    deliverable_terms,
    disclosure_terms,
    handles,
    read_source,
    unique,
)
from microinf_desktop.queries.deals import deliverable_name
from microinf_desktop.storage.tables import Campaign, CampaignPersona, Deliverable, Person, Persona


def brief_data(
    session: Session, collaboration_id: int, packs: PackSet | None = None, *, today: date | None = None,
    version: int = 1,
    why_you: str = "", learnings: Sequence[str] = (), story_prompts: Sequence[str] = (), locale: str = "",
) -> BriefData:
    """Everything the brief for a creator says, as it stands in the workspace; about eight queries.

    `why_you`, `learnings` and `story_prompts` are written for the occasion; empty ones are left out, prompts then
    come from the library. `packs` are the rules the labels follow (the program’s own when None). KnownError when
    there is no such collaboration.
    """
    today = today or date.today()
    source = read_source(session, collaboration_id, ContractOptions())
    client, campaign, agency = source.client, source.campaign, source.agency
    jurisdictions = tuple(campaign.jurisdictions or client.jurisdictions)
    return BriefData(
        campaign=campaign.name, client=client.name, agency=agency.name, creator=source.creator.name, version=version,
        dated=today, handles=handles(source), product=campaign.product, summary=campaign.summary,
        objectives=tuple(word.replace("_", " ").capitalize() for word in campaign.objectives),
        audience=_audience(session, campaign), key_messages=unique(campaign.key_messages, client.key_messages),
        tone=client.tone, visual_style=client.visual_style, dos=tuple(client.dos), donts=tuple(client.donts),
        forbidden_words=tuple(client.forbidden_words), story_prompts=tuple(story_prompts), why_you=why_you.strip(),
        learnings=tuple(learnings), deliverables=deliverable_terms(source),
        disclosures=disclosure_terms(source.deal, campaign, source.deliverables, jurisdictions, packs, today),
        steps=tuple(_steps(source)), contact=_contact(session, source), time_zone=campaign.time_zone,
        locale=locale or agency.locale, paper="letter" if source.creator.country in LETTER_COUNTRIES else "a4",
        color=client.color,
    )


def _audience(session: Session, campaign: Campaign) -> BriefAudience | None:
    persona = session.exec(
        select(Persona).join(CampaignPersona, col(CampaignPersona.persona_id) == Persona.id)
        .where(CampaignPersona.campaign_id == campaign.id).order_by(col(CampaignPersona.id))
    ).first()
    if persona is None:
        if not campaign.audience_languages:
            return None
        return BriefAudience(languages=tuple(campaign.audience_languages))
    return BriefAudience(
        persona.name, persona.age_from, persona.age_to, tuple(persona.countries),
        tuple(persona.languages or campaign.audience_languages), tuple(persona.interests),
    )


def _contact(session: Session, source: ContractSource) -> BriefContact | None:
    """The campaign’s owner, else the agency itself."""
    owner_id = source.deal.owner_id or source.campaign.owner_id
    owner = session.get(Person, owner_id) if owner_id else None
    if owner is not None:
        return BriefContact(owner.name, owner.email or source.agency.email, source.agency.phone)
    if not source.agency.email and not source.agency.phone:
        return None
    return BriefContact(source.agency.name, source.agency.email, source.agency.phone)


def _steps(source: ContractSource) -> list[BriefStep]:
    """Days beside those of draft and publication, which the document takes from the deliverables; each stands once."""
    steps = {step: None for item in source.deliverables for step in _steps_of(item)}
    return sorted(steps, key=lambda step: step.day)


def _steps_of(item: Deliverable) -> Iterator[BriefStep]:
    name = deliverable_name(item.title, DeliverableKind(item.kind))
    if item.ship_on is not None:
        yield BriefStep(item.ship_on, "The product is sent to you")
    if item.client_review_on is not None:
        yield BriefStep(item.client_review_on, f"Feedback on “{name}” reaches you")
