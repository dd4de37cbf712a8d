"""The form of a deal: terms as fields, bonuses as lines, the fee as one sum or by deliverable."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.collaborations import RELATIONSHIPS, DealDraft, DeliverableFee
from microinf_desktop.domain.compensation import Bonus
from microinf_desktop.domain.contract_terms import UsageKind
from microinf_desktop.domain.enums import CompensationModel, Platform, TargetMetric
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import IconButton, LinkButton
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import clear
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_MONEY = ("fee_minor", "product_value_minor", "commission_cap_minor", "commission_per_sale_minor", "cap_minor",
          "exclusivity_fee_minor")
_NUMBERS = (
    "payment_terms_days", "upfront_percent", "approval_percent", "report_percent", "rounds_included", "feedback_days",
    "keep_live_days", "exclusivity_days_before", "exclusivity_days_after", "confidentiality_months",
)
_PLAIN = ("usage_months", "kill_fee_percent", "discount_from", "discount_until", "relationship", "compensation_model",
          "currency", "usage_rights")
_TEXTS = ("product_description", "bonus_terms", "discount_code", "discount_terms", "exclusivity_category",
          "exclusivity_carve_outs", "notes")
_LISTS = ("usage_media", "usage_territories", "exclusivity_competitors", "exclusivity_platforms",
          "exclusivity_territories")
_PPM_PER_PERCENT = 10_000
_METRICS = (TargetMetric.VIEWS, TargetMetric.REACH, TargetMetric.IMPRESSIONS, TargetMetric.ENGAGEMENTS,
            TargetMetric.CLICKS, TargetMetric.CONVERSIONS)


def build_deal(form: Form) -> None:
    """Add the fields of a deal, named as those of `DealDraft`, with `bonuses` and `fees`."""
    form.add_field("compensation_model", tr("Compensation"), ComboBox(labels.choices(CompensationModel)), required=True)
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("fees", tr("Fee of each deliverable"), FeeEdit(), span=2)
    form.add_field("fee_minor", tr("Fee, net"), MoneyEdit(), help=tr("All fixed fees together"))
    form.add_field("cap_minor", tr("All cash at most"), MoneyEdit(), help=tr("Cuts commission and bonuses, not fees"))
    form.add_field("product_description", tr("Product"), TextField(placeholder=tr("e.g. two tins of Winter Blend")))
    form.add_field("product_value_minor", tr("Value of the product"), MoneyEdit(), help=tr("Retail price"))
    form.add_field("commission_ppm", tr("Commission, %"), NumberEdit(whole=False), help=tr("Of net revenue"))
    form.add_field("commission_per_sale_minor", tr("Commission per sale"), MoneyEdit())
    form.add_field("commission_cap_minor", tr("Commission at most"), MoneyEdit())
    form.add_field("bonus_terms", tr("Bonus in words"), TextField(), help=tr("Printed, not computed"))
    form.add_field("bonuses", tr("Bonuses"), BonusEdit(), span=2)
    form.add_heading(tr("Payment"))
    form.add_field("upfront_percent", tr("At signature, %"), NumberEdit())
    form.add_field("approval_percent", tr("At approval, %"), NumberEdit())
    form.add_field("report_percent", tr("With the report, %"), NumberEdit(), help=tr("The rest is due when it is live"))
    form.add_field("payment_terms_days", tr("Payment terms, days"), NumberEdit())
    form.add_field("kill_fee_percent", tr("Kill fee, %"), NumberEdit(), help=tr("Due when the campaign is stopped"))
    form.add_heading(tr("Discount code"))
    form.add_field("discount_code", tr("Code"), TextField(placeholder="KLARA10"))
    form.add_field("discount_terms", tr("What it gives"), TextField(placeholder=tr("e.g. 10 % off the first order")))
    form.add_field("discount_from", tr("From"), DateEdit())
    form.add_field("discount_until", tr("Until"), DateEdit())
    _build_work(form)


def _build_work(form: Form) -> None:
    form.add_heading(tr("Work"))
    form.add_field("rounds_included", tr("Rounds of changes"), NumberEdit())
    form.add_field("feedback_days", tr("Days for feedback"), NumberEdit())
    form.add_field("keep_live_days", tr("Stays online, days"), NumberEdit())
    form.add_field("relationship", tr("Relationship"), ComboBox([(w, _words(w)) for w in RELATIONSHIPS]), required=True,
                   help=tr("What has to be disclosed follows from it"))
    form.add_heading(tr("Usage rights"))
    usage = ComboBox([(kind.value, _words(kind.value)) for kind in UsageKind])
    form.add_field("usage_rights", tr("Usage"), usage, required=True)
    form.add_field("usage_months", tr("Months"), NumberEdit(), help=tr("Left empty, no end is agreed yet"))
    form.add_field("usage_media", tr("Media"), TagEdit(None, tr("e.g. Instagram")))
    form.add_field("usage_territories", tr("Territories"), TagEdit(None, tr("e.g. DE")))
    form.add_heading(tr("Exclusivity and confidence"))
    form.add_field("exclusivity_category", tr("No work for"), TextField(placeholder=tr("e.g. other tea brands")))
    form.add_field("exclusivity_competitors", tr("Or for these brands"), TagEdit(None, tr("e.g. Kettle & Leaf")))
    form.add_field("exclusivity_days_before", tr("Days before go-live"), NumberEdit())
    form.add_field("exclusivity_days_after", tr("Days after go-live"), NumberEdit())
    form.add_field("exclusivity_platforms", tr("On these platforms"),
                   TagEdit(lambda: [platform.value for platform in Platform], tr("Left empty, on all")))
    form.add_field("exclusivity_territories", tr("In these territories"), TagEdit(None, tr("Left empty, everywhere")))
    form.add_field("exclusivity_fee_minor", tr("Fee for exclusivity"), MoneyEdit(), help=tr("Part of the fixed fee"))
    form.add_field("exclusivity_carve_outs", tr("Except"), TextField(placeholder=tr("e.g. a job at a tea shop")))
    form.add_field("confidentiality_months", tr("Confidential, months"), NumberEdit())
    form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)


def _words(value: str) -> str:
    return tr(value.replace("_", " ").capitalize())


def set_currency(form: Form, currency: str) -> None:
    """Another currency for all amounts of the form; figures stay."""
    for name in (*_MONEY, "fees", "bonuses"):
        form.input(name).set_currency(currency)


def filled(fields: Mapping[str, Any], bonuses: Sequence[Bonus], fees: Sequence[DeliverableFee]) -> dict[str, Any]:
    """Stored columns as the form's inputs take them."""
    values = dict(fields)
    values["compensation_model"] = CompensationModel(fields["compensation_model"])
    for name in _MONEY:
        values[name] = None if fields[name] is None else Money(fields[name], fields["currency"])
    ppm = fields["commission_ppm"]
    values["commission_ppm"] = None if ppm is None else ppm / _PPM_PER_PERCENT
    return {**values, "bonuses": tuple(bonuses), "fees": tuple(fees)}


