"""Where disclosure stands: deliverables against countries and checks, worst first to be settled, and by creator."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from microinf_desktop.domain.check_topics import rule_topics
from microinf_desktop.domain.compliance import ComplianceFilter, ComplianceView
from microinf_desktop.queries import compliance
from microinf_desktop.queries.compliance_creators import CreatorRecord, creator_records, creators
from microinf_desktop.ui import checking, choices, formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs.compliance_batch import check_batch
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.compliance_columns import by_check, by_country, of_creators, sorted_records
from microinf_desktop.ui.pages.compliance_panel import CompliancePanel
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.layouts import boxed, row

_MOST_AREAS = 8  # more columns than this do not fit; the panel shows all


class CompliancePage(Page):
    """Segments for what has to be settled; the panel says why and offers the way out."""

    tables = frozenset({
        "deliverable", "draft", "disclosure_check", "compliance_decision", "evidence", "campaign", "client",
        "collaboration", "influencer", "violation", "violation_step", "setting",
    })

    def build(self) -> None:
        self._areas: list[str] = []
        self._records: dict[int, CreatorRecord] = {}
        self.tabs = Tabs([("posts", tr("Deliverables")), ("creators", tr("Creators"))], tr("Parts of compliance"))
        self.segments = SegmentedControl([(view.value, text) for view, text in _views()], tr("Show"))
        self.axis = SegmentedControl([("country", tr("By country")), ("check", tr("By check"))], tr("Columns"))
        self.bar = FilterBar([
            FilterField("campaign", tr("Campaign"), "choice", partial(choices.campaigns, self.context)),
            FilterField("client", tr("Client"), "choice", partial(choices.clients, self.context)),
            FilterField("creator", tr("Creator"), "choice", self._creators),
            FilterField("country", tr("Country"), "choice", choices.jurisdictions),
        ], search=tr("Creator, campaign, title"))
        self.bar.add_right(self.axis)
        self.panel = CompliancePanel(self.context)
        self.set_tabs(self.tabs)
        self.set_filter_bar(self.bar)
        self.slices = boxed(row(self.segments, 1, margins=(16, 8, 16, 8)))
        self.add_banner(self.slices)
        self.set_panel(self.panel)
        self.tabs.changed.connect(lambda _key: self._tab_changed())
        self.segments.changed.connect(lambda _key: self._query(from_top=True))
        self.axis.changed.connect(lambda _key: self._axis_changed())
        self.bar.changed.connect(lambda: self._query(from_top=True))
        self.people = DataTable("compliance-creators", of_creators(), self._load_people, self.context.settings,
                                checkable=False)
        self.people.setAccessibleName(tr("Record of disclosure by creator"))
        self.people.set_empty(tr("Nothing was checked yet. Drafts are checked while you type them"), tr("Show all"),
                              self.show_all)
        self.people.sorted.connect(lambda _key, _descending: self._query(from_top=True))
        self.people.opened.connect(self.show_creator)
        self.people.current_changed.connect(lambda _id: self._moved())
        self.people.set_row_actions(lambda: [action for action in self.actions() if not action.kind])
        self._make_table([])

    def _make_table(self, areas: Sequence[str]) -> None:
        """A table for these jurisdictions; another set of columns is another table."""
        self._areas = list(areas)
        checks = self.axis.value() == "check"
        made = by_check(rule_topics(checking.packs(self.context.workspace))) if checks else by_country(areas)
        self.table = DataTable("compliance-checks" if checks else "compliance", made, self._load,
                               self.context.settings, checkable=False)
        self.table.setAccessibleName(tr("Disclosure by deliverable and check") if checks else
                                     tr("Disclosure by deliverable and country"))
        if not self.table.sort()[0]:
            self.table.set_sort("publish", False)
        self.table.sorted.connect(lambda _key, _descending: self._query(from_top=True))
        self.table.opened.connect(self.look)
        self.table.current_changed.connect(self._current_changed)
        self.table.set_row_actions(lambda: [action for action in self.actions() if not action.kind])
        if self._shows_posts:
            self.set_content(self.table)

    @property
    def _shows_posts(self) -> bool:
        return self.tabs.value() == "posts"

    def _show_slices(self) -> None:
        self.slices.setVisible(self._shows_posts)
        self.axis.setVisible(self._shows_posts)

    def _tab_changed(self) -> None:
        self._show_slices()
        self.set_content(self.table if self._shows_posts else self.people)
        if not self._shows_posts and self.panel_visible():
            self.panel.close_panel()
        self._query(from_top=True)

    def _axis_changed(self) -> None:
        current = self.table.current_id()
        self._make_table(self._areas)
        self._query()
        if current:
            self.table.select(current)

    def _creators(self) -> Sequence[tuple[int, str]]:
        with self.context.workspace.reading() as session:
            return creators(session)

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        """`campaign=5` or `creator=3` narrows to one; `view="failing"` opens a segment; `tab="creators"` the record of
        creators; `axis="check"` the columns; `id=7` opens a deliverable's findings."""
        narrowed = {key: (params[key],) for key in ("campaign", "creator") if isinstance(params.get(key), int)}
        if narrowed:
            self.bar.set_values(narrowed)
        if params.get("tab") in ("posts", "creators"):
            self.tabs.set_value(str(params["tab"]))
        if params.get("view") in {view.value for view, _ in _views()}:
            self.segments.set_value(str(params["view"]))
        if params.get("axis") in ("country", "check") and params["axis"] != self.axis.value():
            self.axis.set_value(str(params["axis"]))
            self._make_table(self._areas)
        super().activate(params)
        wanted = params.get("id")
        if isinstance(wanted, int):
            self.tabs.set_value("posts")
            if wanted not in self.table.model.ids:
                self.show_all()
            if self.table.select(wanted):
                self.look(wanted)

    def reload(self) -> None:
        self._show_slices()
        with self.context.workspace.reading() as session:
            areas = compliance.jurisdictions(session)[:_MOST_AREAS]
        if areas != self._areas:
            self._make_table(areas)
        self.set_content(self.table if self._shows_posts else self.people)
        self._query()
        if self.panel_visible():
            self._show_in_panel(self.table.current_id())

    def wanted(self) -> ComplianceFilter:
        """What filter bar and segments ask for."""
        on = self.bar.values()
        return ComplianceFilter(
            view=ComplianceView(self.segments.value()), campaign_ids=tuple(on.get("campaign", ())),
            client_ids=tuple(on.get("client", ())), influencer_ids=tuple(on.get("creator", ())),
            jurisdictions=tuple(on.get("country", ())), text=self.bar.text(), now=datetime.now(UTC),
        )

    def _query(self, from_top: bool = False) -> None:
        wanted = self.wanted()
        if not self._shows_posts:
            self._query_people(wanted, from_top)
            return
        key, descending = self.table.sort()
        with self.context.workspace.reading() as session:
            found = compliance.overview(session, wanted, key or "publish", descending)
        for view, text in _views():
            # A bare name says that there is none, and leaves room for the others beside the panel.
            self.segments.set_text(view.value, f"{text} {formats.count(len(found[view]))}" if found[view] else text)
        self._set_empty(bool(found[ComplianceView.ALL]))
        self.table.model.forget_rows()
        (self.table.set_ids if from_top else self.table.refresh)(found[wanted.view])
        waiting = len(found[ComplianceView.OPEN])
        self.header.set_count(tr("{n} to settle", n=formats.count(waiting)) if waiting else tr("all settled"))
        self._moved()

    def _query_people(self, wanted: ComplianceFilter, from_top: bool) -> None:
        with self.context.workspace.reading() as session:
            found = creator_records(session, wanted)
        shown = sorted_records(found, *self.people.sort())
        self._records = {record.id: record for record in shown}
        self.people.model.forget_rows()
        (self.people.set_ids if from_top else self.people.refresh)([record.id for record in shown])
        first, right = sum(one.first for one in found), sum(one.right for one in found)
        self.header.set_count(tr("{share} of {n} first drafts right at once", n=formats.count(first),
                                 share=formats.percent(right * 100 / first, 0)) if first else "")
        self._moved()

    def _load_people(self, ids: Sequence[int]) -> list[CreatorRecord]:
        return [self._records[one] for one in ids if one in self._records]

    def _moved(self) -> None:
        self.set_position(self.position())
        self.update_actions()

    def _set_empty(self, any_rows: bool) -> None:
        if any_rows:
            self.table.set_empty(tr("Nothing here to settle"), tr("Show all"), self.show_all)
        else:
            self.table.set_empty(
                tr("No deliverables yet. They are agreed with creators inside a campaign"), tr("Open campaigns"),
                lambda: self.context.navigation.open("campaigns"),
            )

    def show_creator(self, influencer_id: int) -> None:
        """The posts of one creator, all of them."""
        self.tabs.set_value("posts")
        self.segments.set_value(ComplianceView.ALL)
        self.bar.set_values({"creator": (influencer_id,)})
        self._tab_changed()
        self.table.view.setFocus()

    def show_all(self) -> None:
        self.segments.set_value(ComplianceView.ALL)
        self.bar.set_values({})
        self._query(from_top=True)

    def _load(self, ids: Sequence[int]) -> Sequence[compliance.MatrixRow]:
        with self.context.workspace.reading() as session:
            return compliance.rows(session, ids)

    # panel

    def look(self, deliverable_id: int) -> None:
        """Show why it stands as it does."""
        self._show_in_panel(deliverable_id)
        self.show_panel(self.table.view)

    def _show_in_panel(self, deliverable_id: int) -> None:
        found = self._load([deliverable_id]) if deliverable_id else []
        if found:
            self.panel.show_row(found[0])
        elif self.panel_visible():
            self.panel.close_panel()

    def _current_changed(self, deliverable_id: int) -> None:
        self._moved()
        if deliverable_id and self.panel_visible():
            self._show_in_panel(deliverable_id)

    def position(self) -> str:
        return (self.table if self._shows_posts else self.people).position_text()

    # acting

    def actions(self) -> list[Action]:
        group, one = tr("Compliance"), self._has_current
        shared = self._shared_actions(group)
        if not self._shows_posts:
            return [*shared, Action(
                "compliance.posts", tr("Show the posts of the creator"), self.open_creator, "O", "compliance", group,
                condition=lambda: bool(self.people.current_id()) or tr("choose a creator first"))]
        return [
            *shared,
            Action("compliance.open", tr("Open the deliverable"), self.open_current, "O", "external", group,
                   condition=one),
            Action("compliance.decide", tr("Accept the warnings"), self.decide, "D", "note", group,
                   condition=self._may_decide),
            Action("compliance.violation", tr("Record a violation"), self.panel.violations.record, "V", "flag", group,
                   condition=lambda: self._in_panel() and self.panel.violations.may_record()),
            Action("compliance.notice", tr("Write about the violation"), self.panel.violations.send, "N", "note", group,
                   condition=lambda: self._in_panel() and self.panel.violations.may_send()),
            Action("compliance.fixed", tr("Close the violation as fixed"), self.panel.violations.close_fixed, "F",
                   "check", group, condition=lambda: self._in_panel() and self.panel.violations.may_send()),
        ]

    def log_unplanned(self) -> None:
        """Log a post that nobody had planned, and stand on it."""
        from microinf_desktop.ui.dialogs.unplanned import log_unplanned

        logged = log_unplanned(self, self.context)
        if logged is not None:
            self.activate({"id": logged})

    def _shared_actions(self, group: str) -> list[Action]:
        return [
            Action("compliance.unplanned", tr("Log unplanned post"), self.log_unplanned, "Ctrl+Shift+U", "plus", group),
            Action("compliance.caption", tr("Check a caption"), self.check_caption, "Ctrl+Shift+C", "compliance", group,
                   "quiet"),
            Action("compliance.trend", tr("Trend"), self.show_trend, "W", "reports", group, "quiet"),
            Action("compliance.run", tr("Check what is not checked"), self.check_missing, "", "refresh", group),
            Action("compliance.all", tr("Check all drafts"), self.check_all, "Ctrl+Shift+A", "compliance", group,
                   "quiet"),
            Action("compliance.meters", tr("Show the thresholds"), self.show_meters, "T", "money", group),
            Action("compliance.deadlines", tr("Set deadlines"), self.set_deadlines, "", "clock", group),
        ]

    def open_creator(self) -> None:
        if self.people.current_id():
            self.show_creator(self.people.current_id())

    def _in_panel(self) -> bool:
        """Whether the panel shows the current deliverable; what concerns violations is done there."""
        return self.panel_visible() and self.panel.shown == self.table.current_id()

    def _has_current(self) -> bool | str:
        return True if self.table.current_id() else tr("choose a deliverable first")

    def _may_decide(self) -> bool | str:
        current: compliance.MatrixRow | None = self.table.current_row() if self.table.current_id() else None
        if current is None or not current.standing.needs_decision:
            return tr("no warning waits for a decision")
        return True

    def open_current(self) -> None:
        if self.table.current_id():
            self.context.navigation.open("deliverable", id=self.table.current_id())

    def decide(self) -> None:
        moves.decide_warning(self, self.context, self.table.current_id())

    def check_caption(self) -> None:
        from microinf_desktop.ui.dialogs.check_caption import show_check

        show_check(self, self.context, "")

    def check_missing(self) -> None:
        """Record a check for every deliverable that has a draft and lacks a check of it."""
        check_batch(self.context, ComplianceFilter(view=ComplianceView.NOT_CHECKED))

    def check_all(self) -> None:
        """Check everything, or the campaign or client the filter bar names, whatever segment is open."""
        check_batch(self.context, replace(self.wanted(), view=ComplianceView.ALL))

    def show_meters(self) -> None:
        """Value per client, creator and year, of the client in the filter or of all."""
        from microinf_desktop.ui.dialogs.meters import show_meters

        show_meters(self, self.context, _only(self.wanted().client_ids))

    def show_trend(self) -> None:
        """Verdicts week by week, of the campaign or client in the filter or of all."""
        from microinf_desktop.ui.dialogs.compliance_trend import show_trend

        wanted = self.wanted()
        show_trend(self, self.context, wanted)

    def set_deadlines(self) -> None:
        from microinf_desktop.ui.dialogs.compliance_deadlines import set_deadlines

        set_deadlines(self, self.context)

    # between starts

    def state(self) -> dict[str, object]:
        return {"view": self.segments.value(), "axis": self.axis.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("view") in {view.value for view, _ in _views()}:
            self.segments.set_value(str(state["view"]))
        if state.get("axis") in ("country", "check"):
            self.axis.set_value(str(state["axis"]))
            self._make_table(self._areas)
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)


def _views() -> list[tuple[ComplianceView, str]]:
    return [
        (ComplianceView.OPEN, tr("Open")), (ComplianceView.FAILING, tr("Failing")),
        (ComplianceView.UNDECIDED, tr("Undecided")), (ComplianceView.NOT_CHECKED, tr("Not checked")),
        (ComplianceView.LIVE_OVERDUE, tr("Overdue")), (ComplianceView.VIOLATIONS, tr("Violations")),
        (ComplianceView.ALL, tr("All")),
    ]


def _only(ids: Sequence[int]) -> int | None:
    return ids[0] if len(ids) == 1 else None
