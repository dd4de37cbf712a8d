"""The base of a campaign page's tabs: each shows one side of the campaign that is open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.queries.campaigns import CampaignDetail
from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext


class CampaignPart(QWidget):
    """A tab's content: `build` once, `show_campaign` whenever something changed. Add to `column`."""

    actions_changed = Signal()
    position_changed = Signal(str)
    tab_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.campaign: CampaignDetail | None = None
        self.filter_bar: QWidget | None = None
        theme.set_background(self, "surface")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.build()

    @property
    def campaign_id(self) -> int:
        return self.campaign.id if self.campaign is not None else 0

    @property
    def currency(self) -> str:
        return str(self.campaign.fields["currency"]) if self.campaign is not None else "EUR"

    def build(self) -> None:
        """Part: make the widgets."""

    def show_campaign(self, campaign: CampaignDetail) -> None:
        """Show this campaign as it is now; keeps selection and scroll position where they still make sense."""
        self.campaign = campaign
        self.reload()

    def reload(self) -> None:
        """Part: read and show `self.campaign`."""

    def actions(self) -> Sequence[Action]:
        """Part: what can be done here, besides what the page offers on each tab."""
        return ()

    def position(self) -> str:
        return ""

    def view_state(self) -> dict[str, object]:
        """Part: how it is looked at (view, zoom); JSON values only."""
        return {}

    def restore_view(self, state: object) -> None:
        """Part: take back what `view_state` gave."""
