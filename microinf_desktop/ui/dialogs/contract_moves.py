"""Taking a contract from state to state: which day it happened, why, what ending it costs, reminding of it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import agency, contracts
from microinf_desktop.queries.contract_endings import Ending, ending
from microinf_desktop.services import contract_changes, contract_endings
from microinf_desktop.services import contracts as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import TextArea
from microinf_desktop.ui.widgets.labels import Label

C = ContractState
_DATED = {C.SENT: "Sent on", C.SIGNED: "Signed on", C.COUNTERSIGNED: "Countersigned on"}
_VERBS = {
    C.SENT: "Mark as sent", C.SIGNED: "Mark as signed", C.COUNTERSIGNED: "Mark as countersigned",
    C.CHANGES: "Changes are asked for", C.TERMINATED: "Terminate", C.DRAFT: "Back to draft",
}


def move_actions(parent: QWidget, context: AppContext, contract_id: int) -> list[Action]:
    """The states a contract can be taken to now, each with the reason why not."""
    if not contract_id:
        return []
    with context.workspace.reading() as session:
        possible = contracts.possible_moves(session, contract_id, context.today())
        found = next(iter(contracts.rows(session, [contract_id])), None)
    if found is None:
        return []

    def verb(state: ContractState) -> str:
        backward = list(ContractState).index(state) < list(ContractState).index(found.state)
        if backward and state not in (C.CHANGES, C.DRAFT):
            return tr("Back to {state}", state=labels.label(state).lower())
        return tr(_VERBS[state])

    return [
        Action(f"contract.to_{choice.to}", verb(choice.to),
               lambda state=choice.to: move(parent, context, contract_id, state), group=tr("State"),
               condition=lambda refusal=choice.refusal: True if refusal is None else str(refusal))
        for choice in possible
    ]


def move(parent: QWidget, context: AppContext, contract_id: int, state: ContractState) -> None:
    """Ask for the day or the reason where one is needed, then take the contract to the state."""
    if state is C.TERMINATED:
        terminate(parent, context, contract_id)
        return
    if state is C.CHANGES:
        from microinf_desktop.ui.dialogs.contract_changes import ask_change

        ask_change(parent, context, contract_id)
        return
    with context.workspace.reading() as session:
        found = next(iter(contracts.rows(session, [contract_id])), None)
    backward = found is not None and list(ContractState).index(state) < list(ContractState).index(found.state)
    day = context.today()
    if state in _DATED and not (backward and found is not None and found.state is not C.CHANGES):

        def build(form: Form) -> None:
            form.add_field("on", tr(_DATED[state]), DateEdit(), required=True)

        dialog = FormDialog(parent, tr(_VERBS[state]), tr(_VERBS[state]), build, lambda entered: entered["on"],
                            {"on": day})
        if not dialog.run():
            return
        day = dialog.result_value
    workspace, today = context.workspace, context.today()
    context.tasks.write(
        tr("Setting the state"),
        lambda _p, _t: services.move_contract(workspace, contract_id, state, on=day, today=today),
        lambda followed: context.toast(
            with_stage(tr("Now {state}", state=labels.label(state).lower()), followed), undo=True),
    )


def with_stage(said: str, followed: services.StageFollowed | None) -> str:
    """What is told after a contract moved, with what it did to the collaboration's stage."""
    if followed is None:
        return said
    stage = labels.label(followed.stage).lower()
    if followed.moved:
        return tr("{said}. {name} moves to {stage}", said=said, name=followed.name, stage=stage)
    return tr("{said}. {name} stays at {stage}: {reason}", said=said, name=followed.name, stage=stage,
              reason=str(followed.refusal))


def send_all(context: AppContext, contract_ids: Sequence[int]) -> None:
    """Mark several issued contracts as sent today, in one go; those that cannot be are counted."""
    workspace, today = context.workspace, context.today()

    def work(progress: Any, token: Any) -> tuple[int, int]:
        sent = 0
        for done, contract_id in enumerate(contract_ids):
            token.check()
            progress(done, len(contract_ids), "")
            with workspace.reading() as session:
                possible = contracts.possible_moves(session, contract_id, today)
            if any(choice.to is C.SENT and choice.refusal is None for choice in possible):
                services.move_contract(workspace, contract_id, C.SENT, today=today)
                sent += 1
        return sent, len(contract_ids) - sent

    def told(result: tuple[int, int]) -> None:
        sent, left = result
        said = trn("{n} contract marked as sent", "{n} contracts marked as sent", sent)
        context.toast(said if not left else tr("{said}; {left} not issued or further on", said=said, left=left))

    context.tasks.write(tr("Marking as sent"), work, told)


# Ending ----------------------------------------------------------------------------------------------------------

