"""The post the disclosure engine checks, built from a deliverable, its deal, its campaign and the draft's facts."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.compliance_slices import AREAS
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Deliverable, Draft, Influencer


def post_for(
    session: Session, deliverable_id: int, draft_number: int | None = None, *, jurisdiction: str = "",
    on: date | None = None, **seen: Any,
) -> Post:
    """The post of a deliverable with the facts of a draft, the newest unless a number is given.

    `seen` overrides any field of `Post` with what a person typed or saw (`caption="…"`, `onscreen_text="Werbung"`).
    `jurisdiction` is the campaign's first unless given; check every one of `jurisdictions_for`. KnownError when the
    deliverable was deleted meanwhile.
    """
    found = session.execute(
        select(Deliverable, Collaboration, Campaign, Client, Influencer)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Deliverable.id) == deliverable_id)
    ).first()
    if found is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then check again.")
    deliverable, deal, campaign, client, creator = found
    facts: dict[str, Any] = {
        "id": str(deliverable_id),
        "jurisdiction": jurisdiction or next(iter(campaign.jurisdictions), ""),
        "platform": deliverable.platform,
        "format": DeliverableKind(deliverable.kind).post_format,
        "relationship": deal.relationship,
        "audience_language": _audience_language(deliverable, campaign),
        "product_category": campaign.product_category or client.category or None,
        "influencer_age": _age(creator.birth_date, on or date.today()),
        "brand_influence": _is_steered(deal),
        "frames": deliverable.frames,
        **_draft_facts(session, deliverable_id, draft_number),
    }
    return Post(**{**facts, **seen})


def jurisdictions_for(session: Session, deliverable_id: int) -> tuple[str, ...]:
    """The jurisdictions a deliverable is checked for: those of its campaign, else of its client."""
    found = session.execute(
        select(AREAS).select_from(Deliverable)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Deliverable.id) == deliverable_id)
    ).scalar()
    return tuple(found or ())


def _draft_facts(session: Session, deliverable_id: int, number: int | None) -> dict[str, Any]:
    statement = select(Draft).where(col(Draft.deliverable_id) == deliverable_id).order_by(col(Draft.number).desc())
    if number is not None:
        statement = statement.where(col(Draft.number) == number)
    draft = session.execute(statement).scalars().first()
    if draft is None:
        return {}
    facts = {
        "caption": draft.caption,
        # An empty field of the form says that nobody filled it in, not that the post has none.
        "title": draft.title or None,
        "first_comment": draft.first_comment or None,
        "onscreen_text": draft.onscreen_text,
        "onscreen_start_s": _seconds(draft.onscreen_start_ms),
        "onscreen_duration_s": _seconds(draft.onscreen_duration_ms),
        "duration_s": _seconds(draft.duration_ms),
        "spoken": draft.spoken_text,
        "frames_labelled": draft.frames_labelled,
        "platform_label_used": draft.platform_label_used,
    }
    return facts if draft.frames is None else {**facts, "frames": draft.frames}


def _audience_language(deliverable: Deliverable, campaign: Campaign) -> str | None:
    """The caption's language where the audience reads it, else the audience's first; None when nobody said."""
    if deliverable.caption_language in campaign.audience_languages:
        return deliverable.caption_language
    return next(iter(campaign.audience_languages), None) or deliverable.caption_language or None


def _is_steered(deal: Collaboration) -> bool | None:
    """Whether the brand has a say: what the agency briefs and approves for pay is steered, a mere gift unknown."""
    if deal.relationship == "none":
        return None
    return None if deal.compensation_model == CompensationModel.PRODUCT_SEEDING else True


def _age(born: date | None, on: date) -> int | None:
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1_000
