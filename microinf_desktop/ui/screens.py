"""The screens as data; their modules are imported when they are first opened, never for the first paint.

A new screen is one line here: detail screens name a `parent` (Esc leads there) and stay out of the sidebar.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.record import Record

if TYPE_CHECKING:
    from microinf_desktop.ui.page import Page

_PAGES = "microinf_desktop.ui.pages."


class Screen(Record):
    """`path` is `module:Class`; `title` is English and translated where it is shown."""

    id: str
    title: str
    icon: str
    path: str
    parent: str = ""

    @property
    def label(self) -> str:
        return tr(self.title)

    def load(self) -> "type[Page]":
        """Import the page class; raises ImportError or AttributeError when the registration is wrong."""
        module, _, name = self.path.partition(":")
        found: type[Page] = getattr(import_module(module), name)
        return found


SIDEBAR = (
    Screen("today", "Today", "today", _PAGES + "today_page:TodayPage"),
    Screen("roster", "Roster", "roster", _PAGES + "roster_page:RosterPage"),
    Screen("campaigns", "Campaigns", "campaigns", _PAGES + "campaigns_page:CampaignsPage"),
    Screen("calendar", "Calendar", "calendar", _PAGES + "calendar_page:CalendarPage"),
    Screen("deliverables", "Deliverables", "deliverables", _PAGES + "deliverables_page:DeliverablesPage"),
    Screen("seeding", "Seeding", "box", _PAGES + "seeding_page:SeedingPage"),
    Screen("compliance", "Compliance", "compliance", _PAGES + "compliance_page:CompliancePage"),
    Screen("contracts", "Contracts", "contracts", _PAGES + "contracts_page:ContractsPage"),
    Screen("rights", "Content & rights", "rights", _PAGES + "rights_page:RightsPage"),
    Screen("reports", "Reports", "reports", _PAGES + "reports_page:ReportsPage"),
    Screen("clients", "Clients", "clients", _PAGES + "clients_page:ClientsPage"),
    Screen("settings", "Settings", "settings", _PAGES + "settings_page:SettingsPage"),
)
DETAILS = (
    Screen("campaign", "Campaign", "campaigns", _PAGES + "campaign_page:CampaignPage", parent="campaigns"),
    Screen("campaign_setup", "Set up a campaign", "campaigns", _PAGES + "campaign_setup_page:CampaignSetupPage",
           parent="campaigns"),
    Screen("deliverable", "Deliverable", "deliverables", _PAGES + "deliverable_page:DeliverablePage",
           parent="deliverables"),
    Screen("deal", "Deal", "money", _PAGES + "deal_page:DealPage", parent="campaigns"),
    Screen("event", "Event", "calendar", _PAGES + "event_page:EventPage", parent="campaigns"),
    Screen("contract", "Contract", "contracts", _PAGES + "contract_page:ContractPage", parent="contracts"),
    Screen("report", "Report", "reports", _PAGES + "report_page:ReportPage", parent="reports"),
    Screen("client", "Client", "clients", _PAGES + "client_page:ClientPage", parent="clients"),
    Screen("client_edit", "Edit client", "clients", _PAGES + "client_edit_page:ClientEditPage", parent="clients"),
    Screen("roster_import", "Import", "import", _PAGES + "roster_import_page:RosterImportPage", parent="roster"),
)
SCREENS = {screen.id: screen for screen in SIDEBAR + DETAILS}
