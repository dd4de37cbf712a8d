"""Asks what usage rights need: a right of an older deal, the day one begins, why one is withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.media import Place
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import RightDraft, RightKind, StartEvent
from microinf_desktop.queries import assets
from microinf_desktop.queries.rights import RightRow
from microinf_desktop.services import rights as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

WIDTH = 640
_ACCOUNTS = (Place.INSTAGRAM, Place.TIKTOK, Place.YOUTUBE, Place.FACEBOOK, Place.PINTEREST, Place.LINKEDIN, Place.X)
_PLAIN = ("kind", "media", "territories", "platforms", "starts_with", "starts_on", "months", "days", "is_perpetual",
          "may_edit", "may_sublicense", "clause", "code", "notes")


def edit_right(
    parent: QWidget, context: AppContext, row: RightRow | None = None, collaboration_id: int | None = None,
    asset_id: int | None = None,
) -> int | None:
    """Add a right by hand, or change one; of one that a contract grants, what the contract leaves open."""
    if row is not None and row.source == "contract":
        return _edit_granted(parent, context, row)
    draft = row.terms if row is not None else RightDraft(collaboration_id or 0, asset_id)
    with context.workspace.reading() as session:
        name = assets.choice_name(session, draft.collaboration_id, draft.asset_id)

    def build(form: Form) -> None:
        _build(form, context, draft)
        form.input("what").set_value((draft.collaboration_id, draft.asset_id) if draft.collaboration_id else None, name)
        form.set_values(_values(draft))
        form.changed.connect(lambda: _fit(form))
        _fit(form)
        if row is None:
            form.input("what").edited.connect(lambda: _take_currency(form, context))
            _take_currency(form, context)

    def submit(values: dict[str, Any]) -> int:
        made = _draft(values, draft)
        if row is None:
            made = replace(made, currency=_currency(context, values["what"][0]) or made.currency)
        return services.save_right(context.workspace, made, row.id if row is not None else None)

    title, verb = (tr("Add usage right"), tr("Add usage right")) if row is None else (
        tr("Edit usage right"), tr("Save changes"))
    dialog = FormDialog(parent, title, verb, build, submit, columns=2, width=WIDTH)
    return int(dialog.result_value) if dialog.run() else None


def _build(form: Form, context: AppContext, draft: RightDraft) -> None:
    def search(text: str) -> Sequence[tuple[Any, str]]:
        with context.workspace.reading() as session:
            return assets.choices(session, text)

    form.add_field("what", tr("Content"), Picker(search, tr("Creator, campaign or title")), required=True, span=2,
                   help=tr("An asset, or all content of a deal"))
    form.add_field("kind", tr("Right"), ComboBox(labels.choices(RightKind)), required=True)
    accounts: list[tuple[tuple[str, ...], str]] = [((place.value,), labels.label(place)) for place in _ACCOUNTS]
    if len(draft.platforms) > 1:
        accounts.append((draft.platforms, words.where(replace(draft, media=()))))
    form.add_field("platforms", tr("Account on"), ComboBox(accounts))
    form.add_field("media", tr("Media"), TagEdit(_media_words, tr("e.g. Instagram, website")))
    form.add_field("territories", tr("Territory"), TagEdit(None, tr("e.g. DE, EU, worldwide")))
    form.add_field("starts_with", tr("Begins"), ComboBox(labels.choices(StartEvent)))
    form.add_field("starts_on", tr("First day"), DateEdit(), help=tr("Left empty, it waits for what begins it"))
    form.add_field("months", tr("Months"), NumberEdit())
    form.add_field("days", tr("Days"), NumberEdit(), help=tr("Besides the months, or alone"))
    form.add_field("is_perpetual", tr("For ever"), CheckBox())
    form.add_field("may_edit", tr("May be cut and changed"), CheckBox())
    form.add_field("may_sublicense", tr("Retailers and partners may use it"), CheckBox())
    form.add_field("code", tr("Spark code"), TextField())
    form.add_field("fee", tr("Fee"), MoneyEdit(draft.currency))
    form.add_field("renewal", tr("Renewal price, same term"), MoneyEdit(draft.currency))
    form.add_field("clause", tr("Clause"), TextField(placeholder=tr("e.g. 9")))
    form.add_field("notes", tr("Note"), TextArea(rows=2), span=2)


def _take_currency(form: Form, context: AppContext) -> None:
    """Amounts are in the currency of the deal."""
    what = form.values()["what"]
    currency = _currency(context, what[0]) if what else ""
    for name in ("fee", "renewal") if currency else ():
        form.input(name).set_currency(currency)


def _currency(context: AppContext, collaboration_id: int) -> str:
    with context.workspace.reading() as session:
        return assets.currency_of(session, collaboration_id)


def _media_words() -> list[str]:
    return ["Instagram", "TikTok", "YouTube", "website", "newsletter", "paid social", "online shop", "out of home",
            "print", "all media"]


def _fit(form: Form) -> None:
    """Show what the kind of right asks for."""
    values = form.values()
    account = values["kind"] in (RightKind.ALLOWLISTING, RightKind.SPARK_CODE)
    form.set_visible("platforms", account)
    form.set_visible("media", not account)
    form.set_visible("code", values["kind"] is RightKind.SPARK_CODE)
    for name in ("months", "days"):
        form.set_visible(name, not values["is_perpetual"])


def _values(draft: RightDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in _PLAIN}
    for name, amount in (("fee", draft.fee_minor), ("renewal", draft.renewal_price_minor)):
        values[name] = None if amount is None else Money(amount, draft.currency)
    return values


def _draft(values: Mapping[str, Any], draft: RightDraft) -> RightDraft:
    collaboration_id, asset_id = values["what"]
    account = values["kind"].uses_account
    fee, renewal = values["fee"], values["renewal"]
    plain = {name: values[name] for name in _PLAIN}
    plain |= {"clause": values["clause"] or "", "code": values["code"] or "", "notes": values["notes"] or ""}
    if values["is_perpetual"]:
        plain |= {"months": None, "days": None}
    plain |= {"media": () if account else values["media"], "platforms": (values["platforms"] or ()) if account else ()}
    return replace(
        draft, **plain, collaboration_id=collaboration_id, asset_id=asset_id,
        fee_minor=fee.minor if fee else None, renewal_price_minor=renewal.minor if renewal else None,
        currency=next((amount.currency for amount in (fee, renewal) if amount), draft.currency),
    )


def _edit_granted(parent: QWidget, context: AppContext, row: RightRow) -> int | None:
    """The contract says what may be done; the day it began, the code and a price for more are open."""
    terms = row.terms
    waits = terms.starts_with in (StartEvent.ACCESS, StartEvent.DELIVERY, StartEvent.DATE)

    def build(form: Form) -> None:
        kind = labels.label(terms.kind)
        text = tr("{kind}: {where}. {source} says what may be done; amend it to change that", kind=kind,
                  where=words.where(terms), source=words.source(row.contract, terms.clause))
        form.add_wide(Label(text, "secondary", "text2", wrap=True))
        if waits:
            form.add_field("starts_on", tr("First day"), DateEdit(), help=labels.label(terms.starts_with))
        if terms.kind.uses_account:
            form.add_field("code", tr("Spark code"), TextField())
        form.add_field("renewal", tr("Renewal price, same term"), MoneyEdit(terms.currency))
        form.add_field("notes", tr("Note"), TextArea(rows=2))

    def submit(values: dict[str, Any]) -> int:
        renewal = values["renewal"]
        changed = replace(
            terms, starts_on=values["starts_on"] if waits else terms.starts_on,
            code=(values["code"] or "") if "code" in values else terms.code, notes=values["notes"] or "",
            renewal_price_minor=renewal.minor if renewal else None,
        )
        return services.save_right(context.workspace, changed, row.id)

    dialog = FormDialog(parent, tr("Edit usage right"), tr("Save changes"), build, submit, _values(terms))
    return int(dialog.result_value) if dialog.run() else None


def begin(parent: QWidget, context: AppContext, right_ids: Sequence[int]) -> bool:
    """Ask for the day content was handed over or access was given."""
    def build(form: Form) -> None:
        form.add_field("day", tr("First day"), DateEdit(), required=True,
                       help=tr("The day it was handed over, or access to the account was given"))

    title = trn("Begin {n} right", "Begin {n} rights", len(right_ids))
    return FormDialog(
        parent, title, tr("Begin"), build,
        lambda values: services.begin_rights(context.workspace, right_ids, values["day"]),
        {"day": context.today()},
    ).run()


def withdraw(parent: QWidget, context: AppContext, right_ids: Sequence[int]) -> bool:
    """Ask from when on rights no longer count, and why."""
    def build(form: Form) -> None:
        form.add_field("day", tr("From"), DateEdit(), required=True)
        form.add_field("reason", tr("Reason"), TextArea(rows=2), required=True,
                       help=tr("Who withdrew it, and why; it stays on record"))

    title = trn("Withdraw {n} right", "Withdraw {n} rights", len(right_ids))
    return FormDialog(
        parent, title, tr("Withdraw"), build,
        lambda values: services.withdraw_rights(context.workspace, right_ids, values["day"], values["reason"]),
        {"day": context.today()},
    ).run()
