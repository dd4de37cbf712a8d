"""Asks what a violation needs: record it, write and log the message of a rung, close it with proof or a reason."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.dossiers import local_moment
from microinf_desktop.domain.education import primary
from microinf_desktop.domain.violations import Rung, StepDraft, ViolationDraft, ViolationState, deadline
from microinf_desktop.interchange.notices import language_of, notice_languages, notice_texts, written
from microinf_desktop.queries import violations as queries
from microinf_desktop.queries.notices import NoticeSource, notice_source
from microinf_desktop.services import violations as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.findings import area_name
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label

RUNGS = {
    Rung.NOTICE: "Ask for the fix", Rung.REPUBLISH: "Ask to publish it again", Rung.TAKE_DOWN: "Ask to take it down",
    Rung.HOLD_PAY: "Hold the pay", Rung.TERMINATE: "End the agreement",
}
_BY_CONTRACT = (Rung.HOLD_PAY, Rung.TERMINATE)


def record(parent: QWidget, context: AppContext, deliverable_id: int) -> int | None:
    """Record the violation that the newest look at a live post found; several countries are asked one by one."""
    with context.workspace.reading() as session:
        failing = queries.live_failures(session, deliverable_id)
        drafts = [queries.proposed(session, check) for check in failing]
    if not drafts:
        context.toast(tr("The last look at the post does not fail, or its violation is on record already"))
        return None
    recorded = None
    for draft in drafts:
        recorded = _record(parent, context, deliverable_id, draft) or recorded
    return recorded


def _record(parent: QWidget, context: AppContext, deliverable_id: int, draft: ViolationDraft) -> int | None:
    def build(form: Form) -> None:
        form.add_wide(Label(tr("{country}, rule {rule}", country=area_name(draft.jurisdiction), rule=draft.rule),
                            "secondary", "text2"))
        form.add_field("what", tr("What was found"), TextArea(rows=2), required=True)
        form.add_field("wording", tr("What to write"), TextField(), help=tr("The exact words, as they are to stand"))
        form.add_field("place", tr("Where"), TextArea(rows=2))
        form.add_field("source", tr("Source"), TextField())

    def submit(values: dict[str, Any]) -> int:
        return services.record(context.workspace, deliverable_id, ViolationDraft(
            draft.jurisdiction, draft.rule, values["what"], values["wording"], values["place"], values["source"],
            draft.evidence_id,
        ))

    filled = {"what": draft.what, "wording": draft.wording, "place": draft.place, "source": draft.source}
    dialog = FormDialog(parent, tr("Record a violation"), tr("Record"), build, submit, filled)
    if not dialog.run():
        return None
    context.toast(tr("Violation recorded. Ask for the fix next"), undo=True)
    return int(dialog.result_value)


def send(parent: QWidget, context: AppContext, violation_id: int) -> bool:
    """Write the message of the next rung, put it on the clipboard and log it as sent."""
    with context.workspace.reading() as session:
        row = queries.one(session, violation_id)
        source = None if row is None else notice_source(session, row, today=context.today())
        hours = queries.hours(session)
        contract = "" if row is None else queries.contract_note(session, row.deliverable_id)
    if row is None or source is None:
        return False
    proposed = row.proposes(datetime.now(UTC)) or (row.steps[-1].kind if row.steps else row.first)
    dialog = _SendDialog(parent, context, row, source, proposed, hours, contract)
    if not dialog.run():
        return False
    context.toast(tr("The message is on the clipboard and logged as sent"), undo=True)
    return True


class _SendDialog(FormDialog):
    """The text follows step, language, time to answer and clause until somebody writes in it."""

    def __init__(self, parent: QWidget, context: AppContext, row: queries.ViolationRow, source: NoticeSource,
                 rung: Rung, hours: int, contract: str) -> None:
        self.context, self.row, self._source = context, row, source
        self._contract = contract
        self._written = ""
        super().__init__(parent, tr("Message about the violation"), tr("Copy and log as sent"), self._build,
                         self._send, {"kind": rung, "hours": hours, "language": language_of(source.languages)},
                         columns=2, width=640)
        self._follow()
        self.form.mark_saved()
        self.form.changed.connect(self._follow)

    def _build(self, form: Form) -> None:
        form.add_field("kind", tr("Step"), ComboBox([(rung, tr(text)) for rung, text in RUNGS.items()]), span=2)
        spoken = {primary(one) for one in self._source.languages}
        names = [(code, notice_texts(code).name) for code in notice_languages()]
        note = "" if spoken & set(notice_languages()) else tr("No message in a language noted for the creator")
        form.add_field("language", tr("Language"), ComboBox(
            [(code, tr("{language}, the creator's", language=name) if code in spoken else name)
             for code, name in names]), help=note)
        form.add_field("hours", tr("Hours to answer"), NumberEdit(), required=True,
                       check=lambda n: None if 1 <= n <= 720 else tr("Give 1 to 720 hours."))
        note = tr("Contract {number} is signed. Check that it allows this", number=self._contract) if (
            self._contract) else tr("No contract signed by both is on file. Without a clause the pay is owed")
        form.add_field("clause", tr("Clause that allows it"), TextField(placeholder=tr("clause 9")), help=note,
                       span=2)
        form.add_field("text", tr("Message"), TextArea(rows=14, most=16), required=True, span=2)

    def _follow(self) -> None:
        values = self.form.values()
        kind = Rung(values["kind"])
        self.form.set_visible("clause", kind in _BY_CONTRACT)
        if values["text"] and values["text"] != self._written:
            return
        due = deadline(datetime.now(UTC), int(values["hours"] or 0))
        local, zone = local_moment(due, self._source.time_zone)
        facts = replace(self._source.facts, clause=values["clause"] or "")
        text = written(kind, facts, values["language"], local, zone, self.context.workspace.person_name,
                       locale=formats.locale_name())
        self.form.input("text").set_value(text)
        self._written = self.form.values()["text"]

    def _send(self, values: dict[str, Any]) -> int:
        due = deadline(datetime.now(UTC), int(values["hours"]))
        kind = Rung(values["kind"])
        step_id = services.log_step(self.context.workspace, self.row.id, StepDraft(
            kind, values["text"], due, values["clause"] if kind in _BY_CONTRACT else "",
        ))
        QGuiApplication.clipboard().setText(values["text"])
        return step_id


def close_fixed(parent: QWidget, context: AppContext, violation_id: int) -> bool:
    """Close as mended; what is missing for that is said."""
    from microinf_desktop.domain.errors import KnownError

    try:
        services.close_fixed(context.workspace, violation_id)
    except KnownError as error:
        show_error(parent, error)
        return False
    context.toast(tr("Closed as fixed, with its proof"), undo=True)
    return True


def close_otherwise(parent: QWidget, context: AppContext, violation_id: int) -> bool:
    """Ask whether the post was taken down or the violation was none, and why."""

    def build(form: Form) -> None:
        form.add_field("state", tr("What happened"), ComboBox([
            (ViolationState.TAKEN_DOWN, tr("The post was taken down")),
            (ViolationState.DISMISSED, tr("It was no violation")),
        ]))
        form.add_field("reason", tr("Reason"), TextArea(rows=3), required=True)

    def submit(values: dict[str, Any]) -> None:
        services.close_otherwise(context.workspace, violation_id, ViolationState(values["state"]), values["reason"])

    filled = {"state": ViolationState.TAKEN_DOWN}
    if not FormDialog(parent, tr("Close the violation"), tr("Close it"), build, submit, filled).run():
        return False
    context.toast(tr("Violation closed"), undo=True)
    return True
