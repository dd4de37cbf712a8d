"""Usage rights and the content library of the sample: from its contracts, by hand, in every column of the board."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.rights import RightKind, StartEvent, term_end
from microinf_desktop.queries.assets import offered
from microinf_desktop.services.assets import asset_kind
from microinf_desktop.services.contract_steps import newest_issued
from microinf_desktop.services.rights import rights_from_contract
from microinf_desktop.services.rights_starts import asset_of
from microinf_desktop.services.sample import guidelines
from microinf_desktop.services.sample.content import Clock, Entry, load, minor
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.records import DECIDER
from microinf_desktop.storage.tables import (
    Asset,
    Attachment,
    Campaign,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Draft,
    Influencer,
    RightRenewal,
    UsageRight,
)

SQUARE = (400, 400)
# The numbers the clauses have in a contract of the shipped library that chooses nothing.
_NUMBERS = {"licence": "9", "allowlisting": "10"}


def add_rights(session: Session, clock: Clock, shelf: FileShelf) -> None:
    """Add the rights of the contracts and those of `rights.json`, files of drafts and a few pictures of posts."""
    _from_contracts(session, clock)
    entries = load("rights.json")
    deals = {
        (name, campaign): deal for deal, name, campaign in session.exec(
            select(Collaboration, Influencer.name, Campaign.name)
            .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
            .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        )
    }
    for entry in entries["by_hand"]:
        session.add(_right(clock, deals[entry["who"], entry["campaign"]], entry))
    session.flush()
    people = {name: deal for (name, _campaign), deal in deals.items()}
    _withdraw(session, clock, people, entries["withdrawn"])
    _offer(session, clock, people, entries["offers"])
    _add_files(session)
    for number, entry in enumerate(entries["pictures"]):
        _add_picture(session, shelf, people[entry["who"]], entry, number)
    session.flush()


def _from_contracts(session: Session, clock: Clock) -> None:
    """What the issued versions grant."""
    for contract in session.exec(select(Contract).order_by(col(Contract.id))).all():
        issued = newest_issued(session, contract.id or 0)
        if issued is not None:
            data, numbers = issued
            rights_from_contract(session, contract, data, numbers or _NUMBERS, clock.today)


def _right(clock: Clock, deal: Collaboration, entry: Entry) -> UsageRight:
    starts_on = clock.day(entry.get("from"))
    days = entry.get("days")
    return UsageRight(
        collaboration_id=deal.id or 0, kind=entry["kind"], media=entry.get("media", []),
        platforms=entry.get("platforms", []), territories=entry["territories"],
        starts_with=entry.get("starts_with", StartEvent.DATE), starts_on=starts_on, days=days,
        ends_on=term_end(starts_on, None, days) if starts_on is not None else None,
        is_perpetual=entry.get("for_ever", False), may_edit=entry.get("edit", False),
        may_sublicense=entry.get("partner", False), clause=entry["clause"], code=entry.get("code", ""),
        fee_minor=minor(entry.get("fee")), renewal_price_minor=minor(entry.get("renewal")), currency=deal.currency,
        source="typed", notes=entry.get("notes", ""),
    )


def _of(session: Session, deal: Collaboration, kind: str) -> UsageRight:
    """The right of a kind that was typed for a deal."""
    return session.exec(
        select(UsageRight).where(
            UsageRight.collaboration_id == deal.id, UsageRight.kind == RightKind(kind), UsageRight.source == "typed"
        )
    ).one()


def _withdraw(session: Session, clock: Clock, people: dict[str, Collaboration], entries: list[Entry]) -> None:
    for entry in entries:
        right = _of(session, people[entry["who"]], entry["kind"])
        right.withdrawn_on, right.withdrawal_reason = clock.day(entry["day"]), entry["reason"]


def _offer(session: Session, clock: Clock, people: dict[str, Collaboration], entries: list[Entry]) -> None:
    for number, entry in enumerate(entries, 1):
        right, day = _of(session, people[entry["who"]], entry["kind"]), clock.today + timedelta(days=entry["day"])
        session.add(RightRenewal(
            usage_right_id=right.id or 0, number=f"RN-{day.year}-{number:04}", quoted_on=day, quoted_by=DECIDER,
            months=entry["months"], price_minor=minor(entry["price"]) or 0, currency=right.currency,
            valid_until=day + timedelta(days=entry["valid"]), note=entry["note"],
        ))


def _add_files(session: Session) -> None:
    """Pictures of drafts, each once, with the day they came."""
    seen: set[int] = set()
    received = dict(session.exec(select(Draft.deliverable_id, Draft.received_at).order_by(col(Draft.number))).all())
    for file in offered(session):
        if file.attachment_id in seen or not file.media_type.startswith("image"):
            continue
        seen.add(file.attachment_id)
        session.add(Asset(
            collaboration_id=file.collaboration_id, deliverable_id=file.deliverable_id,
            attachment_id=file.attachment_id, title=file.file_name.rpartition(".")[0].replace("-", " ").capitalize(),
            kind=asset_kind(file.media_type), added_at=received[file.deliverable_id], added_by=DECIDER,
        ))
    session.flush()


def _add_picture(session: Session, shelf: FileShelf, deal: Collaboration, entry: Entry, number: int) -> None:
    """A drawn picture for a post that is live, in the colours of the client."""
    post, palette = session.exec(
        select(Deliverable, Client.palette).join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(
            Deliverable.collaboration_id == deal.id, Deliverable.kind == entry["kind"],
            col(Deliverable.published_at).is_not(None),
        ).limit(1)
    ).one()
    turned = [*palette[number % len(palette):], *palette[:number % len(palette)]]
    png = guidelines.mood(entry["scene"], turned, SQUARE)
    asset = session.get_one(Asset, asset_of(session, post, DECIDER))
    at = post.published_at or datetime.combine(post.publish_on or datetime.now(UTC).date(), time(9), UTC)
    if asset.attachment_id is None:
        asset.attachment_id = shelf.store(session, png, f"{entry['kind']}-{post.id}.png", at)
        media = session.get_one(Attachment, asset.attachment_id).media_type
        asset.kind = asset_kind(media)
