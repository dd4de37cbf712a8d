"""Asks what a move of a collaboration needs: the stage, why it goes on all the same, who decided for the client."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from microinf_desktop.domain.collaborations import DecisionDraft
from microinf_desktop.domain.enums import ClientDecision, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import collaboration_moves, collaborations
from microinf_desktop.services import collaborations as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField, style_popup
from microinf_desktop.ui.widgets.labels import Label

# Nobody is shut out through a campaign: that is the person's stage, set in the roster with its reason.
STAGES = tuple(stage for stage in RelationshipStage if stage not in (
    RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED))


def stage_refusal(context: AppContext, ids: Sequence[int], stage: RelationshipStage) -> str:
    """What no reason helps against, in words with the way out; empty when a move is possible."""
    with context.workspace.reading() as session:
        found = collaboration_moves.obstacles(session, ids, stage, context.today())
    return next((str(one) for one in found if not one.can_waive), "")


def set_stage(parent: QWidget, context: AppContext, ids: Sequence[int], stage: RelationshipStage) -> bool:
    """Move creators to a stage; where something is missing, ask why it goes on all the same. True when moved."""
    with context.workspace.reading() as session:
        found = collaboration_moves.obstacles(session, ids, stage, context.today())
    refused = next((one for one in found if not one.can_waive), None)
    if refused is not None:
        context.toast(str(refused))
        return False
    if found:
        return _move_on(parent, context, ids, stage, found)
    context.tasks.write(
        tr("Saving"),
        lambda _p, _t: services.set_collaboration_stage(context.workspace, ids, stage, today=context.today()),
        lambda _result: context.toast(_moved(stage), undo=True),
    )
    return True


def _move_on(parent: QWidget, context: AppContext, ids: Sequence[int], stage: RelationshipStage,
             found: Sequence[collaboration_moves.Obstacle]) -> bool:
    def build(form: Form) -> None:
        for one in found[:6]:
            form.add_wide(Label(str(one), "body", "text2", wrap=True))
        if len(found) > 6:
            form.add_wide(Label(trn("and {n} more", "and {n} more", len(found) - 6), "secondary", "text3"))
        form.add_field("reason", tr("Why it goes on all the same"), TextArea(rows=2), required=True,
                       help=tr("Kept in the person’s log with your name"))

    def submit(values: dict[str, Any]) -> None:
        services.set_collaboration_stage(context.workspace, ids, stage, values["reason"], context.today())

    title = tr("Move to {stage}", stage=labels.label(stage).lower())
    if not FormDialog(parent, title, tr("Move"), build, submit).run():
        return False
    context.toast(_moved(stage), undo=True)
    return True


def choose_stage(parent: QWidget, context: AppContext, ids: Sequence[int], now: RelationshipStage) -> None:
    """Ask for a stage, then move there."""
    dialog = FormDialog(
        parent, trn("Set the stage of {n} creator", "Set the stage of {n} creators", len(ids)), tr("Set stage"),
        lambda form: form.add_field(
            "stage", tr("Stage"), ComboBox([(s, labels.label(s)) for s in STAGES]), required=True,
            check=lambda stage: stage_refusal(context, ids, stage) or None),
        lambda values: values["stage"], {"stage": now},
    )
    if dialog.run():
        set_stage(parent, context, ids, dialog.form.values()["stage"])


def decision_refusal(context: AppContext, collaboration_id: int, decision: ClientDecision) -> str:
    """Why the client's word on a creator cannot change, with the way out; empty when it can."""
    with context.workspace.reading() as session:
        found = collaborations.detail(session, collaboration_id)
        for standing in collaboration_moves.standings(session, [collaboration_id], context.today()):
            now = ClientDecision(found.fields["client_decision"]) if found is not None else decision
            obstacle = collaboration_moves.decision_obstacle(session, standing, now, decision)
            if obstacle is not None:
                return str(obstacle)
    return ""


def decide(
    parent: QWidget, context: AppContext, campaign_id: int, ids: Sequence[int], decision: ClientDecision
) -> bool:
    """Record the client's word on creators: who decided, when, and a note. True when it was stored."""
    word = labels.label(decision).lower()
    if decision is ClientDecision.PENDING:
        services_call = _storing(context, ids, decision)
        context.tasks.write(tr("Saving"), lambda _p, _t: services_call({}),
                            lambda _result: context.toast(_decided(len(ids), word), undo=True))
        return True
    with context.workspace.reading() as session:
        names = collaborations.deciders(session, campaign_id)

    def build(form: Form) -> None:
        form.add_field("decided_by", tr("Decided by"), _name_field(names), required=True,
                       help=tr("Contacts of the client are offered while you type"))
        form.add_field("decided_on", tr("On"), DateEdit(), required=True,
                       check=lambda day: tr("This day is still to come. Type the day of the decision.")
                       if day > context.today() else None)
        form.add_field("note", tr("Note"), TextArea(rows=2))

    filled = {"decided_by": names[0] if names else "", "decided_on": context.today()}
    title = trn("{n} creator: {word}", "{n} creators: {word}", len(ids), word=word)
    if not FormDialog(parent, title, tr("Record"), build, _storing(context, ids, decision), filled).run():
        return False
    context.toast(_decided(len(ids), word), undo=True)
    return True


_TERMS = (
    ("payment_terms_days", "Payment terms, days"), ("upfront_percent", "At signature, %"),
    ("approval_percent", "At approval, %"), ("report_percent", "With the report, %"),
    ("rounds_included", "Rounds of changes"), ("feedback_days", "Days for feedback"),
    ("keep_live_days", "Stays online, days"), ("kill_fee_percent", "Kill fee, %"),
)


def set_terms(parent: QWidget, context: AppContext, ids: Sequence[int]) -> bool:
    """Give several creators the same terms; what is left empty stays as each has it. True when stored."""

    def build(form: Form) -> None:
        for name, text in _TERMS:
            form.add_field(name, tr(text), NumberEdit(placeholder=tr("stays as it is")))

    def submit(values: dict[str, Any]) -> None:
        changes = {name: value for name, value in values.items() if value is not None}
        if not changes:
            raise KnownError(tr("Nothing was typed."), tr("Type what all of them should have."))
        services.set_terms(context.workspace, ids, changes)

    title = trn("Set the terms of {n} creator", "Set the terms of {n} creators", len(ids))
    if not ids or not FormDialog(parent, title, tr("Set terms"), build, submit, columns=2).run():
        return False
    context.toast(trn("Terms of {n} creator set", "Terms of {n} creators set", len(ids)), undo=True)
    return True


def _storing(context: AppContext, ids: Sequence[int], decision: ClientDecision) -> Callable[[dict[str, Any]], None]:
    def store(values: dict[str, Any]) -> None:
        services.set_client_decision(context.workspace, ids, decision, DecisionDraft(**values))

    return store


def _name_field(names: Sequence[str]) -> TextField:
    field = TextField(placeholder=tr("e.g. Mara Quill"))
    completer = QCompleter(list(names), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    style_popup(completer)
    field.setCompleter(completer)
    return field


def _moved(stage: RelationshipStage) -> str:
    return tr("Moved to {stage}", stage=labels.label(stage).lower())


def _decided(n: int, word: str) -> str:
    return trn("{n} creator: {word}", "{n} creators: {word}", n, word=word)
