"""The roster: any number of people in one table, narrowed by the filter bar, one person in the panel beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from microinf_desktop.domain.enums import Platform, RelationshipStage
from microinf_desktop.domain.influencers import InfluencerFilter
from microinf_desktop.queries import influencers
from microinf_desktop.services import influencers as services
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.confirm import confirm
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.person import edit_person
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.roster_panel import RosterPanel
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField


def columns() -> list[Column]:
    """The table's columns; what is hidden can be shown from the head's menu."""
    return [
        Column("name", tr("Name"), 200, Kind.NAME, stretch=True),
        Column("platforms", tr("On"), 84, Kind.PLATFORMS),
        Column("handle", tr("Handle"), 130, value=lambda row: f"@{row.handle}" if row.handle else None, hidden=True),
        Column("followers", tr("Followers"), 84, Kind.NUMBER),
        Column("growth", tr("12 months"), 94, Kind.SPARKLINE, sort_key=""),
        Column("rate", tr("ERF"), 72, Kind.PERCENT, value=lambda row: _percent(row.rate_ppm), tooltip=_rate_tooltip),
        Column("niches", tr("Niche"), 130, value=lambda row: ", ".join(row.niches) or None),
        Column("country", tr("Country"), 110, value=lambda row: choices.country(row.country) or None, hidden=True),
        Column("city", tr("City"), 110, value=lambda row: row.city or None, hidden=True),
        Column("stage", tr("Stage"), 130, Kind.STATUS, value=lambda row: RelationshipStage(row.stage)),
        Column("owner", tr("Owner"), 110, value=lambda row: row.owner or None, hidden=True),
        Column("email", tr("E-mail"), 170, value=lambda row: row.email or None, hidden=True),
        Column("next_action", tr("Next action"), 110, Kind.DUE, value=lambda row: row.next_action_on, hidden=True,
               tooltip=lambda row: row.next_action),
        Column("last_paid", tr("Last paid"), 88, Kind.MONEY),
    ]


def _percent(ppm: int | None) -> float | None:
    return None if ppm is None else ppm / 10_000


def _rate_tooltip(row: influencers.InfluencerRow) -> str:
    if row.rate_ppm is None:
        return tr("No engagement figures yet")
    rate = formats.percent(row.rate_ppm / 10_000, 2)
    return tr("{rate} by {base}, engagements ÷ {base}", rate=rate, base=row.rate_base)


class RosterPage(Page):
    """List, filter, look, edit; everything by keyboard."""

    tables = frozenset({
        "influencer", "account", "account_snapshot", "interaction", "collaboration", "payment", "person",
        "contract", "contract_change", "violation",
    })

    def build(self) -> None:
        self._facets: dict[str, list[tuple[str, int]]] = {}
        self._listing = influencers.Listing()
        self.table = DataTable("roster", columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("People"))
        self.bar = FilterBar(self._fields(), search=tr("Name, handle, niche, mail"))
        self.panel = RosterPanel(self.context)
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        self.set_panel(self.panel)
        if not self.table.sort()[0]:
            self.table.set_sort("name", False)
        self.bar.changed.connect(lambda: self._query(from_top=True))
        self.table.sorted.connect(lambda _key, _descending: self._query(from_top=True))
        self.table.opened.connect(self.open_person)
        self.table.current_changed.connect(self._current_changed)
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions(self._bulk_actions())
        self.table.set_finder(self._find_by_name)
        self.panel.edit_asked.connect(self.edit_person)
        self.panel.unplanned_asked.connect(self.log_unplanned)
        self.panel.campaign_asked.connect(lambda campaign: self.context.navigation.open("campaign", id=campaign))
        self._empty_roster = True

    def _fields(self) -> list[FilterField]:
        return [
            FilterField("niches", tr("Niche"), "choice", lambda: self._facet("niche")),
            FilterField("countries", tr("Country"), "choice", lambda: self._facet("country", choices.country)),
            FilterField("followers", tr("Followers"), "range"),
            FilterField("rate", tr("ERF"), "range", unit="%"),
            FilterField("platforms", tr("Platform"), "choice", labels.choices(Platform)),
            FilterField("stages", tr("Stage"), "choice", labels.choices(RelationshipStage)),
            FilterField("languages", tr("Language"), "choice", lambda: self._facet("language", choices.language)),
            FilterField("tags", tr("Tag"), "choice", lambda: self._facet("tag")),
            FilterField("owner_ids", tr("Owner"), "choice", self._owners),
        ]

    def _facet(self, name: str, word: Callable[[str], str] = str) -> Sequence[tuple[str, str]]:
        if not self._facets:
            with self.context.workspace.reading() as session:
                self._facets = influencers.facets(session)
        return [(value, word(value)) for value, _ in self._facets[name]]

    def _owners(self) -> Sequence[tuple[int, str]]:
        from microinf_desktop.queries import agency

        with self.context.workspace.reading() as session:
            return [(person.id, person.name) for person in agency.people(session)]

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        super().activate(params)
        wanted = params.get("id")
        if isinstance(wanted, int):
            self._show_person(wanted)

    def reload(self) -> None:
        self._facets = {}
        self._query()
        if self.panel_visible() and self.panel.influencer_id:
            self.panel.show_person(self.panel.influencer_id)

    def wanted(self) -> InfluencerFilter:
        """What the filter bar asks for."""
        on = self.bar.values()
        low, high = on.get("followers", (None, None))
        least, most = on.get("rate", (None, None))
        chosen = ("niches", "countries", "platforms", "stages", "languages", "tags", "owner_ids")
        return InfluencerFilter(
            text=self.bar.text(), **{key: tuple(on.get(key, ())) for key in chosen},
            min_followers=_whole(low), max_followers=_whole(high),
            min_rate_ppm=_whole(least, 10_000), max_rate_ppm=_whole(most, 10_000),
        )

    def _query(self, from_top: bool = False) -> None:
        """Ids at once, not in a task: at 100,000 people a key stays within a frame of the query itself."""
        if not from_top:
            self._listing.forget()
        key, descending = self.table.sort()
        wanted = self.wanted()
        with self.context.workspace.reading() as session:
            found = self._listing.ids(session, wanted, key or "name", descending)
            everybody = self._listing.total(session)
        self._set_empty(everybody)
        (self.table.set_ids if from_top else self.table.refresh)(found)
        shown = formats.count(len(found))
        self.header.set_count(
            shown if len(found) == everybody else tr("{n} of {all}", n=shown, all=formats.count(everybody))
        )
        self.set_position(self.position())

    def _set_empty(self, everybody: int) -> None:
        if everybody:
            self.table.set_empty(tr("Nobody matches these filters"), tr("Clear all filters"), self.bar.clear)
        else:
            self.table.set_empty(
                tr("The roster is empty. Import a spreadsheet, or add the first person"), tr("Import a roster"),
                lambda: self.context.navigation.open("roster_import"),
            )

    def _load(self, ids: Sequence[int]) -> Sequence[influencers.InfluencerRow]:
        with self.context.workspace.reading() as session:
            return influencers.rows(session, ids)

    def _find_by_name(self, text: str) -> int | None:
        with self.context.workspace.reading() as session:
            found = influencers.ids(session, InfluencerFilter(text=text), "name")
        listed = set(self.table.model.ids)
        return next((row_id for row_id in found if row_id in listed), None)

    # panel

    def open_person(self, influencer_id: int) -> None:
        """Enter or double click."""
        self.panel.show_person(influencer_id)
        self.show_panel(self.table.view)

    def _show_person(self, influencer_id: int) -> None:
        if not self.table.select(influencer_id):
            self.bar.set_values({})
            self._query()
            self.table.select(influencer_id)
        self.open_person(influencer_id)

    def _current_changed(self, influencer_id: int) -> None:
        self.set_position(self.position())
        self.update_actions()
        if influencer_id and self.panel_visible():
            self.panel.show_person(influencer_id)

    def position(self) -> str:
        return self.table.position_text()

    # writing

    def actions(self) -> list[Action]:
        one = self._has_current
        return [
            Action("roster.import", tr("Import"), lambda: self.context.navigation.open("roster_import"), "Ctrl+I",
                   "import", tr("Roster"), "quiet"),
            Action("roster.export", tr("Export"), self.export_people, "Ctrl+E", "export", tr("Roster"), "quiet"),
            Action("roster.add", tr("Add person"), self.add_person, "Ctrl+N", "plus", tr("Roster"), "primary"),
            Action("roster.edit", tr("Edit person"), lambda: self.edit_person(self.table.current_id()), "F2", "edit",
                   tr("Roster"), condition=one),
            Action("roster.log", tr("Log an interaction"), self.log, "L", "note", tr("Roster"), condition=one),
            Action("roster.ics", tr("Export the dates of the person (.ics)"), self.export_ics, "", "calendar",
                   tr("Roster"), condition=one),
            Action("roster.delete", tr("Delete"), self.delete, "Del", "trash", tr("Roster"), condition=one),
        ]

    def _has_current(self) -> bool | str:
        return True if self.table.checked_ids() else tr("choose a person first")

    def _row_actions(self) -> list[Action]:
        opened = Action("roster.open", tr("Open"), lambda: self.open_person(self.table.current_id()), "Enter", "open")
        return [opened, *(action for action in self.actions() if not action.kind), *self._bulk_actions()]

    def _bulk_actions(self) -> list[Action]:
        return [
            Action("roster.to_campaign", tr("Add to campaign"), self.add_to_campaign, icon="campaigns"),
            Action("roster.stage", tr("Change stage"), self.change_stage, icon="flag"),
            Action("roster.owner", tr("Set owner"), self.change_owner, icon="person"),
            Action("roster.tag", tr("Tag"), self.tag, icon="tag"),
            Action("roster.export_some", tr("Export"), self.export_people, icon="export"),
            Action("roster.delete_some", tr("Delete"), self.delete, icon="trash", kind="danger"),
        ]

    def log_unplanned(self, influencer_id: int) -> None:
        """Log a post of a creator that nobody had planned, and open it."""
        from microinf_desktop.ui.dialogs.unplanned import log_unplanned

        logged = log_unplanned(self, self.context, influencer_id=influencer_id)
        if logged is not None:
            self.context.navigation.open("deliverable", id=logged, tab="live")

    def add_person(self, values: Mapping[str, Any] | None = None) -> None:
        added = edit_person(self, self.context, None, values)
        if added is not None:
            self._query()
            self._show_person(added)
            self.context.toast(tr("1 person added"), undo=True)

    def edit_person(self, influencer_id: int) -> None:
        if influencer_id and edit_person(self, self.context, influencer_id) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def delete(self) -> None:
        ids = self.table.checked_ids()
        if not ids:
            return
        if len(ids) > 1 and not confirm(
            self, trn("Delete {n} person", "Delete {n} people", len(ids)),
            tr("Their accounts, figures and log go with them. You can undo this."), tr("Delete"), danger=True,
        ):
            return
        self._write(tr("Deleting"), lambda: services.delete_influencers(self.context.workspace, ids),
                    trn("{n} person deleted", "{n} people deleted", len(ids)))

    def log(self) -> None:
        if self.table.current_id():
            self.open_person(self.table.current_id())
            self.panel.log_interaction()

    def export_ics(self) -> None:
        """The creator's own dates as a file for any calendar."""
        from microinf_desktop.domain.entries import CalendarFilter
        from microinf_desktop.ui.pages.calendar_words import ask_ics

        person = self.table.current_row()
        if person is not None:
            ask_ics(self, self.context, CalendarFilter(influencer_ids=(person.id,)), person.name)

    def change_stage(self) -> None:
        ids = self.table.checked_ids()

        def build(form: Form) -> None:
            form.add_field("stage", tr("Stage"), ComboBox(labels.choices(RelationshipStage)), required=True)
            form.add_field("restriction_reason", tr("Reason"), TextField(),
                           help=tr("Needed for do not contact and blacklisted"))

        def submit(values: dict[str, Any]) -> None:
            services.set_stage(
                self.context.workspace, ids, values["stage"], values["restriction_reason"], self.context.today()
            )

        self._ask(tr("Change stage"), tr("Change stage"), build, submit, ids, "{n} person moved", "{n} people moved")

    def change_owner(self) -> None:
        ids = self.table.checked_ids()

        def build(form: Form) -> None:
            form.add_field("owner_id", tr("Owner"), ComboBox([(None, tr("Nobody")), *self._owners()]))

        self._ask(tr("Set owner"), tr("Set owner"), build,
                  lambda values: services.set_owner(self.context.workspace, ids, values["owner_id"]), ids,
                  "Owner set for {n} person", "Owner set for {n} people")

    def tag(self) -> None:
        ids = self.table.checked_ids()

        def build(form: Form) -> None:
            form.add_field("tag", tr("Tag"), TextField(placeholder=tr("e.g. summer")), required=True)

        self._ask(tr("Tag people"), tr("Tag"), build,
                  lambda values: services.add_tag(self.context.workspace, ids, values["tag"]), ids,
                  "{n} person tagged", "{n} people tagged")

    def add_to_campaign(self) -> None:
        from microinf_desktop.queries import campaigns
        from microinf_desktop.services.collaborations import add_creators
        from microinf_desktop.ui.dialogs.creators import add_cards, add_notices
        from microinf_desktop.ui.widgets.conflicts import ConflictList
        from microinf_desktop.ui.widgets.labels import Label

        ids = self.table.checked_ids()
        with self.context.workspace.reading() as session:
            open_ones = [
                (row.id, f"{row.name} · {row.client}")
                for row in campaigns.rows(session, campaigns.CampaignFilter(states=("planning", "running")))
            ]

        def build(form: Form) -> None:
            chosen = ComboBox(open_ones)
            form.add_field("campaign", tr("Campaign"), chosen, required=True)
            said, bound = add_notices(self.context, ids), ConflictList()
            form.add_wide(bound)
            if said:
                form.add_wide(Label("\n".join(said), "secondary", "text2", wrap=True))
            bound.show_cards(add_cards(self.context, ids, None))
            chosen.edited.connect(lambda: bound.show_cards(add_cards(self.context, ids, chosen.value())))

        self._ask(tr("Add to campaign"), tr("Add to campaign"), build,
                  lambda values: add_creators(self.context.workspace, values["campaign"], ids), ids,
                  "{n} person added to the campaign", "{n} people added to the campaign")

    def export_people(self) -> None:
        from microinf_desktop.ui.dialogs.export_roster import export_roster

        ticked = list(self.table.model.checked)
        export_roster(self, self.context, ticked or list(self.table.model.ids))

    def _ask(self, title: str, verb: str, build: Callable[[Form], object], submit: Callable[[dict[str, Any]], object],
             ids: Sequence[int], one: str, many: str) -> None:
        if ids and FormDialog(self, title, verb, build, submit).run():
            self.context.toast(trn(one, many, len(ids)), undo=True)

    def _write(self, label: str, work: Callable[[], object], done: str) -> None:
        self.context.tasks.write(label, lambda _progress, _token: work(),
                                 lambda _result: self.context.toast(done, undo=True))

    # between starts

    def state(self) -> dict[str, object]:
        return {"filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)


def _whole(value: float | None, factor: int = 1) -> int | None:
    return None if value is None else round(value * factor)
