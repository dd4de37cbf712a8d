"""Offers to renew usage rights, and what follows when they are accepted: a longer term and a payment."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.rights import RenewalDraft, RenewalState, StartEvent, extended, term_end
from microinf_desktop.services.rights_starts import TERMS
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Collaboration, Payment, RightRenewal, UsageRight
from microinf_desktop.storage.workspace import Workspace


def proposed_number(session: Session, on: date, after: int = 0) -> str:
    """The number of the next offer, such as RN-2026-0007; `after` counts those that are about to be made."""
    prefix = f"RN-{on.year}-"
    taken = session.exec(select(RightRenewal.number).where(col(RightRenewal.number).startswith(prefix))).all()
    running = [int(tail) for number in taken if (tail := number.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(running, default=0) + 1 + after:04}"


def offer_renewals(
    workspace: Workspace, offers: Mapping[int, RenewalDraft], papers: Mapping[int, tuple[str, bytes]] | None = None,
    *, today: date | None = None,
) -> list[int]:
    """Record an offer for each right, in one step; returns the ids of the offers.

    `papers` are number and PDF of each offer by right; without one the next number is taken. An open offer of the same
    right is declined by the new one. KnownError for a right that is for ever, withdrawn or has not begun.
    """
    today = today or date.today()
    for draft in offers.values():
        for problem in draft.problems(today):
            raise problem
    label = "Offer a renewal" if len(offers) == 1 else f"Offer {len(offers)} renewals"
    with workspace.writing(label) as session:
        made = []
        for right_id, draft in offers.items():
            right = _renewable(session, right_id)
            for older in session.exec(select(RightRenewal).where(
                RightRenewal.usage_right_id == right_id, RightRenewal.state == RenewalState.OFFERED
            )):
                older.state, older.decided_on = RenewalState.DECLINED, today
            number, pdf = (papers or {}).get(right_id, ("", b""))
            number = number or proposed_number(session, today)
            row = RightRenewal(
                usage_right_id=right_id, number=number, quoted_on=today, quoted_by=workspace.person_name,
                months=draft.months, price_minor=draft.price_minor, currency=right.currency,
                valid_until=draft.valid_until, note=draft.note.strip(),
                attachment_id=attachments.store(workspace.folder, session, pdf, f"{number}.pdf") if pdf else None,
            )
            session.add(row)
            session.flush()
            made.append(row.id or 0)
        return made


def accept_renewals(workspace: Workspace, renewal_ids: Sequence[int], on: date | None = None) -> list[int]:
    """Extend the rights of accepted offers and plan what is paid for them; returns the ids of the rights that count.

    A right that is still running goes on without a gap. One that has ended stays as it was, and a new one begins on
    that day: what was used in between was not covered.
    """
    on = on or date.today()
    label = "Accept a renewal" if len(renewal_ids) == 1 else "Accept renewals"
    with workspace.writing(label) as session:
        extended_ids = []
        for renewal_id in renewal_ids:
            offer = _open(session, renewal_id)
            if on < offer.quoted_on:
                raise ValidationError("on", "That is before the offer was made.", "Enter the day it was accepted.")
            right = _renewable(session, offer.usage_right_id)
            offer.state, offer.decided_on = RenewalState.ACCEPTED, on
            extended_ids.append(_extend(session, right, offer, on))
            if offer.price_minor:
                _plan_payment(session, right, offer, on)
        return extended_ids


def decline_renewals(workspace: Workspace, renewal_ids: Sequence[int], on: date | None = None) -> None:
    """Record that offers were declined; the rights end when they end."""
    with workspace.writing("Decline a renewal" if len(renewal_ids) == 1 else "Decline renewals") as session:
        for renewal_id in renewal_ids:
            offer = _open(session, renewal_id)
            offer.state, offer.decided_on = RenewalState.DECLINED, on or date.today()


def _extend(session: Session, right: UsageRight, offer: RightRenewal, on: date) -> int:
    assert right.ends_on is not None
    if right.ends_on >= on:
        right.ends_on = extended(right.ends_on, [offer.months])
        session.add(right)
        return right.id or 0
    again = UsageRight(**{name: getattr(right, name) for name in TERMS})
    again.asset_id, again.source, again.starts_with = right.asset_id, "typed", StartEvent.DATE
    again.starts_on, again.months, again.days = on, offer.months, None
    again.ends_on, again.fee_minor = term_end(on, offer.months), offer.price_minor
    again.notes = f"Renewed by {offer.number}."
    session.add(again)
    session.flush()
    return again.id or 0


def _plan_payment(session: Session, right: UsageRight, offer: RightRenewal, on: date) -> None:
    """Due within the payment terms of the deal; it belongs to no instalment of the fee."""
    deal = session.get_one(Collaboration, right.collaboration_id)
    session.add(Payment(
        collaboration_id=right.collaboration_id, description=f"Renewal of usage rights, {offer.number}",
        milestone=Trigger.REPORT, amount_minor=offer.price_minor, currency=offer.currency, state=PaymentState.DUE,
        due_on=on + timedelta(days=deal.payment_terms_days),
    ))


def _renewable(session: Session, right_id: int) -> UsageRight:
    right = session.get(UsageRight, right_id)
    if right is None:
        raise KnownError("This usage right was deleted meanwhile.", "Undo the deletion, then try again.")
    if right.withdrawn_on is not None:
        raise KnownError("A right that was withdrawn cannot be renewed.", "Agree on a new one and add it.")
    if right.is_perpetual:
        raise KnownError("This right never ends, so there is nothing to renew.", "Choose another right.")
    if right.ends_on is None:
        raise KnownError("This right has not begun, so it has no end yet.", "Renew it once it has begun.")
    return right


def _open(session: Session, renewal_id: int) -> RightRenewal:
    offer = session.get(RightRenewal, renewal_id)
    if offer is None or offer.state != RenewalState.OFFERED:
        raise KnownError("This offer is decided already.", "Make a new one.")
    return offer
