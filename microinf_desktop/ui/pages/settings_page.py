"""Settings: the agency's profile, people, lead times and templates, how the program looks, backups, rule packs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from microinf_desktop.domain.agency import AgencyDraft, PersonDraft
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries import agency as queries
from microinf_desktop.services import agency as services
from microinf_desktop.storage import backup
from microinf_desktop.ui import choices, formats, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.pictures import read_picture
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.settings_clauses import ClauseSettings
from microinf_desktop.ui.pages.settings_contracts import ContractSettings
from microinf_desktop.ui.pages.settings_planning import PlanningSettings
from microinf_desktop.ui.pages.settings_rules import RuleSettings
from microinf_desktop.ui.pages.settings_templates import TemplateSettings
from microinf_desktop.ui.widgets.buttons import Button, CheckBox, LinkButton, SegmentedControl
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Avatar, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row

_WIDTH = 640
_LOCALES = ("en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_BR")


class SettingsPage(Page):
    """Tabs: agency, people, planning, templates, contracts, clauses, appearance, workspace, rules."""

    tables = frozenset({"agency", "person", "attachment", "setting", "work_template", "checklist_template",
                        "clause_version", "contract_version"})

    def build(self) -> None:
        self.tabs = Tabs(
            [("agency", tr("Agency")), ("people", tr("People")), ("planning", tr("Planning")),
             ("templates", tr("Templates")), ("contracts", tr("Contracts")), ("clauses", tr("Clauses")),
             ("look", tr("Appearance")), ("workspace", tr("Workspace")),
             ("rules", tr("Rule packs"))], tr("Settings"),
        )
        self.tabs.changed.connect(lambda _key: self.reload())
        self.set_tabs(self.tabs)
        self.page_column = ScrollColumn(margins=(16, 16, 16, 24))
        self.set_content(self.page_column)
        self.form: Form | None = None
        self.planning: PlanningSettings | None = None
        self.contracts: ContractSettings | None = None
        self.clauses: ClauseSettings | None = None

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab"):
            self.tabs.set_value(str(params["tab"]))
        super().activate(params)

    def reload(self) -> None:
        if self.form is not None and self.form.dirty and self.tabs.value() == "agency":
            return  # somebody is typing: keep what is there
        if self.planning is not None and self.tabs.value() == "planning" and self.planning.dirty():
            return
        if self.contracts is not None and self.tabs.value() == "contracts" and self.contracts.dirty():
            return
        if self.clauses is not None and self.tabs.value() == "clauses" and not self.params.get("clause"):
            self.clauses.reload()
            return
        clear(self.page_column.body)
        self.form = self.planning = self.contracts = self.clauses = None
        fill = {"agency": self._agency, "people": self._people, "look": self._look, "workspace": self._workspace,
                "rules": self._rules, "planning": self._planning, "templates": self._templates,
                "contracts": self._contracts, "clauses": self._clauses}
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        fill[self.tabs.value()](column)
        self.page_column.body.addWidget(holder)
        self.page_column.body.addStretch(1)
        self.update_actions()

    def actions(self) -> list[Action]:
        group = tr("Settings")
        return [
            Action("settings.save", tr("Save"), self.save_agency, "Ctrl+S", "check", group, "primary",
                   condition=lambda: self.tabs.value() == "agency"),
            Action("settings.person", tr("Add person"), self.edit_person, "Ctrl+N", "plus", group, "primary",
                   condition=lambda: self.tabs.value() == "people"),
        ]

    # agency

    def _agency(self, column: QVBoxLayout) -> None:
        form = Form(2)
        form.add_field("name", tr("Name"), TextField(), required=True)
        form.add_field("legal_name", tr("Legal name"), TextField(placeholder=tr("e.g. Hollin & Bray Ltd")))
        form.add_field("address", tr("Postal address"), TextArea(rows=3), span=2)
        form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries), tr("Type a country")))
        form.add_field("governing_law", tr("Governing law of contracts"), TextField(placeholder=tr("e.g. Germany")))
        form.add_field("email", tr("E-mail"), TextField())
        form.add_field("phone", tr("Phone"), TextField())
        form.add_field("vat_id", tr("VAT number"), TextField())
        form.add_field("registration_number", tr("Registration number"), TextField())
        form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
        form.add_field("locale", tr("Dates and numbers"), ComboBox(choices.locales(_LOCALES)), required=True)
        form.add_field("time_zone", tr("Time zone"), Picker(choices.search_in(choices.time_zones), tr("Type a city")))
        form.add_field("accent_color", tr("Colour on documents"), TextField(placeholder="#0B5B68"))
        logo = form.add_field("logo", tr("Logo for the letterhead"), TextField(placeholder=tr("PNG or JPEG file")),
                              help=tr("Left empty, the stored one stays"), span=2)
        with self.context.workspace.reading() as session:
            profile = queries.profile(session) or AgencyDraft(name="")
        form.set_values({name: getattr(profile, name) for name in AgencyDraft.__dataclass_fields__})
        browse = Button(tr("Choose a logo"), "quiet", "folder")
        browse.clicked.connect(lambda: self._browse_logo(logo))
        form.add_wide(browse)
        column.addWidget(form)
        self.form = form

    def _browse_logo(self, field: Any) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a logo"), "", tr("Pictures (*.png *.jpg *.jpeg)"))
        if chosen:
            field.set_value(chosen)

    def save_agency(self) -> None:
        """Check and store the profile."""
        if self.form is None or not self.form.validate():
            return
        values = self.form.values()
        path = values.pop("logo")
        try:
            draft = AgencyDraft(**{name: value or "" for name, value in values.items()})
            services.save_profile(self.context.workspace, draft, read_picture(path))
        except ValidationError as error:
            self.form.show_error(error)
            return
        self.form.mark_saved()
        formats.set_locale(draft.locale)
        self.context.toast(tr("Profile saved"), undo=True)

    # people

    def _people(self, column: QVBoxLayout) -> None:
        workspace = self.context.workspace
        with workspace.reading() as session:
            staff = queries.people(session, inactive=True)
        column.addWidget(Label(tr("Who works here. The name signs every change in the history"), ink="text2"))
        for person in staff:
            edit = Button(tr("Edit"), "quiet", "edit")
            edit.setAccessibleName(tr("Edit {name}", name=person.name))
            edit.clicked.connect(lambda _=False, known=person: self.edit_person(known))
            sign = LinkButton(tr("Sign in as"))
            sign.setAccessibleName(tr("Sign in as {name}", name=person.name))
            sign.clicked.connect(lambda _=False, known=person: self._sign_in(known))
            note = person.role if person.is_active else tr("{role}, no longer here", role=person.role).strip(", ")
            current = person.id == workspace.person_id
            column.addLayout(row(
                Avatar(person.name), Label(person.name, "body", weight=600 if current else 500),
                Label(note, ink="text3"), 1, Label(tr("Signed in"), "secondary", "accent") if current else sign, edit,
            ))
            column.addWidget(Line())

    def edit_person(self, known: queries.PersonRow | None = None) -> None:
        def build(form: Form) -> None:
            form.add_field("name", tr("Name"), TextField(), required=True)
            form.add_field("email", tr("E-mail"), TextField())
            form.add_field("role", tr("Role"), TextField(placeholder=tr("e.g. campaign lead")))
            form.add_field("is_active", tr("Works here"), CheckBox(""))

        def submit(values: dict[str, Any]) -> None:
            draft = PersonDraft(values["name"], values["email"] or "", values["role"] or "", values["is_active"])
            services.save_person(self.context.workspace, draft, known.id if known else None)

        filled = {name: getattr(known, name) for name in ("name", "email", "role", "is_active")} if known else {
            "is_active": True}
        title = tr("Edit person") if known else tr("Add person")
        if FormDialog(self, title, tr("Save") if known else tr("Add person"), build, submit, filled).run():
            self.context.toast(tr("Changes saved"), undo=True)

    def _sign_in(self, person: queries.PersonRow) -> None:
        services.sign_in(self.context.workspace, person.id)
        self.context.settings.set_text("person", person.name)
        window = self.window()
        if hasattr(window, "sidebar"):
            window.sidebar.set_person(person.name)
        self.reload()

    # planning

    def _planning(self, column: QVBoxLayout) -> None:
        self.planning = PlanningSettings(self.context)
        column.addWidget(self.planning)

    def _templates(self, column: QVBoxLayout) -> None:
        column.addWidget(TemplateSettings(self.context))

    # contracts

    def _contracts(self, column: QVBoxLayout) -> None:
        self.contracts = ContractSettings(self.context)
        column.addWidget(self.contracts)

    def _clauses(self, column: QVBoxLayout) -> None:
        self.clauses = ClauseSettings(self.context, str(self.params.pop("clause", "")),
                                      str(self.params.pop("language", "")))
        column.addWidget(self.clauses)

    # appearance

    def _look(self, column: QVBoxLayout) -> None:
        window: Any = self.window()
        modes = SegmentedControl([(m.value, tr(m.value.capitalize())) for m in theme.Mode if m.value != "contrast"],
                                 tr("Theme"))
        modes.set_value(theme.mode().value)
        modes.changed.connect(lambda key: window.set_theme(theme.Mode(key)))
        density = SegmentedControl([(d.value, tr(d.value.capitalize())) for d in theme.Density], tr("Rows"))
        density.set_value(theme.density().value)
        density.changed.connect(lambda key: window.set_density(theme.Density(key)))
        for name, control in ((tr("Theme"), modes), (tr("Rows"), density)):
            label = Label(name, ink="text2")
            label.setFixedWidth(160)
            column.addLayout(row(label, control, 1))
        settings = self.context.settings
        tells = CheckBox(tr("Tell at the first opening of a day what is due and late"))
        tells.setChecked(settings.text("notify/today") == "on")
        tells.toggled.connect(lambda on: settings.set_text("notify/today", "on" if on else "off"))
        column.addWidget(tells)

    # workspace

    def _workspace(self, column: QVBoxLayout) -> None:
        folder: Path = self.context.workspace.folder
        column.addWidget(Label(tr("Folder"), "section"))
        column.addWidget(Label(str(folder), ink="text2", wrap=True))
        show, check, export = (Button(text, "secondary", icon) for text, icon in (
            (tr("Show in folder"), "external"), (tr("Verify"), "check"), (tr("Export everything"), "export")))
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        check.clicked.connect(self.verify)
        export.clicked.connect(self.export_everything)
        column.addLayout(row(show, check, export, 1))
        column.addSpacing(12)
        now = Button(tr("Back up now"), "secondary", "backup")
        now.clicked.connect(lambda: (self.context.hooks.back_up(), None)[1])
        column.addLayout(row(Label(tr("Backups"), "section"), 1, now))
        found = backup.list_backups(folder)
        if not found:
            column.addWidget(Label(tr("None yet. One is made every few hours while something changes"), ink="text3"))
        for made in found[:30]:
            restore = LinkButton(tr("Restore"))
            restore.clicked.connect(lambda _=False, made=made: self.restore(made))
            column.addLayout(row(
                Label(f"{made.made_at:%a %d %b %Y, %H:%M}"), Label(tr(made.reason.replace("_", " ")), ink="text3"), 1,
                Label(formats.size(made.size_bytes), ink="text2"), restore,
            ))
            column.addWidget(Line())

    def verify(self) -> None:
        """Check database, index and files; say what is wrong, or that all is sound."""
        from microinf_desktop.ui.dialogs.message import show_message

        folder = self.context.workspace.folder

        def done(problems: list[str]) -> None:
            if problems:
                show_message(self, tr("The workspace has problems"), "\n".join(problems[:20]))
            else:
                self.context.toast(tr("The workspace is sound"))

        self.context.tasks.read(lambda progress, token: backup.verify_workspace(folder, progress, token), done,
                                label=tr("Verifying"))

    def export_everything(self) -> None:
        from microinf_desktop.services.exports import export_workspace

        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the export"))
        if not chosen:
            return
        target, workspace = Path(chosen) / "microinf-export", self.context.workspace
        self.context.tasks.read(
            lambda progress, token: export_workspace(workspace, target, progress, token),
            lambda _counts: self.context.toast(tr("Everything is in {folder}", folder=target)), label=tr("Exporting"),
        )

    def restore(self, made: backup.Backup) -> None:
        """Put a backup in place of the database; what is there now is kept beside it."""
        from microinf_desktop.ui.dialogs.confirm import confirm

        when = f"{made.made_at:%a %d %b %Y, %H:%M}"
        if not confirm(self, tr("Go back to {when}", when=when),
                       tr("What is there now is kept among the backups, so that you can come back."),
                       tr("Restore"), danger=True):
            return
        folder = self.context.workspace.folder
        self.context.hooks.close_workspace()
        try:
            backup.restore_backup(folder, made.path)
        finally:
            self.context.hooks.open_workspace(folder)
        self.context.toast(tr("Everything is as it was on {when}", when=when))

    # rules

    def _rules(self, column: QVBoxLayout) -> None:
        column.addWidget(RuleSettings(self.context))

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in ("agency", "people", "planning", "templates", "contracts", "clauses", "look",
                                "workspace", "rules"):
            self.tabs.set_value(str(state["tab"]))