def terminate(parent: QWidget, context: AppContext, contract_id: int) -> bool:
    """Ask for the reason, say what ending it costs and what goes on, then end it; True when it was ended."""
    workspace, today = context.workspace, context.today()
    with workspace.reading() as session:
        due = ending(session, contract_id)
    if due is None:
        return False

    def build(form: Form) -> None:
        for text in (*kill_fee_words(due), *consequences(due)):
            form.add_wide(Label(text, "secondary", "text2", wrap=True))
        if due.kill_fee is not None:
            box = CheckBox(tr("Pay the kill fee"))
            form.add_field("pays", _pay_words(due), box)
        form.add_field("reason", tr("Reason"), TextArea(rows=2), required=True)
        form.add_field("on", tr("Ended on"), DateEdit(), required=True)

    def submit(entered: dict[str, Any]) -> int | None:
        return contract_endings.terminate(
            workspace, contract_id, entered["reason"], pays_kill_fee=bool(entered.get("pays")), on=entered["on"],
            today=today)

    values: dict[str, Any] = {"on": today}
    if due.kill_fee is not None:
        values["pays"] = True
    dialog = FormDialog(parent, tr("Terminate {number}", number=due.number), tr("Terminate"), build, submit, values,
                        kind="danger")
    if not dialog.run():
        return False
    paid = due.kill_fee is not None and dialog.result_value is not None
    context.toast(tr("Terminated; the kill fee is among the payments") if paid else tr("Terminated"), undo=True)
    return True


def _pay_words(due: Ending) -> str:
    assert due.kill_fee is not None
    return tr("Pay {amount} and drop what is not due yet", amount=formats.money(due.kill_fee.left, full=True))


def kill_fee_words(due: Ending) -> list[str]:
    """The rule of the contract, what it comes to for each deliverable, and what is left to pay."""
    found = due.kill_fee
    if found is None:
        return [tr("No kill fee: {why}.", why=tr("the creator has not signed") if not due.is_signed else tr(
            "the contract names none"))]
    rungs = ", ".join(tr("{percent} % {stage}", percent=fee.percent, stage=_stage(fee.stage)) for fee in found.ladder)
    lines = [tr("The contract says: {rungs}.", rungs=rungs)]
    lines += [
        tr("{title}: {stage}, {percent} % of {fee} is {owed}", title=line.title, stage=tr(words.STAGES[line.stage]),
           percent=line.percent, fee=formats.money(line.fee, full=True), owed=formats.money(line.owed, full=True))
        for line in found.lines
    ]
    lines.append(tr("Owed {owed}, already due or paid {settled}, left {left}.",
                    owed=formats.money(found.owed, full=True), settled=formats.money(found.settled, full=True),
                    left=formats.money(found.left, full=True)))
    if found.overpaid.minor:
        lines.append(tr("{amount} more is due or paid than is owed; it is not taken back.",
                        amount=formats.money(found.overpaid, full=True)))
    return lines


def _stage(stage: str) -> str:
    known = {item.value: text for item, text in words.STAGES.items()}
    return tr("after the recording") if stage == "recording" else tr(known.get(stage, stage))


def consequences(due: Ending) -> list[str]:
    """What goes on and what ends with the contract."""
    lines = []
    if due.falls_away:
        amounts = ", ".join(formats.money(amount, full=True) for amount in due.falls_away)
        lines.append(tr("Instalments not due yet: {amounts}. With the kill fee they fall away, without it they stay.",
                        amounts=amounts) if due.kill_fee is not None else
                     tr("Instalments not due yet stay: {amounts}.", amounts=amounts))
    if due.data is not None and due.data.usage.kind != "none":
        lines.append(trn("{n} published post: its rights of use go on as agreed; rights that have not begun end.",
                         "{n} published posts: their rights of use go on as agreed; rights that have not begun end.",
                         due.published))
    if due.data is not None and due.data.exclusivity is not None:
        lines.append(tr("Exclusivity no longer counts in conflict checks."))
    return lines


# Reminding -------------------------------------------------------------------------------------------------------

def remind(context: AppContext, contract_id: int, done: Callable[[], object] | None = None) -> None:
    """Put an e-mail that asks for the signature on the clipboard and log it."""
    workspace = context.workspace
    with workspace.reading() as session:
        found = next(iter(contracts.rows(session, [contract_id])), None)
        profile = agency.profile(session)
    if found is None:
        return
    text = words.reminder(found, workspace.person_name, profile.name if profile else "", context.today())

    def told(_result: object) -> None:
        QGuiApplication.clipboard().setText(text)
        context.toast(tr("The e-mail is on the clipboard and logged as sent"), undo=True)
        if done is not None:
            done()

    context.tasks.write(tr("Reminding"), lambda _p, _t: contract_changes.remind(workspace, contract_id), told)


def total_words(amounts: Sequence[Money]) -> str:
    """Sums of several currencies in a line."""
    return " + ".join(formats.money(amount, full=True) for amount in amounts)
