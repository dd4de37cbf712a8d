"""Dialogs of the brief: send versions, record that one was acknowledged, compare two of them."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.briefs import AcknowledgementDraft, AcknowledgementWay, BriefChange
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.word_diff import Change, word_diff
from microinf_desktop.queries.briefs import CreatorRow, VersionRow
from microinf_desktop.ui import choices, formats, labels, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn

_NAMED = 6  # creators that are named before the rest is counted


def ways() -> list[tuple[AcknowledgementWay, str]]:
    """The ways of confirming, with their words."""
    return [(AcknowledgementWay.EMAIL, tr("E-mail")), (AcknowledgementWay.MESSAGE, tr("Message")),
            (AcknowledgementWay.CALL, tr("Call")), (AcknowledgementWay.IN_PERSON, tr("In person"))]


def ask_to_send(parent: QWidget, wanted: Sequence[CreatorRow]) -> bool | None:
    """Ask before versions are kept for good; whether deliverables become briefed, None when cancelled."""
    title = trn("Send the brief to {n} creator", "Send the brief to {n} creators", len(wanted))
    names = ", ".join(row.creator for row in wanted[:_NAMED])
    if len(wanted) > _NAMED:
        names = tr("{names} and {n} more", names=names, n=len(wanted) - _NAMED)

    def build(form: Form) -> None:
        form.add_wide(Label(names, ink="text2", wrap=True))
        form.add_wide(Label(tr("A version is kept for good as it is now. “Save sent PDFs” then writes the files that "
                               "you mail. Who has the same version already gets no new one."), ink="text2", wrap=True))
        form.add_field("briefed", tr("Set their deliverables that are not started to briefed"), CheckBox(""))

    dialog = FormDialog(parent, title, tr("Keep version"), build, lambda values: bool(values["briefed"]))
    return bool(dialog.result_value) if dialog.run() else None


def record_acknowledgement(parent: QWidget, context: AppContext, version: VersionRow, creator: str) -> bool:
    """Ask when, by whom and how a version was confirmed, and store it."""
    from microinf_desktop.services.briefs import acknowledge

    workspace, today, said = context.workspace, context.today(), version.acknowledgement

    def build(form: Form) -> None:
        form.add_field("day", tr("Day"), DateEdit(), required=True)
        form.add_field("name", tr("Confirmed by"), TextField(), required=True)
        form.add_field("way", tr("How"), ComboBox(ways()))
        form.add_field("note", tr("Note"), TextArea(rows=2))

    def submit(values: dict[str, Any]) -> None:
        draft = AcknowledgementDraft(values["day"], values["name"], AcknowledgementWay(values["way"]), values["note"])
        acknowledge(workspace, version.id, draft, today)

    values: dict[str, Any] = {"day": today, "name": creator, "way": AcknowledgementWay.EMAIL, "note": ""}
    if said is not None:
        values = {"day": said.day, "name": said.name, "way": said.way, "note": said.note}
    title = tr("Version {n} was acknowledged", n=version.version)
    return FormDialog(parent, title, tr("Record"), build, submit, values).run()


def show_changes(parent: QWidget, title: str, changes: Sequence[BriefChange]) -> None:
    """What two versions differ in, part by part and word by word."""
    dialog = Dialog(parent, title, 640)
    dialog.add_text(tr("Underlined words came in, words struck out are gone.") if changes else
                    tr("Both say the same."))
    if changes:
        column = ScrollColumn(margins=(0, 0, 10, 0), fill="raised")
        for change in changes:
            column.body.addWidget(Label(tr(change.part), "section", wrap=True))
            text = Label("", wrap=True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setText(_marked(change))
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.body.addWidget(text)
        column.setMinimumHeight(360)
        dialog.body.addWidget(column)
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()


def _marked(change: BriefChange) -> str:
    now = theme.current()
    gone, came = now.tone(theme.Tone.DANGER).ink.name(), now.tone(theme.Tone.DONE).ink.name()
    html = []
    for piece in word_diff(change.old, change.new):
        text = escape(piece.text).replace("\n", "<br>")
        if piece.change is Change.REMOVED:
            text = f'<s style="color:{gone}">{text}</s>'
        elif piece.change is Change.ADDED:
            text = f'<u style="color:{came}">{text}</u>'
        html.append(text)
    return "".join(html)


def stored_word(field: str, value: str) -> str:
    """A word of a stored version as the program writes it: "Instagram", "German", "Fri 4 Dec"."""
    named: dict[str, Callable[[str], str]] = {
        "platform": lambda word: labels.label(Platform(word)), "kind": lambda word: labels.label(DeliverableKind(word)),
        "language": choices.language, "jurisdiction": lambda code: dict(choices.jurisdictions()).get(code, code),
        "day": lambda word: formats.day(date.fromisoformat(word)),
    }
    try:
        return named[field](value)
    except ValueError:  # a version may hold a word from before it was renamed
        return value


def state_words(row: CreatorRow) -> str:
    """Where a creator's brief stands, in a few words; the day is in `state_tip`."""
    if not row.version:
        return tr("not sent") if row.has_page else tr("not written")
    if row.state == "changed":
        return tr("v{n}, changed", n=row.version)
    confirmed = row.acknowledged_on is not None
    return tr("v{n} confirmed", n=row.version) if confirmed else tr("v{n} sent", n=row.version)


def state_tip(row: CreatorRow) -> str:
    """The same with its days."""
    if not row.version:
        return ""
    parts = [tr("Version {n} sent {day}", n=row.version, day=_short(row.sent_on))]
    if row.acknowledged_on is not None:
        parts.append(tr("confirmed {day}", day=_short(row.acknowledged_on)))
    if row.state == "changed":
        parts.append(tr("changed since"))
    return ", ".join(parts)


def _short(day: date | None) -> str:
    """"26 Aug": the weekday says nothing of a day that is past."""
    return formats.day(day).partition(" ")[2] or formats.day(day)
