"""Add or edit a person of the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import Platform, RelationshipStage
from microinf_desktop.domain.influencers import AccountDraft, InfluencerDraft
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField

_ACCOUNTS = 3
_COUNTS = ("followers", "avg_likes", "avg_comments", "avg_views", "avg_shares")
_PARTS = ("avg_likes", "avg_comments", "avg_views", "avg_shares")  # what an average of engagements is made of
_TEXTS = (
    "name", "legal_name", "email", "phone", "city", "address", "manager_name", "manager_email", "manager_phone",
    "legal_form", "vat_id", "vat_note", "guardian_name", "guardian_address", "source", "restriction_reason",
    "next_action", "notes",
)


def edit_person(
    parent: QWidget, context: AppContext, influencer_id: int | None = None, values: Mapping[str, Any] | None = None
) -> int | None:
    """Ask for a person's data and store it; the id, or None when cancelled. `values` pre-fill a new one."""
    from microinf_desktop.queries import agency, influencers
    from microinf_desktop.services.influencers import save_influencer

    workspace = context.workspace
    with workspace.reading() as session:
        staff = [(person.id, person.name) for person in agency.people(session)]
        niches = [name for name, _ in influencers.facets(session)["niche"]]
        found = influencers.detail(session, influencer_id) if influencer_id is not None else None
    filled = {"stage": RelationshipStage.PROSPECT, "owner_id": workspace.person_id, "platform_0": Platform.INSTAGRAM}
    filled |= {"platform_1": Platform.TIKTOK, "platform_2": Platform.YOUTUBE, **(values or {})}
    shown = [] if found is None else list(found.accounts[:_ACCOUNTS])
    if found is not None:
        filled |= found.fields  # what is stored is shown; the defaults are for a new person
        for place, account in enumerate(shown):
            filled |= {f"platform_{place}": Platform(account.platform), f"handle_{place}": account.handle}
            filled |= {f"{name}_{place}": getattr(account, name) for name in _COUNTS}
    kept = [] if found is None else [_as_draft(account) for account in found.accounts[_ACCOUNTS:]]

    def submit(entered: dict[str, Any]) -> int:
        draft = _draft(entered, [_account(entered, place, shown) for place in range(_ACCOUNTS)], kept)
        if found is not None:
            draft = _with_unseen(draft, found.fields)
        return save_influencer(workspace, draft, influencer_id, context.today())

    dialog = FormDialog(
        parent, tr("Add person") if influencer_id is None else tr("Edit person"),
        tr("Add person") if influencer_id is None else tr("Save"),
        lambda form: _build(form, staff, niches), submit, filled, columns=2, width=640,
    )
    _show_accounts(dialog.form, max(1, len(shown)))
    if influencer_id is None:
        _warn_of_similar(dialog, context)
    return dialog.result_value if dialog.run() else None


def _build(form: Form, staff: list[tuple[int, str]], niches: list[str]) -> None:
    form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Klara Vossbeck")), required=True)
    form.add_field("email", tr("E-mail"), TextField(placeholder="klara@example.com"))
    for place in range(_ACCOUNTS):
        _add_account(form, place)
    more = Button(tr("Add another account"), "quiet", "plus")
    more.clicked.connect(lambda: _show_next_account(form, more))
    form.add_wide(more)
    form.add_heading(tr("Profile"))
    form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries), tr("Type a country")))
    form.add_field("city", tr("City"), TextField())
    form.add_field("niches", tr("Niches"), TagEdit(lambda: niches, tr("e.g. tea")))
    form.add_field("languages", tr("Languages"), TagEdit(None, tr("e.g. de")), help=tr("Two-letter codes"))
    form.add_field("tags", tr("Tags"), TagEdit(None, tr("Add a tag")))
    form.add_field("owner_id", tr("Owner"), ComboBox([(None, tr("Nobody")), *staff]))
    form.add_field("stage", tr("Stage"), ComboBox(labels.choices(RelationshipStage)))
    form.add_field("restriction_reason", tr("Reason for blocking"), TextField(),
                   help=tr("Needed for do not contact and blacklisted"))
    form.add_field("next_action", tr("Next action"), TextField(placeholder=tr("e.g. answer the quote")))
    form.add_field("next_action_on", tr("On"), DateEdit())
    form.add_field("source", tr("Found through"), TextField(placeholder=tr("e.g. hashtag #teatok")))
    form.add_heading(tr("For contracts"))
    form.add_field("legal_name", tr("Legal name"), TextField())
    form.add_field("legal_form", tr("Legal form"), TextField(placeholder=tr("e.g. sole trader")))
    form.add_field("vat_id", tr("VAT number"), TextField(placeholder="DE123456789"))
    form.add_field("vat_note", tr("Why there is no VAT number"), TextField(placeholder=tr("e.g. small business")),
                   help=tr("Printed in the contract instead of the number"))
    form.add_field("address", tr("Postal address"), TextArea(rows=2), span=2)
    form.add_field("tax_residence", tr("Tax residence"),
                   Picker(choices.search_in(choices.countries), tr("Type a country")))
    form.add_field("birth_date", tr("Date of birth"), DateEdit())
    form.add_field("guardian_name", tr("Guardian, for a minor"), TextField())
    form.add_field("guardian_address", tr("Address of the guardian"), TextField())
    form.add_field("phone", tr("Phone"), TextField())
    form.add_heading(tr("Manager"))
    form.add_field("manager_name", tr("Name"), TextField())
    form.add_field("manager_email", tr("E-mail"), TextField())
    form.add_field("manager_phone", tr("Phone"), TextField())
    form.add_heading(tr("Notes"))
    form.add_field("notes", tr("Notes"), TextArea(rows=3), span=2)


