"""Printing a timeline: how large a sheet, where to, then the file is made beside the window's work."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.timeline_data import TimelineData
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Label


def print_timeline(parent: QWidget, context: AppContext, data: TimelineData, shown: Sequence[int] | None) -> None:
    """Ask for the sheet and the file, then write it; `shown` are the deliverables the filters leave, None for all."""
    from microinf_desktop import papers

    small, large = (tr("Letter"), tr("Tabloid")) if data.paper == "letter" else (tr("A4"), tr("A3"))

    def build(form: Form) -> None:
        form.add_field("large", tr("Paper"), ComboBox([(False, tr("{paper} landscape", paper=small)),
                                                       (True, tr("{paper} landscape", paper=large))]), required=True)
        if shown is not None:
            words = trn("Only the {n} deliverable the filters leave is printed",
                        "Only the {n} deliverables the filters leave are printed", len(shown))
            form.add_wide(Label(words, "secondary", "text3", wrap=True))

    dialog = FormDialog(parent, tr("Print the timeline"), tr("Save as PDF"), build, dict, {"large": False})
    if not dialog.run():
        return
    start = context.workspace.folder / "exports" / f"timeline-{_file_words(data.campaign)}.pdf"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save as PDF"), str(start), tr("Document (*.pdf)"))
    if not chosen:
        return
    path, workspace, is_large = Path(chosen), context.workspace, bool(dialog.result_value["large"])

    def work(_progress: Any, _token: Any) -> int:
        made = papers.timeline(workspace, data.campaign_id, data.today, large=is_large, deliverable_ids=shown)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.write_bytes(made)

    context.tasks.read(work, lambda _n: context.toast(tr("Saved as {path}", path=path)),
                       label=tr("Printing the timeline"))


def _file_words(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name).split()) or "campaign"
