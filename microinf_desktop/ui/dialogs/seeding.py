"""Dialogs of product seeding: a product with its variants, parcels for several creators, one parcel, its next state."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.seeding import ProductDraft, ShipmentDraft, VariantDraft
from microinf_desktop.queries import seeding as queries
from microinf_desktop.services import seeding as services
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from microinf_desktop.ui.widgets.option_list import OptionList

_VARIANTS = 8
_LINES = 6
_VARIANT_FIELDS = ("name", "sku", "on_hand", "cost", "value", "weight")


class ProductDialog(FormDialog):
    """A product; lines for variants appear as they are needed."""

    def __init__(self, parent: QWidget, context: AppContext, product: queries.ProductRow | None,
                 clients: Sequence[tuple[int, str]], client_id: int | None) -> None:
        self._context, self._product = context, product
        verb = tr("Add product") if product is None else tr("Save")
        super().__init__(parent, tr("Add product") if product is None else tr("Edit product"), verb,
                         lambda form: self._build(form, clients), self._store, columns=6, width=760)
        self._shown = max(1, len(product.variants) if product else 1)
        self.form.set_values(self._filled(client_id))
        self.form.input("currency").edited.connect(self._follow_currency)
        self._follow_currency()
        self._show_variants()

    def _build(self, form: Form, clients: Sequence[tuple[int, str]]) -> None:
        form.add_field("client_id", tr("Client"), ComboBox(clients), required=True, span=2)
        form.add_field("name", tr("Product"), TextField(placeholder=tr("e.g. Winter Blend")), required=True, span=3)
        form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()))
        form.add_field("category", tr("Category"), TextField(), span=2)
        form.add_field("notes", tr("Note"), TextField(placeholder=tr("e.g. fragile, keep dry")), span=4)
        for place in range(_VARIANTS):
            form.add_field(f"variant_{place}_name", tr("Variant"), TextField(placeholder=tr("Size, shade")))
            form.add_field(f"variant_{place}_sku", tr("Article number"), TextField())
            form.add_field(f"variant_{place}_on_hand", tr("In stock"), NumberEdit("0"))
            form.add_field(f"variant_{place}_cost", tr("Cost"), MoneyEdit())
            form.add_field(f"variant_{place}_value", tr("Retail value"), MoneyEdit())
            form.add_field(f"variant_{place}_weight", tr("Weight, g"), NumberEdit("180"))
        self.more = LinkButton(tr("Add a variant"))
        self.more.clicked.connect(self._add_variant)
        form.add_wide(self.more)

    def _filled(self, client_id: int | None) -> dict[str, Any]:
        product = self._product
        if product is None:
            return {"client_id": client_id, "currency": "EUR"}
        filled: dict[str, Any] = {
            "client_id": product.client_id, "name": product.name, "currency": product.currency,
            "category": product.category, "notes": product.notes,
        }
        for place, variant in enumerate(product.variants[:_VARIANTS]):
            given = (variant.name, variant.sku, variant.left, variant.cost, variant.value, variant.weight_grams)
            filled |= {f"variant_{place}_{name}": value for name, value in zip(_VARIANT_FIELDS, given, strict=True)}
        return filled

    def _follow_currency(self) -> None:
        for place in range(_VARIANTS):
            for name in ("cost", "value"):
                self.form.input(f"variant_{place}_{name}").set_currency(self.form.input("currency").value() or "EUR")

    def _add_variant(self) -> None:
        self._shown = min(self._shown + 1, _VARIANTS)
        self._show_variants()
        self.form.input(f"variant_{self._shown - 1}_name").setFocus()

    def _show_variants(self) -> None:
        for place in range(_VARIANTS):
            for name in _VARIANT_FIELDS:
                self.form.set_visible(f"variant_{place}_{name}", place < self._shown)
        self.more.setVisible(self._shown < _VARIANTS)

    def _store(self, entered: dict[str, Any]) -> int:
        variants = []
        for place in range(self._shown):
            name, sku, on_hand, cost, value, weight = (entered[f"variant_{place}_{one}"] for one in _VARIANT_FIELDS)
            known = self._product.variants[place].id if self._product and place < len(self._product.variants) else None
            if place and known is None and not any((name, sku, on_hand, cost, value, weight)):
                continue
            variants.append(VariantDraft(name, sku, int(on_hand or 0), _minor(cost), _minor(value),
                                         None if weight is None else int(weight), known))
        hidden = self._product.variants[_VARIANTS:] if self._product else ()
        variants += [VariantDraft(one.name, one.sku, one.left, _minor(one.cost), _minor(one.value), one.weight_grams,
                                  one.id) for one in hidden]
        draft = ProductDraft(entered["client_id"], entered["name"], entered["category"], entered["notes"],
                             entered["currency"], tuple(variants))
        try:
            return services.save_product(self._context.workspace, draft, self._product.id if self._product else None)
        except ValidationError as error:
            if error.field.endswith("_minor") or error.field.endswith("_grams"):
                field = error.field.replace("_minor", "").replace("_grams", "")
                raise ValidationError(field, error.message, error.hint) from error
            raise


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def edit_product(
    parent: QWidget, context: AppContext, product: queries.ProductRow | None = None, client_id: int | None = None
) -> int | None:
    """Ask for a product and store it; the id, or None when cancelled."""
    from microinf_desktop.ui.dialogs.client import clients_with_ids

    dialog = ProductDialog(parent, context, product, clients_with_ids(context), client_id)
    return dialog.result_value if dialog.run() else None


def add_stock(parent: QWidget, context: AppContext, product: queries.ProductRow) -> bool:
    """Ask for pieces that came in (or were lost) of a variant."""
    def build(form: Form) -> None:
        form.add_field("variant", tr("Variant"), ComboBox([
            (one.id, tr("{name}, {n} left", name=one.name or product.name, n=one.left)) for one in product.variants
        ]), required=True)
        form.add_field("pieces", tr("Pieces"), NumberEdit("24"), required=True,
                       help=tr("With a minus sign what was lost or given away otherwise"))

    def submit(entered: dict[str, Any]) -> bool:
        services.add_stock(context.workspace, entered["variant"], int(entered["pieces"]))
        return True

    filled = {"variant": product.variants[0].id}
    return FormDialog(parent, tr("Stock of {name}", name=product.name), tr("Add to stock"), build, submit, filled).run()


def variant_choices(session: Any, client_id: int | None = None) -> list[tuple[int | None, str]]:
    """Variants as pickers name them, those of one client where it is known."""
    found: list[tuple[int | None, str]] = [(None, tr("Nothing"))]
    for product in queries.products(session, [client_id] if client_id else ()):
        for one in product.variants:
            name = ", ".join(part for part in (product.name, one.name) if part)
            found.append((one.id, tr("{name} ({n} left)", name=name, n=one.left)))
    return found


def _item_lines(form: Form, offered: Sequence[tuple[int | None, str]], lines: int) -> None:
    for place in range(lines):
        form.add_field(f"variant_{place}", tr("Product") if place == 0 else tr("And"), ComboBox(offered), span=3)
        form.add_field(f"pieces_{place}", tr("Pieces"), NumberEdit("1"))


def _items(entered: dict[str, Any], lines: int) -> tuple[tuple[int, int], ...]:
    found = []
    for place in range(lines):
        variant, pieces = entered[f"variant_{place}"], entered[f"pieces_{place}"]
        if variant is not None:
            found.append((variant, int(1 if pieces is None else pieces)))
    return tuple(found)


def plan_parcels(parent: QWidget, context: AppContext, campaign_id: int) -> list[int] | None:
    """Ask who gets what and when, and plan a parcel for each; the ids, None when cancelled."""
    from microinf_desktop.queries import campaigns, collaborations

    with context.workspace.reading() as session:
        campaign = campaigns.detail(session, campaign_id, context.today())
        deals = collaborations.rows(session, campaign_id, context.today())
        has = {row.collaboration_id for row in queries.shipment_rows(
            session, queries.shipment_ids(session, queries.ShipmentFilter(campaign_ids=(campaign_id,))),
            context.today())}
        offered = variant_choices(session, campaign.fields["client_id"] if campaign else None)
    taking = [deal for deal in deals if deal.client_decision != "rejected"]
    who = OptionList([
        (deal.id, tr("{name} (has a parcel)", name=deal.name) if deal.id in has else deal.name) for deal in taking
    ], [deal.id for deal in taking if deal.id not in has])

    def build(form: Form) -> None:
        _item_lines(form, offered, 3)
        form.add_field("send_by", tr("Send by"), DateEdit(), span=4)
        form.add_wide(Label(tr("For"), "label", "text2"))
        who.setAccessibleName(tr("Creators"))
        form.add_wide(who)

    def submit(entered: dict[str, Any]) -> list[int]:
        items = _items(entered, 3)
        if not items:
            raise ValidationError("variant_0", tr("Nothing is in the parcel."), tr("Choose a product."))
        if not who.value():
            raise ValidationError("send_by", tr("Nobody is ticked."), tr("Tick who gets a parcel."))
        return services.plan_shipments(context.workspace, [int(one) for one in who.value()], items,
                                       entered["send_by"])

    dialog = FormDialog(parent, tr("Plan parcels"), tr("Plan parcels"), build, submit,
                        {"variant_0": next((key for key, _ in offered[1:]), None), "pieces_0": 1}, columns=4,
                        width=560)
    return dialog.result_value if dialog.run() else None


def edit_parcel(parent: QWidget, context: AppContext, shipment_id: int) -> bool:
    """One parcel as a form; False when cancelled or gone."""
    with context.workspace.reading() as session:
        found = queries.shipment(session, shipment_id, context.today())
        offered = variant_choices(session)
    if found is None:
        return False
    fields, currency = found.fields, found.fields["currency"]

    def build(form: Form) -> None:
        form.add_field("recipient", tr("Recipient"), TextField(), span=2)
        form.add_field("country", tr("Country"), TextField(placeholder="DE"))
        form.add_field("send_by", tr("Send by"), DateEdit())
        form.add_field("address", tr("Address"), TextArea(rows=3), span=4,
                       help=tr("Another address than the confirmed one has to be confirmed again"))
        _item_lines(form, offered, _LINES if len(found.items) > 3 else 3)
        form.add_field("carrier", tr("Carrier"), TextField(placeholder="DHL"))
        form.add_field("tracking_number", tr("Tracking number"), TextField())
        form.add_field("shipping_cost", tr("Shipping"), MoneyEdit(currency))
        form.add_field("labour_cost", tr("Packing, labour"), MoneyEdit(currency))
        form.add_field("notes", tr("Note for packing"), TextField(), span=4)

    lines = _LINES if len(found.items) > 3 else 3

    def submit(entered: dict[str, Any]) -> bool:
        services.save_shipment(context.workspace, ShipmentDraft(
            fields["collaboration_id"], _items(entered, lines), entered["recipient"], entered["address"],
            entered["country"].strip().upper(), entered["carrier"], entered["tracking_number"], entered["send_by"],
            _minor(entered["shipping_cost"]), _minor(entered["labour_cost"]), entered["notes"],
        ), shipment_id)
        return True

    filled: dict[str, Any] = {
        **fields, "address": fields["address"] or found.file_address,
        "shipping_cost": _money(fields["shipping_cost_minor"], currency),
        "labour_cost": _money(fields["labour_cost_minor"], currency),
    }
    for place, (variant_id, _product, _variant, pieces) in enumerate(found.items):
        filled |= {f"variant_{place}": variant_id, f"pieces_{place}": pieces}
    title = tr("Parcel to {name}", name=found.row.creator)
    return FormDialog(parent, title, tr("Save"), build, submit, filled, columns=4, width=760).run()


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def move_parcels(parent: QWidget, context: AppContext, ids: Sequence[int], state: ShipmentState) -> bool:
    """Move parcels to a state, asking for what that state needs: a day, a carrier, a link."""
    day: date = context.today()
    carrier = tracking = link = ""
    if state in (ShipmentState.SHIPPED, ShipmentState.DELIVERED, ShipmentState.POSTED, ShipmentState.RETURNED):
        def build(form: Form) -> None:
            form.add_field("day", tr("Day"), DateEdit(), required=True)
            if state is ShipmentState.SHIPPED:
                form.add_field("carrier", tr("Carrier"), TextField(placeholder="DHL"))
                if len(ids) == 1:
                    form.add_field("tracking", tr("Tracking number"), TextField())
            if state is ShipmentState.POSTED and len(ids) == 1:
                form.add_field("link", tr("Link to the post"), TextField(placeholder="https://…"))

        title = trn("Set {n} parcel to {state}", "Set {n} parcels to {state}", len(ids),
                    state=labels.label(state).lower())
        dialog = FormDialog(parent, title, tr("Set state"), build, lambda entered: entered, {"day": day})
        if not dialog.run():
            return False
        given = dialog.result_value
        day, carrier = given["day"], given.get("carrier") or ""
        tracking, link = given.get("tracking") or "", given.get("link") or ""
    workspace = context.workspace
    context.tasks.write(
        tr("Moving parcels"),
        lambda _p, _t: services.move(workspace, ids, state, day, carrier, tracking, link),
        lambda _done: context.toast(
            trn("{n} parcel: {state}", "{n} parcels: {state}", len(ids), state=labels.label(state).lower()), undo=True),
    )
    return True


def remind(parent: QWidget, context: AppContext, row: queries.ShipmentRow, copy: Callable[[str], object]) -> bool:
    """Show the reminder to copy and send, then record that it went out."""
    from microinf_desktop.domain.seeding import nudge_text

    if row.nudge is None:
        return False
    nudge = row.nudge
    words = row.creator.split()
    text = nudge_text(words[0] if words else row.creator, row.contents.split(";")[0] or tr("parcel"), nudge.day)

    def build(form: Form) -> None:
        form.add_wide(Label(tr("Delivered {day}; the reminder of day {n} is due {due}.",
                               day=formats.day(row.delivered_on), n=nudge.day, due=formats.day(nudge.due_on)),
                            "secondary", "text2", wrap=True))
        form.add_field("text", tr("Text to send"), TextArea(rows=5))
        button = LinkButton(tr("Copy the text"))
        button.clicked.connect(lambda: copy(form.input("text").value()))
        form.add_wide(button)

    def submit(_entered: dict[str, Any]) -> bool:
        services.send_nudge(context.workspace, row.id, nudge.day, context.today())
        return True

    return FormDialog(parent, tr("Remind {name}", name=row.creator), tr("Mark as sent"), build, submit,
                      {"text": text}).run()
