"""The campaigns of the sample: deals, deliverables planned back from their go-live, drafts, checklists, milestones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.checklists import Anchor, ItemTemplate, anchors_of, deal_items, plan_items
from microinf_desktop.domain.enums import BallHolder, CompensationModel, DeliverableKind, DeliverableState
from microinf_desktop.domain.schedule import Phase, Plan, plan_back
from microinf_desktop.interchange.holidays import campaign_calendar
from microinf_desktop.interchange.templates import shipped_checklists, shipped_lead_times
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.cast import Cast
from microinf_desktop.services.sample.content import Clock, Entry, minor
from microinf_desktop.storage.tables import (
    Account,
    Campaign,
    CampaignPersona,
    CampaignTarget,
    ChecklistItem,
    Client,
    Collaboration,
    Deliverable,
    Draft,
    Influencer,
    Milestone,
)

S = DeliverableState
PUBLISHED = (S.LIVE, S.PROOF_CAPTURED, S.METRICS_CAPTURED, S.COMPLETE)
# Where a link can be read and clicked in the text itself.
_LINKED = (DeliverableKind.BLOG_FEATURE, DeliverableKind.PODCAST, DeliverableKind.YOUTUBE_MENTION)
T = TypeVar("T")
# How far down a checklist each state has come; see `_rank`.
_REACHED = {
    S.NOT_STARTED: -1, S.BRIEFED: 0, S.CONCEPT_IN: 1, S.DRAFT_IN: 2, S.INTERNAL_REVIEW: 2, S.CLIENT_REVIEW: 3,
    S.CHANGES_REQUESTED: 3, S.APPROVED: 4, S.SCHEDULED: 5, S.LIVE: 5, S.PROOF_CAPTURED: 6, S.METRICS_CAPTURED: 7,
    S.COMPLETE: 7, S.CANCELLED: -1, S.REPLACED: -1,
}
_LINKS = {
    "instagram": "https://www.instagram.com/p/sample-{id:03}/",
    "tiktok": "https://www.tiktok.com/@{handle}/video/sample-{id:03}",
    "youtube": "https://www.youtube.com/watch?v=sample-{id:03}",
    "blog": "https://{handle}/two-pots",
    "podcast": "https://slowchapters.example/112",
}


@dataclass(slots=True)
class Piece:
    """A deliverable with what belongs to it, for the steps that come after: checks, evidence, numbers."""

    entry: Entry
    row: Deliverable
    plan: Plan
    account: Account | None
    deal: "Deal"
    drafts: list[Draft] = field(default_factory=list)

    @property
    def state(self) -> DeliverableState:
        return DeliverableState(self.row.state)


@dataclass(slots=True)
class Deal:
    """A collaboration with its file entry, campaign, client, creator, and the calendar work is planned in."""

    entry: Entry
    row: Collaboration
    campaign: Campaign
    campaign_entry: Entry
    client: Client
    creator: Influencer
    calendar: WorkingCalendar
    pieces: list[Piece] = field(default_factory=list)


def add_campaign(book: Book, clock: Clock, cast: Cast, entry: Entry) -> list[Deal]:
    """A campaign with everything but money, contracts and checks; returns its deals."""
    client = cast.clients[entry["client"]]
    calendar = campaign_calendar(entry["jurisdictions"], clock.today, clock.today)
    campaign = Campaign(
        client_id=known(client.id),
        owner_id=cast.staff_id(entry["owner"]),
        name=entry["name"], state=entry["state"], is_pilot=entry["is_pilot"], objectives=entry["objectives"],
        product=entry["product"], product_category=entry["product_category"], summary=entry["summary"],
        hypothesis=entry["hypothesis"], key_messages=entry["key_messages"],
        starts_on=clock.day(entry["starts"], calendar), go_live_on=clock.day(entry["go_live"], calendar),
        ends_on=clock.day(entry["ends"], calendar), time_zone=entry["time_zone"], jurisdictions=entry["jurisdictions"],
        audience_languages=entry["audience_languages"], budget_minor=minor(entry["budget"]), currency=entry["currency"],
        notes=entry["notes"],
    )
    campaign_id = book.add(campaign)
    book.add(CampaignPersona(campaign_id=campaign_id, persona_id=known(cast.personas[entry["persona"]].id)))
    for metric, value in entry["targets"].items():
        book.add(CampaignTarget(campaign_id=campaign_id, metric=metric, value=Decimal(value)))
    for name, kind, due, done in entry["milestones"]:
        book.add(Milestone(
            campaign_id=campaign_id, name=name, kind=kind, due_on=known(clock.workday(due, calendar)),
            done_on=clock.workday(done, calendar),
        ))
    deals = []
    for listed in entry["collaborations"]:
        row = _collaboration(cast, campaign, listed)
        book.add(row)
        deal = Deal(listed, row, campaign, entry, client, cast.creators[listed["who"]], calendar)
        deal.pieces = [_add_piece(book, clock, cast, deal, part) for part in listed["deliverables"]]
        deals.append(deal)
    return deals


def known(value: T | None) -> T:
    """A value that the sample's files always give."""
    if value is None:
        raise ValueError("the sample lacks a value that it needs")
    return value


