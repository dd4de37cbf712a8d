"""Reads for the message about a violation: what it says, in which languages the creator reads, on which clock."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.disclosure.plan import area_for, form_of
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.notices import NoticeFacts
from microinf_desktop.queries.packs import pack_set
from microinf_desktop.queries.violations import ViolationRow
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Collaboration, Deliverable, Influencer


@dataclass(frozen=True, slots=True)
class NoticeSource:
    """The facts of the message, the creator's languages, most used first, and the campaign's time zone."""

    facts: NoticeFacts
    languages: tuple[str, ...]
    time_zone: str


def notice_source(
    session: Session, row: ViolationRow, packs: PackSet | None = None, *, today: date | None = None
) -> NoticeSource:
    """What a message about a violation is written from; the clause is left to the caller."""
    today = today or date.today()
    packs = packs or pack_set(session, today)
    platform, unplanned, languages, zone = session.execute(
        pick(Deliverable.platform, Deliverable.is_unplanned, Influencer.languages, Campaign.time_zone)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .where(col(Deliverable.id) == row.deliverable_id)
    ).one()
    kind = DeliverableKind(row.kind)
    facts = NoticeFacts(
        row.deal.creator, kind, row.live_url, row.what, row.wording, row.place, row.rule, row.source, row.problem,
        form_of(kind.post_format, platform), packs.platform(platform).chars_sure or 0,
        int(area_for(packs, row.jurisdiction, today).setting("live_interval_s") // 60), client=row.deal.client,
        is_unplanned=unplanned,
    )
    return NoticeSource(facts, tuple(languages), zone)
