"""Briefs: what is written, each creator's document as it stands, what was sent, and who has not confirmed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain.briefs import (
    AcknowledgementWay,
    BriefAudience,
    BriefContact,
    BriefData,
    BriefDraft,
    BriefImage,
    BriefItem,
    BriefPageDraft,
    BriefState,
    BriefStep,
    brief_file_name,
    same_content,
)
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.countries import LETTER_COUNTRIES
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import CampaignState, ClientDecision, DeliverableKind, RelationshipStage
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.queries.contract_data import ContractSource, deliverable_terms, handles, read_source
from microinf_desktop.queries.contract_disclosures import disclosure_terms, unique
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, deliverable_name, join_deal, local_day
from microinf_desktop.queries.packs import pack_set
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Attachment,
    Brief,
    BriefAcknowledgement,
    BriefPage,
    BriefVersion,
    Campaign,
    CampaignPersona,
    Client,
    ClientImage,
    Collaboration,
    Deliverable,
    Influencer,
    Person,
    Persona,
)

# Whom nobody waits for any more.
_OVER = (RelationshipStage.COMPLETED, RelationshipStage.DORMANT, RelationshipStage.DO_NOT_CONTACT,
         RelationshipStage.BLACKLISTED)
_PROMPTS = ("brief.prompt_1", "brief.prompt_2", "brief.prompt_3")


@dataclass(frozen=True, slots=True)
class GeneralPart:
    """The general part of a campaign's brief, and what campaign and client give to it."""

    draft: BriefDraft
    client_id: int
    client: str
    campaign_messages: tuple[str, ...]
    client_messages: tuple[str, ...]
    client_dos: tuple[str, ...]
    client_donts: tuple[str, ...]
    forbidden_words: tuple[str, ...]
    tone: str
    visual_style: str
    palette: tuple[str, ...]
    images: int


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    day: date
    name: str
    way: AcknowledgementWay
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as it was sent; read its PDF with `storage.attachments.read(folder, sha256)`."""

    id: int
    collaboration_id: int
    version: int
    issued_at: datetime
    issued_by: str
    sent_on: date
    data: str
    data_sha256: str
    sha256: str
    size_bytes: int
    file_name: str
    acknowledgement: Acknowledgement | None = None


@dataclass(frozen=True, slots=True)
class CreatorRow:
    """A creator of the campaign and where the brief stands; `version` is 0 before the first was sent."""

    id: int
    influencer_id: int
    creator: str
    stage: RelationshipStage
    decision: ClientDecision
    has_page: bool
    deliverables: int
    state: BriefState
    version: int = 0
    sent_on: date | None = None
    acknowledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnacknowledgedRow:
    """A brief that was sent and not confirmed; `days` since it was sent."""

    version_id: int
    deal: DealRef
    version: int
    sent_on: date
    days: int


# The document -----------------------------------------------------------------------------------------------------

def brief_data(
    session: Session, collaboration_id: int, packs: PackSet | None = None, *, today: date | None = None,
    version: int | None = None, general: BriefDraft | None = None, page: BriefPageDraft | None = None,
    locale: str = "",
) -> BriefData:
    """Everything the brief for a creator says, as it stands in the workspace; about ten queries.

    `general` and `page` replace what is stored, for a preview while typing. `version` is the next one when None,
    `packs` the rules the labels follow (the workspace’s when None). KnownError when there is no such collaboration.
    """
    today = today or date.today()
    source = read_source(session, collaboration_id, ContractOptions())
    client, campaign, agency = source.client, source.campaign, source.agency
    general = general if general is not None else general_draft(session, campaign.id or 0)
    page = page if page is not None else page_draft(session, collaboration_id)
    words = bundled_library().words
    jurisdictions = tuple(campaign.jurisdictions or client.jurisdictions)
    return BriefData(
        campaign=campaign.name, client=client.name, agency=agency.name, creator=source.creator.name,
        version=version or next_version(session, collaboration_id), dated=today, handles=handles(source),
        product=campaign.product, summary=campaign.summary, opening=general.opening.strip(),
        objectives=tuple(word.replace("_", " ").capitalize() for word in campaign.objectives),
        audience=_audience(session, campaign), key_messages=unique(campaign.key_messages, client.key_messages),
        talking_points=_kept(general.talking_points), own_points=_kept(page.talking_points),
        call_to_action=general.call_to_action.strip(), tone=client.tone, visual_style=client.visual_style,
        visual_direction=general.visual_direction.strip(), palette=tuple(client.palette),
        images=_images(session, client.id or 0), dos=unique(client.dos, general.dos),
        donts=unique(client.donts, general.donts), forbidden_words=tuple(client.forbidden_words),
        approved_claims=_kept(general.approved_claims),
        story_prompts=_kept(page.story_prompts) or _kept(general.story_prompts) or house_words()[0],
        freedom=page.freedom_statement.strip() or general.freedom_statement.strip() or words["brief.freedom_text"],
        why_you=page.why_you.strip(), learnings=_kept(general.learnings), items=_items(source),
        is_labelled=source.deal.relationship != "none",
        disclosures=disclosure_terms(source.deal, campaign, source.deliverables, jurisdictions,
                                     packs or pack_set(session, today), today, client.name),
        steps=tuple(_steps(source)), contact=_contact(session, source), time_zone=campaign.time_zone,
        locale=locale or agency.locale, paper="letter" if source.creator.country in LETTER_COUNTRIES else "a4",
        color=client.color, logo_sha256=_sha256(session, client.logo_attachment_id),
    )


def _kept(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())


def _items(source: ContractSource) -> tuple[BriefItem, ...]:
    """Without fees, which are nobody's business in a brief; a new fee makes no new brief."""
    return tuple(
        BriefItem(replace(term, fee=None), row.required_caption.strip(), row.call_to_action.strip(), row.min_characters)
        for term, row in zip(deliverable_terms(source), source.deliverables, strict=True)
    )


