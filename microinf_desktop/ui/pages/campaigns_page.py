"""All campaigns in one list by state: how far each is, what is late, and what of the budget is spoken for."""

from collections.abc import Mapping, Sequence
from datetime import date

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.domain.checklists import Progress
from microinf_desktop.domain.enums import CampaignState
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.services import campaigns as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.campaign import edit_campaign
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

# What each segment shows; archived campaigns only where they are asked for.
_SEGMENTS = {
    "open": (CampaignState.RUNNING, CampaignState.PLANNING),
    "all": (CampaignState.RUNNING, CampaignState.PLANNING, CampaignState.FINISHED),
    "archived": (CampaignState.ARCHIVED,),
}
_ORDER = (CampaignState.RUNNING, CampaignState.PLANNING, CampaignState.FINISHED, CampaignState.ARCHIVED)
_STATE_ACTIONS = (
    (CampaignState.PLANNING, "Set to planning", "clock"), (CampaignState.RUNNING, "Set to running", "play"),
    (CampaignState.FINISHED, "Set to finished", "check"), (CampaignState.ARCHIVED, "Archive", "box"),
)


def _columns(checklists: Mapping[int, Progress]) -> list[Column]:
    """The table's columns; `checklists` is filled by the page for the campaigns in view."""
    return [
        Column("name", tr("Campaign"), 264, value=_name_cell, stretch=True),
        Column("creators", tr("Creators"), 76, Kind.COUNT),
        Column("deliverables", tr("Deliverables"), 96, Kind.COUNT),
        Column("progress", tr("Progress"), 76, value=_progress_cell, align="right"),
        Column("checklists", tr("Checklists"), 104, Kind.PROGRESS, sort_key="",
               value=lambda row: (found.done, found.total) if (found := checklists.get(row.id)) else None,
               tooltip=lambda row: _open_items(checklists.get(row.id))),
        Column("late", tr("Late"), 58, value=_late_cell, align="right"),
        Column("starts_on", tr("Start"), 100, Kind.DATE, hidden=True),
        Column("go_live_on", tr("Go-live"), 100, Kind.DATE),
        Column("ends_on", tr("End"), 100, Kind.DATE),
        Column("committed", tr("Committed"), 96, Kind.MONEY, value=_committed, tooltip=_committed_tip),
        Column("budget", tr("Budget"), 96, Kind.MONEY),
    ]


def _name_cell(row: queries.CampaignRow) -> Cell:
    named = tr("pilot") in row.name.lower()
    note = f"{row.client}, {tr('pilot')}" if row.is_pilot and not named else row.client
    if row.setup_step in set(SetupStep):
        note = tr("{client} · Set-up {n} of {total}", client=row.client,
                  n=SetupStep(row.setup_step).number, total=len(SetupStep))
    return Cell(row.name, note, weight=500, swatch=row.client_color)


def _progress_cell(row: queries.CampaignRow) -> str | None:
    return None if row.progress is None else f"{row.progress}{formats.NBSP}%"


def _open_items(found: Progress | None) -> str:
    """Done and late items of all deliverables in words."""
    if found is None:
        return tr("No checklist items yet")
    done = tr("{done} of {total} items done", done=formats.count(found.done), total=formats.count(found.total))
    late = trn("{n} late", "{n} late", found.overdue)
    return f"{done}, {late}" if found.overdue else done


def _late_cell(row: queries.CampaignRow) -> Cell:
    return Cell(formats.count(row.late), ink="danger", weight=600) if row.late else Cell("–", ink="text3")


def _is_over(row: queries.CampaignRow) -> bool:
    return row.budget is not None and row.committed is not None and row.committed.minor > row.budget.minor


def _committed(row: queries.CampaignRow) -> Money | Cell | None:
    """Fees and products agreed; red once they are more than the budget."""
    return Cell(formats.money(row.committed), ink="danger", weight=600) if _is_over(row) else row.committed


def _committed_tip(row: queries.CampaignRow) -> str:
    if not _is_over(row) or row.committed is None or row.budget is None:
        return tr("Fees and products of all creators the client did not reject")
    return tr("{sum} over budget", sum=formats.money(row.committed - row.budget))


