"""Offers to renew usage rights: months and price proposed, the quote as a PDF, and what became of it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import RenewalDraft, proposed_price
from microinf_desktop.queries import rights
from microinf_desktop.queries.rights import RenewalRow, RightRow
from microinf_desktop.services import right_renewals as services
from microinf_desktop.storage import attachments
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import NumberEdit, TextArea
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

VALID_DAYS = 14
_USUAL_MONTHS = 3


def price_for(row: RightRow, months: int) -> Money | None:
    """What the agreed renewal price, or else the fee, comes to for some months."""
    return proposed_price(months, row.terms.months, row.terms.days, row.renewal, row.fee)


def renewable(rows: Sequence[RightRow]) -> list[RightRow]:
    """Those that can be renewed: begun, with an end, and not withdrawn."""
    return [row for row in rows if row.ends_on is not None and row.withdrawn_on is None]


def offer_renewal(parent: QWidget, context: AppContext, rows: Sequence[RightRow]) -> list[int]:
    """Ask for months and price, make the quote of each right and store the offers; returns their ids."""
    rows = renewable(rows)
    if not rows:
        context.toast(tr("Only a right that has begun and ends can be renewed"))
        return []
    made = _offer_one(parent, context, rows[0]) if len(rows) == 1 else _offer_many(parent, context, rows)
    if len(made) == 1:
        with context.workspace.reading() as session:
            offer = next(one for one in rights.renewals(session, rows[0].id) if one.id == made[0])
        context.toast(tr("Quote {number} made", number=offer.number), verb=tr("Save the quote"),
                      callback=lambda: save_quote(parent, context, offer))
    elif made:
        context.toast(trn("{n} renewal offered", "{n} renewals offered", len(made)), undo=True)
    return made


def save_quote(parent: QWidget, context: AppContext, offer: RenewalRow) -> None:
    """The stored PDF of an offer under a name of its own."""
    folder = context.workspace.folder
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Save as PDF"), str(folder / "exports" / offer.file_name), tr("Document (*.pdf)"))
    if chosen:
        context.tasks.read(
            lambda _p, _t: Path(chosen).write_bytes(attachments.read(folder, offer.sha256)),
            lambda _n: context.toast(tr("Saved as {path}", path=chosen)))


def _offer_one(parent: QWidget, context: AppContext, row: RightRow) -> list[int]:
    today, usual = context.today(), row.terms.months or _USUAL_MONTHS

    def build(form: Form) -> None:
        form.add_wide(Label(_line(row), "secondary", "text2", wrap=True))
        months = form.add_field("months", tr("Months more"), NumberEdit(), required=True)
        price = form.add_field("price", tr("Price, net"), MoneyEdit(row.terms.currency), required=True,
                               help=_basis(row))
        form.add_field("valid_until", tr("The offer holds until"), DateEdit())
        form.add_field("note", tr("Note"), TextArea(rows=2), help=tr("Printed on the quote"))

        def propose() -> None:
            count = months.value()
            if count and count > 0:
                price.set_value(price_for(row, int(count)))

        months.edited.connect(propose)

    def submit(values: dict[str, Any]) -> list[int]:
        draft = RenewalDraft(int(values["months"]), values["price"].minor, values["valid_until"], values["note"] or "")
        return _store(context, {row.id: draft})

    filled = {"months": usual, "price": price_for(row, usual), "valid_until": today + timedelta(days=VALID_DAYS)}
    dialog = FormDialog(parent, tr("Offer a renewal"), tr("Make the quote"), build, submit, filled)
    return list(dialog.result_value) if dialog.run() else []


def _line(row: RightRow) -> str:
    return tr("{kind}, {creator}: {where}. Ends {day}", kind=labels.label(row.terms.kind), creator=row.deal.creator,
              where=words.where(row.terms), day=formats.day(row.ends_on))


def _basis(row: RightRow) -> str:
    """What the proposal follows from."""
    base = words.term(row.terms)
    if row.renewal is not None:
        return tr("Agreed: {price} for {term}", price=formats.money(row.renewal), term=base)
    if row.fee is not None:
        return tr("In proportion to the fee: {price} for {term}", price=formats.money(row.fee), term=base)
    return tr("No price is agreed, so none is proposed")


def _offer_many(parent: QWidget, context: AppContext, rows: Sequence[RightRow]) -> list[int]:
    """The same months for several rights, each at its own price; those without a price are left out and named."""
    today = context.today()

    def build(form: Form) -> None:
        months = form.add_field("months", tr("Months more"), NumberEdit(), required=True)
        form.add_field("valid_until", tr("The offers hold until"), DateEdit())
        form.add_field("note", tr("Note"), TextArea(rows=2), help=tr("Printed on each quote"))
        prices = Label("", "secondary", "text2", wrap=True)
        form.add_wide(prices)

        def show() -> None:
            prices.setText(_prices(rows, int(months.value() or 0)))

        months.set_value(_USUAL_MONTHS)
        months.edited.connect(show)
        show()

    def submit(values: dict[str, Any]) -> list[int]:
        offers = {}
        for row in rows:
            price = price_for(row, int(values["months"]))
            if price is not None:
                offers[row.id] = RenewalDraft(
                    int(values["months"]), price.minor, values["valid_until"], values["note"] or ""
                )
        return _store(context, offers)

    filled = {"months": _USUAL_MONTHS, "valid_until": today + timedelta(days=VALID_DAYS)}
    title = trn("Offer {n} renewal", "Offer {n} renewals", len(rows))
    dialog = FormDialog(parent, title, tr("Make the quotes"), build, submit, filled)
    return list(dialog.result_value) if dialog.run() else []


def _prices(rows: Sequence[RightRow], months: int) -> str:
    lines = []
    for row in rows:
        price = price_for(row, months) if months > 0 else None
        told = formats.money(price) if price is not None else tr("no price is agreed: left out")
        lines.append(f"{row.deal.creator}, {labels.label(row.terms.kind)}: {told}")
    return "\n".join(lines)


def _store(context: AppContext, offers: dict[int, RenewalDraft]) -> list[int]:
    """Print and store in one go: an offer without its quote would be a promise nobody can show."""
    from microinf_desktop import papers

    workspace, today = context.workspace, context.today()
    with workspace.reading() as session:
        numbers = {right_id: services.proposed_number(session, today, place) for place, right_id in enumerate(offers)}
    made = {
        right_id: (numbers[right_id], papers.renewal_quote(workspace, right_id, draft, numbers[right_id], today))
        for right_id, draft in offers.items()
    }
    return services.offer_renewals(workspace, offers, made, today=today)


def accept(parent: QWidget, context: AppContext, renewal_ids: Sequence[int]) -> bool:
    """Ask for the day offers were accepted; the rights go on, and what is paid for them is planned."""
    def build(form: Form) -> None:
        form.add_field("day", tr("Accepted on"), DateEdit(), required=True,
                       help=tr("The right goes on from its last day, and the payment is planned"))

    done = FormDialog(
        parent, tr("Accept the renewal"), tr("Accept"), build,
        lambda values: services.accept_renewals(context.workspace, renewal_ids, values["day"]),
        {"day": context.today()},
    ).run()
    if done:
        context.toast(tr("Renewed; the payment is planned"), undo=True)
    return done


def decline(context: AppContext, renewal_ids: Sequence[int]) -> None:
    """Record that nothing comes of an offer."""
    workspace, today = context.workspace, context.today()
    context.tasks.write(
        tr("Saving"), lambda _p, _t: services.decline_renewals(workspace, renewal_ids, today),
        lambda _r: context.toast(tr("Offer declined; the right ends when it ends"), undo=True))
