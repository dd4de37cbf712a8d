"""Asks what the content library needs: whose files they are, the post they belong to, what an asset is called."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.rights import AssetDraft, AssetKind
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.queries import assets as queries
from microinf_desktop.queries import collaborations
from microinf_desktop.services import assets as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label


def add_files(
    parent: QWidget, context: AppContext, paths: Sequence[Path], campaign_id: int | None = None,
    deal: int | None = None, post: int | None = None,
) -> None:
    """Ask whose files they are and which post they belong to, then copy them in; the status bar shows how far it is."""
    chosen = _ask_owner(parent, context, campaign_id, trn("Add {n} file", "Add {n} files", len(paths)), tr("Add files"),
                        _names(paths), deal, post)
    if chosen is None:
        return
    workspace, (collaboration_id, deliverable_id) = context.workspace, chosen

    def work(progress: Progress, token: CancelToken) -> int:
        return services.add_files(workspace, collaboration_id, paths, deliverable_id, progress, token)

    def copied(n: int) -> None:
        told = trn("{n} file added to the library", "{n} files added to the library", n) if n else tr(
            "The library has them already")
        context.toast(told, undo=bool(n))

    context.tasks.write(tr("Copying files"), work, copied)


def _names(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:4])
    more = len(paths) - 4
    return names if more <= 0 else trn("{names} and {n} more", "{names} and {n} more", more, names=names)


def link_assets(parent: QWidget, context: AppContext, rows: Sequence[queries.AssetRow]) -> bool:
    """Say which post files belong to; they have to be of one deal."""
    deals = {row.deal.collaboration_id for row in rows}
    if len(deals) != 1:
        context.toast(tr("Choose files of one creator and campaign"))
        return False
    with context.workspace.reading() as session:
        posts = queries.posts_of(session, deals.pop())

    def build(form: Form) -> None:
        form.add_field("post", tr("Deliverable"), ComboBox([(None, tr("None")), *posts]),
                       help=tr("The rights of that post count for them"))

    return FormDialog(
        parent, trn("Link {n} file", "Link {n} files", len(rows)), tr("Link"), build,
        lambda values: services.link_assets(context.workspace, [row.id for row in rows], values["post"]),
        {"post": rows[0].deliverable_id},
    ).run()


def edit_asset(parent: QWidget, context: AppContext, row: queries.AssetRow) -> bool:
    """Title, kind, the post it belongs to, a note."""
    with context.workspace.reading() as session:
        posts = queries.posts_of(session, row.deal.collaboration_id)

    def build(form: Form) -> None:
        form.add_field("title", tr("Title"), TextField(), required=True)
        form.add_field("kind", tr("Kind"), ComboBox(labels.choices(AssetKind)))
        form.add_field("deliverable_id", tr("Deliverable"), ComboBox([(None, tr("None")), *posts]),
                       help=tr("The rights of that post count for it"))
        form.add_field("url", tr("Address"), TextField(placeholder="https://"))
        form.add_field("notes", tr("Note"), TextArea(rows=2))

    def submit(values: dict[str, Any]) -> None:
        services.save_asset(context.workspace, row.id, AssetDraft(
            values["title"] or "", values["kind"], values["deliverable_id"], values["url"] or "", values["notes"] or "",
        ))

    filled = {"title": row.title, "kind": row.kind, "deliverable_id": row.deliverable_id, "url": row.own_url,
              "notes": row.notes}
    return FormDialog(parent, tr("Edit asset"), tr("Save changes"), build, submit, filled).run()


def _ask_owner(
    parent: QWidget, context: AppContext, campaign_id: int | None, title: str, verb: str, note: str, deal: int | None,
    post: int | None,
) -> tuple[int, int | None] | None:
    """Deal and deliverable; None when it was cancelled."""
    def build(form: Form) -> None:
        form.add_wide(Label(note, "secondary", "text2", wrap=True))
        owner = form.add_field("deal", tr("Creator and campaign"), _deal_input(context, campaign_id), required=True)
        posts = form.add_field("post", tr("Deliverable"), ComboBox([(None, tr("None"))]),
                               help=tr("The rights of that post count for them"))

        def offer() -> None:
            with context.workspace.reading() as session:
                found = queries.posts_of(session, owner.value()) if owner.value() else []
            posts.set_choices([(None, tr("None")), *found])

        owner.edited.connect(offer)
        if deal is not None:
            with context.workspace.reading() as session:
                name = queries.choice_name(session, deal, None)
            owner.set_value(*((deal, name) if isinstance(owner, Picker) else (deal,)))
        offer()
        posts.set_value(post)

    dialog = FormDialog(parent, title, verb, build, lambda values: (values["deal"], values["post"]))
    return dialog.result_value if dialog.run() else None


def _deal_input(context: AppContext, campaign_id: int | None) -> Picker | ComboBox:
    """A list of the campaign's creators, or a search over all deals."""
    def search(text: str) -> Sequence[tuple[int, str]]:
        with context.workspace.reading() as session:
            return [(deal, name) for (deal, asset), name in queries.choices(session, text) if asset is None]

    if campaign_id is None:
        return Picker(search, tr("Creator or campaign"))
    with context.workspace.reading() as session:
        rows = collaborations.rows(session, campaign_id, context.today())
    return ComboBox([(row.id, row.name) for row in rows])
