"""The sample's deals in detail: who decided for the client and when, bonuses, caps and instalments."""

from collections.abc import Sequence
from datetime import timedelta

from microinf_desktop.domain.enums import ClientDecision
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock, minor
from microinf_desktop.services.sample.work import Deal
from microinf_desktop.storage.tables import Bonus

_PERCENTS = ("upfront_percent", "approval_percent", "report_percent")


def add_details(book: Book, clock: Clock, deals: Sequence[Deal]) -> None:
    """Fill in the deals of all campaigns; before the contracts, which print them."""
    written = content.load("deals.json")
    for place, deal in enumerate(deals):
        row = deal.row
        if row.client_decision != ClientDecision.PENDING:
            row.client_decided_by = written["deciders"].get(deal.campaign.name, "")
            start = deal.campaign.starts_on
            if start is not None:
                row.client_decided_on = min(start + timedelta(days=2 + place % 3), clock.today - timedelta(days=1))
            row.client_decision_note = written["notes"].get(deal.creator.name, "")
        terms = written["terms"].get(deal.creator.name, {})
        for name in _PERCENTS:
            setattr(row, name, terms.get(name, getattr(row, name)))
        row.cap_minor = minor(terms.get("cap"))
        for position, bonus in enumerate(terms.get("bonuses", ())):
            book.add(Bonus(
                collaboration_id=row.id or 0, position=position, label=bonus["label"], metric=bonus["metric"],
                threshold=bonus["threshold"], amount_minor=minor(bonus["amount"]) or 0,
                per_units=bonus.get("per_units"), cap_minor=minor(bonus.get("cap")),
            ))
