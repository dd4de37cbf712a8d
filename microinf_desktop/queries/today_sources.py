"""Where the items of Today come from: one statement for each source, all with the columns of `COLUMNS`.

A source is a function that returns a SELECT; it may use the parameters `until` (the last day that is shown) and
`today`. Add it to `SOURCES`, its kinds to `domain.today.TodayKind`, and Today, its counts, its snoozing and the
number in the sidebar know it. Statements are built once and kept: building them costs more than running them.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, case, cast, func, literal, null, or_, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col

from microinf_desktop.domain.contract_life import REMIND_AFTER_DAYS, MoveKind
from microinf_desktop.domain.rights import REMINDERS
from microinf_desktop.domain.today import TodayKind
from microinf_desktop.queries.compliance_looks import second_look_day, second_look_wanted
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    BriefAcknowledgement,
    BriefVersion,
    Campaign,
    ChecklistItem,
    Client,
    Collaboration,
    Contract,
    ContractMove,
    Deliverable,
    Event,
    Influencer,
    Milestone,
    Payment,
    Review,
    RightRenewal,
    Shipment,
    ShipmentNudge,
    UsageRight,
    Violation,
    ViolationStep,
)

COLUMNS = (
    "kind", "item_id", "record", "record_id", "client_id", "client", "client_color", "campaign_id", "campaign",
    "influencer_id", "creator", "what", "detail", "holder", "due_on", "waiting_since", "verdict", "owner_id",
    "decider", "amount_minor", "currency",
)
AWAITING_DRAFT = ("not_started", "briefed", "concept_in", "changes_requested")
AWAITING_US = ("draft_in", "internal_review")
READY = ("approved", "scheduled")
OPEN_STATES = (*AWAITING_DRAFT, *AWAITING_US, "client_review", *READY, "live", "proof_captured")
NUDGE_DAYS = (7, 10, 14)  # after delivery (features C10)
# Set aside for the day on which a post is looked at and its numbers are read.
_PROOF_AFTER, _METRICS_AFTER = "+1 day", "+7 days"
# How long an early reminder of a right's end stays, and how long it is said that one has ended.
_REMINDED_DAYS, _ENDED_DAYS = 3, 14

until: Any = bindparam("until", type_=Date)
today: Any = bindparam("today", type_=Date)


def _columns(**given: Any) -> list[Any]:
    """The columns in their order; what a source does not name is empty."""
    base: dict[str, Any] = {name: null() for name in COLUMNS}
    base |= {name: literal("") for name in ("client", "client_color", "campaign", "creator", "verdict", "decider",
                                            "currency")}
    return [value.label(name) for name, value in (base | given).items()]


def _of_campaign(**given: Any) -> list[Any]:
    names = {"client_id": col(Client.id), "client": col(Client.name), "client_color": col(Client.color),
             "campaign_id": col(Campaign.id), "campaign": col(Campaign.name), "owner_id": col(Campaign.owner_id)}
    return _columns(**names | given)


def _of_deal(**given: Any) -> list[Any]:
    names = {"influencer_id": col(Influencer.id), "creator": col(Influencer.name),
             "owner_id": func.coalesce(col(Collaboration.owner_id), col(Campaign.owner_id))}
    return _of_campaign(**names | given)


def _campaigns(statement: Select[Any], key: Any) -> Select[Any]:
    return (
        statement.join(Campaign, and_(col(Campaign.id) == col(key), col(Campaign.state) != "archived"))
        .join(Client, col(Client.id) == col(Campaign.client_id))
    )


def _deals(statement: Select[Any], key: Any) -> Select[Any]:
    joined = statement.join(Collaboration, col(Collaboration.id) == col(key))
    return _campaigns(joined, Collaboration.campaign_id).join(
        Influencer, col(Influencer.id) == col(Collaboration.influencer_id)
    )


def deliverables() -> Select[Any]:
    """What the next step of a deliverable is, with the open review where it waits for one."""
    state = col(Deliverable.state)
    waits = (
        pick(
            col(Review.deliverable_id), col(Review.step), func.min(col(Review.due_on)).label("due_on"),
            func.min(col(Review.decider_name)).label("decider"), func.min(col(Review.person_id)).label("person_id"),
        )
        .where(col(Review.decision) == "").group_by(col(Review.deliverable_id), col(Review.step)).subquery()
    )
    kind = case(
        (state.in_(AWAITING_DRAFT), TodayKind.DRAFT), (state.in_(AWAITING_US), TodayKind.REVIEW),
        (state == "client_review", TodayKind.CLIENT_REVIEW), (state.in_(READY), TodayKind.PUBLISH),
        (state == "live", TodayKind.PROOF), else_=TodayKind.METRICS,
    )
    publish = col(Deliverable.publish_on)
    due = type_coerce(case(
        (state.in_(AWAITING_DRAFT), func.coalesce(Deliverable.draft_due_on, publish)),
        (state.in_(AWAITING_US), func.coalesce(waits.c.due_on, Deliverable.internal_review_on, publish)),
        (state == "client_review", func.coalesce(waits.c.due_on, Deliverable.client_review_on, publish)),
        (state == "live", func.date(publish, _PROOF_AFTER)),
        (state == "proof_captured", func.date(publish, _METRICS_AFTER)),
        else_=publish,
    ), Date)
    columns = _of_deal(
        kind=kind, item_id=col(Deliverable.id), record=literal("deliverable"), record_id=col(Deliverable.id),
        what=col(Deliverable.kind), detail=state, holder=col(Deliverable.ball_holder), due_on=due,
        waiting_since=col(Deliverable.ball_since), verdict=col(Deliverable.verdict),
        owner_id=func.coalesce(waits.c.person_id, col(Collaboration.owner_id), col(Campaign.owner_id)),
        decider=func.coalesce(waits.c.decider, ""),
    )
    step = case((state == "client_review", "client"), else_="internal")
    return (
        _deals(pick(*columns).select_from(Deliverable), Deliverable.collaboration_id)
        .outerjoin(waits, and_(waits.c.deliverable_id == col(Deliverable.id), waits.c.step == step))
        .where(state.in_(OPEN_STATES), was_planned(),
               or_(due <= until, state == "client_review", state.in_(AWAITING_US)))
    )


def checklist() -> Select[Any]:
    """Open items of checklists, dated checks of the contract among them."""
    columns = _of_deal(
        kind=literal(TodayKind.CHECKLIST), item_id=col(ChecklistItem.id), record=literal("deliverable"),
        record_id=col(Deliverable.id), what=col(ChecklistItem.text), detail=col(Deliverable.kind),
        holder=col(ChecklistItem.holder), due_on=col(ChecklistItem.due_on),
    )
    found = pick(*columns).select_from(ChecklistItem).join(
        Deliverable, col(Deliverable.id) == col(ChecklistItem.deliverable_id)
    )
    return _deals(found, Deliverable.collaboration_id).where(
        col(ChecklistItem.done_on).is_(None), col(ChecklistItem.due_on) <= until,
        col(Deliverable.state).not_in(("cancelled", "replaced")),
    )


def milestones() -> Select[Any]:
    columns = _of_campaign(
        kind=literal(TodayKind.MILESTONE), item_id=col(Milestone.id), record=literal("campaign"),
        record_id=col(Campaign.id), what=col(Milestone.name), detail=col(Milestone.kind), holder=literal("us"),
        due_on=col(Milestone.due_on),
    )
    return _campaigns(pick(*columns).select_from(Milestone), Milestone.campaign_id).where(
        col(Milestone.done_on).is_(None), col(Milestone.due_on) <= until
    )


def setups() -> Select[Any]:
    """Campaigns whose set-up was left in between; they open at the step where it goes on."""
    columns = _of_campaign(
        kind=literal(TodayKind.SETUP), item_id=col(Campaign.id), record=literal("campaign_setup"),
        record_id=col(Campaign.id), what=literal(""), detail=col(Campaign.setup_step), holder=literal("us"),
    )
    return pick(*columns).join(Client, col(Client.id) == col(Campaign.client_id)).where(
        col(Campaign.setup_step) != "", col(Campaign.state).in_(("planning", "running"))
    )


def events() -> Select[Any]:
    columns = _of_campaign(
        kind=literal(TodayKind.EVENT), item_id=col(Event.id), record=literal("event"), record_id=col(Event.id),
        what=col(Event.name), detail=col(Event.kind), holder=literal("us"), due_on=col(Event.starts_on),
        owner_id=func.coalesce(col(Event.owner_id), col(Campaign.owner_id)),
    )
    return _campaigns(pick(*columns).select_from(Event), Event.campaign_id).where(
        col(Event.state).in_(("planned", "confirmed")), col(Event.starts_on) <= until
    )


def payments() -> Select[Any]:
    columns = _of_deal(
        kind=literal(TodayKind.PAYMENT), item_id=col(Payment.id), record=literal("campaign"),
        record_id=col(Campaign.id), what=col(Payment.description), detail=col(Payment.state), holder=literal("us"),
        due_on=col(Payment.due_on), amount_minor=col(Payment.amount_minor) - col(Payment.paid_minor),
        currency=col(Payment.currency),
    )
    unpaid = ("due", "invoice_received", "approved", "part_paid", "disputed")
    return _deals(pick(*columns).select_from(Payment), Payment.collaboration_id).where(
        col(Payment.state).in_(unpaid), col(Payment.due_on) <= until
    )


def contracts() -> Select[Any]:
    """Contracts under way and not signed by both; a signature is reminded of some days after the last word."""
    state = col(Contract.state)
    reminded = (
        pick(func.max(func.date(ContractMove.moved_at)))
        .where(col(ContractMove.contract_id) == col(Contract.id), col(ContractMove.kind) == MoveKind.REMINDER)
        .correlate(Contract).scalar_subquery()
    )
    heard = func.max(func.coalesce(reminded, col(Contract.sent_on)), col(Contract.sent_on))
    remind = type_coerce(func.date(heard, f"+{REMIND_AFTER_DAYS} days"), Date)
    columns = _of_deal(
        kind=literal(TodayKind.CONTRACT), item_id=col(Contract.id), record=literal("contract"),
        record_id=col(Contract.id), what=col(Contract.number), detail=state,
        holder=case((state == "sent", "creator"), else_="us"), due_on=case((state == "sent", remind), else_=null()),
        waiting_since=func.coalesce(col(Contract.signed_on), col(Contract.sent_on)),
    )
    return _deals(pick(*columns).select_from(Contract), Contract.collaboration_id).where(
        state.in_(("sent", "changes", "signed"))
    )


def ending_contracts() -> Select[Any]:
    """Contracts in force that end within two weeks of the last day shown, unless a later one extends them."""
    later = aliased(Contract)
    extended = pick(later.id).where(
        col(later.amends_id) == col(Contract.id), col(later.state).not_in(("terminated", "expired")),
        col(later.expires_on) > col(Contract.expires_on),
    ).correlate(Contract)
    columns = _of_deal(
        kind=literal(TodayKind.CONTRACT_ENDS), item_id=col(Contract.id), record=literal("contract"),
        record_id=col(Contract.id), what=col(Contract.number), detail=col(Contract.state), holder=literal("us"),
        due_on=col(Contract.expires_on),
    )
    return _deals(pick(*columns).select_from(Contract), Contract.collaboration_id).where(
        col(Contract.state).in_(("countersigned", "active")), col(Contract.expires_on) >= today,
        col(Contract.expires_on) <= func.date(until, "+14 days"), ~extended.exists(),
    )


def next_actions() -> Select[Any]:
    columns = _columns(
        kind=literal(TodayKind.NEXT_ACTION), item_id=col(Influencer.id), record=literal("influencer"),
        record_id=col(Influencer.id), influencer_id=col(Influencer.id), creator=col(Influencer.name),
        what=col(Influencer.next_action), detail=col(Influencer.stage), holder=literal("us"),
        due_on=col(Influencer.next_action_on), owner_id=col(Influencer.owner_id),
    )
    return pick(*columns).where(col(Influencer.next_action_on) <= until, col(Influencer.next_action) != "")


def briefs() -> Select[Any]:
    """The newest brief of a creator, as long as nobody has confirmed to have read it."""
    newest = (
        pick(col(BriefVersion.collaboration_id), func.max(col(BriefVersion.version)).label("version"))
        .group_by(col(BriefVersion.collaboration_id)).subquery()
    )
    sent_on = type_coerce(func.date(BriefVersion.issued_at), Date)
    columns = _of_deal(
        kind=literal(TodayKind.BRIEF), item_id=col(BriefVersion.id), record=literal("campaign"),
        record_id=col(Campaign.id), what=cast(col(BriefVersion.version), String), detail=literal(""),
        holder=literal("creator"), waiting_since=sent_on,
    )
    found = pick(*columns).select_from(BriefVersion).join(
        newest, and_(newest.c.collaboration_id == col(BriefVersion.collaboration_id),
                     newest.c.version == col(BriefVersion.version))
    )
    return (
        _deals(found, BriefVersion.collaboration_id)
        .outerjoin(BriefAcknowledgement, col(BriefAcknowledgement.brief_version_id) == col(BriefVersion.id))
        .where(col(BriefAcknowledgement.id).is_(None), col(Campaign.state).in_(("planning", "running")))
    )


def parcels() -> Select[Any]:
    """Parcels to send, or whose address the creator has not confirmed."""
    confirmed = col(Shipment.state) == "address_confirmed"
    columns = _of_deal(
        kind=case((confirmed, TodayKind.PARCEL), else_=TodayKind.ADDRESS), item_id=col(Shipment.id),
        record=literal("campaign"), record_id=col(Campaign.id), what=literal(""), detail=col(Shipment.state),
        holder=case((confirmed, "us"), else_="creator"), due_on=col(Shipment.send_by),
        waiting_since=col(Shipment.address_confirmed_on),
    )
    return _deals(pick(*columns).select_from(Shipment), Shipment.collaboration_id).where(
        col(Shipment.state).in_(("to_send", "address_confirmed")),
        or_(col(Shipment.send_by) <= until, col(Shipment.send_by).is_(None)),
    )


def nudges() -> Select[Any]:
    """Parcels that arrived without a post: the next reminder at day 7, 10 or 14 that nobody has sent."""
    last = (
        pick(func.max(col(ShipmentNudge.day))).where(col(ShipmentNudge.shipment_id) == col(Shipment.id))
        .scalar_subquery()
    )
    first, second, third = NUDGE_DAYS
    following = case((last.is_(None), first), (last < second, second), else_=third)
    due = type_coerce(func.date(Shipment.delivered_on, func.printf("+%d days", following)), Date)
    columns = _of_deal(
        kind=literal(TodayKind.NUDGE), item_id=col(Shipment.id), record=literal("campaign"),
        record_id=col(Campaign.id), what=cast(following, String), detail=col(Shipment.state),
        holder=literal("us"), due_on=due, waiting_since=col(Shipment.delivered_on),
    )
    return _deals(pick(*columns).select_from(Shipment), Shipment.collaboration_id).where(
        col(Shipment.state) == "delivered", or_(last.is_(None), last < third), due <= until
    )


def violations() -> Select[Any]:
    """Open violations of labels: to be written about, with the creator, or past the deadline of the last message."""
    last = (
        pick(col(ViolationStep.violation_id), func.max(ViolationStep.due_at).label("due_at"),
             func.max(ViolationStep.sent_at).label("sent_at"))
        .group_by(col(ViolationStep.violation_id)).subquery()
    )
    due = type_coerce(func.date(func.coalesce(last.c.due_at, Violation.found_at)), Date)
    columns = _of_deal(
        kind=literal(TodayKind.VIOLATION), item_id=col(Violation.id), record=literal("compliance"),
        record_id=col(Deliverable.id), what=col(Deliverable.kind),
        detail=case((last.c.sent_at.is_(None), ""), else_="sent"),
        holder=case((last.c.due_at.is_(None), "us"), (due < today, "us"), else_="creator"), due_on=due,
        waiting_since=type_coerce(func.date(func.coalesce(last.c.sent_at, Violation.found_at)), Date),
    )
    found = (
        pick(*columns).select_from(Violation)
        .join(Deliverable, col(Deliverable.id) == col(Violation.deliverable_id))
        .outerjoin(last, last.c.violation_id == col(Violation.id))
    )
    return _deals(found, Deliverable.collaboration_id).where(col(Violation.state) == "open")


def rechecks() -> Select[Any]:
    """Live posts that were looked at and are to be looked at again, because posts are edited."""
    columns = _of_deal(
        kind=literal(TodayKind.RECHECK), item_id=col(Deliverable.id), record=literal("deliverable"),
        record_id=col(Deliverable.id), what=col(Deliverable.kind), detail=col(Deliverable.state), holder=literal("us"),
        due_on=type_coerce(second_look_day(), Date),
    )
    return _deals(pick(*columns).select_from(Deliverable), Deliverable.collaboration_id).where(
        second_look_wanted(), type_coerce(second_look_day(), Date) <= until
    )


def rights() -> Select[Any]:
    """Usage rights 45, 30 and 14 days before they end, and when they have ended, unless an offer to renew is out.

    An early reminder that nobody took up is gone after a few days and comes back with the next one.
    """
    ends = col(UsageRight.ends_on)
    soonest = func.date(today, f"-{_REMINDED_DAYS} days")

    def before(days: int) -> Any:
        return func.date(ends, f"-{days} days")

    early = sorted((days for days in REMINDERS if days), reverse=True)
    due = type_coerce(case(*((before(days) >= soonest, before(days)) for days in early), else_=func.date(ends)), Date)
    handled = pick(col(RightRenewal.id)).where(
        col(RightRenewal.usage_right_id) == col(UsageRight.id),
        or_(
            and_(col(RightRenewal.state) == "offered",
                 or_(col(RightRenewal.valid_until).is_(None), col(RightRenewal.valid_until) >= today)),
            col(RightRenewal.quoted_on) >= due, col(RightRenewal.decided_on) >= due,
        ),
    )
    columns = _of_deal(
        kind=literal(TodayKind.RIGHT), item_id=col(UsageRight.id), record=literal("rights"),
        record_id=col(UsageRight.id), what=col(UsageRight.kind), detail=cast(ends, String), holder=literal("us"),
        due_on=due,
    )
    return _deals(pick(*columns).select_from(UsageRight), UsageRight.collaboration_id).where(
        ends >= func.date(today, f"-{_ENDED_DAYS} days"), ends <= func.date(until, f"+{max(REMINDERS)} days"),
        due <= until, or_(col(UsageRight.withdrawn_on).is_(None), col(UsageRight.withdrawn_on) > today),
        ~handled.exists(),
    )


SOURCES: tuple[Callable[[], Select[Any]], ...] = (
    deliverables, checklist, milestones, setups, events, payments, contracts, ending_contracts, next_actions, briefs,
    parcels, nudges, violations, rechecks, rights,
)


@cache
def statements() -> tuple[Select[Any], ...]:
    """The statements of all sources, built once."""
    return tuple(source() for source in SOURCES)
