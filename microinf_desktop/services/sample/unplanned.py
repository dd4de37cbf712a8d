"""Unplanned posts of the sample: found while somebody looked at something else, checked, with a screenshot."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.compliance import Phase, caption_sha256, findings_as_json
from microinf_desktop.domain.disclosure import PackSet, check_all
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.queries.compliance_post import post_for
from microinf_desktop.services.sample import drawing
from microinf_desktop.services.sample.content import Clock, Entry, load
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.storage.tables import (
    Account,
    Campaign,
    Client,
    Collaboration,
    Deliverable,
    DisclosureCheck,
    Evidence,
    Influencer,
    Person,
)


def add_unplanned(session: Session, shelf: FileShelf, clock: Clock, packs: PackSet) -> None:
    """Log what `unplanned.json` tells, each with its look and its proof."""
    for entry in load("unplanned.json"):
        _add(session, shelf, clock, packs, entry)
    session.flush()


def _add(session: Session, shelf: FileShelf, clock: Clock, packs: PackSet, entry: Entry) -> None:
    deal, campaign, client, creator = session.exec(
        select(Collaboration, Campaign, Client, Influencer)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(Campaign.name == entry["campaign"], Influencer.name == entry["who"])
    ).one()
    account = session.exec(
        select(Account).where(Account.influencer_id == creator.id, Account.platform == entry["platform"])
    ).first()
    found_on = clock.today + timedelta(days=entry["found"])
    found = clock.moment(found_on, "unplanned", entry["url"])
    row = Deliverable(
        campaign_id=deal.campaign_id, collaboration_id=deal.id or 0, account_id=account.id if account else None,
        kind=entry["kind"], platform=entry["platform"], is_unplanned=True, state=DeliverableState.LIVE,
        ball_since=found_on, live_url=entry["url"], notes=entry["notes"], discount_code=deal.discount_code,
        published_at=datetime.combine(clock.today + timedelta(days=entry["posted"]), time(12), UTC),
    )
    session.add(row)
    session.flush()
    person = session.get(Person, deal.owner_id) if deal.owner_id else None
    who = person.name if person is not None else ""
    _check(session, clock, packs, row, entry["caption"], found, who)
    handle = account.handle if account else creator.name
    image = drawing.screenshot(drawing.Screen(
        handle=handle, caption=entry["caption"], color=client.color, captured=f"{found:%d %b %Y, %H:%M} UTC",
        seed=row.id or 0,
    ))
    captured = found + timedelta(minutes=6)
    session.add(Evidence(
        deliverable_id=row.id or 0, url=entry["url"], captured_at=captured, captured_zone=campaign.time_zone,
        attachment_id=shelf.store(session, image, f"{handle}-unplanned-{found_on}.png", captured), captured_by=who,
        note=entry["proof"],
    ))


def _check(
    session: Session, clock: Clock, packs: PackSet, row: Deliverable, caption: str, at: datetime, who: str
) -> None:
    post = post_for(session, row.id or 0, on=clock.today, caption=caption, platform_label_used=False)
    areas = session.get_one(Campaign, row.campaign_id).jurisdictions
    result = check_all(post, areas, packs, clock.today)
    for one in result.results.values():
        session.add(DisclosureCheck(
            deliverable_id=row.id or 0, phase=Phase.LIVE, jurisdiction=one.jurisdiction, verdict=one.verdict,
            platform_verdict=one.platform_verdict, findings=findings_as_json(one.findings, one.passed_rules),
            caption=caption, caption_sha256=caption_sha256(caption), pack_version=one.pack_version, checked_at=at,
            checked_by=who,
        ))
    row.verdict = result.verdict
    session.add(row)
    session.flush()
