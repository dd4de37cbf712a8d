"""The words and signs of calendar entries, and the export into a file of any page's dates."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.entries import CalendarEntry, CalendarFilter, EntryKind
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn

E = EntryKind
KIND_NAMES = {
    E.PUBLISH: "Publish", E.EVENT: "Event", E.MILESTONE: "Milestone", E.CLIENT_REVIEW: "Client review",
    E.REVIEW: "Our review", E.DRAFT: "Draft due", E.SHIP: "Ship",
}
SHAPES = {
    E.PUBLISH: "diamond", E.EVENT: "star", E.MILESTONE: "flag", E.CLIENT_REVIEW: "triangle", E.REVIEW: "down",
    E.DRAFT: "square", E.SHIP: "bar",
}


def words(entry: CalendarEntry) -> str:
    """ "Klara Vossbeck, Reel" for a deliverable, the name of a milestone or event."""
    if entry.record != "deliverable":
        return entry.what
    return f"{entry.creator}, {labels.label(DeliverableKind(entry.what))}"


def titled(entry: CalendarEntry) -> str:
    """With the kind before it: "Publish: Klara Vossbeck, Reel"."""
    return f"{tr(KIND_NAMES[entry.kind])}: {words(entry)}"


def ask_ics(parent: QWidget, context: AppContext, wanted: CalendarFilter, name: str,
            remind_days: int | None = None) -> bool:
    """Ask for a file and write the dates a filter finds; says where they are. True when it was written."""
    from microinf_desktop.services.calendars import export_ics

    safe = "".join(char if char.isalnum() or char in " -" else "-" for char in name).strip() or "calendar"
    start = context.workspace.folder / "exports" / f"{safe}.ics"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Export .ics"), str(start), tr("Calendar (*.ics)"))
    if not chosen:
        return False
    workspace, day = context.workspace, context.today()
    context.tasks.read(
        lambda _p, _t: export_ics(workspace, Path(chosen), wanted, name, day, titled, remind_days),
        lambda count: context.toast(trn("{n} date saved in {path}", "{n} dates saved in {path}", count, path=chosen)),
        label=tr("Exporting the calendar"),
    )
    return True
