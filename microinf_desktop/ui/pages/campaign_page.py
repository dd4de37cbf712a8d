"""One campaign: overview, collaborations, timeline, deliverables, compliance and documents as tabs."""

from collections.abc import Mapping
from importlib import import_module

from microinf_desktop.domain.enums import CampaignState
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.services import campaigns as services
from microinf_desktop.ui import labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.campaign import edit_campaign
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.header import Tabs

_PARTS = {
    "overview": ("Overview", "campaign_overview:CampaignOverview"),
    "collaborations": ("Collaborations", "campaign_people:CampaignPeople"),
    "timeline": ("Timeline", "campaign_timeline:CampaignTimeline"),
    "deliverables": ("Deliverables", "campaign_deliverables:CampaignDeliverables"),
    "brief": ("Brief", "campaign_brief:CampaignBrief"),
    "content": ("Content", "campaign_content:CampaignContent"),
    "seeding": ("Seeding", "campaign_seeding:CampaignSeeding"),
    "events": ("Events", "campaign_events:CampaignEvents"),
    "tracking": ("Tracking", "campaign_tracking:CampaignTracking"),
    "compliance": ("Compliance", "campaign_compliance:CampaignCompliance"),
    "documents": ("Documents", "campaign_documents:CampaignDocuments"),
}


