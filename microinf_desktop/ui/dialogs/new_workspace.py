"""Create a workspace: where it lies, what the agency is called, who works here."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.agency import AgencyDraft, PersonDraft
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui import choices
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField


def ask_new_workspace(parent: QWidget, start: Path) -> Workspace | None:
    """The created, open workspace; None when cancelled. What cannot be created stays open and says why."""

    def build(form: Form) -> None:
        form.add_field("name", tr("Name of the agency"), TextField(placeholder=tr("e.g. Hollin & Bray")), required=True)
        form.add_field("person", tr("Your name"), TextField(placeholder=tr("e.g. Ida Lund")), required=True,
                       help=tr("Signs what you change"))
        form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
        folder = form.add_field("folder", tr("Folder"), TextField(str(start / tr("My agency"))), required=True,
                                help=tr("New or empty; it will hold everything of the agency"))
        browse = Button(tr("Choose a folder"), "secondary", "folder")
        browse.clicked.connect(lambda: _browse(parent, folder))
        form.add_wide(browse)

    def submit(values: dict[str, Any]) -> Workspace:
        from microinf_desktop.services import agency

        workspace = Workspace.create(Path(values["folder"]).expanduser())
        agency.save_profile(workspace, AgencyDraft(name=values["name"], currency=values["currency"]))
        agency.sign_in(workspace, agency.save_person(workspace, PersonDraft(values["person"])))
        return workspace

    dialog = FormDialog(parent, tr("Create a workspace"), tr("Create workspace"), build, submit, {"currency": "EUR"})
    return dialog.result_value if dialog.run() else None


def _browse(parent: QWidget, field: Any) -> None:
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder of the workspace"), field.value())
    if chosen:
        field.set_value(chosen)