def _images(session: Session, client_id: int) -> tuple[BriefImage, ...]:
    found = session.execute(
        pick(Attachment.sha256, ClientImage.caption)
        .join(ClientImage, col(ClientImage.attachment_id) == col(Attachment.id))
        .where(col(ClientImage.client_id) == client_id, col(Attachment.media_type).in_(("image/png", "image/jpeg")))
        .order_by(col(ClientImage.position), col(ClientImage.id))
    )
    return tuple(BriefImage(sha256, caption.strip()) for sha256, caption in found)


def _sha256(session: Session, attachment_id: int | None) -> str:
    found = session.get(Attachment, attachment_id) if attachment_id is not None else None
    return found.sha256 if found is not None else ""


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
    """The owner of the deal or the campaign, else the agency itself."""
    owner_id = source.deal.owner_id or source.campaign.owner_id
    owner = session.get(Person, owner_id) if owner_id else None
    if owner is not None:
        return BriefContact(owner.name, owner.email or source.agency.email, source.agency.phone)
    if not source.agency.email and not source.agency.phone:
        return None
    return BriefContact(source.agency.name, source.agency.email, source.agency.phone)


def _steps(source: ContractSource) -> list[BriefStep]:
    """Days beside those of draft and publication, which the document takes from the deliverables; each stands once.

    Each deliverable has a day to ship by; the product is sent once, for the first of them.
    """
    sent = min((item.ship_on for item in source.deliverables if item.ship_on is not None), default=None)
    steps = {} if sent is None else {BriefStep(sent, "The product is sent to you"): None}
    steps |= {step: None for item in source.deliverables for step in _steps_of(item)}
    return sorted(steps, key=lambda step: step.day)


def _steps_of(item: Deliverable) -> Iterator[BriefStep]:
    name = deliverable_name(item.title, DeliverableKind(item.kind))
    if item.client_review_on is not None:
        yield BriefStep(item.client_review_on, f"Feedback on “{name}” reaches you")


# What is written --------------------------------------------------------------------------------------------------

def general_draft(session: Session, campaign_id: int) -> BriefDraft:
    """The general part as written; an empty one where nothing is."""
    row = session.exec(select(Brief).where(Brief.campaign_id == campaign_id)).first()
    return BriefDraft() if row is None else BriefDraft(**_fields(row, BriefDraft))


def page_draft(session: Session, collaboration_id: int) -> BriefPageDraft:
    """A creator's own page as written; an empty one where nothing is."""
    row = session.exec(select(BriefPage).where(BriefPage.collaboration_id == collaboration_id)).first()
    return BriefPageDraft() if row is None else BriefPageDraft(**_fields(row, BriefPageDraft))


def _fields(row: Any, draft: type) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in draft.__dataclass_fields__}  # type: ignore[attr-defined]
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def house_words() -> tuple[tuple[str, ...], str]:
    """The storytelling prompts and the freedom statement of the house."""
    words = bundled_library().words
    return tuple(words[key] for key in _PROMPTS), words["brief.freedom_text"]


def general_part(session: Session, campaign_id: int) -> GeneralPart | None:
    """What is written for all creators of a campaign, and what comes from campaign and client."""
    found = session.exec(
        select(Campaign, Client).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(Campaign.id == campaign_id)
    ).first()
    if found is None:
        return None
    campaign, client = found
    return GeneralPart(
        general_draft(session, campaign_id), client.id or 0, client.name, tuple(campaign.key_messages),
        tuple(client.key_messages), tuple(client.dos), tuple(client.donts), tuple(client.forbidden_words),
        client.tone, client.visual_style, tuple(client.palette), len(_images(session, client.id or 0)),
    )


# What was sent ----------------------------------------------------------------------------------------------------

def next_version(session: Session, collaboration_id: int) -> int:
    statement = select(func.max(BriefVersion.version)).where(BriefVersion.collaboration_id == collaboration_id)
    return (session.exec(statement).first() or 0) + 1


