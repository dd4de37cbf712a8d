"""Seeding of a campaign: what it brought in four figures, and its parcels."""

from collections.abc import Sequence

from microinf_desktop.domain.money import Money
from microinf_desktop.domain.seeding import HEALTHY_POST_RATE, SeedingFigures
from microinf_desktop.queries import seeding as queries
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import seeding as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.parcel_list import ParcelList
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.layouts import boxed
from microinf_desktop.ui.widgets.layouts import row as across

_NONE = SeedingFigures(0, 0, 0, 0, 0, 0, 0)


class CampaignSeeding(CampaignPart):
    """Parcels of this campaign; the figures count creators, not parcels."""

    def build(self) -> None:
        self.sent = Kpi(tr("Creators shipped to"), "–")
        self.posted = Kpi(tr("Posted"), "–")
        self.rate = Kpi(tr("Post rate"), "–")
        self.cost = Kpi(tr("Cost per post"), "–")
        self.strip = boxed(across(self.sent, self.posted, self.rate, self.cost, spacing=16, margins=(16, 12, 16, 12)),
                           "surface")
        self.parcels = ParcelList(self.context, False, self.plan)
        self.filter_bar = self.parcels.bar
        self.column.addWidget(self.strip)
        self.column.addWidget(self.parcels, 1)
        self.parcels.changed.connect(self._changed)

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.figures(session, self.campaign_id)
        self._show_figures(found)
        self.parcels.show_parcels(queries.ShipmentFilter(campaign_ids=(self.campaign_id,)))

    def _show_figures(self, found: dict[str, SeedingFigures]) -> None:
        """Figures of the campaign's own currency; other currencies are counted but not added up."""
        own = found.get(self.currency) or next(iter(found.values()), _NONE)
        currency = self.currency if self.currency in found else next(iter(found), self.currency)
        low, high = HEALTHY_POST_RATE
        self.sent.set_figure(formats.count(own.shipped))
        self.sent.set_formula(trn("{n} arrived", "{n} arrived", own.delivered))
        self.posted.set_figure(formats.count(own.posted))
        self.posted.set_formula(trn("{n} without a post after all reminders", "{n} without a post after all reminders",
                                    own.silent))
        self.rate.set_figure(formats.percent(own.post_rate))
        self.rate.set_formula(tr("posted ÷ shipped to; {low} to {high} % is healthy", low=low, high=high))
        cost = own.cost_per_post_minor
        self.cost.set_figure(formats.money(None if cost is None else Money(round(cost), currency)))
        self.cost.set_formula(tr("(product + shipping + labour) ÷ posts"))
        self.strip.setVisible(bool(found))

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.parcels.table.position_text()

    def actions(self) -> Sequence[Action]:
        return self.parcels.actions()

    def plan(self) -> None:
        """Who gets what in this campaign; says what is needed first."""
        if self.campaign is None:
            return
        if not self.campaign.creators:
            self.context.toast(tr("Parcels belong to creators. Add creators first"))
            self.tab_asked.emit("collaborations")
            return
        with self.context.workspace.reading() as session:
            has_products = bool(queries.products(session, [self.campaign.fields["client_id"]]))
        if not has_products and dialogs.edit_product(
                self, self.context, client_id=self.campaign.fields["client_id"]) is None:
            return
        made = dialogs.plan_parcels(self, self.context, self.campaign_id)
        if made:
            self.context.toast(trn("{n} parcel planned", "{n} parcels planned", len(made)), undo=True)
