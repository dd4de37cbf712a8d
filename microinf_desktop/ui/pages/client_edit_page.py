"""The whole form of a client on one page: identity, contacts, defaults, brand guidelines, competitors, notes."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from microinf_desktop.domain import clients as rules
from microinf_desktop.domain.clients import ClientDraft
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries import clients as queries
from microinf_desktop.services import clients as services
from microinf_desktop.ui import choices
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.client import known_jurisdictions
from microinf_desktop.ui.dialogs.confirm import confirm
from microinf_desktop.ui.dialogs.pictures import read_picture
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.client_inputs import (
    ColorEdit,
    LogoEdit,
    PaletteEdit,
    competitors_edit,
    contacts_edit,
)
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear

_LINES = ("key_messages", "dos", "donts")
_WIDTH = 920


class ClientEditPage(Page):
    """`params["id"]` is the client; what was typed and not saved waits when another page is opened meanwhile."""

    tables = frozenset({"client", "client_contact", "competitor"})

    def build(self) -> None:
        self.header.set_breadcrumb(tr("Clients"))
        self.page_column = ScrollColumn(margins=(24, 16, 24, 32))
        self.set_content(self.page_column)
        self.form: Form | None = None
        self._shown = 0
        self._unsaved: dict[int, dict[str, Any]] = {}

    @property
    def client_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    def activate(self, params: Mapping[str, object]) -> None:
        if self.form is not None and self.form.dirty and self._shown:
            self._unsaved[self._shown] = self.form.values()
        super().activate(params)
        if self.form is not None and params.get("field") in self.form.names():
            self._show_field(str(params["field"]))

    def reload(self) -> None:
        if self.form is not None and self._shown == self.client_id and self.form.dirty:
            return  # somebody is typing: keep what is there
        with self.context.workspace.reading() as session:
            detail = queries.detail(session, self.client_id)
        clear(self.page_column.body)
        self.form, self._shown = None, self.client_id
        if detail is None:
            self.page_column.body.addWidget(Label(tr("This client was deleted. Undo brings it back"), "section"))
            self.update_actions()
            return
        self.header.set_title(tr("Edit {name}", name=detail.fields["name"]))
        self.form = self._build_form(detail)
        self.form.setMaximumWidth(_WIDTH)
        self.page_column.body.addWidget(self.form)
        self.form.set_values(_filled(detail))
        if self.client_id in self._unsaved:
            self._type_again(self._unsaved.pop(self.client_id))
        self.form.changed.connect(self.update_actions)
        self.update_actions()

    def _type_again(self, values: Mapping[str, Any]) -> None:
        assert self.form is not None
        for name, value in values.items():
            if name != "logo":
                self.form.input(name).set_value(value)

    def _show_field(self, name: str) -> None:
        assert self.form is not None
        found = self.form.input(name)
        found.setFocus()
        self.page_column.ensureWidgetVisible(found, 0, 120)

    # the form

    def _build_form(self, detail: queries.ClientDetail) -> Form:
        form = Form(2)
        self._build_identity(form, detail)
        self._build_defaults(form)
        self._build_guidelines(form)
        form.add_heading(tr("Competitors and notes"))
        form.add_field("competitors", tr("Competitors"), competitors_edit(), span=2,
                       help=tr("Checked when a creator is added, and in exclusivity clauses"),
                       check=rules.competitors_problem)
        form.add_field("notes", tr("Notes"), TextArea(rows=3), span=2)
        return form

    def _build_identity(self, form: Form, detail: queries.ClientDetail) -> None:
        form.add_heading(tr("Identity"))
        form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Tarnwick Tea")), required=True)
        form.add_field("category", tr("Category"), TextField(placeholder=tr("e.g. tea")))
        form.add_field("legal_name", tr("Legal name"), TextField(), help=tr("As contracts name the client"))
        form.add_field("vat_id", tr("VAT number"), TextField())
        form.add_field("address", tr("Postal address"), TextArea(rows=3))
        form.add_field("website", tr("Website"), TextField(placeholder="https://"), check=rules.website_problem)
        form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries), tr("Type a country")))
        note = Label("", "secondary", "attention", wrap=True)
        form.add_field("color", tr("Colour"), ColorEdit(note), help=tr("Used on briefs, reports and in lists"),
                       required=True, check=_color_problem)
        form.add_wide(note)
        stored = tr("Stored: {name}. Left empty, it stays", name=detail.logo_name) if detail.logo_name else tr(
            "Printed on briefs, reports and dossiers")
        form.add_field("logo", tr("Logo"), LogoEdit(), span=2, help=stored)
        form.add_heading(tr("Contacts"))
        form.add_field("contacts", tr("People at the client"), contacts_edit(), span=2,
                       help=tr("“Decides” marks who usually approves creators and drafts"),
                       check=lambda value: next(filter(None, map(rules.contact_problem, value)), None))

    def _build_defaults(self, form: Form) -> None:
        form.add_heading(tr("Defaults for new campaigns"))
        form.add_field("jurisdictions", tr("Rules that apply"),
                       TagEdit(lambda: [code for code, _ in choices.jurisdictions()], tr("e.g. UK")),
                       help=tr("Where the audience is: {codes}", codes=", ".join(choices.JURISDICTIONS)))
        form.add_field("time_zone", tr("Time zone"), Picker(choices.search_in(choices.time_zones), tr("Type a city")),
                       required=True)
        form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
        form.add_field("payment_terms_days", tr("Payment terms, days"), NumberEdit(), required=True,
                       check=lambda days: None if 0 <= days <= 365 else tr("Payment terms are 0 to 365 days."))

    def _build_guidelines(self, form: Form) -> None:
        form.add_heading(tr("Brand guidelines"))
        form.add_field("key_messages", tr("Key messages, one a line"), TextArea(rows=3), span=2)
        form.add_field("tone", tr("Tone"), TextArea(rows=3, placeholder=tr("e.g. warm, dry humour")))
        form.add_field("visual_style", tr("Visual style"),
                       TextArea(rows=3, placeholder=tr("e.g. morning light, no filters")))
        form.add_field("palette", tr("Palette"), PaletteEdit(), span=2, check=rules.palette_problem)
        form.add_field("dos", tr("Do, one a line"), TextArea(rows=3))
        form.add_field("donts", tr("Do not, one a line"), TextArea(rows=3))
        form.add_field("mandatory_mentions", tr("Mentions to include"), TagEdit(None, "@brand"),
                       check=rules.mentions_problem)
        form.add_field("mandatory_hashtags", tr("Hashtags to include"), TagEdit(None, "#brand"),
                       check=rules.hashtags_problem)
        form.add_field("forbidden_words", tr("Words not to use"), TagEdit(None, tr("e.g. cure")), span=2,
                       help=tr("Looked for in every caption"))

    # writing

    def actions(self) -> list[Action]:
        group = tr("Client")
        return [
            Action("client.discard", tr("Discard changes"), self.discard, "", "undo", group, "quiet",
                   condition=self._changed),
            Action("client.save", tr("Save"), self.save, "Ctrl+S", "check", group, "primary",
                   condition=lambda: self.form is not None),
        ]

    def _changed(self) -> bool:
        return self.form is not None and self.form.dirty

    def escape(self) -> bool:
        """Esc asks before what was typed is lost."""
        if self._changed():
            if not confirm(self, tr("Discard your changes?"), tr("What you typed here is not saved yet."),
                           tr("Discard changes"), danger=True, cancel=tr("Keep editing")):
                return True
            self.discard()
        self.context.navigation.open("client", id=self.client_id)
        return True

    def discard(self) -> None:
        self.form = None
        self.reload()

    def save(self) -> None:
        """Check and store; what is refused is shown at its field."""
        form = self.form
        if form is None or not form.validate():
            return
        values = form.values()
        try:
            services.save_client(
                self.context.workspace, _draft(values), self.client_id, read_picture(values["logo"]),
                without_logo=values["logo"] is None)
        except ValidationError as error:
            form.show_error(error)
            return
        form.mark_saved()
        self.context.navigation.open("client", id=self.client_id)
        self.context.toast(tr("Changes saved"), undo=True)


def _color_problem(color: str) -> str | None:
    return None if rules.is_color(color) else tr("“{text}” is not a colour. Type it as #0B5B68.", text=color)


def _filled(detail: queries.ClientDetail) -> dict[str, Any]:
    values = {**detail.fields, "contacts": detail.contacts, "competitors": detail.competitors}
    return values | {name: "\n".join(values[name]) for name in _LINES}


def _draft(values: Mapping[str, Any]) -> ClientDraft:
    """Every field of the draft is in the form; an empty input is the field's empty value."""
    given: dict[str, Any] = {field.name: values[field.name] for field in fields(ClientDraft)}
    given = {name: "" if value is None else value for name, value in given.items()}
    given |= {name: _lines(given[name]) for name in _LINES}
    given |= {"jurisdictions": known_jurisdictions(given["jurisdictions"])}
    return ClientDraft(**given)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
