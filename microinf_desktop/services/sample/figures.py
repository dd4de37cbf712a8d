"""Numbers and money of the sample: metric snapshots of what is live, and payments."""

from datetime import date, timedelta
from random import Random
from typing import Any

from microinf_desktop.domain.compensation import share_of
from microinf_desktop.domain.enums import DeliverableKind, PaymentState, Platform
from microinf_desktop.domain.formulas import engagement_parts
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.cast import Cast
from microinf_desktop.services.sample.content import Clock, minor
from microinf_desktop.services.sample.work import PUBLISHED, Deal, Piece, known
from microinf_desktop.storage.tables import Influencer, MetricSnapshot, Payment

# Share of the final figure that is there after so many days: attention comes early, orders later.
_ATTENTION = {1: 0.61, 7: 0.93, 30: 1.0}
_ORDERS = {1: 0.24, 7: 0.71, 30: 1.0}
_SHARES = {"likes": 0.78, "comments": 0.04, "shares": 0.07, "saves": 0.11}
_STORY_SHARES = {"replies": 0.22, "sticker_taps": 0.66, "shares": 0.12}
_TALK_SHARES = {"likes": 0.0, "comments": 0.35, "shares": 0.4, "saves": 0.25}
_SOURCES = ("insights screenshot", "insights screenshot", "creator's export", "typed from the call")


def add_metrics(book: Book, clock: Clock, cast: Cast, piece: Piece) -> int:
    """Reads after 24 hours, 7 and 30 days, as far as they lie in the past; the last one is the figure in the file.

    Returns the revenue of the last read, in minor units.
    """
    found = piece.entry.get("metrics")
    if found is None or piece.state not in PUBLISHED:
        return 0
    dice = clock.dice("metrics", piece.deal.campaign.name, piece.row.title)
    reads = [days for days in _ATTENTION if piece.plan.go_live + timedelta(days=days) <= clock.today]
    final = _final_figures(piece, found, dice)
    for days in reads:
        row = MetricSnapshot(
            deliverable_id=known(piece.row.id), taken_on=piece.plan.go_live + timedelta(days=days),
            followers_at_post=_followers_at(cast, piece), is_estimated=found.get("estimated", False),
            source=dice.choice(_SOURCES),
        )
        for name, value in final.items():
            curve = _ORDERS if name in ("conversions", "revenue_minor") else _ATTENTION
            is_story = DeliverableKind(piece.row.kind).post_format == "story" and curve is _ATTENTION
            share = 1.0 if is_story else curve[days] / curve[reads[-1]]
            setattr(row, name, None if value is None else round(value * share))
        book.add(row)
    return final["revenue_minor"] or 0 if reads else 0


def _final_figures(piece: Piece, found: dict[str, Any], dice: Random) -> dict[str, int | None]:
    reach, views = found["reach"], found.get("views")
    engaged = round(reach * found["rate"] / 100)
    kind, platform = DeliverableKind(piece.row.kind), Platform(piece.row.platform)
    impressions = round(reach * dice.uniform(1.18, 1.38))
    orders, clicks = found.get("orders"), found.get("clicks")
    order_value = minor(piece.deal.campaign_entry["order_value"]) or 0
    parts = _parts(kind, platform, engaged)
    return {
        "reach": reach, "impressions": max(impressions, views or 0), "views": views, **parts, "link_clicks": clicks,
        "website_visits": None if clicks is None else round(clicks * dice.uniform(0.82, 0.9)), "conversions": orders,
        "revenue_minor": None if orders is None else round(orders * order_value * dice.uniform(0.94, 1.06)),
    }


def _parts(kind: DeliverableKind, platform: Platform, engaged: int) -> dict[str, int]:
    """Engagements split into the parts that count there; their sum is `engaged`."""
    wanted = engagement_parts(platform, kind)
    shares = _STORY_SHARES if kind.post_format == "story" else _SHARES
    if platform in (Platform.BLOG, Platform.PODCAST, Platform.NEWSLETTER):
        shares = _TALK_SHARES
    whole = sum(shares[name] for name in wanted)
    counted = {name: round(engaged * shares[name] / whole) for name in wanted}
    first = wanted[0] if shares[wanted[0]] else wanted[-1]
    counted[first] += engaged - sum(counted.values())
    return counted


def _followers_at(cast: Cast, piece: Piece) -> int | None:
    if piece.account is None:
        return None
    taken = [row for row in cast.snapshots[known(piece.account.id)] if row.taken_on <= piece.plan.go_live]
    return taken[-1].followers if taken else None


# Money ------------------------------------------------------------------------------------------------------

def add_payments(book: Book, clock: Clock, deal: Deal, revenue_minor: int) -> list[Payment]:
    """The instalments as written; a commission is worked out from the revenue by code, up to its cap."""
    rows = []
    for description, milestone, amount, state, due, invoice, paid, *part in deal.entry["payments"]:
        amount_minor = _commission(deal, revenue_minor) if amount == "commission" else known(minor(amount))
        paid_minor = amount_minor if state == PaymentState.PAID else known(minor(part[0])) if part else 0
        row = Payment(
            collaboration_id=known(deal.row.id), description=description, milestone=milestone,
            amount_minor=amount_minor, currency=deal.row.currency, state=state, invoice_number=invoice,
            due_on=clock.workday(due, deal.calendar), paid_minor=paid_minor,
            paid_on=clock.workday(paid, deal.calendar),
        )
        book.add(row)
        rows.append(row)
    return rows


def _commission(deal: Deal, revenue_minor: int) -> int:
    earned = share_of(revenue_minor, deal.row.commission_ppm or 0)
    cap = deal.row.commission_cap_minor
    return earned if cap is None else min(earned, cap)


def set_last_paid(payments: list[tuple[Influencer, Payment]]) -> None:
    """The roster's stored key: what was paid so far in the deal that was paid last (see `services.payments`)."""
    latest: dict[int, Payment] = {}
    for person, payment in payments:
        before = latest.get(known(person.id))
        if payment.paid_minor and (before is None or _paid_at(payment) > _paid_at(before)):
            latest[known(person.id)] = payment
    for person, _ in payments:
        last = latest.get(known(person.id))
        if last is not None:
            person.last_paid_minor = sum(
                other.paid_minor for _, other in payments
                if (other.collaboration_id, other.currency) == (last.collaboration_id, last.currency)
            )
            person.last_paid_currency = last.currency


def _paid_at(payment: Payment) -> tuple[date, int]:
    return known(payment.paid_on), known(payment.id)