def _collaboration(cast: Cast, campaign: Campaign, entry: Entry) -> Collaboration:
    category, before, after = entry.get("exclusivity", ("", 0, 0))
    commission = entry.get("commission")
    return Collaboration(
        campaign_id=known(campaign.id), influencer_id=known(cast.creators[entry["who"]].id),
        owner_id=cast.staff_id(entry["owner"]), stage=entry["stage"], client_decision=entry["decision"],
        relationship=entry["relationship"], compensation_model=entry["model"], fee_minor=minor(entry.get("fee")),
        currency=campaign.currency, product_description=entry.get("product", ""),
        product_value_minor=minor(entry.get("product_value")),
        commission_ppm=None if commission is None else commission * 10_000,
        commission_cap_minor=minor(entry.get("cap")), bonus_terms=entry.get("bonus", ""),
        discount_code=entry.get("code", ""), payment_terms_days=entry.get("terms_days", 30),
        upfront_percent=entry.get("upfront", 0), keep_live_days=entry["keep_live"], usage_rights=entry["usage"],
        usage_media=entry["media"], usage_territories=entry["territories"], usage_months=entry["months"],
        exclusivity_category=category, exclusivity_days_before=before, exclusivity_days_after=after,
        kill_fee_percent=entry.get("kill"), notes=entry.get("notes", ""),
    )


def _add_piece(book: Book, clock: Clock, cast: Cast, deal: Deal, entry: Entry) -> Piece:
    kind = DeliverableKind(entry["kind"])
    go_live = known(clock.day(entry["go_live"], deal.calendar))
    plan = plan_back(go_live, shipped_lead_times()[kind], deal.calendar)
    account = cast.accounts.get((deal.creator.name, entry["platform"]))
    row = _deliverable(deal, entry, plan, account)
    piece = Piece(entry, row, plan, account, deal)
    deliverable_id = book.add(row)
    state, published = piece.state, None
    if state in PUBLISHED:
        published = clock.moment(go_live, "live", deliverable_id, first_hour=15, last_hour=18)
        row.published_at, row.live_url = published, _link(row, account)
    row.ball_since = _since(clock, piece, published)
    row.ball_holder = (pipelines.holder(pipelines.DELIVERABLE, state) or BallHolder.US).value
    for number, (draft, received) in enumerate(_draft_days(clock, piece), 1):
        _add_draft(book, piece, draft, number, received)
    _add_checklist(book, clock, cast, piece)
    return piece


def _deliverable(deal: Deal, entry: Entry, plan: Plan, account: Account | None) -> Deliverable:
    client, kind = deal.client, DeliverableKind(entry["kind"])
    # A gift asks for nothing, and raw clips are not posted.
    is_asked = kind is not DeliverableKind.RAW_UGC and deal.row.compensation_model != CompensationModel.PRODUCT_SEEDING
    mentions = client.mandatory_mentions if is_asked else []
    hashtags = client.mandatory_hashtags if is_asked and kind.post_format in ("feed_post", "video") else []
    code = deal.row.discount_code if entry.get("code") else ""
    return Deliverable(
        campaign_id=known(deal.campaign.id), collaboration_id=known(deal.row.id),
        account_id=account.id if account else None, kind=kind, platform=entry["platform"], title=entry["title"],
        quantity=entry.get("quantity", 1), frames=entry.get("frames"), min_seconds=entry.get("min_seconds"),
        required_mentions=list(mentions), required_hashtags=list(hashtags),
        required_links=[f"{client.website}/{code.lower()}"] if code and kind in _LINKED else [], discount_code=code,
        talking_points=entry.get("points", deal.campaign.key_messages[:1]),
        caption_language=entry.get("language", deal.campaign.audience_languages[0]),
        keep_live_days=1 if kind.post_format == "story" else deal.row.keep_live_days or None,
        fee_minor=minor(entry.get("fee")), state=entry["state"], rounds_used=entry.get("rounds", 0),
        ship_on=plan.due(Phase.SHIP), draft_due_on=plan.due(Phase.DRAFT),
        internal_review_on=plan.due(Phase.INTERNAL_REVIEW), client_review_on=plan.due(Phase.CLIENT_REVIEW),
        publish_on=plan.go_live, notes=entry.get("note", ""),
    )


def _link(row: Deliverable, account: Account | None) -> str:
    return _LINKS[row.platform].format(id=row.id, handle=account.handle if account else "")


