"""Add or edit a client with brand guidelines."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.clients import ClientDraft, CompetitorDraft, ContactDraft
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui import choices
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.pictures import read_picture
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField

_LISTS = ("jurisdictions", "mandatory_mentions", "mandatory_hashtags", "forbidden_words")
_LINES = ("key_messages", "dos", "donts")
_TEXTS = ("name", "legal_name", "address", "country", "vat_id", "website", "category", "color", "tone", "visual_style",
          "notes")


def edit_client(parent: QWidget, context: AppContext, client_id: int | None = None) -> int | None:
    """Ask for a client's data and store it; the id, or None when cancelled."""
    from microinf_desktop.queries import clients
    from microinf_desktop.services.clients import save_client

    workspace = context.workspace
    others: tuple[ContactDraft, ...] = ()
    categories: dict[str, str] = {}
    values: dict[str, Any] = {"color": "#0B5B68", "currency": "EUR", "payment_terms_days": 30}
    if client_id is not None:
        with workspace.reading() as session:
            detail = clients.detail(session, client_id)
        if detail is None:
            return None
        values, others = _filled(detail), detail.contacts[1:]
        categories = {rival.name: rival.category for rival in detail.competitors}

    def submit(entered: dict[str, Any]) -> int:
        return save_client(workspace, _draft(entered, others, categories), client_id, read_picture(entered["logo"]))

    dialog = FormDialog(
        parent, tr("Add client") if client_id is None else tr("Edit client"),
        tr("Add client") if client_id is None else tr("Save"), lambda form: _build(parent, form), submit, values,
        columns=2, width=680,
    )
    return dialog.result_value if dialog.run() else None


def _build(parent: QWidget, form: Form) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Tarnwick Tea")), required=True)
    form.add_field("category", tr("Category"), TextField(placeholder=tr("e.g. tea")))
    form.add_field("color", tr("Colour"), TextField(placeholder="#0B5B68"), help=tr("Used on reports and in lists"))
    logo = form.add_field("logo", tr("Logo"), TextField(placeholder=tr("PNG or JPEG file")),
                          help=tr("Left empty, the stored one stays"))
    browse = Button(tr("Choose a logo"), "quiet", "folder")
    browse.clicked.connect(lambda: _browse(parent, logo))
    form.add_wide(browse)
    form.add_heading(tr("Brand guidelines"))
    form.add_field("key_messages", tr("Key messages, one a line"), TextArea(rows=3), span=2)
    form.add_field("tone", tr("Tone"), TextField(placeholder=tr("e.g. warm, dry humour")))
    form.add_field("visual_style", tr("Visual style"), TextField(placeholder=tr("e.g. morning light, no filters")))
    form.add_field("dos", tr("Do, one a line"), TextArea(rows=3))
    form.add_field("donts", tr("Do not, one a line"), TextArea(rows=3))
    form.add_field("mandatory_mentions", tr("Mentions to include"), TagEdit(None, "@brand"))
    form.add_field("mandatory_hashtags", tr("Hashtags to include"), TagEdit(None, "#brand"))
    form.add_field("forbidden_words", tr("Words not to use"), TagEdit(None, tr("e.g. cure")))
    form.add_field("competitors", tr("Competitors"), TagEdit(None, tr("Add a name")))
    form.add_heading(tr("For documents"))
    form.add_field("legal_name", tr("Legal name"), TextField())
    form.add_field("vat_id", tr("VAT number"), TextField())
    form.add_field("address", tr("Postal address"), TextArea(rows=2))
    form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries), tr("Type a country")))
    form.add_field("website", tr("Website"), TextField())
    form.add_field("jurisdictions", tr("Rules that apply"),
                   TagEdit(lambda: [code for code, _ in choices.jurisdictions()], tr("e.g. UK")),
                   help=tr("Where the audience is: {codes}", codes=", ".join(choices.JURISDICTIONS)))
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("payment_terms_days", tr("Payment terms, days"), NumberEdit())
    form.add_heading(tr("Contact"))
    form.add_field("contact_name", tr("Name"), TextField())
    form.add_field("contact_email", tr("E-mail"), TextField())
    form.add_field("contact_role", tr("Role"), TextField())
    form.add_field("contact_phone", tr("Phone"), TextField())
    form.add_field("notes", tr("Notes"), TextArea(rows=3), span=2)


def _filled(detail: Any) -> dict[str, Any]:
    values = dict(detail.fields)
    for name in _LINES:
        values[name] = "\n".join(values[name])
    values["competitors"] = [rival.name for rival in detail.competitors]
    if detail.contacts:
        first = detail.contacts[0]
        values |= {"contact_name": first.name, "contact_email": first.email, "contact_role": first.role,
                   "contact_phone": first.phone}
    return values


def _draft(
    entered: dict[str, Any], others: tuple[ContactDraft, ...], categories: dict[str, str]
) -> ClientDraft:
    """The form as a draft; what the form does not show (further contacts, rivals' categories) is kept."""
    wrong = [code for code in entered["jurisdictions"] if code.upper() not in choices.JURISDICTIONS]
    if wrong:
        raise ValidationError("jurisdictions", f"There are no rules for “{wrong[0]}”.", "Use codes such as UK, US, DE.")
    contact = ContactDraft(*(entered[f"contact_{part}"] or "" for part in ("name", "email", "phone", "role")))
    lists: dict[str, Any] = {name: tuple(entered[name]) for name in _LISTS if name != "jurisdictions"}
    lists |= {name: _lines(entered[name]) for name in _LINES}
    return ClientDraft(
        **picked(entered, _TEXTS), currency=entered["currency"],
        payment_terms_days=round(entered["payment_terms_days"] or 0),
        jurisdictions=tuple(code.upper() for code in entered["jurisdictions"]),
        **lists,
        contacts=((contact,) if contact.name.strip() else ()) + others,
        competitors=tuple(CompetitorDraft(name, categories.get(name, "")) for name in entered["competitors"]),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _browse(parent: QWidget, field: Any) -> None:
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Choose a logo"), "", tr("Pictures (*.png *.jpg *.jpeg)"))
    if chosen:
        field.set_value(chosen)


def clients_with_ids(context: AppContext) -> Sequence[tuple[int, str]]:
    """Clients as a picker's choices."""
    from microinf_desktop.queries import clients

    with context.workspace.reading() as session:
        return [(row.id, row.name) for row in clients.rows(session)]
