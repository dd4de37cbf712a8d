"""Asks what a move of a deliverable needs: a reason, the link of the live post, who accepts a warning."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.queries.reviews import extra_rounds
from microinf_desktop.services import reviews as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField


def move(parent: QWidget, context: AppContext, ids: Sequence[int], state: DeliverableState) -> bool:
    """Move deliverables to a state; what the state needs to be told is asked first. True when they were moved."""
    if state is DeliverableState.LIVE and len(ids) == 1:
        return publish(parent, context, ids[0])
    if state is DeliverableState.CHANGES_REQUESTED:
        return request_changes(parent, context, ids)
    context.tasks.write(
        tr("Moving"), lambda _progress, _token: services.move(context.workspace, ids, state, today=context.today()),
        lambda _result: context.toast(_moved(len(ids), state), undo=True),
    )
    return True


def choose_state(parent: QWidget, context: AppContext, ids: Sequence[int]) -> bool:
    """Ask for a state and move all of them there, all or none; a state that needs to be told more asks for it then."""

    def build(form: Form) -> None:
        form.add_field("state", tr("Move to"), ComboBox(labels.choices(DeliverableState)), required=True)
        form.add_field("reason", tr("Reason"), TextField(), help=tr("Needed for a post that came too early"))

    def submit(values: dict[str, Any]) -> None:
        if not _asks(values["state"], ids):
            services.move(context.workspace, ids, values["state"], values["reason"], context.today())

    title = trn("Move {n} deliverable", "Move {n} deliverables", len(ids))
    dialog = FormDialog(parent, title, tr("Move"), build, submit)
    if not ids or not dialog.run():
        return False
    state = dialog.form.values()["state"]
    if _asks(state, ids):
        return move(parent, context, ids, state)
    context.toast(_moved(len(ids), state), undo=True)
    return True


def _asks(state: DeliverableState, ids: Sequence[int]) -> bool:
    """Whether a state has questions of its own."""
    return state is DeliverableState.CHANGES_REQUESTED or (state is DeliverableState.LIVE and len(ids) == 1)


def request_changes(parent: QWidget, context: AppContext, ids: Sequence[int]) -> bool:
    """Ask what has to change, and beyond the contract's rounds why; kept with the move and counted as a round."""
    with context.workspace.reading() as session:
        extra = len(extra_rounds(session, ids))

    def build(form: Form) -> None:
        form.add_field("answer", tr("What has to change"), TextArea(rows=4), required=True,
                       help=tr("Kept with the deliverable and counted as a round"))
        if extra:
            form.add_field("reason", tr("Why a round beyond the contract"), TextField(), required=True,
                           help=extra_words(extra, len(ids)))

    def submit(values: dict[str, Any]) -> None:
        services.move(
            context.workspace, ids, DeliverableState.CHANGES_REQUESTED, values.get("reason", ""), context.today(),
            answer=values["answer"],
        )

    if not FormDialog(parent, tr("Request changes"), tr("Request changes"), build, submit).run():
        return False
    context.toast(_moved(len(ids), DeliverableState.CHANGES_REQUESTED), undo=True)
    return True


def extra_words(extra: int, of: int) -> str:
    """"The rounds of the contract are used up", "2 of 5 have used up the rounds of their contract"."""
    if of == 1:
        return tr("The rounds of the contract are used up")
    return tr("{n} of {all} have used up the rounds of their contract", n=extra, all=of)


def publish(parent: QWidget, context: AppContext, deliverable_id: int) -> bool:
    """Ask for link and day of the live post; a post that came too early needs its reason."""

    def build(form: Form) -> None:
        form.add_field("url", tr("Link of the post"), TextField(placeholder="https://"), required=True)
        form.add_field("day", tr("Live since"), DateEdit(), required=True)
        form.add_field("reason", tr("What happened"), TextField(),
                       help=tr("Only when the creator posted before you approved"))

    def submit(values: dict[str, Any]) -> None:
        moment = datetime.combine(values["day"], time(12), UTC)
        now = datetime.now(UTC)
        # Nobody knows the hour: noon, but never later than now when it went live today.
        published = min(moment, now) if values["day"] == now.date() else moment
        services.publish(context.workspace, deliverable_id, values["url"], published, values["reason"])

    filled = {"day": context.today()}
    if not FormDialog(parent, tr("Set to live"), tr("Set to live"), build, submit, filled).run():
        return False
    context.toast(tr("Live. The look at the post is due within a day"), undo=True)
    return True


def decide_warning(parent: QWidget, context: AppContext, deliverable_id: int) -> bool:
    """Ask who accepts the warnings on the current text and why; cannot be undone."""
    from microinf_desktop.services.compliance import decide_warning as decide

    def build(form: Form) -> None:
        form.add_field("person", tr("Accepted by"), TextField(), required=True)
        form.add_field("reason", tr("Reason"), TextArea(rows=3), required=True,
                       help=tr("Holds for exactly this text and stays on record. A new text needs a new decision"))

    def submit(values: dict[str, Any]) -> None:
        decide(context.workspace, deliverable_id, values["person"], values["reason"])

    filled = {"person": context.workspace.person_name}
    if not FormDialog(parent, tr("Accept the warnings"), tr("Accept"), build, submit, filled).run():
        return False
    context.toast(tr("Decision recorded"))
    return True


def _moved(n: int, state: DeliverableState) -> str:
    return trn("{n} deliverable moved to {state}", "{n} deliverables moved to {state}", n,
               state=labels.label(state).lower())