def _since(clock: Clock, piece: Piece, published: datetime | None) -> date:
    """The day the ball changed hands: as written, else what follows from the state."""
    calendar, go_live = piece.deal.calendar, piece.plan.go_live
    if "since" in piece.entry:
        return known(clock.day(piece.entry["since"], calendar))
    if published is None:
        return min(calendar.add(clock.today, -1), go_live)
    days = {S.LIVE: 0, S.PROOF_CAPTURED: 1, S.METRICS_CAPTURED: 7, S.COMPLETE: 31}[piece.state]
    return min(go_live + timedelta(days=days), clock.today)


# Drafts -----------------------------------------------------------------------------------------------------

def _draft_days(clock: Clock, piece: Piece) -> list[tuple[Entry, datetime]]:
    """The drafts with the hour they came in: the last as late as the state allows, three working days between two."""
    drafts, calendar = piece.entry["drafts"], piece.deal.calendar
    if not drafts:
        return []
    planned = calendar.add(known(piece.plan.due(Phase.DRAFT)), 3 * (len(drafts) - 1))
    last = min(planned, _latest_draft_day(clock, piece))
    found = []
    for number, draft in enumerate(drafts):
        day = calendar.add(last, -3 * (len(drafts) - 1 - number))
        # What came in today came in early, so that it is not in the future while somebody looks at it.
        hours = {"first_hour": 6, "last_hour": 6} if day >= clock.today else {"first_hour": 8, "last_hour": 16}
        found.append((draft, clock.moment(day, "draft", piece.row.id, number, **hours)))
    return found


def _latest_draft_day(clock: Clock, piece: Piece) -> date:
    calendar, since = piece.deal.calendar, known(piece.row.ball_since)
    if piece.state in PUBLISHED:
        return calendar.add(piece.plan.go_live, -3)
    if piece.state in (S.APPROVED, S.SCHEDULED):
        return calendar.add(clock.today, -3)
    return calendar.add(since, -1) if piece.state is S.CHANGES_REQUESTED else since


def _add_draft(book: Book, piece: Piece, entry: Entry, number: int, received: datetime) -> None:
    shown, start, duration = entry.get("on", (None, None, None))
    draft = Draft(
        deliverable_id=known(piece.row.id), number=number, caption=entry["caption"], title=entry.get("title", ""),
        onscreen_text=shown, onscreen_start_ms=_milliseconds(start if shown else None),
        onscreen_duration_ms=_milliseconds(duration if shown else None),
        duration_ms=_milliseconds(entry.get("seconds")), spoken_text=entry.get("said"), frames=entry.get("frames"),
        frames_labelled=entry.get("labelled"), platform_label_used=entry.get("label"), received_at=received,
        note=entry.get("note", ""), first_comment=entry.get("first_comment", ""), script=entry.get("script", ""),
    )
    book.add(draft)
    piece.drafts.append(draft)


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


# Checklists -------------------------------------------------------------------------------------------------

def _add_checklist(book: Book, clock: Clock, cast: Cast, piece: Piece) -> None:
    """The template's items, ticked as far as the state has come; dated where the deliverable itself has no day.

    Draft, reviews and numbers have their days on the deliverable: twice on the list of today is once too often.
    """
    template = shipped_checklists()[DeliverableKind(piece.row.kind)]
    planned = plan_items(template, anchors_of(piece.plan), piece.deal.calendar)
    ranked = [(_rank(item), made.text, made.due_on) for item, made in zip(template.items, planned, strict=True)]
    is_story = DeliverableKind(piece.row.kind).post_format == "story"
    if piece.state in PUBLISHED and not is_story:
        ranked += [(8, item.text, item.due_on) for item in deal_items(piece.plan.go_live, piece.row.keep_live_days)]
    owner = piece.deal.row.owner_id
    for position, (rank, text, due) in enumerate(ranked):
        done = _is_done(clock.today, piece, rank, text, due)
        book.add(ChecklistItem(
            deliverable_id=known(piece.row.id), position=position, text=text,
            due_on=due if rank >= 7 and piece.state in PUBLISHED and not text.startswith("Numbers") else None,
            done_on=min(due or clock.today, clock.today) if done else None, done_by_id=owner if done else None,
        ))


def _is_done(today: date, piece: Piece, rank: int, text: str, due: date | None) -> bool:
    """Whether somebody has ticked an item: what the state implies, and what is due only once its day has come."""
    reached = _REACHED[piece.state]
    if rank >= 7:
        was_read = text.startswith("Numbers") and "metrics" in piece.entry
        return known(due) <= today and (reached >= 7 or was_read)
    if rank == 1 and reached == 0:
        return due is not None and due < today
    return rank <= reached


def _rank(item: ItemTemplate) -> int:
    """Where an item stands on the way: 0 start, 1-3 around the draft, 4 approval, 5-7 around the go-live."""
    if item.anchor is Anchor.DRAFT:
        return 2 + (item.offset > 0) - (item.offset < 0)
    if item.anchor is Anchor.GO_LIVE:
        return 6 + (item.offset > 0) - (item.offset < 0)
    return 4 if item.anchor is Anchor.APPROVAL else 0
