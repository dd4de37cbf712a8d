"""Where disclosure stands: deliverables against the countries of their audience, worst first to be settled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from microinf_desktop.domain.compliance import ComplianceFilter, ComplianceView, Phase
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.queries import compliance
from microinf_desktop.ui import checking, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs.compliance_batch import check_batch
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import Button, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.findings import FindingsView, area_name, verdict_words
from microinf_desktop.ui.widgets.labels import GlyphSign, Label
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.panel import SidePanel
from microinf_desktop.ui.widgets.violations import ViolationList

PANEL_WIDTH = 440
_MOST_AREAS = 8  # more columns than this do not fit; the panel shows all


def columns(areas: Sequence[str]) -> list[Column]:
    """The matrix: what, one column per jurisdiction, and what is missing around the check."""
    return [
        Column("title", tr("Deliverable"), 140, value=_what, stretch=True),
        Column("creator", tr("Creator"), 156, Kind.NAME, value=lambda row: row.deal.creator),
        Column("campaign", tr("Campaign"), 150,
               value=lambda row: Cell(row.deal.campaign, swatch=row.deal.client_color)),
        Column("state", tr("State"), 140, Kind.STATUS, value=lambda row: row.state, hidden=True),
        Column("publish", tr("Goes live"), 92, Kind.DATE, value=lambda row: row.publish_on),
        *(
            Column(f"area_{code}", code, 86, Kind.VERDICT, value=partial(_cell, code), sort_key="",
                   tooltip=partial(_tip, code))
            for code in areas
        ),
        Column("decision", tr("Decision"), 104, value=_decision, sort_key="", tooltip=_decision_tip),
        Column("live", tr("Live check"), 96, value=_live, sort_key="", tooltip=_live_tip),
        Column("evidence", tr("Proofs"), 62, Kind.COUNT, value=lambda row: row.evidence or None, sort_key="",
               hidden=True),
    ]


def _what(row: compliance.MatrixRow) -> Cell:
    draft = tr("draft {n}", n=row.draft_number) if row.draft_number else tr("no draft")
    return Cell(labels.label(row.kind), draft, weight=500)


def _cell(code: str, row: compliance.MatrixRow) -> Any:
    """A jurisdiction's verdict, with its count above one; blank where the campaign has no audience there."""
    check = row.standing.check(code)
    if check is None:
        asked = code in row.jurisdictions and row.standing.is_needed
        return (Verdict.NOT_CHECKED, tr("No check")) if asked else Cell("", ink="text3")
    severity = {Verdict.FAIL: "fail", Verdict.WARN: "warn", Verdict.CANNOT_TELL: "warn"}.get(check.verdict, "")
    n = check.count(severity) if severity else 0
    return (check.verdict, f"{labels.label(check.verdict)} {n}" if n > 1 else "")


def _tip(code: str, row: compliance.MatrixRow) -> str:
    check = row.standing.check(code)
    if check is None:
        return tr("Not checked for {country}", country=area_name(code)) if code in row.jurisdictions else ""
    said = [finding.message for finding in check.findings if finding.severity in ("fail", "warn")]
    return "\n".join([tr("{country}, pack {version}", country=area_name(code), version=check.pack_version), *said[:4]])


def _decision(row: compliance.MatrixRow) -> Cell | None:
    if row.standing.decision is not None:
        return Cell(row.standing.decision.person)
    return Cell(tr("Needed"), ink="attention", weight=600) if row.standing.needs_decision else None


def _decision_tip(row: compliance.MatrixRow) -> str:
    return row.standing.decision.reason if row.standing.decision is not None else ""


def _live(row: compliance.MatrixRow) -> Cell | None:
    if row.violations:
        return Cell(trn("{n} violation", "{n} violations", row.violations), ink="danger", weight=600)
    if row.published_at is None:
        return None
    if row.live_check_due is None:
        return Cell(tr("Done"), ink="text2")
    if row.live_overdue:
        return Cell(tr("Look again") if row.looks_again else tr("Overdue"), ink="danger", weight=600)
    if row.looks_again:
        return Cell(tr("Again {day}", day=formats.day(row.live_check_due.date())), ink="text2")
    return Cell(tr("Due {when}", when=formats.moment(row.live_check_due)))


def _live_tip(row: compliance.MatrixRow) -> str:
    return tr("Live since {when}", when=formats.moment(row.published_at)) if row.published_at else ""


