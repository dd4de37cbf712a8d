"""Changes to payments: instalments from the deal, editing, paying, and moves through the payment pipeline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from microinf_desktop.domain.compensation import Instalment, Milestone, Terms, Trigger, instalments, terms_problems
from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.payments import PURPOSES, PaymentDraft, replan
from microinf_desktop.domain.pipelines import PAYMENT, can_move, label, require_move
from microinf_desktop.queries.deals import terms as deal_terms
from microinf_desktop.queries.payments import facts, planned, reached_triggers
from microinf_desktop.storage.tables import Collaboration, Influencer, Payment
from microinf_desktop.storage.workspace import Workspace

# What was approved or paid is fixed: its amount follows an invoice.
_FIXED = frozenset({PaymentState.APPROVED, PaymentState.PART_PAID, PaymentState.PAID})


def plan_instalments(
    workspace: Workspace, collaboration_id: int, milestones: Sequence[Milestone] | None = None
) -> list[int]:
    """Create the instalments of a deal's fixed fee, split as the deal says or by `milestones`.

    Returns the ids. KnownError when the deal has payments already or no fee; ValidationError when its terms do not
    hang together.
    """
    with workspace.writing("Plan payments") as session:
        _deal(session, collaboration_id)
        if session.exec(select(Payment.id).where(Payment.collaboration_id == collaboration_id)).first() is not None:
            raise KnownError("This collaboration has payments already.", "Edit them, or delete them first.")
        terms = deal_terms(session, collaboration_id)
        if milestones is not None:
            terms = replace(terms, milestones=tuple(milestones))
        parts = instalments(terms)
        if not parts:
            raise KnownError("This deal has no fixed fee to pay.", "Enter a fee, or add a payment by hand.")
        return _add_parts(session, collaboration_id, parts)


def follow_signature(session: Session, collaboration_id: int, today: date) -> None:
    """Plan the instalments of a deal whose contract was signed in the same step, and mark those due that are.

    A deal that has payments keeps them; one without a fee, or whose terms do not hang together, gets none.
    """
    session.flush()
    if session.exec(select(Payment.id).where(Payment.collaboration_id == collaboration_id)).first() is None:
        terms = deal_terms(session, collaboration_id)
        # A signature is a fact whatever the deal says; its form names what is wrong with the terms.
        if not terms_problems(terms):
            _add_parts(session, collaboration_id, instalments(terms))
    _mark_due(session, select(Payment).where(
        Payment.state == PaymentState.NOT_DUE, Payment.collaboration_id == collaboration_id), today)


def _add_parts(session: Session, collaboration_id: int, parts: Sequence[Instalment]) -> list[int]:
    made = [
        Payment(
            collaboration_id=collaboration_id, description=PURPOSES[part.trigger] if len(parts) > 1 else "Fee",
            milestone=part.trigger, amount_minor=part.amount.minor, currency=part.amount.currency,
        )
        for part in parts
    ]
    session.add_all(made)
    session.flush()
    return [payment.id or 0 for payment in made]


def follow_fee(session: Session, collaboration_id: int, before: Terms) -> int:
    """Let the payments that are not due yet follow a deal that was changed in the same step; how many changed.

    `before` are the terms until then. KnownError when the fee leaves less than what is due or paid already.
    """
    plan = replan(before, deal_terms(session, collaboration_id), planned(session, collaboration_id))
    if plan is None:
        return 0
    if plan.problem:
        raise KnownError(plan.problem, "Leave the payments as they are, or change them first.")
    for line in plan.lines:
        if line.payment_id is None and line.after is not None:
            session.add(Payment(
                collaboration_id=collaboration_id, description=line.description, milestone=line.milestone,
                amount_minor=line.after.minor, currency=line.after.currency,
            ))
        elif line.payment_id is not None:
            payment = session.get_one(Payment, line.payment_id)
            if line.after is None:
                session.delete(payment)
            else:
                payment.amount_minor, payment.currency = line.after.minor, line.after.currency
    return len(plan.lines)


def save_payment(workspace: Workspace, draft: PaymentDraft, payment_id: int | None = None) -> int:
    """Add an instalment or store the changed form; returns the id.

    Raises the first of `draft.problems()`, or KnownError when amount or currency of an approved or paid one change.
    """
    for problem in draft.problems():
        raise problem
    with workspace.writing("Add a payment" if payment_id is None else "Edit a payment") as session:
        if payment_id is None:
            _deal(session, draft.collaboration_id)
            payment = Payment(collaboration_id=draft.collaboration_id, description="", amount_minor=0, currency="")
        else:
            payment = _payment(session, payment_id)
        changed = (payment.amount_minor, payment.currency) != (draft.amount_minor, draft.currency)
        if changed and payment.state in _FIXED:
            raise KnownError(
                f"The amount cannot change: the payment is “{label(PaymentState(payment.state))}”.",
                "Move it back first, or add another payment for the difference.",
            )
        for name in ("description", "amount_minor", "currency", "milestone", "due_on", "invoice_number"):
            value = getattr(draft, name)
            setattr(payment, name, value.strip() if isinstance(value, str) and name != "milestone" else value)
        session.add(payment)
        session.flush()
        return payment.id or 0


def delete_payments(workspace: Workspace, payment_ids: Sequence[int]) -> None:
    """Delete instalments; KnownError when money has been paid on one of them."""
    with workspace.writing("Delete a payment" if len(payment_ids) == 1 else "Delete payments") as session:
        for payment in session.exec(select(Payment).where(col(Payment.id).in_(payment_ids))):
            if payment.paid_minor:
                raise KnownError(
                    f"“{payment.description}” cannot be deleted: money has been paid on it.",
                    "Move it back to approved first, if the payment was entered by mistake.",
                )
            session.delete(payment)


def move_payment(
    workspace: Workspace, payment_id: int, to: PaymentState, *, today: date | None = None,
    invoice_number: str | None = None, invoice_needed: bool = True, reason: str = "",
) -> None:
    """Move a payment to a state, or raise in words why it cannot go there.

    Entering `due` sets the due day from the deal's net terms when none is set; entering `paid` pays what is open.
    The reason of a dispute is kept in the step's label, where the history shows it. Use `pay` for part payments.
    """
    today = today or date.today()
    suffix = f": {reason.strip()}" if reason.strip() else ""
    with workspace.writing(f"Mark a payment as {label(to).lower()}{suffix}") as session:
        payment = _payment(session, payment_id)
        if invoice_number is not None:
            payment.invoice_number = invoice_number.strip()
        paid_minor = payment.amount_minor if to is PaymentState.PAID else payment.paid_minor
        asked = replace(
            facts(session, payment, today), invoice_needed=invoice_needed, reason=reason, paid_minor=paid_minor
        )
        require_move(PAYMENT, PaymentState(payment.state), to, asked)
        _enter(session, payment, to, today)


def pay(
    workspace: Workspace, payment_id: int, amount_minor: int, paid_on: date | None = None, *,
    invoice_needed: bool = True,
) -> PaymentState:
    """Record money sent, in minor units; the payment becomes paid or part paid, which is returned.

    ValidationError on `amount_minor` when it is not above 0 or more than what is open.
    """
    paid_on = paid_on or date.today()
    with workspace.writing("Record a payment") as session:
        payment = _payment(session, payment_id)
        left = payment.amount_minor - payment.paid_minor
        if not 0 < amount_minor <= left:
            rest = Money(left, payment.currency)
            raise ValidationError(
                "amount_minor", "The amount paid has to be above 0 and at most what is open.",
                f"Open is {payment.currency} {rest.decimal:,}.",
            )
        to = PaymentState.PAID if amount_minor == left else PaymentState.PART_PAID
        start = PaymentState(payment.state)
        payment.paid_minor += amount_minor
        if start is not to:
            require_move(PAYMENT, start, to, replace(facts(session, payment, paid_on), invoice_needed=invoice_needed))
        payment.state, payment.paid_on = to, paid_on
        session.add(payment)
        _refresh_last_paid(session, payment.collaboration_id)
        return to


def mark_due(workspace: Workspace, today: date | None = None) -> list[int]:
    """Move every payment whose milestone is reached from not due to due, in one step; returns their ids."""
    today = today or date.today()
    with workspace.writing("Mark payments as due") as session:
        return _mark_due(session, select(Payment).where(Payment.state == PaymentState.NOT_DUE), today)


def _mark_due(session: Session, wanted: SelectOfScalar[Payment], today: date) -> list[int]:
    waiting = session.exec(wanted).all()
    reached = reached_triggers(session, {payment.collaboration_id for payment in waiting})
    due = [payment for payment in waiting if Trigger(payment.milestone) in reached[payment.collaboration_id]]
    for payment in due:
        _enter(session, payment, PaymentState.DUE, today)
    return [payment.id or 0 for payment in due]


def refusal(session: Session, payment_id: int, to: PaymentState, today: date | None = None) -> str | None:
    """Why a payment cannot go to a state yet, with what to do; None when it can."""
    payment = _payment(session, payment_id)
    found = can_move(PAYMENT, PaymentState(payment.state), to, facts(session, payment, today or date.today()))
    return None if found is None else str(found)


def _enter(session: Session, payment: Payment, to: PaymentState, today: date) -> None:
    if to is PaymentState.DUE and payment.due_on is None:
        payment.due_on = today + timedelta(days=_deal(session, payment.collaboration_id).payment_terms_days)
    if to is PaymentState.PAID:
        payment.paid_minor, payment.paid_on = payment.amount_minor, today
    elif to in (PaymentState.APPROVED, PaymentState.INVOICE_RECEIVED) and payment.state != PaymentState.DISPUTED:
        # Moving back from paid takes the money back too; a dispute leaves what was paid.
        payment.paid_minor, payment.paid_on = 0, None
    payment.state = to
    session.add(payment)
    _refresh_last_paid(session, payment.collaboration_id)


def _refresh_last_paid(session: Session, collaboration_id: int) -> None:
    """The roster's stored key: what was paid so far in the deal that was paid last."""
    session.flush()
    influencer_id = _deal(session, collaboration_id).influencer_id
    latest = session.exec(
        select(Payment.collaboration_id, Payment.currency)
        .join(Collaboration, col(Collaboration.id) == col(Payment.collaboration_id))
        .where(Collaboration.influencer_id == influencer_id, col(Payment.paid_minor) > 0)
        .order_by(col(Payment.paid_on).desc(), col(Payment.id).desc())
    ).first()
    person = session.get_one(Influencer, influencer_id)
    if latest is None:
        person.last_paid_minor, person.last_paid_currency = None, ""
    else:
        person.last_paid_minor = session.exec(
            select(func.sum(Payment.paid_minor))
            .where(Payment.collaboration_id == latest[0], Payment.currency == latest[1])
        ).one()
        person.last_paid_currency = latest[1]
    session.add(person)


def _deal(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was deleted meanwhile.", "Undo the deletion, then try again.")
    return deal


def _payment(session: Session, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise KnownError("This payment was deleted meanwhile.", "Undo the deletion, then try again.")
    return payment
