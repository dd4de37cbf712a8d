"""Links and discount codes of a campaign: a line per creator, at the right her links, QR code and what is doubtful."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from microinf_desktop.domain.enums import ClientDecision
from microinf_desktop.queries import tracking as queries
from microinf_desktop.services import tracking as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import tracking as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import IconButton, LinkButton
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import Banner, InlineError
from microinf_desktop.ui.widgets.labels import Avatar, ElidedLabel, Label
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList, SidePanel

_QR_SIDE = 148
_KINDS = {"landing": "Landing page", "affiliate": "Affiliate link", "shoppable": "Shoppable link"}


class CampaignTracking(CampaignPart):
    """What tells the creators' results apart, made for everybody at once and checked for doubles."""

    def build(self) -> None:
        self._rows: dict[int, queries.TrackingRow] = {}
        self._pages: list[queries.LandingPageRow] = []
        self.table = DataTable("campaign_tracking", [
            Column("creator", tr("Creator"), 210, Kind.NAME, sort_key=""),
            Column("code", tr("Code"), 130, value=lambda one: one.code or None, sort_key=""),
            Column("check", tr("Check"), 120, value=_check, sort_key="", tooltip=lambda one: "\n".join(_doubts(one))),
            Column("link", tr("Link"), 200, value=_link, sort_key="", stretch=True),
            Column("terms", tr("Gives"), 160, value=lambda one: one.code_terms or None, sort_key="", hidden=True),
            Column("valid", tr("Valid"), 190, value=_valid, sort_key="", hidden=True),
            Column("handle", tr("Handle"), 150, value=_handle, sort_key="", hidden=True),
        ], self._load, self.context.settings)
        self.table.setAccessibleName(tr("Links and codes"))
        self.banner = Banner(Tone.NEUTRAL)
        self.panel = SidePanel()
        self.panel.close_button.hide()
        both = QHBoxLayout()
        both.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.banner)
        left.addWidget(self.table, 1)
        both.addLayout(left, 1)
        both.addWidget(self.panel)
        self.column.addLayout(both, 1)
        self.pages_button = self.banner.add_button(tr("Landing pages"), self.choose_page)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _id: self.edit_code())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(lambda: [one for one in self.actions() if one.id in _FOR_ONE])
        self.table.set_bulk_actions([
            Action("track.links_some", tr("Make links"), self.make_links, icon="link"),
            Action("track.codes_some", tr("Make codes"), self.make_codes, icon="tag"),
        ])

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            rows = queries.rows(session, self.campaign_id)
            self._pages = queries.landing_pages(session, self.campaign_id)
        self._rows = {one.id: one for one in rows}
        self.table.model.forget_rows()
        self.table.refresh(list(self._rows))
        if not self._rows:
            self.table.set_empty(tr("Links and codes belong to creators, and nobody is in this campaign yet"),
                                 tr("Choose creators"), lambda: self.tab_asked.emit("collaborations"))
        elif not self.table.current_id():
            self.table.select(next(iter(self._rows)))
        self._show_banner()
        self._fill(self.table.current_id())
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def _show_banner(self) -> None:
        """Where links lead, in one line; without a page, what to do first."""
        self.banner.setVisible(bool(self._rows))
        if not self._pages:
            self.banner.set_content(tr("No landing page yet"), tr("Add the page the links lead to, then make all links "
                                                                  "at once"))
            return
        default = next((page for page in self._pages if page.is_default), self._pages[0])
        more = len(self._pages) - 1
        others = trn(" and {n} more", " and {n} more", more) if more else ""
        self.banner.set_content(tr("Links lead to {name}{others}", name=default.name, others=others), default.url)

    def _load(self, ids: Sequence[int]) -> list[queries.TrackingRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def position(self) -> str:
        doubtful = sum(1 for one in self._rows.values() if _doubts(one))
        said = trn("{n} to check", "{n} to check", doubtful) if doubtful else ""
        return " · ".join(part for part in (self.table.position_text(), said) if part)

    def _chosen(self, row_id: int) -> None:
        self._fill(row_id)
        self.actions_changed.emit()

    def _current(self) -> queries.TrackingRow | None:
        return self._rows.get(self.table.current_id())

    # the panel

    def _fill(self, row_id: int) -> None:
        found = self._rows.get(row_id)
        self.panel.setVisible(found is not None)
        if found is None:
            return
        self.panel.set_title(found.creator, f"@{found.handle}" if found.handle else "")
        self.panel.set_leading(Avatar(found.creator, 40))
        self.panel.clear_body()
        for doubt in _doubts(found):
            self.panel.body.addWidget(InlineError(doubt))
        self._fill_code(found)
        for link in found.links:
            self._fill_link(link)
        if not found.links:
            part = self.panel.add_section(tr("Link"))
            part.addWidget(Label(tr("No link yet"), "secondary", "text2"))
            add = LinkButton(tr("Add link"))
            add.clicked.connect(self.add_link)
            part.addWidget(add)
        self.panel.body.addStretch(1)

    def _fill_code(self, found: queries.TrackingRow) -> None:
        part = self.panel.add_section(tr("Discount code"))
        facts = FactList()
        facts.add(tr("Code"), found.code)
        facts.add(tr("Gives"), found.code_terms)
        facts.add(tr("Valid"), _valid(found) or "")
        part.addWidget(facts)
        change = LinkButton(tr("Change code") if found.code else tr("Set a code"))
        change.clicked.connect(self.edit_code)
        copy = LinkButton(tr("Copy"))
        copy.setAccessibleName(tr("Copy the code"))
        copy.clicked.connect(lambda: self._copy(found.code))
        copy.setVisible(bool(found.code))
        part.addLayout(across(change, copy, 1))

    def _fill_link(self, link: queries.LinkRow) -> None:
        part = self.panel.add_section(tr(_KINDS[link.kind]), link.landing_page or link.network)
        picture = QLabel()
        picture.setPixmap(_qr_picture(link.url, self.devicePixelRatioF()))
        picture.setAccessibleName(tr("QR code of the link"))
        part.addWidget(picture)
        address = ElidedLabel(link.url, "secondary", "text2")
        address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        part.addWidget(address)
        facts = FactList()
        for name, value in link.utm.items():
            facts.add(name, value)
        if link.deliverable:
            facts.add(tr("For"), link.deliverable)
        if link.notes:
            facts.add(tr("Note"), link.notes)
        part.addWidget(facts)
        buttons = []
        for icon, text, run in (
            ("copy", tr("Copy link"), lambda: self._copy(link.url)),
            ("edit", tr("Edit link"), lambda: self._edit(link)),
            ("save", tr("Save QR code"), lambda: self._save_qr(link)),
            ("trash", tr("Delete link"), lambda: self._delete(link)),
        ):
            button = IconButton(icon, text)
            button.clicked.connect(lambda _on=False, run=run: run())
            buttons.append(button)
        part.addLayout(across(*buttons, 1, spacing=4))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.toast(tr("Copied: {text}", text=text))

    # writing

    def actions(self) -> Sequence[Action]:
        group, one = tr("Links and codes"), self._one
        return [
            Action("track.links", tr("Make links"), self.make_links, "Ctrl+N", "link", group, "primary",
                   condition=self._anybody),
            Action("track.codes", tr("Make codes"), self.make_codes, "", "tag", group, "secondary",
                   condition=self._anybody),
            Action("track.add_link", tr("Add one link"), self.add_link, "N", "plus", group, condition=one),
            Action("track.code", tr("Change code"), self.edit_code, "F2", "edit", group, condition=one),
            Action("track.copy", tr("Copy link"), self.copy_link, "C", "copy", group, condition=self._has_link),
            Action("track.page", tr("Add a landing page"), self.add_page, "", "plus", group),
            Action("track.rules", tr("House rules"), self.edit_rules, "", "settings", group),
            Action("track.csv", tr("Export as CSV"), self.export, "", "export", group, condition=self._anybody),
            Action("track.qr", tr("Save all QR codes"), self.save_all_qr, "", "export", group,
                   condition=self._any_link),
        ]

    def _one(self) -> bool | str:
        return self._current() is not None or tr("choose a creator first")

    def _anybody(self) -> bool | str:
        return bool(self._rows) or tr("add creators first")

    def _any_link(self) -> bool | str:
        return any(one.links for one in self._rows.values()) or tr("there is no link yet")

    def _has_link(self) -> bool | str:
        found = self._current()
        return bool(found is not None and found.links) or tr("there is no link yet")

    def copy_link(self) -> None:
        found = self._current()
        if found is not None and found.links:
            self._copy(found.links[0].url)

    def add_page(self) -> int | None:
        added = dialogs.edit_landing_page(self, self.context, self.campaign_id)
        if added is not None:
            self.context.toast(tr("Landing page added"), undo=True)
        return added

    def choose_page(self) -> None:
        """The pages as a menu: change one, make it the default by editing, delete, or add."""
        from PySide6.QtWidgets import QMenu

        from microinf_desktop.ui.actions import fill_menu

        menu = QMenu(self)
        change = [Action(f"page.{page.id}", tr("Edit {name}", name=page.name), lambda page=page: self._edit_page(page),
                         "", "edit", tr("Landing pages")) for page in self._pages]
        remove = [Action(f"drop.{page.id}", tr("Delete {name}", name=page.name),
                         lambda page=page: self._delete_page(page), "", "trash", tr("Delete"),
                         condition=lambda page=page: page.links == 0 or tr("links lead there"))
                  for page in self._pages]
        fill_menu(menu, [Action("page.add", tr("Add a landing page"), self.add_page, "", "plus", tr("Landing pages")),
                         *change, *remove])
        menu.popup(self.pages_button.mapToGlobal(self.pages_button.rect().bottomLeft()))

    def _edit_page(self, page: queries.LandingPageRow) -> None:
        if dialogs.edit_landing_page(self, self.context, self.campaign_id, page) is not None:
            self.context.toast(tr("Landing page and its links changed"), undo=True)

    def _delete_page(self, page: queries.LandingPageRow) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_landing_page(workspace, page.id),
                                 lambda _done: self.context.toast(tr("Landing page deleted"), undo=True))

    def make_links(self) -> None:
        """A link for everybody, or for the ticked; asks for a landing page first when there is none."""
        if not self._pages and self.add_page() is None:
            return
        self.reload()
        ticked = [one for one in self.table.model.ids if one in self.table.model.checked]
        made = dialogs.make_links(self, self.context, self.campaign_id, self._pages, list(ticked))
        if made is None:
            return
        if made.added:
            self.context.toast(trn("{n} link made", "{n} links made", made.added), undo=True)
        else:
            self.context.toast(tr("Everybody has a link there already"))

    def make_codes(self) -> None:
        ticked = set(self.table.model.checked)
        rows = [one for one in self._rows.values() if one.id in ticked or (
            not ticked and one.client_decision != ClientDecision.REJECTED)]
        made = dialogs.make_codes(self, self.context, self.campaign_id, rows)
        if made:
            self.context.toast(trn("{n} code made", "{n} codes made", made), undo=True)

    def add_link(self) -> None:
        found = self._current()
        if found is None or (not self._pages and self.add_page() is None):
            return
        if dialogs.edit_link(self, self.context, self.campaign_id, found) is not None:
            self.context.toast(tr("Link added"), undo=True)

    def edit_code(self) -> None:
        found = self._current()
        if found is not None and dialogs.edit_code(self, self.context, found):
            self.context.toast(tr("Code saved"), undo=True)

    def edit_rules(self) -> None:
        if dialogs.edit_rules(self, self.context):
            self.context.toast(tr("House rules saved; links that are there stay as they are"), undo=True)

    def _edit(self, link: queries.LinkRow) -> None:
        found = self._current()
        if found is not None and dialogs.edit_link(self, self.context, self.campaign_id, found, link) is not None:
            self.context.toast(tr("Link changed"), undo=True)

    def _delete(self, link: queries.LinkRow) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_links(workspace, [link.id]),
                                 lambda _done: self.context.toast(tr("Link deleted"), undo=True))

    def export(self) -> None:
        """Ask where, then write links and codes as CSV."""
        start = self.context.workspace.folder / "exports" / "links-and-codes.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export links and codes"), str(start),
                                                tr("Spreadsheet (*.csv)"))
        if chosen:
            workspace, campaign_id, path = self.context.workspace, self.campaign_id, Path(chosen)
            self.context.tasks.read(
                lambda _p, _t: services.export_tracking(workspace, campaign_id, path),
                lambda n: self.context.toast(trn("{n} line exported to {file}", "{n} lines exported to {file}", n,
                                                 file=path.name)), label=tr("Exporting links and codes"))

    def _save_qr(self, link: queries.LinkRow) -> None:
        from microinf_desktop.interchange.qr_codes import qr_png, qr_svg

        start = self.context.workspace.folder / "exports" / f"{link.creator}.png"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save QR code"), str(start),
                                                tr("Picture (*.png);;Drawing for print (*.svg)"))
        if chosen:
            path, is_svg = Path(chosen), chosen.lower().endswith(".svg")
            content = qr_svg(link.url).encode() if is_svg else qr_png(link.url)
            self.context.tasks.read(lambda _p, _t: path.write_bytes(content),
                                    lambda _n: self.context.toast(tr("Saved as {path}", path=path)))

    def save_all_qr(self) -> None:
        """Ask for a folder, then write a PNG and an SVG of every link."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the QR codes"))
        if chosen:
            workspace, campaign_id, folder = self.context.workspace, self.campaign_id, Path(chosen)
            self.context.tasks.read(
                lambda progress, token: services.export_qr_codes(workspace, campaign_id, folder, progress, token),
                lambda files: self.context.toast(trn("{n} file saved in {folder}", "{n} files saved in {folder}",
                                                     len(files), folder=folder.name)),
                label=tr("Saving QR codes"))


_FOR_ONE = ("track.add_link", "track.code", "track.copy")


def _handle(one: queries.TrackingRow) -> str | None:
    return f"@{one.handle}" if one.handle else None


def _valid(one: queries.TrackingRow) -> str | None:
    if one.code_from is None and one.code_until is None:
        return None
    if one.code_from is None:
        return tr("until {day}", day=formats.day(one.code_until))
    if one.code_until is None:
        return tr("from {day}", day=formats.day(one.code_from))
    return f"{formats.day(one.code_from)} – {formats.day(one.code_until)}"


def _link(one: queries.TrackingRow) -> Cell | None:
    if not one.links:
        return None
    more = len(one.links) - 1
    return Cell(one.links[0].url.partition("://")[2], trn("+{n}", "+{n}", more) if more else "")


def _doubts(one: queries.TrackingRow) -> list[str]:
    return [*one.warnings, *(issue for link in one.links for issue in link.issues)]


def _check(one: queries.TrackingRow) -> Cell:
    number = len(_doubts(one))
    if number:
        return Cell(trn("{n} to look at", "{n} to look at", number), icon="warning", ink="attention")
    if not one.links and not one.code:
        return Cell(tr("nothing yet"), ink="text3")
    return Cell(tr("in order"), icon="check", ink="done")


def _qr_picture(url: str, ratio: float) -> QPixmap:
    """The QR code at the screen's resolution, black on white in every theme because scanners need that."""
    from microinf_desktop.interchange.qr_codes import qr_png

    picture = QPixmap()
    picture.loadFromData(qr_png(url, scale=8))
    scaled = picture.scaled(round(_QR_SIDE * ratio), round(_QR_SIDE * ratio), Qt.AspectRatioMode.KeepAspectRatio,
                            Qt.TransformationMode.SmoothTransformation)
    scaled.setDevicePixelRatio(ratio)
    return scaled