class CompliancePage(Page):
    """Segments for what has to be settled; the panel says why and offers the way out."""

    tables = frozenset({
        "deliverable", "draft", "disclosure_check", "compliance_decision", "evidence", "campaign", "client",
        "collaboration", "influencer", "violation", "violation_step", "setting",
    })

    def build(self) -> None:
        self._areas: list[str] = []
        self.segments = SegmentedControl([(view.value, text) for view, text in _views()], tr("Show"))
        self.bar = FilterBar([
            FilterField("campaign", tr("Campaign"), "choice", self._campaigns),
            FilterField("client", tr("Client"), "choice", self._clients),
        ], search=tr("Creator, campaign, title"))
        self.panel = CompliancePanel(self.context)
        self.set_filter_bar(self.bar)
        self.add_banner(boxed(row(self.segments, 1, margins=(16, 8, 16, 8))))
        self.set_panel(self.panel)
        self.segments.changed.connect(lambda _key: self._query(from_top=True))
        self.bar.changed.connect(lambda: self._query(from_top=True))
        self._make_table([])

    def _make_table(self, areas: Sequence[str]) -> None:
        """A table for these jurisdictions; another set of columns is another table."""
        self._areas = list(areas)
        self.table = DataTable("compliance", columns(areas), self._load, self.context.settings, checkable=False)
        self.table.setAccessibleName(tr("Disclosure by deliverable and country"))
        if not self.table.sort()[0]:
            self.table.set_sort("publish", False)
        self.table.sorted.connect(lambda _key, _descending: self._query(from_top=True))
        self.table.opened.connect(self.look)
        self.table.current_changed.connect(self._current_changed)
        self.table.set_row_actions(lambda: [action for action in self.actions() if not action.kind])
        self.set_content(self.table)

    def _campaigns(self) -> Sequence[tuple[int, str]]:
        from microinf_desktop.queries import campaigns

        with self.context.workspace.reading() as session:
            return [(found.id, found.name) for found in campaigns.rows(session)]

    def _clients(self) -> Sequence[tuple[int, str]]:
        from microinf_desktop.queries import clients

        with self.context.workspace.reading() as session:
            return [(found.id, found.name) for found in clients.rows(session)]

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        """`campaign=5` narrows to one; `view="failing"` opens a segment; `id=7` opens a deliverable's findings."""
        if isinstance(params.get("campaign"), int):
            self.bar.set_values({"campaign": (params["campaign"],)})
        if params.get("view") in {view.value for view, _ in _views()}:
            self.segments.set_value(str(params["view"]))
        super().activate(params)
        wanted = params.get("id")
        if isinstance(wanted, int):
            if wanted not in self.table.model.ids:
                self.show_all()
            if self.table.select(wanted):
                self.look(wanted)

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            areas = compliance.jurisdictions(session)[:_MOST_AREAS]
        if areas != self._areas:
            self._make_table(areas)
        self._query()
        if self.panel_visible():
            self._show_in_panel(self.table.current_id())

    def wanted(self) -> ComplianceFilter:
        """What filter bar and segments ask for; of several campaigns or clients the first counts."""
        on = self.bar.values()
        return ComplianceFilter(
            view=ComplianceView(self.segments.value()), campaign_id=next(iter(on.get("campaign", ())), None),
            client_id=next(iter(on.get("client", ())), None), text=self.bar.text(), now=datetime.now(UTC),
        )

    def _query(self, from_top: bool = False) -> None:
        key, descending = self.table.sort()
        wanted = self.wanted()
        with self.context.workspace.reading() as session:
            found = compliance.ids(session, wanted, key or "publish", descending)
            everything = len(compliance.ids(session, replace(wanted, view=ComplianceView.ALL)))
            counts = compliance.counts(session, wanted.now, campaign_id=wanted.campaign_id)
        for view, text in _views():
            n = everything if view is ComplianceView.ALL else getattr(counts, view.value)
            self.segments.set_text(view.value, f"{text} {formats.count(n)}")
        self._set_empty(bool(everything))
        self.table.model.forget_rows()
        (self.table.set_ids if from_top else self.table.refresh)(found)
        self.header.set_count(tr("{n} to settle", n=formats.count(counts.open)) if counts.open else tr("all settled"))
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
        self.set_position(self.position())
        self.update_actions()
        if deliverable_id and self.panel_visible():
            self._show_in_panel(deliverable_id)

    def position(self) -> str:
        return self.table.position_text()

    # acting

    def actions(self) -> list[Action]:
        group, one = tr("Compliance"), self._has_current
        return [
            Action("compliance.caption", tr("Check a caption"), self.check_caption, "Ctrl+Shift+C", "compliance", group,
                   "quiet"),
            Action("compliance.run", tr("Check what is not checked"), self.check_missing, "", "refresh", group),
            Action("compliance.all", tr("Check all drafts"), self.check_all, "Ctrl+Shift+A", "compliance", group,
                   "quiet"),
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
            Action("compliance.meters", tr("Show the thresholds"), self.show_meters, "T", "money", group),
            Action("compliance.trend", tr("Show the trend"), self.show_trend, "W", "reports", group),
            Action("compliance.deadlines", tr("Set deadlines"), self.set_deadlines, "", "clock", group),
        ]

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

        show_meters(self, self.context, self.wanted().client_id)

    def show_trend(self) -> None:
        """Verdicts week by week, of the campaign or client in the filter or of all."""
        from microinf_desktop.ui.dialogs.compliance_trend import show_trend

        wanted = self.wanted()
        show_trend(self, self.context, campaign_id=wanted.campaign_id, client_id=wanted.client_id)

    def set_deadlines(self) -> None:
        from microinf_desktop.ui.dialogs.compliance_deadlines import set_deadlines

        set_deadlines(self, self.context)

    # between starts

    def state(self) -> dict[str, object]:
        return {"view": self.segments.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("view") in {view.value for view, _ in _views()}:
            self.segments.set_value(str(state["view"]))
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)