class CampaignsPage(Page):
    """A list grouped by state; Enter opens a campaign."""

    tables = frozenset({"campaign", "client", "collaboration", "deliverable", "checklist_item"})

    def build(self) -> None:
        self._rows: dict[int, queries.CampaignRow] = {}
        self._checklists: dict[int, Progress] = {}
        self.table = DataTable("campaigns", _columns(self._checklists), self._load, self.context.settings,
                               checkable=False)
        self.table.setAccessibleName(tr("Campaigns"))
        self.segments = SegmentedControl([("open", tr("Open")), ("all", tr("All")), ("archived", tr("Archived"))],
                                         tr("Show"))
        self.bar = FilterBar([
            FilterField("client_ids", tr("Client"), "choice", self._clients),
            FilterField("states", tr("State"), "choice", labels.choices(CampaignState)),
        ], search=tr("Campaign or client"))
        self.bar.add_right(self.segments)
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        self.segments.changed.connect(lambda _key: self.reload())
        self.bar.changed.connect(self.reload)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.opened.connect(self._open_row)
        self.table.current_changed.connect(lambda _id: (self.set_position(self.position()), self.update_actions()))
        self.table.set_row_actions(lambda: [action for action in self.actions() if not action.kind])

    # reading

    def reload(self) -> None:
        wanted = self.wanted()
        with self.context.workspace.reading() as session:
            found = queries.rows(session, wanted, self.context.today())
            everything = found or queries.rows(session, queries.CampaignFilter(), self.context.today())
        key, descending = self.table.sort()
        if key:
            found.sort(key=lambda row: _sort_value(row, key), reverse=descending)
        ids: list[int] = []
        groups: list[tuple[int, Group]] = []
        for state in _ORDER:
            part = [row for row in found if row.state == state]
            if part:
                groups.append((len(ids), _group(state, part)))
                ids += [row.id for row in part]
        self._rows = {row.id: row for row in found}
        self._checklists.clear()
        self.table.model.forget_rows()
        self.table.refresh(ids, groups)
        self._set_empty(bool(everything))
        self.header.set_count(formats.count(len(ids)) if ids else "")
        self.set_position(self.position())
        self.update_actions()

    def wanted(self) -> queries.CampaignFilter:
        """What the bar asks for; states chosen in the filter count more than the segment."""
        on = self.bar.values()
        states = tuple(on.get("states", ())) or _SEGMENTS[self.segments.value()]
        return queries.CampaignFilter(self.bar.text(), tuple(on.get("client_ids", ())), states)

    def _set_empty(self, any_at_all: bool) -> None:
        if any_at_all:
            self.table.set_empty(tr("No campaign matches"), tr("Show all"), self._show_all)
        else:
            self.table.set_empty(
                tr("No campaigns yet. A campaign holds creators, deliverables, dates and budget"), tr("Add campaign"),
                self.add,
            )

    def _show_all(self) -> None:
        self.segments.set_value("all")
        self.bar.clear()
        self.reload()

    def _clients(self) -> Sequence[tuple[int, str]]:
        from microinf_desktop.ui.dialogs.client import clients_with_ids

        return clients_with_ids(self.context)

    def _load(self, ids: Sequence[int]) -> list[queries.CampaignRow]:
        from microinf_desktop.queries import checklists

        with self.context.workspace.reading() as session:
            self._checklists.update(checklists.progress_by_campaign(session, ids, self.context.today()))
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def position(self) -> str:
        return self.table.position_text()

    # writing

    def actions(self) -> list[Action]:
        group = tr("Campaigns")
        states = [
            Action(f"campaigns.{state.value}", tr(text), lambda state=state: self.set_state(state), "", icon, group,
                   condition=lambda state=state: self._may_become(state))
            for state, text, icon in _STATE_ACTIONS
        ]
        return [
            Action("campaigns.add", tr("Add campaign"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("campaigns.open", tr("Open"), self._open, "Enter", "open", group, condition=self._chosen),
            Action("campaigns.edit", tr("Edit campaign"), self.edit, "F2", "edit", group, condition=self._chosen),
            *states,
            Action("campaigns.duplicate", tr("Duplicate campaign"), self.duplicate, "", "copy", group,
                   condition=self._chosen),
            Action("campaigns.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=self._chosen),
        ]

    def _chosen(self) -> bool | str:
        return True if self.table.current_id() in self._rows else tr("choose a campaign first")

    def _may_become(self, state: CampaignState) -> bool | str:
        row = self._rows.get(self.table.current_id())
        return tr("choose a campaign first") if row is None else row.state != state

    def _open(self) -> None:
        self._open_row(self.table.current_id())

    def _open_row(self, row_id: int) -> None:
        """The campaign, or its set-up where that was left in between."""
        row = self._rows.get(row_id)
        in_setup = row is not None and row.setup_step in set(SetupStep)
        self.context.navigation.open("campaign_setup" if in_setup else "campaign", id=row_id)

    def add(self) -> None:
        """The set-up; in a workspace without clients the client is asked for first."""
        from microinf_desktop.ui.dialogs.client import edit_client

        if self._clients():
            self.context.navigation.open("campaign_setup")
            return
        client_id = edit_client(self, self.context)
        if client_id is not None:
            self.context.navigation.open("campaign_setup", client_id=client_id)

    def edit(self) -> None:
        if edit_campaign(self, self.context, self.table.current_id()) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def duplicate(self) -> None:
        """Copy with shifted dates, and open the copy."""
        from microinf_desktop.ui.dialogs.duplicate_campaign import duplicate_campaign

        added = duplicate_campaign(self, self.context, self.table.current_id())
        if added is not None:
            self.context.toast(tr("Campaign duplicated"), undo=True)
            self.context.navigation.open("campaign", id=added)

    def set_state(self, state: CampaignState) -> None:
        workspace, row = self.context.workspace, self._rows[self.table.current_id()]
        text = tr("{name}: {state}", name=row.name, state=labels.label(state).lower())
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_campaign_state(workspace, row.id, state),
            lambda _result: self.context.toast(text, undo=True),
        )

    def delete(self) -> None:
        workspace, row = self.context.workspace, self._rows[self.table.current_id()]
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_campaign(workspace, row.id),
            lambda _result: self.context.toast(tr("{name} deleted", name=row.name), undo=True),
        )

    def state(self) -> dict[str, object]:
        return {"segment": self.segments.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("segment") in _SEGMENTS:
            self.segments.set_value(str(state["segment"]))
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)


def _group(state: CampaignState, part: Sequence[queries.CampaignRow]) -> Group:
    late = sum(row.late for row in part)
    note = trn("{n} deliverable late", "{n} deliverables late", late) if late else ""
    return Group(state.value, labels.label(state), str(len(part)), note, note_ink="danger" if late else "text3")


def _sort_value(row: queries.CampaignRow, key: str) -> tuple[bool, float | str, str]:
    """What a column sorts by; missing values come first upwards and last downwards."""
    value = getattr(row, key)
    if value is None:
        return (False, "" if key == "name" else 0, row.name.lower())
    if isinstance(value, str):
        return (True, value.lower(), row.name.lower())
    plain = value.toordinal() if isinstance(value, date) else value.minor if isinstance(value, Money) else value
    return (True, plain, row.name.lower())
