"""One client: the work in numbers, brand guidelines with mood board, personas and learnings as tabs."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from microinf_desktop.queries import clients
from microinf_desktop.services import clients as services
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.client_guidelines import ClientGuidelines
from microinf_desktop.ui.pages.client_learnings import ClientLearnings
from microinf_desktop.ui.pages.client_overview import ClientOverview
from microinf_desktop.ui.pages.client_personas import ClientPersonas
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.header import Tabs

_TABS = (("overview", "Overview"), ("guidelines", "Guidelines"), ("personas", "Personas"), ("learnings", "Learnings"))


class ClientPage(Page):
    """`params["id"]` is the client, `params["tab"]` the tab to open."""

    tables = frozenset({
        "client", "client_contact", "client_image", "competitor", "persona", "campaign_persona", "campaign", "learning",
        "deliverable", "collaboration", "milestone", "event", "checklist_item",
    })

    def build(self) -> None:
        self.header.set_breadcrumb(tr("Clients"))
        self.tabs = Tabs([(key, tr(title)) for key, title in _TABS], tr("Parts of the client"))
        self.tabs.changed.connect(lambda _key: self._show_part())
        self.set_tabs(self.tabs)
        self.detail: clients.ClientDetail | None = None
        self.overview = ClientOverview(self.context)
        self.guidelines = ClientGuidelines(self.context)
        self.personas = ClientPersonas(self.context)
        self.learnings = ClientLearnings(self.context)
        self.parts: dict[str, ClientOverview | ClientGuidelines | ClientPersonas | ClientLearnings] = {
            "overview": self.overview, "guidelines": self.guidelines, "personas": self.personas,
            "learnings": self.learnings,
        }
        self.learnings.actions_changed.connect(self.update_actions)
        self.gone = EmptyState(tr("This client was deleted. Undo brings it back"), tr("Show clients"),
                               lambda: self.context.navigation.open("clients"))

    @property
    def client_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab") in self.parts:
            self.tabs.set_value(str(params["tab"]))
        super().activate(params)

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            self.detail = clients.detail(session, self.client_id)
        self.tabs.setVisible(self.detail is not None)
        if self.detail is None:
            self.header.set_title(tr("Client"))
            self.set_content(self.gone)
            self.update_actions()
            return
        note = tr("archived") if self.detail.fields["is_archived"] else str(self.detail.fields["category"])
        self.header.set_title(self.detail.fields["name"], note)
        self.tabs.set_note("personas", str(len(self.detail.personas) or ""))
        self._show_part()

    def _show_part(self) -> None:
        if self.detail is None:
            return
        part: QWidget = self.parts[self.tabs.value()]
        self.set_content(part)
        self.parts[self.tabs.value()].show_client(self.detail)
        self.update_actions()

    def paste(self, mime: QMimeData) -> bool:
        return self.detail is not None and self.tabs.value() == "guidelines" and self.guidelines.board.paste(mime)

    # actions

    def actions(self) -> Sequence[Action]:
        if self.detail is None:
            return []
        group, archived = tr("Client"), bool(self.detail.fields["is_archived"])
        own = list(self.parts[self.tabs.value()].actions())
        has_primary = any(action.kind == "primary" for action in own)
        return [
            *own,
            Action("client.edit", tr("Edit client"), self.edit, "F2" if not self._taken(own) else "", "edit", group,
                   "quiet" if has_primary else "primary"),
            Action("client.archive", tr("Restore client") if archived else tr("Archive client"), self.archive, "",
                   "archive", group),
            Action("client.ics", tr("Export the dates (.ics)"), self.export_ics, "", "calendar", group),
            Action("client.delete", tr("Delete client"), self.delete, "", "trash", group),
        ]

    def export_ics(self) -> None:
        """The dates of all campaigns of the client as a file for any calendar."""
        from microinf_desktop.domain.entries import CalendarFilter
        from microinf_desktop.ui.pages.calendar_words import ask_ics

        if self.detail is not None:
            ask_ics(self, self.context, CalendarFilter(client_ids=(self.client_id,)), str(self.detail.fields["name"]))

    def _taken(self, own: Sequence[Action]) -> bool:
        return any(action.shortcut == "F2" for action in own)

    def edit(self, field: str = "") -> None:
        self.context.navigation.open("client_edit", id=self.client_id, **({"field": field} if field else {}))

    def archive(self) -> None:
        assert self.detail is not None
        archived = bool(self.detail.fields["is_archived"])
        services.archive_client(self.context.workspace, self.client_id, not archived)
        self.context.toast(tr("Restored") if archived else tr("Archived"), undo=True)

    def delete(self) -> None:
        from microinf_desktop.ui.dialogs.client import delete_client

        if delete_client(self, self.context, self.client_id) == "deleted":
            self.context.navigation.open("clients")

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in self.parts:
            self.tabs.set_value(str(state["tab"]))