def _views() -> list[tuple[ComplianceView, str]]:
    return [
        (ComplianceView.OPEN, tr("Open")), (ComplianceView.FAILING, tr("Failing")),
        (ComplianceView.UNDECIDED, tr("Undecided")), (ComplianceView.NOT_CHECKED, tr("Not checked")),
        (ComplianceView.LIVE_OVERDUE, tr("Live overdue")), (ComplianceView.VIOLATIONS, tr("Violations")),
        (ComplianceView.ALL, tr("All")),
    ]


class CompliancePanel(SidePanel):
    """The findings of one deliverable's current text as they are on record, and what can be done about them."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(width=PANEL_WIDTH)
        self.context = context
        self._id = 0
        self.findings = FindingsView(checking.packs(context.workspace), can_edit=False)
        self.note = Label("", "secondary", "text2", wrap=True)
        self.open = Button(tr("Open the deliverable"), "primary", keys="O")
        self.decide = Button(tr("Accept the warnings"), keys="D")
        self.open.clicked.connect(lambda: context.navigation.open("deliverable", id=self._id))
        self.decide.clicked.connect(lambda: moves.decide_warning(self, context, self._id))
        self.fixed.addWidget(self.note)
        self.violations = ViolationList(context, keys=True)
        self.body.addWidget(self.violations)
        self.body.addWidget(self.findings)
        self.foot.addLayout(row(self.open, self.decide, 1, margins=(16, 10, 16, 12)))
        self.findings.place_asked.connect(lambda _one: context.navigation.open("deliverable", id=self._id))

    @property
    def shown(self) -> int:
        """The deliverable it shows; 0 for none."""
        return self._id

    def show_row(self, found: compliance.MatrixRow) -> None:
        """Show a line of the matrix."""
        anew, self._id = found.id != self._id, found.id
        self.findings.set_packs(checking.packs(self.context.workspace))
        results = checking.from_record(found.standing.checks)
        verdict, words = verdict_words(results)
        if found.standing.missing and verdict is not Verdict.FAIL:
            verdict, words = Verdict.NOT_CHECKED, tr("Not checked for {areas}", areas=", ".join(found.standing.missing))
        if not found.standing.is_needed:
            words = tr("No disclosure needed: the creator does not post it")
        self.set_title(words, f"{labels.label(found.kind)}, {found.deal.creator} · {found.deal.campaign}")
        self.set_leading(GlyphSign(verdict, size=16))
        self.note.setText(_record_words(found))
        self.findings.set_results(results)
        if anew:
            self.findings.show_worst()
        self.violations.show_deliverable(found.id)
        self.decide.setVisible(found.standing.needs_decision)


def _record_words(found: compliance.MatrixRow) -> str:
    """Which text was checked when, by whom, and who accepted what."""
    parts = []
    if found.draft_number is None:
        parts.append(tr("No draft is stored yet"))
    if found.standing.checks:
        newest = max(found.standing.checks, key=lambda check: check.checked_at)
        what = tr("Live post") if newest.phase is Phase.LIVE else tr("Draft {n}", n=newest.draft_number or "–")
        parts.append(tr("{what} checked {when} by {who}", what=what, when=formats.moment(newest.checked_at),
                        who=newest.checked_by or tr("the program")))
    if found.standing.decision is not None:
        decision = found.standing.decision
        parts.append(tr("Accepted by {who} {when}: {reason}", who=decision.person,
                        when=formats.moment(decision.decided_at), reason=decision.reason))
    if found.live_overdue:
        parts.append(tr("The post is to be looked at again") if found.looks_again else
                     tr("Nobody has looked at the live post"))
    if found.state is DeliverableState.CANCELLED:
        parts.append(tr("Cancelled"))
    return ". ".join(parts)