def versions(session: Session, collaboration_id: int) -> list[VersionRow]:
    """The versions a creator was sent, newest first."""
    return _versions(session, [collaboration_id])


def newest_versions(session: Session, collaboration_ids: Sequence[int]) -> dict[int, VersionRow]:
    """The newest version each of these creators was sent; those who were sent none are left out."""
    newest: dict[int, VersionRow] = {}
    for version in _versions(session, collaboration_ids):
        newest.setdefault(version.collaboration_id, version)
    return newest


def _versions(session: Session, collaboration_ids: Sequence[int]) -> list[VersionRow]:
    found = session.execute(
        pick(BriefVersion, Attachment, BriefAcknowledgement, Campaign.time_zone, Campaign.name, Influencer.name)
        .join(Attachment, col(Attachment.id) == col(BriefVersion.attachment_id))
        .join(Collaboration, col(Collaboration.id) == col(BriefVersion.collaboration_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .outerjoin(BriefAcknowledgement, col(BriefAcknowledgement.brief_version_id) == col(BriefVersion.id))
        .where(col(BriefVersion.collaboration_id).in_(collaboration_ids))
        .order_by(col(BriefVersion.collaboration_id), col(BriefVersion.version).desc())
    )
    return [
        VersionRow(
            row.id, row.collaboration_id, row.version, row.issued_at, row.issued_by,
            local_day(row.issued_at, zone) or row.issued_at.date(), row.data, row.data_sha256, file.sha256,
            file.size_bytes, brief_file_name(campaign, creator, row.version), _acknowledgement(said),
        )
        for row, file, said, zone, campaign, creator in found
    ]


def _acknowledgement(row: BriefAcknowledgement | None) -> Acknowledgement | None:
    if row is None:
        return None
    return Acknowledgement(row.acknowledged_on, row.name, AcknowledgementWay(row.way), row.note)


def creators(
    session: Session, campaign_id: int, packs: PackSet | None = None, today: date | None = None
) -> list[CreatorRow]:
    """The creators of a campaign with the state of their briefs; those the client has rejected are left out."""
    found = session.execute(
        pick(Collaboration, Influencer.name, BriefPage.id, _deliverable_count())
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .outerjoin(BriefPage, col(BriefPage.collaboration_id) == col(Collaboration.id))
        .where(col(Collaboration.campaign_id) == campaign_id,
               col(Collaboration.client_decision) != ClientDecision.REJECTED)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    ).all()
    newest = newest_versions(session, [deal.id for deal, *_ in found])
    packs = (packs or pack_set(session, today)) if newest else packs
    general = general_draft(session, campaign_id)
    rows = []
    for deal, name, page_id, count in found:
        sent = newest.get(deal.id)
        state = BriefState.NOT_SENT
        if sent is not None:
            data = brief_data(session, deal.id, packs, today=today, general=general)
            state = BriefState.ACKNOWLEDGED if sent.acknowledgement else BriefState.SENT
            state = state if same_content(sent.data, data) else BriefState.CHANGED
        said = sent.acknowledgement if sent else None
        rows.append(CreatorRow(
            deal.id, deal.influencer_id, name, RelationshipStage(deal.stage), ClientDecision(deal.client_decision),
            page_id is not None, count, state, sent.version if sent else 0, sent.sent_on if sent else None,
            said.day if said else None,
        ))
    return rows


def _deliverable_count() -> Any:
    return (
        select(func.count()).where(
            col(Deliverable.collaboration_id) == col(Collaboration.id),
            col(Deliverable.state).not_in(("cancelled", "replaced")), was_planned(),
        ).correlate(Collaboration).scalar_subquery()
    )


def unacknowledged(session: Session, today: date) -> list[UnacknowledgedRow]:
    """Newest versions that were sent and not confirmed, in campaigns that are not over, the longest wait first."""
    newest = (
        select(func.max(BriefVersion.id)).group_by(col(BriefVersion.collaboration_id)).scalar_subquery()
    )
    statement = join_deal(
        pick(BriefVersion.id, BriefVersion.version, BriefVersion.issued_at, Campaign.time_zone, *DEAL_COLUMNS),
        col(BriefVersion.collaboration_id),
    ).outerjoin(BriefAcknowledgement, col(BriefAcknowledgement.brief_version_id) == col(BriefVersion.id))
    found = session.execute(
        statement.where(
            col(BriefVersion.id).in_(newest), col(BriefAcknowledgement.id).is_(None),
            col(Campaign.state).in_((CampaignState.PLANNING, CampaignState.RUNNING)),
            col(Collaboration.stage).not_in(_OVER), col(Collaboration.client_decision) != ClientDecision.REJECTED,
        ).order_by(col(BriefVersion.issued_at), col(BriefVersion.id))
    )
    rows = []
    for version_id, version, issued_at, zone, *deal in found:
        sent_on = local_day(issued_at, zone) or issued_at.date()
        rows.append(UnacknowledgedRow(version_id, DealRef(*deal), version, sent_on, (today - sent_on).days))
    return rows
