"""The content library: tiles of what creators made, what may be done with each, files dropped in and taken over."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.rights import AssetFilter, AssetKind, AssetStanding, RightFilter
from microinf_desktop.queries import assets as queries
from microinf_desktop.queries import rights
from microinf_desktop.services import assets as services
from microinf_desktop.storage import attachments
from microinf_desktop.ui import choices, labels, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import assets as dialogs
from microinf_desktop.ui.dialogs import right_renewal
from microinf_desktop.ui.dialogs import rights as right_dialogs
from microinf_desktop.ui.dialogs.may_we_use import show_may_we_use
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.pages.asset_panel import AssetPanel
from microinf_desktop.ui.stored_files import open_stored, save_stored
from microinf_desktop.ui.thumbnails import Thumbnails
from microinf_desktop.ui.widgets.asset_grid import PICTURE, AssetGrid, Tile
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

_ICONS = {AssetKind.PHOTO: "image", AssetKind.VIDEO: "play", AssetKind.TEXT: "note", AssetKind.OTHER: "attach"}
_INKS = {AssetStanding.ENDING: "attention", AssetStanding.EXPIRED: "danger", AssetStanding.NONE: "text3",
         AssetStanding.WAITING: "text3"}


class ContentLibrary(QWidget):
    """`show_assets(base)` shows what a filter finds; `campaign_id` is where new files go, None over all campaigns."""

    changed = Signal()

    def __init__(self, context: AppContext, over_all: bool = True) -> None:
        super().__init__()
        self.context = context
        self.campaign_id: int | None = None
        self._over_all = over_all
        self._base = AssetFilter()
        self.count = 0
        theme.set_background(self, "surface")
        self.bar = FilterBar(self._fields(over_all), search=tr("Title, creator, campaign"))
        self.thumbnails = Thumbnails(context.tasks, context.workspace.folder, PICTURE, self)
        self.grid = AssetGrid(self._tiles, self.thumbnails)
        self.grid.setAccessibleName(tr("Content library"))
        self.empty = EmptyState()
        self.panel = AssetPanel(context)
        self.panel.hide()
        self._lay_out()
        self.bar.changed.connect(self.reload)
        self.grid.opened.connect(lambda _id: self.open())
        self.grid.current_changed.connect(lambda _id: self._current_changed())
        self.grid.files_dropped.connect(self.take)
        self.grid.set_row_actions(self.row_actions)
        self.panel.acted.connect(self._act)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        both = QHBoxLayout()
        both.setSpacing(0)
        layout.addLayout(both, 1)
        # What is added to a stack without a place of its own flashes up as a window.
        self._stack = QStackedLayout()
        both.addLayout(self._stack, 1)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        both.addWidget(self.panel)

    def _fields(self, over_all: bool) -> list[FilterField]:
        owners = [
            FilterField("client_ids", tr("Client"), "choice", partial(choices.clients, self.context)),
            FilterField("campaign_ids", tr("Campaign"), "choice", partial(choices.campaigns, self.context)),
        ]
        return [
            FilterField("standings", tr("May be used"), "choice", labels.choices(AssetStanding)),
            FilterField("kinds", tr("Kind"), "choice", labels.choices(AssetKind)),
            *(owners if over_all else ()),
            FilterField("archived", tr("Put away"), "flag"),
        ]

    # reading

    def show_assets(self, base: AssetFilter, campaign_id: int | None = None) -> None:
        self._base, self.campaign_id = base, campaign_id
        self.reload()

    def wanted(self) -> AssetFilter:
        on = self.bar.values()
        names = ("standings", "kinds", "client_ids", "campaign_ids")
        chosen: dict[str, Any] = {name: tuple(on[name]) for name in names if on.get(name)}
        return replace(self._base, text=self.bar.text(), archived=bool(on.get("archived")), **chosen)

    def reload(self) -> None:
        """Read anew; what is chosen and the scroll position stay."""
        wanted = self.wanted()
        with self.context.workspace.reading() as session:
            found = queries.ids(session, wanted, self.context.today())
        self.count = len(found)
        if found:
            self._stack.setCurrentWidget(self.grid)
        elif wanted == self._base:
            self.empty.set_content(tr("No content yet. Drop files here, or take in those of drafts"),
                                   tr("Add files"), self.choose)
            self._stack.setCurrentWidget(self.empty)
        else:
            self.empty.set_content(tr("Nothing matches these filters"), tr("Clear all filters"), self.bar.clear)
            self._stack.setCurrentWidget(self.empty)
        self.grid.set_ids(found)

    def _rows(self, ids: Sequence[int]) -> list[queries.AssetRow]:
        with self.context.workspace.reading() as session:
            return queries.rows(session, ids, self.context.today())

    def _tiles(self, ids: Sequence[int]) -> list[Tile]:
        today = self.context.today()
        return [
            Tile(
                row.id, row.title, row.deal.creator, words.badge_text(row.badge, today), row.badge.standing,
                _INKS.get(row.badge.standing, "text2"), row.sha256 if row.media_type.startswith("image") else "",
                _ICONS[row.kind], row.deal.client_color,
            )
            for row in self._rows(ids)
        ]

    def row(self) -> queries.AssetRow | None:
        """The asset the keyboard stands on."""
        return next(iter(self._rows([self.grid.current_id()])), None) if self.grid.current_id() else None

    def _current_changed(self) -> None:
        row = self.row()
        self.panel.setVisible(row is not None)
        if row is not None:
            self.panel.show_asset(row)
        self.changed.emit()

    def _act(self, key: str) -> None:
        for action in self.actions():
            if action.id == f"assets.{key}":
                action.run()

    # acting

    def actions(self) -> list[Action]:
        """What the page that holds the library offers."""
        group, one = tr("Content"), self._some
        return [
            Action("assets.ask", tr("May we use it?"), self.ask, "Ctrl+U", "rights", group, "secondary"),
            Action("assets.add", tr("Add files"), self.choose, "Ctrl+N", "plus", group, "primary"),
            Action("assets.open", tr("Open the file"), self.open, "O", "open", group, condition=self._has_file),
            Action("assets.post", tr("Open the post"), self.open_post, "", "external", group, condition=self._has_url),
            Action("assets.save", tr("Save a copy"), self.save, "", "save", group, condition=self._has_file),
            Action("assets.path", tr("Copy the path"), self.copy_path, "", "copy", group, condition=self._has_file),
            Action("assets.edit", tr("Edit"), self.edit, "F2", "edit", group, condition=one),
            Action("assets.link", tr("Link to a deliverable"), self.link, "L", "link", group, condition=one),
            Action("assets.right", tr("Add usage right"), self.add_right, "", "rights", tr("Rights"), condition=one),
            Action("assets.renew", tr("Renew its rights"), self.renew, "R", "money", tr("Rights"), condition=one),
            Action("assets.withdraw", tr("Withdraw its rights"), self.withdraw, "", "stop", tr("Rights"),
                   condition=one),
            Action("assets.shelve", self._shelve_text(), self.shelve, "", "archive", tr("Keep"), condition=one),
            Action("assets.delete", tr("Delete"), self.delete, "Del", "trash", tr("Keep"), condition=one),
            Action("assets.drafts", tr("Take in files of drafts"), lambda: self.take_in(False), "", "import", group,
                   "quiet" if self._over_all else ""),  # a campaign's head has more in it
            Action("assets.proofs", tr("Take in captured proofs"), lambda: self.take_in(True), "", "import", group),
        ]

    def row_actions(self) -> list[Action]:
        ask, *rest = self.actions()
        return [ask, *(action for action in rest if not action.kind and action.icon != "import")]

    def _some(self) -> bool | str:
        return bool(self.grid.current_id()) or tr("choose something first")

    def _has_file(self) -> bool | str:
        row = self.row()
        return bool(row is not None and row.sha256) or tr("there is no file")

    def _has_url(self) -> bool | str:
        row = self.row()
        return bool(row is not None and row.url) or tr("there is no address")

    def _shelve_text(self) -> str:
        return tr("Bring back") if self.bar.value("archived") else tr("Put away")

    def ask(self) -> None:
        row = self.row()
        deal, asset = (row.deal.collaboration_id, row.id) if row is not None else (None, None)
        show_may_we_use(self, self.context, deal, asset)

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Add files"), str(Path.home()))
        if chosen:
            self.take([Path(one) for one in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Take files from outside in; the creator of the current tile is proposed."""
        row = self.row()
        deal = row.deal.collaboration_id if row is not None else None
        dialogs.add_files(self, self.context, paths, self.campaign_id, deal, row.deliverable_id if row else None)

    def take_in(self, proofs: bool) -> None:
        """Put the files of the newest drafts, or captured proofs, into the library."""
        workspace = self.context.workspace
        with workspace.reading() as session:
            found = queries.offered(session, self.campaign_id, proofs)
        if not found:
            self.context.toast(tr("The library has all of them already"))
            return
        self.context.tasks.write(
            tr("Adding files"), lambda _p, _t: services.take_in(workspace, found),
            lambda n: self.context.toast(
                trn("{n} file added to the library", "{n} files added to the library", n), undo=True))

    def open(self) -> None:
        """The file in the system's program, else the post in the browser."""
        row = self.row()
        if row is None:
            return
        if row.sha256:
            open_stored(self, self.context, row.sha256, row.file_name, row.size_bytes)
        elif row.url:
            QDesktopServices.openUrl(QUrl(row.url))
        else:
            self.edit()

    def open_post(self) -> None:
        row = self.row()
        if row is not None and row.url:
            QDesktopServices.openUrl(QUrl(row.url))

    def save(self) -> None:
        row = self.row()
        if row is not None and row.sha256:
            save_stored(self, self.context, row.sha256, row.file_name, row.size_bytes)

    def copy_path(self) -> None:
        row = self.row()
        if row is not None and row.sha256:
            QGuiApplication.clipboard().setText(str(attachments.file_path(self.context.workspace.folder, row.sha256)))
            self.context.toast(tr("Path copied"))

    def edit(self) -> None:
        row = self.row()
        if row is not None and dialogs.edit_asset(self, self.context, row):
            self.context.toast(tr("Changes saved"), undo=True)

    def link(self) -> None:
        rows = self._rows(self.grid.selected_ids())
        if rows and dialogs.link_assets(self, self.context, rows):
            self.context.toast(tr("Link saved"), undo=True)

    def add_right(self) -> None:
        row = self.row()
        if row is None:
            return
        made = right_dialogs.edit_right(
            self, self.context, collaboration_id=row.deal.collaboration_id, asset_id=row.id)
        if made is not None:
            self.context.toast(tr("Usage right added"), undo=True)

    def rights_of_chosen(self) -> list[rights.RightRow]:
        """The rights that certainly count for the chosen assets, each once."""
        found: dict[int, None] = {}
        with self.context.workspace.reading() as session:
            for row in self._rows(self.grid.selected_ids()):
                granted = rights.grants(session, row.deal.collaboration_id, row.id)
                found |= dict.fromkeys(one.id for one in granted if one.is_sure)
            return rights.rows(session, list(found), self.context.today())

    def renew(self) -> None:
        right_renewal.offer_renewal(self, self.context, self.rights_of_chosen())

    def withdraw(self) -> None:
        """Only rights of the assets themselves: one of the whole deal is withdrawn in the register."""
        ids = self.grid.selected_ids()
        with self.context.workspace.reading() as session:
            own = rights.ids(session, RightFilter(asset_ids=tuple(ids)), today=self.context.today())
        if not own:
            self.context.toast(tr("Its rights belong to the whole deal. Withdraw them among the usage rights"))
        elif right_dialogs.withdraw(self, self.context, own):
            self.context.toast(trn("{n} right withdrawn", "{n} rights withdrawn", len(own)), undo=True)

    def shelve(self) -> None:
        ids, workspace, away = self.grid.selected_ids(), self.context.workspace, not self.bar.value("archived")
        told = tr("Put away") if away else tr("Brought back")
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.shelve_assets(workspace, ids, away),
            lambda _r: self.context.toast(told, undo=True))

    def delete(self) -> None:
        ids, workspace = self.grid.selected_ids(), self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_assets(workspace, ids),
            lambda _r: self.context.toast(trn("{n} asset deleted", "{n} assets deleted", len(ids)), undo=True))
