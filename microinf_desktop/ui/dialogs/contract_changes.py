"""Changes asked for in a contract: written down with clause and price, and answered."""

from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.contract_life import ChangeDraft, ChangeState
from microinf_desktop.queries import contracts
from microinf_desktop.queries.contract_life import ChangeRow
from microinf_desktop.services import contract_changes
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.money_edit import MoneyEdit


def clause_choices(context: AppContext, contract_id: int) -> list[tuple[str, str]]:
    """The clauses of the newest version with their printed numbers, "" for the whole."""
    import json

    from microinf_desktop.queries.clauses import library

    with context.workspace.reading() as session:
        newest = next(iter(contracts.versions(session, contract_id)), None)
        numbers = json.loads(newest.clause_numbers) if newest is not None else {}
        clauses = library(session, str(newest.record.get("language", "en"))).clauses if newest is not None else ()
    named = [(clause.id, f"{numbers[clause.id]}  {clause.title}" if numbers else clause.title)
             for clause in clauses if clause.id in numbers or not numbers]
    named.sort(key=lambda one: int(numbers.get(one[0], 0)))
    return [("", tr("The whole contract")), *named]


def ask_change(parent: QWidget, context: AppContext, contract_id: int, change: ChangeRow | None = None) -> bool:
    """Write down what somebody wants changed; True when it was stored."""
    workspace, today = context.workspace, context.today()
    with workspace.reading() as session:
        found = next(iter(contracts.rows(session, [contract_id])), None)
    if found is None:
        return False
    currency = change.currency if change is not None else found.fee.currency if found.fee is not None else "EUR"

    def build(form: Form) -> None:
        form.add_field("clause", tr("Clause"), ComboBox(clause_choices(context, contract_id)))
        form.add_field("wish", tr("What they want"), TextArea(rows=3), required=True)
        form.add_field("price", tr("What it costs or saves the client"), MoneyEdit(currency),
                       help=tr("Left empty if it changes no price"))
        form.add_field("asked_by", tr("Asked by"), TextField())
        form.add_field("asked_on", tr("Asked on"), DateEdit(), required=True)

    def submit(entered: dict[str, Any]) -> None:
        price = entered["price"]
        draft = ChangeDraft(
            entered["wish"], entered["asked_on"], entered["clause"] or "", entered["asked_by"] or "",
            price.minor if price is not None else None, price.currency if price is not None else currency)
        if change is None:
            contract_changes.ask_change(workspace, contract_id, draft, today=today)
        else:
            contract_changes.edit_change(workspace, change.id, draft)

    values: dict[str, Any] = {"clause": "", "asked_on": today, "asked_by": found.deal.creator}
    if change is not None:
        values = {"clause": change.clause, "wish": change.wish, "price": change.price, "asked_by": change.asked_by,
                  "asked_on": change.asked_on}
    title = tr("Write down a change") if change is None else tr("Edit the change")
    if not FormDialog(parent, title, tr("Write down") if change is None else tr("Save"), build, submit, values).run():
        return False
    context.toast(tr("Change written down") if change is None else tr("Change saved"), undo=True)
    return True


def decide_change(parent: QWidget, context: AppContext, change: ChangeRow, state: ChangeState) -> bool:
    """Accept, decline, withdraw or open a change again, with the answer that was given."""
    workspace, today = context.workspace, context.today()
    if state is ChangeState.OPEN:
        context.tasks.write(
            tr("Opening again"),
            lambda _p, _t: contract_changes.decide_change(workspace, change.id, state, change.answer, today=today),
            lambda _result: context.toast(tr("Change is open again"), undo=True))
        return True
    titles = {ChangeState.ACCEPTED: tr("Accept the change"), ChangeState.DECLINED: tr("Decline the change"),
              ChangeState.WITHDRAWN: tr("They take the change back")}
    verbs = {ChangeState.ACCEPTED: tr("Accept"), ChangeState.DECLINED: tr("Decline"),
             ChangeState.WITHDRAWN: tr("Withdraw")}

    def build(form: Form) -> None:
        form.add_wide(Label(change.wish, "body", wrap=True))
        form.add_field("answer", tr("What we tell them"), TextArea(rows=2), required=state is ChangeState.DECLINED)

    dialog = FormDialog(
        parent, titles[state], verbs[state], build,
        lambda entered: contract_changes.decide_change(workspace, change.id, state, entered["answer"], today=today),
        {"answer": change.answer})
    if not dialog.run():
        return False
    told = {ChangeState.ACCEPTED: tr("Accepted; write it into the next version"),
            ChangeState.DECLINED: tr("Declined"), ChangeState.WITHDRAWN: tr("Withdrawn")}
    context.toast(told[state], undo=True)
    return True
