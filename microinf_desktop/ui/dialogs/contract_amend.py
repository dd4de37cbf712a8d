"""Starting an amendment or an extension: what it takes over from the deal, why, from when on and until when."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.amending import (
    Extension,
    ValueGroup,
    extendable,
    lasting_longer,
    proposed_end,
    staying,
    value_groups,
)
from microinf_desktop.domain.contract_fields import FIELD
from microinf_desktop.domain.contract_life import IN_FORCE, ContractKind
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries import contract_life, contracts
from microinf_desktop.services import contract_endings
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import TextArea
from microinf_desktop.ui.widgets.labels import Label

C = ContractState
_WIDTH = 560


def may_amend(state: ContractState, kind: ContractKind) -> bool | str:
    """Whether an agreement in a state can be amended or extended, or why not."""
    if state in (*IN_FORCE, C.SIGNED) or (kind is ContractKind.EXTENSION and state is C.EXPIRED):
        return True
    return tr("it is not signed yet; write another version") if state in (C.DRAFT, C.SENT, C.CHANGES) else tr(
        "it has ended")


def amend(parent: QWidget, context: AppContext, contract_id: int, kind: ContractKind) -> None:
    """Start an amendment or extension from what is proposed; it opens to be read, issued and sent."""
    today = context.today()
    with context.workspace.reading() as session:
        found = contract_life.agreed_and_now(session, contract_id, today)
        family = contract_life.family(session, contract_id)
    if not family:
        return
    if kind is ContractKind.EXTENSION and found is not None:
        _extend(parent, context, contract_id, found, _last_day(family))
    else:
        _change(parent, context, contract_id, kind, found)


def _last_day(family: list[contracts.ContractRow]) -> date | None:
    """The last day of an agreement and what extended it so far."""
    days = [one.expires_on for one in family if one.expires_on is not None and one.state is not C.TERMINATED]
    return max(days, default=None)


def _change(
    parent: QWidget, context: AppContext, contract_id: int, kind: ContractKind,
    found: tuple[ContractData, ContractData] | None,
) -> None:
    groups = value_groups(*found) if found is not None else ()
    ticked = {f"take{place}": group for place, group in enumerate(groups) if group.may_stay}

    def build(form: Form) -> None:
        if groups:
            form.add_wide(Label(tr("The deal says by now, and the amendment takes over what is ticked:"), "secondary",
                                "text2", wrap=True))
        else:
            form.add_wide(Label(tr("The deal says what the contract says. Change the deal first, or what is to be "
                                   "different in the form that opens."), "secondary", "text2", wrap=True))
        for name, group in ticked.items():
            title, more = group_words(group)
            form.add_field(name, title, CheckBox(""), help=more)
        for group in groups:
            if not group.may_stay:
                form.add_wide(Label(group_words(group)[0], "body", wrap=True))
        if any(not group.may_stay for group in groups):
            form.add_wide(Label(tr("Work and pay follow the deal. What is to stay as it was, change back there."),
                                "secondary", "text3", wrap=True))
        _add_terms(form)

    def submit(entered: dict[str, Any]) -> int:
        left = [group for name, group in ticked.items() if not entered[name]]
        return contract_endings.amend(
            context.workspace, contract_id, kind, effective_on=entered["from"], reason=entered["reason"],
            changes=staying(left, found[0]) if found is not None else (), today=context.today())

    _run(parent, context, tr("Start an amendment") if kind is ContractKind.AMENDMENT else tr("Start an extension"),
         build, submit, {"from": context.today(), **dict.fromkeys(ticked, True)})


def _extend(
    parent: QWidget, context: AppContext, contract_id: int, found: tuple[ContractData, ContractData],
    last_day: date | None,
) -> None:
    before, today = found[0], context.today()
    possible = extendable(before)
    # An extension makes it last longer and changes nothing else that the deal says by now.
    kept = dict(staying(value_groups(*found), before))

    def build(form: Form) -> None:
        form.add_field("until", tr("New last day"), DateEdit(), required=True,
                       help=tr("Until now {day}", day=words.value(last_day or before.timeline.ends_on)))
        if possible.use:
            form.add_field("use", tr("The use of the content goes on as long"), CheckBox(""))
        if possible.exclusivity:
            form.add_field("exclusivity", tr("The exclusivity goes on as long"), CheckBox(""))
        _add_terms(form)

    def submit(entered: dict[str, Any]) -> int:
        until: date = entered["until"]
        if last_day is not None and until <= last_day:
            raise ValidationError("until", tr("The contract lasts until {day} anyway.", day=words.value(last_day)),
                                  tr("Choose a later day."))
        wanted = Extension(bool(entered.get("use")), bool(entered.get("exclusivity")))
        return contract_endings.amend(
            context.workspace, contract_id, ContractKind.EXTENSION, effective_on=entered["from"],
            reason=entered["reason"], expires_on=until, today=today,
            changes={**kept, **dict(lasting_longer(before, last_day, until, wanted))}.items())

    _run(parent, context, tr("Start an extension"), build, submit, {
        "until": proposed_end(before, last_day, today), "use": True, "exclusivity": True, "from": today})


def _add_terms(form: Form) -> None:
    form.add_field("from", tr("Applies from"), DateEdit(), required=True)
    form.add_field("reason", tr("Reason"), TextArea(rows=2), help=tr("Printed on the paper; may stay empty"))


def _run(parent: QWidget, context: AppContext, title: str, build: Any, submit: Any, values: dict[str, Any]) -> None:
    dialog = FormDialog(parent, title, tr("Start"), build, submit, {"reason": "", **values}, width=_WIDTH)
    if dialog.run():
        context.toast(tr("Started; read what changes, then issue and send it"), undo=True)
        context.navigation.open("contract", id=dialog.result_value)


def group_words(group: ValueGroup) -> tuple[str, str]:
    """What differs in a group, in a line (“Months: 6 → 12”), and for a part that came or went what is in it."""
    if len(group.changes) == 1 and group.key == group.changes[0].path:
        line = words.change_line(group.changes[0])
        return (tr("Use of the content, {what}", what=line[:1].lower() + line[1:]) if group.key.startswith("usage.")
                else line), ""
    inner = "; ".join(words.change_line(change).partition(", ")[2] or words.change_line(change)
                      for change in group.changes)
    return tr(FIELD[group.key].label), inner


def edit_terms(parent: QWidget, context: AppContext, contract_id: int) -> None:
    """Change the reason of an amendment and the day it counts from, while no version says so."""
    workspace = context.workspace
    with workspace.reading() as session:
        found = contracts.detail(session, contract_id)
    if found is None:
        return
    dialog = FormDialog(
        parent, tr("Reason and first day"), tr("Save"), _add_terms,
        lambda entered: contract_endings.set_amendment(
            workspace, contract_id, reason=entered["reason"], effective_on=entered["from"]),
        {"reason": found.options.amendment_reason, "from": found.row.effective_on or context.today()})
    if dialog.run():
        context.toast(tr("Saved"), undo=True)
