"""The deal with a creator in a campaign."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.collaborations import RELATIONSHIPS, DealDraft
from microinf_desktop.domain.contract_terms import UsageKind
from microinf_desktop.domain.enums import CompensationModel
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_MONEY = {"fee": "fee_minor", "product_value": "product_value_minor", "commission_cap": "commission_cap_minor"}
_NUMBERS = (
    "payment_terms_days", "upfront_percent", "rounds_included", "feedback_days", "keep_live_days",
    "exclusivity_days_before", "exclusivity_days_after", "confidentiality_months",
)
_OPTIONAL = ("usage_months", "kill_fee_percent")
_TEXTS = ("product_description", "bonus_terms", "discount_code", "exclusivity_category", "notes")
_PPM_PER_PERCENT = 10_000


def edit_deal(parent: QWidget, context: AppContext, collaboration_id: int) -> bool:
    """Ask for the terms of a collaboration and store them; True when they were stored."""
    from microinf_desktop.queries import collaborations
    from microinf_desktop.services.collaborations import save_deal

    workspace = context.workspace
    with workspace.reading() as session:
        found = collaborations.detail(session, collaboration_id)
    if found is None:
        return False

    def submit(entered: dict[str, Any]) -> None:
        save_deal(workspace, collaboration_id, _draft(entered))

    dialog = FormDialog(
        parent, tr("Deal with {name} for {campaign}", name=found.influencer, campaign=found.campaign), tr("Save"),
        _build, submit, columns=2, width=680,
    )
    form = dialog.form
    form.input("currency").edited.connect(lambda: _set_currency(form, form.input("currency").value()))
    _set_currency(form, found.fields["currency"])
    form.set_values(_filled(found.fields))
    return dialog.run()


def _build(form: Form) -> None:
    form.add_field("relationship", tr("Relationship"), ComboBox([(w, _words(w)) for w in RELATIONSHIPS]), required=True,
                   help=tr("What has to be disclosed follows from it"))
    form.add_field("compensation_model", tr("Compensation"), ComboBox(labels.choices(CompensationModel)), required=True)
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("fee", tr("Fee, net"), MoneyEdit())
    form.add_field("product_description", tr("Product"), TextField(placeholder=tr("e.g. two tins of Winter Blend")))
    form.add_field("product_value", tr("Value of the product"), MoneyEdit(), help=tr("Retail price"))
    form.add_field("commission", tr("Commission, %"), NumberEdit(whole=False))
    form.add_field("commission_cap", tr("Commission at most"), MoneyEdit())
    form.add_field("discount_code", tr("Discount code"), TextField(placeholder="KLARA10"))
    form.add_field("bonus_terms", tr("Bonus"), TextField(placeholder=tr("e.g. €100 from 50,000 views")))
    form.add_heading(tr("Payment"))
    form.add_field("payment_terms_days", tr("Payment terms, days"), NumberEdit())
    form.add_field("upfront_percent", tr("Paid upfront, %"), NumberEdit())
    form.add_field("kill_fee_percent", tr("Kill fee, %"), NumberEdit(), help=tr("Due when the campaign is stopped"))
    form.add_heading(tr("Work"))
    form.add_field("rounds_included", tr("Rounds of changes"), NumberEdit())
    form.add_field("feedback_days", tr("Days for feedback"), NumberEdit())
    form.add_field("keep_live_days", tr("Stays online, days"), NumberEdit())
    form.add_heading(tr("Usage rights"))
    usage = ComboBox([(kind.value, _words(kind.value)) for kind in UsageKind])
    form.add_field("usage_rights", tr("Usage"), usage, required=True)
    form.add_field("usage_months", tr("Months"), NumberEdit(), help=tr("Left empty, no end is agreed yet"))
    form.add_field("usage_media", tr("Media"), TagEdit(None, tr("e.g. Instagram")))
    form.add_field("usage_territories", tr("Territories"), TagEdit(None, tr("e.g. DE")))
    form.add_heading(tr("Exclusivity and confidence"))
    form.add_field("exclusivity_category", tr("No work for"), TextField(placeholder=tr("e.g. other tea brands")))
    form.add_field("confidentiality_months", tr("Confidential, months"), NumberEdit())
    form.add_field("exclusivity_days_before", tr("Days before go-live"), NumberEdit())
    form.add_field("exclusivity_days_after", tr("Days after go-live"), NumberEdit())
    form.add_field("notes", tr("Notes"), TextArea(rows=2), span=2)


def _words(value: str) -> str:
    return tr(value.replace("_", " ").capitalize())


def _set_currency(form: Form, currency: str) -> None:
    for name in _MONEY:
        form.input(name).set_currency(currency)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    values["compensation_model"] = CompensationModel(fields["compensation_model"])
    for name, column in _MONEY.items():
        values[name] = None if fields[column] is None else Money(fields[column], fields["currency"])
    ppm = fields["commission_ppm"]
    values["commission"] = None if ppm is None else ppm / _PPM_PER_PERCENT
    return values


def _draft(entered: dict[str, Any]) -> DealDraft:
    commission = entered["commission"]
    amounts: dict[str, Any] = {
        column: None if entered[name] is None else entered[name].minor for name, column in _MONEY.items()
    }
    numbers: dict[str, Any] = {name: int(entered[name] or 0) for name in _NUMBERS}
    optional: dict[str, Any] = {name: entered[name] for name in _OPTIONAL}
    return DealDraft(
        relationship=entered["relationship"], compensation_model=entered["compensation_model"],
        currency=entered["currency"], usage_rights=entered["usage_rights"],
        commission_ppm=None if commission is None else round(commission * _PPM_PER_PERCENT),
        usage_media=tuple(entered["usage_media"]), usage_territories=tuple(entered["usage_territories"]),
        **amounts, **numbers, **optional, **picked(entered, _TEXTS),
    )