def _add_account(form: Form, place: int) -> None:
    form.add_field(f"platform_{place}", tr("Platform"), ComboBox(labels.choices(Platform)))
    form.add_field(f"handle_{place}", tr("Handle or profile link"), TextField(placeholder="@klara.kocht"))
    form.add_field(f"followers_{place}", tr("Followers"), NumberEdit())
    form.add_field(f"avg_likes_{place}", tr("Likes per post"), NumberEdit())
    form.add_field(f"avg_comments_{place}", tr("Comments per post"), NumberEdit())
    form.add_field(f"avg_views_{place}", tr("Views per post"), NumberEdit())
    form.add_field(f"avg_shares_{place}", tr("Shares per post"), NumberEdit())


def _account_fields(place: int) -> list[str]:
    return [f"{name}_{place}" for name in ("platform", "handle", *_COUNTS)]


def _show_accounts(form: Form, shown: int) -> None:
    """Show the fields of the first accounts and hide the rest until they are asked for."""
    for place in range(_ACCOUNTS):
        for name in _account_fields(place):
            form.set_visible(name, place < shown)


def _show_next_account(form: Form, button: Button) -> None:
    hidden = [place for place in range(_ACCOUNTS) if form.input(f"handle_{place}").parentWidget().isHidden()]
    _show_accounts(form, hidden[0] + 1)
    button.setVisible(len(hidden) > 1)
    form.input(f"handle_{hidden[0]}").setFocus()


def _account(entered: Mapping[str, Any], place: int, shown: Sequence[Any]) -> AccountDraft | None:
    """One account as typed; its link and its average stay while what they belong to was not touched."""
    handle = (entered[f"handle_{place}"] or "").strip()
    if not handle:
        return None
    draft = AccountDraft(Platform(entered[f"platform_{place}"]), handle, **_counts(entered, place))
    if place >= len(shown):
        return draft
    before = _as_draft(shown[place])
    draft = replace(draft, id=before.id)
    if (draft.platform, draft.handle) == (before.platform, before.handle):
        draft = replace(draft, url=before.url)
    if all(getattr(draft, name) == getattr(before, name) for name in _PARTS):
        draft = replace(draft, avg_engagements=before.avg_engagements)
    return draft


def _with_unseen(draft: InfluencerDraft, stored: Mapping[str, Any]) -> InfluencerDraft:
    """The draft with what the form does not show: when the address was confirmed, and how long somebody is blocked."""
    if draft.address == stored["address"]:
        draft = replace(draft, address_checked_on=stored["address_checked_on"])
    if draft.stage == stored["stage"]:
        draft = replace(draft, restriction_until=stored["restriction_until"])
    return draft


def _draft(
    entered: dict[str, Any], accounts: Sequence[AccountDraft | None], kept: Sequence[AccountDraft]
) -> InfluencerDraft:
    return InfluencerDraft(
        **picked(entered, _TEXTS), country=entered["country"] or "",
        tax_residence=entered["tax_residence"] or "", languages=tuple(entered["languages"]),
        niches=tuple(entered["niches"]), tags=tuple(entered["tags"]), stage=RelationshipStage(entered["stage"]),
        owner_id=entered["owner_id"], birth_date=entered["birth_date"], next_action_on=entered["next_action_on"],
        accounts=(*(account for account in accounts if account is not None), *kept),
    )


def _as_draft(account: Any) -> AccountDraft:
    return AccountDraft(
        Platform(account.platform), account.handle, account.id, account.url,
        **{name: getattr(account, name) for name in (*_COUNTS, "avg_engagements")},
    )


def _counts(entered: Mapping[str, Any], place: int) -> dict[str, Any]:
    """What was typed for one account, as keyword arguments."""
    return {name: _whole(entered[f"{name}_{place}"]) for name in _COUNTS}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _warn_of_similar(dialog: FormDialog, context: AppContext) -> None:
    """Say while typing that the person may be in the roster already."""
    from microinf_desktop.queries import influencers

    banner = Banner(Tone.ATTENTION)
    banner.hide()
    dialog.body.insertWidget(0, banner)

    def look() -> None:
        entered = dialog.form.values()
        with context.workspace.reading() as session:
            found = influencers.similar(session, entered["name"], entered["email"], [entered["handle_0"] or ""])
        banner.setVisible(bool(found))
        if found:
            first = found[0]
            banner.set_content(
                tr("{name} is in the roster already", name=first.name), tr("Matches by {reason}", reason=first.reason)
            )

    dialog.form.changed.connect(look)
