"""The post the disclosure engine checks, built from a deliverable, its deal, its campaign and the draft's facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from microinf_desktop.domain.disclosure.language import stated_languages
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.compliance_slices import AREAS
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Deliverable, Draft, Influencer


@dataclass(frozen=True, slots=True)
class PostOfDraft:
    """The post of a deliverable's newest draft, the jurisdictions it is checked for, and which draft it is."""

    post: Post
    jurisdictions: tuple[str, ...]
    number: int
    received_at: datetime


def post_for(
    session: Session, deliverable_id: int, draft_number: int | None = None, *, jurisdiction: str = "",
    on: date | None = None, **seen: Any,
) -> Post:
    """The post of a deliverable with the facts of a draft, the newest unless a number is given.

    `seen` overrides any field of `Post` with what a person typed or saw (`caption="…"`, `onscreen_text="Werbung"`).
    `jurisdiction` is the campaign's first unless given; check every one of `jurisdictions_for`. KnownError when the
    deliverable was deleted meanwhile.
    """
    found = session.execute(_deals().where(col(Deliverable.id) == deliverable_id)).first()
    if found is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then check again.")
    facts = {
        **_deal_facts(found, jurisdiction, on or date.today()),
        **_draft_facts(_draft(session, deliverable_id, draft_number)),
    }
    return Post(**{**facts, **seen})


def posts_for(session: Session, deliverable_ids: Sequence[int], *, on: date | None = None) -> dict[int, PostOfDraft]:
    """What `post_for` and `jurisdictions_for` say of several deliverables, in two statements; those without a draft
    or deleted meanwhile are left out."""
    newest = (
        select(col(Draft.deliverable_id), func.max(Draft.number).label("number"))
        .where(col(Draft.deliverable_id).in_(deliverable_ids)).group_by(col(Draft.deliverable_id)).subquery()
    )
    drafts = {draft.deliverable_id: draft for draft in session.execute(select(Draft).join(newest, and_(
        newest.c.deliverable_id == col(Draft.deliverable_id), newest.c.number == col(Draft.number)
    ))).scalars()}
    built, day = {}, on or date.today()
    for *found, areas in session.execute(_deals().add_columns(AREAS).where(col(Deliverable.id).in_(list(drafts)))):
        draft = drafts[found[0].id]
        facts = {**_deal_facts(found, "", day), **_draft_facts(draft)}
        built[found[0].id] = PostOfDraft(Post(**facts), tuple(areas), draft.number, draft.received_at)
    return built


def post_of_deal(session: Session, collaboration_id: int, platform: str, kind: DeliverableKind, on: date) -> Post:
    """A post of a deal that is no deliverable yet, without its text: what deal, campaign and creator say of it.

    KnownError when the creator left the campaign meanwhile.
    """
    found = session.execute(
        select(Collaboration, Campaign, Client, Influencer)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
    stub = Deliverable(campaign_id=found[1].id or 0, collaboration_id=collaboration_id, kind=kind, platform=platform)
    return Post(**_deal_facts((stub, *found), "", on))


def _deals() -> Any:
    return (
        select(Deliverable, Collaboration, Campaign, Client, Influencer)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
    )


def _deal_facts(found: Sequence[Any], jurisdiction: str, on: date) -> dict[str, Any]:
    """What deliverable, deal, campaign, client and creator say of a post."""
    deliverable, deal, campaign, client, creator = found
    return {
        "id": str(deliverable.id),
        "jurisdiction": jurisdiction or next(iter(campaign.jurisdictions), ""),
        "platform": deliverable.platform,
        "format": DeliverableKind(deliverable.kind).post_format,
        "relationship": deal.relationship,
        "audience_language": stated_languages(deliverable.caption_language, campaign.audience_languages),
        "product_category": campaign.product_category or client.category or None,
        "influencer_age": _age(creator.birth_date, on),
        "brand_influence": _is_steered(deal),
        "frames": deliverable.frames,
    }


def jurisdictions_for(session: Session, deliverable_id: int) -> tuple[str, ...]:
    """The jurisdictions a deliverable is checked for: those of its campaign, else of its client."""
    found = session.execute(
        select(AREAS).select_from(Deliverable)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Deliverable.id) == deliverable_id)
    ).scalar()
    return tuple(found or ())


def _draft(session: Session, deliverable_id: int, number: int | None) -> Draft | None:
    statement = select(Draft).where(col(Draft.deliverable_id) == deliverable_id).order_by(col(Draft.number).desc())
    if number is not None:
        statement = statement.where(col(Draft.number) == number)
    return session.execute(statement).scalars().first()


def _draft_facts(draft: Draft | None) -> dict[str, Any]:
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


def _is_steered(deal: Collaboration) -> bool | None:
    """Whether the brand has a say: what the agency briefs and approves for pay is steered, a mere gift unknown."""
    if deal.relationship == "none":
        return None
    return None if deal.compensation_model == CompensationModel.PRODUCT_SEEDING else True


def _age(born: date | None, on: date) -> int | None:
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1_000
