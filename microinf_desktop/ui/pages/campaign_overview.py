"""A campaign at a glance: figures against targets, milestones to tick off, budget, brief and dates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import CampaignState, MilestoneKind, Objective
from microinf_desktop.domain.metrics import Unit
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.periods import Period
from microinf_desktop.domain.report_rows import KpiRow
from microinf_desktop.domain.reviews import Waiting
from microinf_desktop.domain.targets import Standing, Target, attainment, standing
from microinf_desktop.interchange.regulated import load_regulated
from microinf_desktop.queries import metrics, regulated
from microinf_desktop.queries.campaigns import CampaignDetail, MilestoneRow
from microinf_desktop.services import campaigns as services
from microinf_desktop.ui import formats, labels, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.campaign import edit_milestone
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, CheckBox, IconButton, LinkButton
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.labels import Label, Line, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row
from microinf_desktop.ui.widgets.panel import FactList
from microinf_desktop.ui.widgets.riders import RiderList
from microinf_desktop.ui.widgets.waiting import WaitingView

_KPIS = 8


class CampaignOverview(CampaignPart):
    """What is agreed and how it stands; everything else is a tab further."""

    def build(self) -> None:
        self.scroller = ScrollColumn(margins=(24, 20, 24, 24), spacing=24)
        self.column.addWidget(self.scroller)
        self.milestones: dict[int, CheckBox] = {}
        self._shown_id = 0  # another campaign is shown from its top

    def reload(self) -> None:
        campaign = self.campaign
        if campaign is None:
            return
        with self.context.workspace.reading() as session:
            totals = metrics.totals(session, campaign.id)
        at = self.scroller.verticalScrollBar().value() if campaign.id == self._shown_id else 0
        self._shown_id = campaign.id
        focused = next((key for key, box in self.milestones.items() if box.hasFocus()), 0)
        clear(self.scroller.body)
        self._warnings(campaign)
        self._figures(campaign, totals.kpis if totals is not None else ())
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(24)
        self._milestones(left, campaign)
        self._niche_tests(left, campaign)
        self._idea(left, campaign)
        self._budget(right, campaign)
        self._waiting(right, campaign)
        self._facts(right, campaign)
        self._riders(right, campaign)
        left.addStretch(1)
        right.addStretch(1)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        self.scroller.body.addLayout(grid)
        self.scroller.verticalScrollBar().setValue(at)
        if focused in self.milestones:
            self.milestones[focused].setFocus()

    def _riders(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        """What the product asks for where it is regulated."""
        with self.context.workspace.reading() as session:
            found = regulated.of_campaign(session, campaign.id, load_regulated())
        if found:
            shown = RiderList()
            into.addWidget(shown)
            shown.show_riders(found)

    def _warnings(self, campaign: CampaignDetail) -> None:
        fields = campaign.fields
        if fields["setup_step"]:
            banner = Banner(Tone.PROGRESS, tr("The set-up is not finished"))
            banner.add_button(tr("Continue"), lambda: self.context.navigation.open("campaign_setup", id=campaign.id))
            self.scroller.body.addWidget(banner)
        is_open = fields["state"] in (CampaignState.PLANNING, CampaignState.RUNNING)
        size = campaign.creators or campaign.draft.planned_creators or 0  # before anybody is asked, the plan counts
        found = campaign.draft.pilot_warnings(size) if is_open else []
        if found:
            self.scroller.body.addWidget(Banner(Tone.ATTENTION, tr("Check the size of the pilot"), " ".join(found)))

    # figures

    def _figures(self, campaign: CampaignDetail, kpis: Sequence[KpiRow]) -> None:
        cards = [self._progress(campaign)]
        cards += [kpi_card(kpi, campaign, self.context.today()) for kpi in kpis[:_KPIS - 1]]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        across = 4
        for place in range(across):
            grid.setColumnStretch(place, 1)
        for place, card in enumerate(cards):
            grid.addWidget(card, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        self.scroller.body.addLayout(grid)

    def _progress(self, campaign: CampaignDetail) -> Kpi:
        card = Kpi(tr("Progress"), formats.MISSING if campaign.progress is None
                   else f"{campaign.progress}{formats.NBSP}%")
        late = trn("{n} late", "{n} late", campaign.late) if campaign.late else tr("none late")
        work = trn("{n} deliverable", "{n} deliverables", campaign.deliverables)
        card.set_target(work, late if campaign.deliverables else "", good=not campaign.late)
        card.set_formula(tr("Mean over deliverables by state"))
        return card

    # milestones

    def _milestones(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        add = Button(tr("Add milestone"), "quiet", "plus")
        add.clicked.connect(self.add_milestone)
        done = sum(1 for one in campaign.milestones if one.done_on is not None)
        note = f"{done}/{len(campaign.milestones)}" if campaign.milestones else ""
        part = _section(into, tr("Milestones"), note, add)
        self.milestones = {}
        for one in campaign.milestones:
            part.addWidget(self._milestone(one))
            part.addWidget(Line())
        if not campaign.milestones:
            empty = tr("No milestones yet. A brief, a shipping day and the go-live are usual")
            part.addWidget(Label(empty, ink="text3", wrap=True))

    def _milestone(self, one: MilestoneRow) -> QWidget:
        tick = CheckBox(one.name)
        tick.setChecked(one.done_on is not None)
        tick.setAccessibleName(tr("{name}, due {day}", name=one.name, day=formats.day(one.due_on)))
        tick.toggled.connect(lambda on, key=one.id: self._tick(key, on))
        self.milestones[one.id] = tick
        late = one.done_on is None and one.due_on < self.context.today()
        when = formats.relative(one.due_on, self.context.today()) if one.done_on is None else tr(
            "done {day}", day=formats.day(one.done_on))
        edit = IconButton("edit", tr("Edit {name}", name=one.name))
        edit.clicked.connect(lambda: self._edit_milestone(one))
        remove = IconButton("trash", tr("Delete {name}", name=one.name))
        remove.clicked.connect(lambda: self._delete_milestone(one))
        day = Label(when, "body", "danger" if late else "text2", weight=600 if late else 0)
        kind = Label(labels.label(MilestoneKind(one.kind)), "secondary", "text3")
        kind.setFixedWidth(64)
        day.setFixedWidth(112)
        return boxed(row(tick, 1, kind, day, edit, remove))

    def add_milestone(self) -> None:
        if edit_milestone(self, self.context, self.campaign_id) is not None:
            self.context.toast(tr("Milestone added"), undo=True)

    def _edit_milestone(self, one: MilestoneRow) -> None:
        values = {"name": one.name, "kind": MilestoneKind(one.kind), "due_on": one.due_on, "done_on": one.done_on,
                  "starts_on": one.starts_on, "locked_reason": one.locked_reason}
        if edit_milestone(self, self.context, self.campaign_id, one.id, values) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def _delete_milestone(self, one: MilestoneRow) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_milestone(workspace, one.id),
            lambda _result: self.context.toast(tr("{name} deleted", name=one.name), undo=True),
        )

    def _tick(self, milestone_id: int, on: bool) -> None:
        workspace, day = self.context.workspace, self.context.today() if on else None
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.tick_milestone(workspace, milestone_id, day),
            lambda _result: self.context.toast(tr("Milestone done") if on else tr("Milestone open again"), undo=True),
        )

    # niche tests and learnings

    def _niche_tests(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        from microinf_desktop.ui.pages.campaign_niche_tests import NicheTests

        add = Button(tr("Add niche test"), "quiet", "plus")
        add.clicked.connect(self.add_niche_test)
        tests = NicheTests(self.context, campaign)
        if tests.tests or campaign.fields["is_pilot"]:
            _section(into, tr("Niche tests"), "", add).addWidget(tests)

    def add_niche_test(self) -> None:
        from microinf_desktop.ui.dialogs.niche_test import edit_niche_test

        if self.campaign is not None and edit_niche_test(self, self.context, self.campaign) is not None:
            self.context.toast(tr("Niche test added"), undo=True)

    def note_learning(self) -> None:
        """What this campaign taught, offered in the client's next one."""
        from microinf_desktop.ui.dialogs.learning import edit_learning

        if self.campaign is None:
            return
        client_id = self.campaign.fields["client_id"]
        if edit_learning(self, self.context, client_id, campaign_id=self.campaign_id) is not None:
            self.context.toast(tr("Learning noted"), undo=True)

    # words and facts

    def _idea(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        fields = campaign.fields
        if fields["objectives"]:
            words = [labels.label(Objective(word)) for word in fields["objectives"]]
            _section(into, tr("Objectives")).addWidget(_tags(words))
        self._personas(into, campaign)
        for title, text in ((tr("Summary"), fields["summary"]), (tr("Hypothesis"), fields["hypothesis"])):
            if text:
                _section(into, title).addWidget(Label(text, wrap=True))
        if fields["key_messages"]:
            part = _section(into, tr("Key messages"))
            for line in fields["key_messages"]:
                part.addWidget(Label(f"•  {line}", wrap=True))
        if fields["notes"]:
            _section(into, tr("Notes")).addWidget(Label(fields["notes"], ink="text2", wrap=True))

    def _personas(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        from microinf_desktop.queries import clients
        from microinf_desktop.ui.pages.campaign_setup_steps import persona_note

        if not campaign.persona_ids:
            return
        with self.context.workspace.reading() as session:
            found = clients.detail(session, campaign.fields["client_id"])
        part = _section(into, tr("Personas"))
        for persona in found.personas if found is not None else ():
            if persona["id"] in campaign.persona_ids:
                part.addWidget(Label(persona["name"], weight=500))
                part.addWidget(Label(persona_note(persona), "secondary", "text2", wrap=True))

    def _budget(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        minor = campaign.fields["budget_minor"]
        budget = None if minor is None else Money(minor, self.currency)
        card = Kpi(tr("Committed"), formats.money(campaign.committed))
        if budget is not None:
            left = Money(budget.minor - campaign.committed.minor, budget.currency)
            over = left.minor < 0
            rest = tr("{sum} over", sum=formats.money(Money(-left.minor, left.currency))) if over else tr(
                "{sum} left", sum=formats.money(left))
            card.set_target(tr("Budget {sum}", sum=formats.money(budget)), rest, float(campaign.committed.minor),
                            float(budget.minor) or None, good=not over)
        card.set_formula(tr("Fees and products, without creators the client rejected"))
        paid = FactList()
        paid.add(tr("Paid"), formats.money(campaign.paid), tr("of what is committed"))
        open_sum = Money(max(campaign.committed.minor - campaign.paid.minor, 0), self.currency)
        paid.add(tr("Still to pay"), formats.money(open_sum), tr("committed less paid"))
        part = _section(into, tr("Budget"))
        part.addWidget(card)
        part.addWidget(paid)

    def _waiting(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        """Who held the ball how long; read beside the window, since it goes through every move."""
        from microinf_desktop.queries.waiting import waiting

        if not campaign.deliverables:
            return
        view, workspace, today = WaitingView(), self.context.workspace, self.context.today()

        def read(_progress: Any, _token: Any) -> Waiting:
            with workspace.reading() as session:
                return waiting(session, campaign_id=campaign.id, today=today)

        _section(into, tr("Who held the ball"), tr("all deliverables")).addWidget(view)
        self.context.tasks.read(read, view.show_waiting, key="campaign-waiting")

    def _facts(self, into: QVBoxLayout, campaign: CampaignDetail) -> None:
        fields = campaign.fields
        link = LinkButton(campaign.client)
        link.clicked.connect(lambda: self.context.navigation.open("client", id=fields["client_id"]))
        facts = FactList()
        for name, value in (
            (tr("State"), labels.label(CampaignState(fields["state"]))),
            (tr("Owner"), campaign.owner), (tr("Start"), _day(fields["starts_on"])),
            (tr("Go-live"), _day(fields["go_live_on"])), (tr("End"), _day(fields["ends_on"])),
            (tr("Time zone"), fields["time_zone"].replace("_", " ")), (tr("Product"), fields["product"]),
            (tr("Category"), fields["product_category"]), (tr("Rules that apply"), ", ".join(fields["jurisdictions"])),
            (tr("Languages"), ", ".join(fields["audience_languages"])),
        ):
            facts.add(name, value)
        _section(into, tr("Campaign"), "", link).addWidget(facts)

    def actions(self) -> Sequence[Action]:
        group = tr("Campaign")
        return [
            Action("campaign.add_milestone", tr("Add milestone"), self.add_milestone, "", "flag", group),
            Action("campaign.add_niche_test", tr("Add niche test"), self.add_niche_test, "", "plus", group),
            Action("campaign.note_learning", tr("Note a learning"), self.note_learning, "", "note", group),
        ]


def _day(day: date | None) -> str:
    return "" if day is None else formats.day(day)


def kpi_card(kpi: KpiRow, campaign: CampaignDetail, today: date) -> Kpi:
    """A KPI against its target; a sum that still grows is only called behind when it lags an even pace."""
    card = Kpi(kpi.info.label, figure(kpi.actual, kpi.info.unit, kpi.currency))
    if kpi.target is not None:
        target = Target(kpi.metric, Decimal(str(kpi.target)))
        card.set_target(tr("Target {figure}", figure=figure(kpi.target, kpi.info.unit, kpi.currency)),
                        _reached(target, kpi.actual), kpi.actual, kpi.target,
                        good=_is_good(target, kpi.actual, campaign, today))
    base = trn("{n} post", "{n} posts", kpi.n) if kpi.base == "posts" else f"{kpi.n} {kpi.base}"
    parts = [kpi.formula, base, tr("{n} without data", n=kpi.left_out) if kpi.left_out else "",
             tr("partly estimated") if kpi.is_estimated else ""]
    card.set_formula(" · ".join(part for part in parts if part))
    return card


def _reached(target: Target, actual: float | None) -> str:
    """How far a target is, in words: "64 % of it"; a cost is above or below it."""
    share = attainment(target, actual)
    if share is None or actual is None:
        return ""
    if not target.lower_is_better:
        return tr("{share} of it", share=formats.percent(share, 0))
    gap = (actual / float(target.value) - 1) * 100
    if round(gap) == 0:
        return tr("just met")
    words = "{gap} above" if gap > 0 else "{gap} below"
    return tr(words, gap=formats.percent(abs(gap), 0))


def _is_good(target: Target, actual: float | None, campaign: CampaignDetail, today: date) -> bool:
    start = campaign.fields["go_live_on"] or campaign.fields["starts_on"]
    end = campaign.fields["ends_on"]
    if start is None or end is None or end < start:
        return True
    return standing(target, actual, Period(start, end), today) not in (Standing.BEHIND, Standing.MISSED)


def figure(value: float | None, unit: Unit, currency: str) -> str:
    """A metric's value as it is written: 38.6 K, 4.8 %, €1.20, 3.4×; "–" when it is not known."""
    if value is None:
        return formats.MISSING
    if unit is Unit.PERCENT:
        return formats.percent(value, 2)
    if unit is Unit.MONEY:
        from microinf_desktop.domain.money import minor_digits

        return formats.money(Money(round(value * 10 ** minor_digits(currency)), currency), full=value < 100)
    return f"{formats.decimal(value, 1)}×" if unit is Unit.MULTIPLE else formats.short(value)


def _section(into: QVBoxLayout, title: str, note: str = "", beside: QWidget | None = None) -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(4)
    head = row(Label(title, "section"), Label(note, "secondary", "text3"), 1)
    if beside is not None:
        head.addWidget(beside)
    holder = boxed(head)
    holder.setFixedHeight(theme.CONTROL_HEIGHT)  # equal with and without a button, so that columns line up
    part.addWidget(holder)
    into.addLayout(part)
    return part


def _tags(words: Sequence[str]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, margins=(0, 0, 0, 0), spacing=6)
    for word in words:
        flow.addWidget(Tag(word))
    return holder
