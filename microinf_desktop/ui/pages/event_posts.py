"""Deliverables of an event: live streams and posts that come from it."""

from collections.abc import Sequence

from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.queries.events import EventDetail, PostRow
from microinf_desktop.services import events as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.widgets.data_table import DataTable


class EventPosts(EventPart):
    """Picked from the campaign's deliverables, or made here as a live Q&A."""

    def build(self) -> None:
        self._rows: dict[int, PostRow] = {}
        self.table = DataTable("event_posts", [
            Column("creator", tr("Creator"), 210, Kind.NAME, sort_key=""),
            Column("title", tr("Deliverable"), 240, sort_key="", stretch=True, value=_title),
            Column("platforms", tr("On"), 70, Kind.PLATFORMS, sort_key="", value=lambda row: [row.platform]),
            Column("state", tr("State"), 150, Kind.STATUS, sort_key="",
                   value=lambda row: DeliverableState(row.state)),
            Column("publish_on", tr("Publishes"), 120, Kind.DATE, sort_key=""),
        ], self._load, self.context.settings)
        self.table.setAccessibleName(tr("Deliverables of the event"))
        self.column.addWidget(self.table, 1)
        self.table.opened.connect(lambda _id: self.open())
        self.table.current_changed.connect(lambda _id: self._changed())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(lambda: [one for one in self.actions() if one.id.startswith("post.")])
        self.table.set_bulk_actions([Action("posts.unlink", tr("Unlink"), self.unlink, icon="link")])

    def reload(self, event: EventDetail) -> None:
        self._rows = {post.id: post for post in event.posts}
        self.table.model.forget_rows()
        self.table.refresh(list(self._rows))
        self.table.set_empty(tr("No post belongs to this event yet"), tr("Link deliverables"), self.link)
        if self._rows and not self.table.current_id():
            self.table.select(next(iter(self._rows)))
        self._changed()

    def _load(self, ids: Sequence[int]) -> list[PostRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.table.position_text()

    def actions(self) -> Sequence[Action]:
        group, one = tr("Deliverables"), self._one
        return [
            Action("posts.link", tr("Link deliverables"), self.link, "Ctrl+N", "link", group, "primary"),
            Action("posts.live", tr("Add a live Q&A"), self.add_live, "N", "play", group, "secondary"),
            Action("post.open", tr("Open deliverable"), self.open, "", "open", group, condition=one),
            Action("post.unlink", tr("Take out of the event"), self.unlink, "Del", "close", group, condition=one),
        ]

    def _one(self) -> bool | str:
        return bool(self.table.current_id()) or tr("choose a deliverable first")

    def link(self) -> None:
        linked = dialogs.link_posts(self, self.context, self.event_id)
        if linked:
            self.context.toast(trn("{n} deliverable linked", "{n} deliverables linked", linked), undo=True)

    def add_live(self) -> None:
        if self.event_detail is None:
            return
        with self.context.workspace.reading() as session:
            from microinf_desktop.queries import collaborations

            anybody = collaborations.rows(session, self.event_detail.row.campaign_id, self.context.today())
        if not anybody:
            self.context.toast(tr("A live Q&A belongs to a creator. Add creators to the campaign first"))
            return
        if dialogs.add_live(self, self.context, self.event_detail) is not None:
            self.context.toast(tr("Live Q&A added"), undo=True)

    def open(self) -> None:
        if self.table.current_id():
            self.context.navigation.open("deliverable", id=self.table.current_id())

    def unlink(self) -> None:
        workspace, ids = self.context.workspace, self.table.checked_ids()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.unlink_deliverables(workspace, ids),
            lambda _done: self.context.toast(
                trn("{n} deliverable taken out", "{n} deliverables taken out", len(ids)), undo=True))


def _title(row: PostRow) -> Cell:
    kind = labels.label(DeliverableKind(row.kind))
    return Cell(row.title, kind) if row.title else Cell(kind)
