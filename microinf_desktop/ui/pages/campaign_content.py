"""The content of a campaign: its files and posts with what may be done with each."""

from collections.abc import Sequence

from microinf_desktop.domain.rights import AssetFilter
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import trn
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.content_library import ContentLibrary


class CampaignContent(CampaignPart):
    """The library, narrowed to one campaign; new files belong to one of its creators."""

    def build(self) -> None:
        self.library = ContentLibrary(self.context, over_all=False)
        self.filter_bar = self.library.bar
        self.column.addWidget(self.library, 1)
        self.library.changed.connect(self._changed)

    def reload(self) -> None:
        self.library.show_assets(AssetFilter(campaign_ids=(self.campaign_id,)), self.campaign_id)

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def actions(self) -> Sequence[Action]:
        return self.library.actions()

    def position(self) -> str:
        count = self.library.count
        return trn("{n} asset", "{n} assets", count) if count else ""