class CampaignPage(Page):
    """`params["id"]` is the campaign, `params["tab"]` the tab to open; tabs are made when they are first opened."""

    tables = frozenset({
        "campaign", "campaign_persona", "persona", "niche_test",
        "campaign_target", "client", "milestone", "collaboration", "deliverable", "checklist_item", "draft",
        "payment", "contract", "contract_version", "metric_snapshot", "influencer", "disclosure_check",
        "compliance_decision", "evidence", "brief", "brief_page", "brief_version", "brief_acknowledgement", "learning",
        "client_image", "landing_page", "tracking_link", "event", "event_guest", "event_slot", "setting",
        "product", "product_variant", "shipment", "shipment_item", "shipment_nudge", "dependency", "bonus",
        "asset", "usage_right", "right_renewal",
    })

    def build(self) -> None:
        self._parts: dict[str, CampaignPart] = {}
        self._states: dict[str, object] = {}
        self._campaign: queries.CampaignDetail | None = None
        self.tabs = Tabs([(key, tr(title)) for key, (title, _path) in _PARTS.items()], tr("Parts of the campaign"))
        self.set_tabs(self.tabs)
        self.gone = EmptyState(tr("This campaign was deleted. Undo brings it back"), tr("Show campaigns"),
                               lambda: self.context.navigation.open("campaigns"))
        self.tabs.changed.connect(lambda _key: self._show_part())

    @property
    def campaign_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    def activate(self, params: Mapping[str, object]) -> None:
        if params.get("tab") in _PARTS:
            self.tabs.set_value(str(params["tab"]))
        super().activate(params)

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            self._campaign = queries.detail(session, self.campaign_id, self.context.today())
        self.tabs.setVisible(self._campaign is not None)
        if self._campaign is None:
            self.filter_bar = None
            self.header.set_title(tr("Campaign"))
            self.set_content(self.gone)
            self.update_actions()
            return
        self._show_head(self._campaign)
        self._show_part()

    def _show_head(self, campaign: queries.CampaignDetail) -> None:
        self.header.set_breadcrumb(tr("Campaigns"), campaign.client)
        counts = (trn("{n} creator", "{n} creators", campaign.creators),
                  trn("{n} deliverable", "{n} deliverables", campaign.deliverables))
        self.header.set_title(campaign.fields["name"], ", ".join(counts))
        self.tabs.set_note("collaborations", str(campaign.creators) if campaign.creators else "")
        self.tabs.set_note("deliverables", str(campaign.deliverables) if campaign.deliverables else "")

    def part(self, key: str) -> CampaignPart:
        """A tab's content, made at first use."""
        if key not in self._parts:
            module, _, name = _PARTS[key][1].partition(":")
            made: CampaignPart = getattr(import_module(f"microinf_desktop.ui.pages.{module}"), name)(self.context)
            made.restore_view(self._states.get(key))
            made.actions_changed.connect(self.update_actions)
            made.position_changed.connect(self.set_position)
            made.tab_asked.connect(self.open_tab)
            self._parts[key] = made
        return self._parts[key]

    def open_tab(self, key: str) -> None:
        self.tabs.set_value(key)
        self._show_part()

    def _show_part(self) -> None:
        if self._campaign is None:
            return
        part = self.part(self.tabs.value())
        self.set_content(part)
        self.filter_bar = part.filter_bar
        part.show_campaign(self._campaign)
        self.update_actions()
        self.set_position(self.position())

    def position(self) -> str:
        return self.part(self.tabs.value()).position() if self._campaign is not None else ""

    # writing

    def actions(self) -> list[Action]:
        if self._campaign is None:
            return []
        group, now = tr("Campaign"), self._campaign.fields["state"]
        own = list(self.part(self.tabs.value()).actions())
        has_primary = any(action.kind == "primary" for action in own)
        moves = [
            Action(f"campaign.{state.value}", text, lambda state=state: self.set_state(state), "", icon, group,
                   condition=lambda state=state: now != state)
            for state, text, icon in (
                (CampaignState.PLANNING, tr("Set to planning"), "clock"),
                (CampaignState.RUNNING, tr("Set to running"), "play"),
                (CampaignState.FINISHED, tr("Set to finished"), "check"),
                (CampaignState.ARCHIVED, tr("Archive campaign"), "box"),
            )
        ]
        taken = any(action.shortcut == "F2" for action in own)  # by what the tab edits
        edit = Action("campaign.edit", tr("Edit campaign"), self.edit, "" if taken else "F2", "edit", group,
                      "quiet" if has_primary else "primary")
        setup = Action("campaign.setup", tr("Open the set-up"), self.set_up, "", "edit", group)
        return [*own, edit, setup, *moves,
                Action("campaign.duplicate", tr("Duplicate campaign"), self.duplicate, "", "copy", group),
                Action("campaign.template", tr("Save as a template"), self.save_template, "", "box", group,
                       condition=lambda: self._has_go_live()),
                Action("campaign.ics", tr("Export the dates (.ics)"), self.export_ics, "", "calendar", group),
                Action("campaign.delete", tr("Delete campaign"), self.delete, "", "trash", group)]

    def export_ics(self) -> None:
        """The campaign's dates as a file for any calendar."""
        from microinf_desktop.domain.entries import CalendarFilter
        from microinf_desktop.ui.pages.calendar_words import ask_ics

        if self._campaign is not None:
            ask_ics(self, self.context, CalendarFilter(campaign_ids=(self.campaign_id,)),
                    str(self._campaign.fields["name"]))

    def _has_go_live(self) -> bool | str:
        has = self._campaign is not None and self._campaign.fields["go_live_on"] is not None
        return True if has else tr("set a go-live day first: a template counts its days from there")

    def duplicate(self) -> None:
        """Copy with shifted dates, and open the copy."""
        from microinf_desktop.ui.dialogs.duplicate_campaign import duplicate_campaign

        added = duplicate_campaign(self, self.context, self.campaign_id)
        if added is not None:
            self.context.toast(tr("Campaign duplicated"), undo=True)
            self.context.navigation.open("campaign", id=added)

    def save_template(self) -> None:
        from microinf_desktop.ui.dialogs.duplicate_campaign import save_as_template

        if self._campaign is None:
            return
        fields = self._campaign.fields
        if save_as_template(self, self.context, self.campaign_id, fields["name"], fields["summary"]) is not None:
            self.context.toast(tr("Template saved"), undo=True)

    def set_up(self) -> None:
        """All fields of the campaign, step by step."""
        self.context.navigation.open("campaign_setup", id=self.campaign_id)

    def edit(self) -> None:
        if edit_campaign(self, self.context, self.campaign_id) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def set_state(self, state: CampaignState) -> None:
        workspace, campaign_id = self.context.workspace, self.campaign_id
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_campaign_state(workspace, campaign_id, state),
            lambda _result: self.context.toast(
                tr("Campaign set to {state}", state=labels.label(state).lower()), undo=True),
        )

    def delete(self) -> None:
        workspace, campaign_id = self.context.workspace, self.campaign_id

        def done(_result: object) -> None:
            self.context.navigation.open("campaigns")
            self.context.toast(tr("Campaign deleted"), undo=True)

        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_campaign(workspace, campaign_id), done)

    def state(self) -> dict[str, object]:
        views = {key: part.view_state() for key, part in self._parts.items()}
        return {"tab": self.tabs.value(), "views": {**self._states, **views}}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in _PARTS:
            self.tabs.set_value(str(state["tab"]))
        views = state.get("views")
        if isinstance(views, Mapping):
            self._states = dict(views)
