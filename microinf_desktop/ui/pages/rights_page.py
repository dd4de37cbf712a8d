"""Usage rights and the content library of all clients: what ends when, what may be used where."""

from collections.abc import Mapping

from microinf_desktop.domain.rights import AssetFilter, RightFilter
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.content_library import ContentLibrary
from microinf_desktop.ui.pages.rights_list import RightsList
from microinf_desktop.ui.widgets.header import Tabs

_TABS = ("rights", "library")
_VIEWS = ("table", "board")


class RightsPage(Page):
    """`params["tab"]` is rights or library; `params["id"]` chooses a right, `params["view"]` table or board."""

    tables = frozenset({
        "usage_right", "right_renewal", "asset", "contract", "deliverable", "collaboration", "campaign", "client",
        "influencer", "attachment",
    })

    def build(self) -> None:
        self.tabs = Tabs([("rights", tr("Usage rights")), ("library", tr("Content library"))],
                         tr("Parts of content and rights"))
        self.set_tabs(self.tabs)
        self.rights = RightsList(self.context)
        self._library: ContentLibrary | None = None
        self.tabs.changed.connect(lambda _key: self.reload())
        self.rights.changed.connect(self._changed)

    @property
    def library(self) -> ContentLibrary:
        """Made when it is first looked at."""
        if self._library is None:
            self._library = ContentLibrary(self.context)
            self._library.changed.connect(self._changed)
        return self._library

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab") in _TABS:
            self.tabs.set_value(str(params["tab"]))
        if params.get("id"):
            self._show_one(int(str(params["id"])))
            return
        if params.get("view") in _VIEWS:
            self.rights.show_view(str(params["view"]))
        super().activate(params)

    def _show_one(self, right_id: int) -> None:
        """A right that was asked for is shown whatever the filters say."""
        self.tabs.set_value("rights")
        self.rights.show_view("table")
        self.reload()
        if not self.rights.table.select(right_id):
            self.rights.show_all()
            self.rights.table.select(right_id)

    def reload(self) -> None:
        if self.tabs.value() == "library":
            self.set_content(self.library)
            self.filter_bar = self.library.bar
            self.library.show_assets(AssetFilter())
        else:
            self.set_content(self.rights)
            self.filter_bar = self.rights.bar
            self.rights.show_rights(RightFilter())
        self.update_actions()

    def _changed(self) -> None:
        shown = self.library if self.tabs.value() == "library" else self.rights
        self.header.set_count(formats.count(shown.count) if shown.count else "")
        self.set_position(self.position())
        self.update_actions()

    def position(self) -> str:
        return "" if self.tabs.value() == "library" else self.rights.table.position_text()

    def actions(self) -> list[Action]:
        return self.library.actions() if self.tabs.value() == "library" else self.rights.actions()

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value(), "view": self.rights.view.value(), "scope": self.rights.scope.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in _TABS:
            self.tabs.set_value(str(state["tab"]))
        if state.get("scope") in ("current", "soon", "all"):
            self.rights.scope.set_value(str(state["scope"]))
        if state.get("view") in _VIEWS:
            self.rights.show_view(str(state["view"]), read=False)
