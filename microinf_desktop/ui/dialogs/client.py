"""Quick add of a client: what a campaign needs at once; the rest is filled in on the client's own page."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain import clients as rules
from microinf_desktop.domain.clients import ClientDraft, ContactDraft
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui import choices
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TagEdit, TextField

_COLOR = "#0B5B68"


def edit_client(parent: QWidget, context: AppContext) -> int | None:
    """Ask for a new client's data and store it; the id, or None when cancelled."""
    from microinf_desktop.services.clients import save_client

    def submit(entered: dict[str, Any]) -> int:
        contact = ContactDraft(entered["contact_name"], entered["contact_email"])
        return save_client(context.workspace, ClientDraft(
            name=entered["name"], category=entered["category"], color=entered["color"] or _COLOR,
            country=entered["country"] or "", currency=entered["currency"],
            jurisdictions=known_jurisdictions(entered["jurisdictions"]),
            contacts=(contact,) if contact.name else (), time_zone=_zone(entered["country"] or ""),
        ))

    dialog = FormDialog(
        parent, tr("Add client"), tr("Add client"), _build, submit, {"color": _COLOR, "currency": "EUR"}, columns=2)
    dialog.form.input("country").edited.connect(lambda: _follow_country(dialog.form))
    return dialog.result_value if dialog.run() else None


def _zone(country: str) -> str:
    """The country's time zone, else the one a client begins with."""
    return (choices.usual_zone(country) if country else "") or ClientDraft("").time_zone


def _follow_country(form: Form) -> None:
    """Currency and rules of the country; rules that were typed stay."""
    country = form.input("country").value()
    if not country:
        return
    currency, rules_of = choices.usual_currency(country), choices.usual_jurisdiction(country)
    if currency:
        form.input("currency").set_value(currency)
    if rules_of and not form.input("jurisdictions").value():
        form.input("jurisdictions").set_value((rules_of,))


def _build(form: Form) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Tarnwick Tea")), required=True)
    form.add_field("category", tr("Category"), TextField(placeholder=tr("e.g. tea")))
    form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries), tr("Type a country")),
                   help=tr("Fills in currency and rules"))
    form.add_field("currency", tr("Currency"), ComboBox(choices.currencies()), required=True)
    form.add_field("jurisdictions", tr("Rules that apply"),
                   TagEdit(lambda: [code for code, _ in choices.jurisdictions()], tr("e.g. UK")))
    form.add_field("color", tr("Colour"), TextField(placeholder="#0B5B68"))
    form.add_field("contact_name", tr("Contact"), TextField(placeholder=tr("Who you talk to")))
    form.add_field("contact_email", tr("E-mail"), TextField(), check=rules.email_problem)
    form.add_wide(_later())


def _later() -> QWidget:
    from microinf_desktop.ui.widgets.labels import Label

    return Label(tr("Guidelines, logo and address follow on the client's page"), "secondary", "text3", wrap=True)


def known_jurisdictions(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes of rule packs in capitals; ValidationError at the first that has no pack."""
    wrong = [code for code in codes if code.upper() not in choices.JURISDICTIONS]
    if wrong:
        raise ValidationError("jurisdictions", f"There are no rules for “{wrong[0]}”.", "Use codes such as UK, US, DE.")
    return tuple(code.upper() for code in codes)


def clients_with_ids(context: AppContext, keep: int | None = None) -> Sequence[tuple[int, str]]:
    """Clients as a picker's choices: those not archived, and `keep`, which a record names already."""
    from microinf_desktop.queries import clients

    with context.workspace.reading() as session:
        return [(row.id, row.name) for row in clients.rows(session, archived=keep is not None)
                if not row.is_archived or row.id == keep]


def delete_client(parent: QWidget, context: AppContext, client_id: int) -> str:
    """Delete a client, or offer the archive where campaigns stand in the way; "deleted", "archived" or ""."""
    from microinf_desktop.queries import clients
    from microinf_desktop.services import clients as services
    from microinf_desktop.ui.dialogs.confirm import confirm
    from microinf_desktop.ui.i18n import trn

    with context.workspace.reading() as session:
        row = next((row for row in clients.rows(session, archived=True) if row.id == client_id), None)
    if row is None:
        return ""
    if not row.campaigns:
        services.delete_client(context.workspace, client_id)
        context.toast(tr("Client deleted"), undo=True)
        return "deleted"
    has = trn("{name} has {n} campaign", "{name} has {n} campaigns", row.campaigns, name=row.name)
    text = tr("Its history would go with it, so it is not deleted. The archive hides it from lists and pickers and "
              "keeps everything.")
    if row.is_archived or not confirm(parent, has, text, tr("Archive client")):
        return ""
    services.archive_client(context.workspace, client_id)
    context.toast(tr("Archived"), undo=True)
    return "archived"