def draft(entered: Mapping[str, Any]) -> DealDraft:
    """What the form says as the service takes it."""
    share = entered["commission_ppm"]
    amounts: dict[str, Any] = {name: None if entered[name] is None else entered[name].minor for name in _MONEY}
    numbers: dict[str, Any] = {name: int(entered[name] or 0) for name in _NUMBERS}
    plain: dict[str, Any] = {name: entered[name] for name in _PLAIN}
    lists: dict[str, Any] = {name: tuple(entered[name]) for name in _LISTS}
    return DealDraft(
        commission_ppm=None if share is None else round(share * _PPM_PER_PERCENT),
        **amounts, **lists, **numbers, **plain, **picked(entered, _TEXTS),
    )


class FeeEdit(QWidget):
    """One amount for each deliverable; `value()` are the deliverables with what each earns."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fees: tuple[DeliverableFee, ...] = ()
        self._inputs: list[MoneyEdit] = []
        self._currency = "EUR"
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        for edit in self._inputs:
            edit.set_currency(currency)

    def set_value(self, value: Any) -> None:
        clear(self._grid)
        self._fees, self._inputs = tuple(value or ()), []
        for place, fee in enumerate(self._fees):
            edit = MoneyEdit(self._currency)
            edit.setFixedWidth(160)
            edit.setAccessibleName(tr("Fee of {what}", what=fee.label))
            if fee.fee_minor is not None:
                edit.set_value(Money(fee.fee_minor, self._currency))
            edit.edited.connect(self.edited)
            edit.left_field.connect(self.left_field)
            self._grid.addWidget(Label(fee.label, "body"), place, 0)
            self._grid.addWidget(edit, place, 1)
            self._inputs.append(edit)
        if not self._fees:
            self._grid.addWidget(Label(tr("No deliverables yet"), "secondary", "text3"), 0, 0)

    def value(self) -> tuple[DeliverableFee, ...]:
        amounts = [edit.value() for edit in self._inputs]
        return tuple(
            DeliverableFee(fee.deliverable_id, fee.label, fee.quantity, None if amount is None else amount.minor)
            for fee, amount in zip(self._fees, amounts, strict=True)
        )

    def total(self) -> Money | None:
        """The sum of what is typed; None when nothing is."""
        known = [fee.fee_minor for fee in self.value() if fee.fee_minor is not None]
        return Money(sum(known), self._currency) if known else None

    def problem(self) -> str:
        return next((edit.problem() for edit in self._inputs if edit.problem()), "")


# Shares of the width, and what each column needs at least: name, threshold, metric, amount, units, cap.
_BONUS_COLUMNS = ((5, 80), (3, 80), (4, 116), (3, 100), (2, 80), (3, 100))


class BonusEdit(QWidget):
    """Bonuses as lines: name, metric, from which value, amount, for each so many, at most."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = "EUR"
        self._lines: list[tuple[TextField, ComboBox, NumberEdit, MoneyEdit, NumberEdit, MoneyEdit]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        for place, (share, least) in enumerate(_BONUS_COLUMNS):
            self._grid.setColumnStretch(place, share)
            self._grid.setColumnMinimumWidth(place, least)
        self._add = LinkButton(tr("Add a bonus"))
        self._add.clicked.connect(self.add_line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        for line in self._lines:
            line[3].set_currency(currency)
            line[5].set_currency(currency)

    def value(self) -> tuple[Bonus, ...]:
        """The bonuses that have an amount."""
        found = []
        for label, metric, threshold, amount, per, cap in self._lines:
            paid, units, most = amount.value(), per.value(), cap.value()
            if paid is not None:
                found.append(Bonus(
                    label.value(), metric.value(), int(threshold.value() or 0), paid.minor,
                    None if units is None else int(units), None if most is None else most.minor,
                ))
        return tuple(found)

    def set_value(self, value: Any) -> None:
        self._show(tuple(value or ()))

    def add_line(self) -> None:
        """An empty line below the others, ready to type in."""
        self._show((*self.value(), None))
        self._lines[-1][0].setFocus()
        self.edited.emit()

    def _remove(self, place: int) -> None:
        kept = [bonus for at, bonus in enumerate(self.value()) if at != place]
        self._show(tuple(kept))
        self.edited.emit()

    def _show(self, bonuses: Sequence[Bonus | None]) -> None:
        clear(self._grid)
        self._lines = []
        heads = (tr("Name"), tr("From so many"), tr("of"), tr("Amount"), tr("for each"), tr("at most"))
        if bonuses:
            for place, head in enumerate(heads):
                self._grid.addWidget(Label(head, "secondary", "text3"), 0, place)
        for place, bonus in enumerate(bonuses):
            self._add_row(place, bonus)

    def _add_row(self, place: int, bonus: Bonus | None) -> None:
        label, metric = TextField(), ComboBox([(one, labels.label(one)) for one in _METRICS])
        threshold, amount = NumberEdit(), MoneyEdit(self._currency)
        per, cap = NumberEdit(), MoneyEdit(self._currency)
        metric.set_value(bonus.metric if bonus else TargetMetric.VIEWS)
        if bonus is not None:
            label.set_value(bonus.label)
            label.setCursorPosition(0)
            threshold.set_value(bonus.threshold)
            amount.set_value(Money(bonus.amount_minor, self._currency))
            per.set_value(bonus.per_units)
            cap.set_value(None if bonus.cap_minor is None else Money(bonus.cap_minor, self._currency))
        named = ((label, tr("Name of bonus {n}", n=place + 1)), (threshold, tr("From so many, bonus {n}", n=place + 1)),
                 (metric, tr("Metric of bonus {n}", n=place + 1)), (amount, tr("Amount of bonus {n}", n=place + 1)),
                 (per, tr("For each so many, bonus {n}", n=place + 1)), (cap, tr("At most, bonus {n}", n=place + 1)))
        edit: Any  # six kinds of input share the signal `edited`
        for at, (edit, name) in enumerate(named):
            edit.setAccessibleName(name)
            edit.edited.connect(self.edited)
            self._grid.addWidget(edit, place + 1, at)
        remove = IconButton("close", tr("Remove bonus {n}", n=place + 1))
        remove.clicked.connect(lambda: self._remove(place))
        self._grid.addWidget(remove, place + 1, len(named))
        self._lines.append((label, metric, threshold, amount, per, cap))

    def problem(self) -> str:
        return next((edit.problem() for line in self._lines for edit in (line[2], line[3], line[4], line[5])
                     if edit.problem()), "")
