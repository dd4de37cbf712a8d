"""What a plan means, worked out while it is typed: time, cost, pilot warnings, what is missing."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.campaign_setup import SetupStep, missing
from microinf_desktop.domain.campaign_templates import CampaignTemplate, PlannedMilestone, milestones_from
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.schedule import LeadTimes, plan_back, shortfall, with_changes
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear
from microinf_desktop.ui.widgets.panel import FactList


def planned_milestones(context: AppContext, draft: CampaignDraft) -> tuple[PlannedMilestone, ...]:
    """What the chosen template will add around the go-live; nothing without either."""
    template = _template(context, draft)
    if template is None or draft.go_live_on is None:
        return ()
    from microinf_desktop.interchange.holidays import campaign_calendar

    calendar = campaign_calendar(draft.jurisdictions, draft.go_live_on, draft.ends_on or draft.go_live_on)
    return milestones_from(template, draft.go_live_on, calendar)


def _template(context: AppContext, draft: CampaignDraft) -> CampaignTemplate | None:
    from microinf_desktop.queries.campaign_templates import template

    with context.workspace.reading() as session:
        return template(session, draft.template)


def usual_lead_times(context: AppContext, draft: CampaignDraft) -> LeadTimes:
    """The agency's, without what the campaign changes: the longest of the template's pieces, a Reel's without one."""
    from microinf_desktop.queries.lead_times import lead_times

    template = _template(context, draft)
    kinds = {piece.kind for piece in template.deliverables} if template is not None else set()
    with context.workspace.reading() as session:
        times = [lead_times(session, kind) for kind in sorted(kinds or {DeliverableKind.REEL})]
    return max(times, key=lambda one: with_changes(one, draft.lead_times).total)


def campaign_lead_times(context: AppContext, draft: CampaignDraft) -> LeadTimes:
    """What the work of this campaign takes."""
    return with_changes(usual_lead_times(context, draft), draft.lead_times)


class SetupSummary(ScrollColumn):
    """The column at the right; `asked(step)` when a missing thing is clicked."""

    def __init__(self, context: AppContext, asked: Callable[[SetupStep], object],
                 parent: QWidget | None = None) -> None:
        super().__init__(margins=(20, 20, 20, 20), spacing=12, parent=parent)
        self.context, self._asked = context, asked
        self.setAccessibleName(tr("What the plan means"))

    def show_draft(self, draft: CampaignDraft, creators: int, committed: Money | None) -> None:
        """`creators` and `committed` are what the campaign has already."""
        clear(self.body)
        self.body.addWidget(Label(tr("What it means"), "section"))
        facts = FactList()
        self._time(facts, draft)
        self._money(facts, draft, creators, committed)
        self.body.addWidget(facts)
        if draft.budget is not None:
            self.body.addWidget(Label(
                tr("Cost per creator is the budget by the creators planned. Committed counts fees and products; "
                   "commissions depend on sales"), "caption", "text3", wrap=True))
        late = self._late(draft)
        if late:
            self.body.addWidget(Banner(Tone.ATTENTION, tr("Too late to start"), late))
        for warning in draft.pilot_warnings(max(creators, draft.planned_creators or 0)):
            self.body.addWidget(Banner(Tone.ATTENTION, tr("Size of the pilot"), warning))
        self._missing(draft)

    def _time(self, facts: FactList, draft: CampaignDraft) -> None:
        if draft.go_live_on is None:
            facts.add(tr("Until go-live"), "")
            return
        from microinf_desktop.interchange.holidays import campaign_calendar

        today = self.context.today()
        calendar = campaign_calendar(draft.jurisdictions, min(today, draft.go_live_on), draft.go_live_on)
        days = calendar.count(today, draft.go_live_on)
        facts.add(tr("Until go-live"), tr("past") if days < 0 else trn("{n} working day", "{n} working days", days))
        takes = campaign_lead_times(self.context, draft).total
        facts.add(tr("Work takes"), trn("{n} working day", "{n} working days", takes))
        if draft.ends_on is not None and draft.ends_on >= draft.go_live_on:
            facts.add(tr("Runs"), formats.days((draft.ends_on - draft.go_live_on).days + 1))

    def _money(self, facts: FactList, draft: CampaignDraft, creators: int, committed: Money | None) -> None:
        planned = draft.planned_creators or creators
        each = None
        if draft.budget is not None and planned:
            each = Money(round(draft.budget.minor / planned), draft.budget.currency)
        facts.add(tr("Budget"), formats.money(draft.budget))
        facts.add(tr("Cost per creator"), formats.money(each))
        if draft.budget is not None and planned and draft.planned_posts:
            piece = Money(round(draft.budget.minor / planned / draft.planned_posts), draft.budget.currency)
            facts.add(tr("Cost per post"), formats.money(piece))
        if committed is not None and committed.minor:
            facts.add(tr("Committed"), formats.money(committed))

    def _late(self, draft: CampaignDraft) -> str:
        from microinf_desktop.interchange.holidays import campaign_calendar

        today = self.context.today()
        if draft.go_live_on is None or draft.go_live_on < today:
            return ""
        calendar = campaign_calendar(draft.jurisdictions, today, draft.go_live_on)
        times = campaign_lead_times(self.context, draft)
        found = shortfall(plan_back(draft.go_live_on, times, calendar), times, today, calendar)
        if found is None:
            return ""
        return tr("Work would have had to start on {day}. Shorten a lead time, or go live on {earliest} or later.",
                  day=formats.day(found.starts_on), earliest=formats.day(found.earliest_go_live))

    def _missing(self, draft: CampaignDraft) -> None:
        open_things = missing(draft)
        self.body.addWidget(Label(tr("Still missing") if open_things else tr("Nothing is missing"), "section"))
        for step, words in open_things:
            link = LinkButton(tr(words), "secondary")
            link.clicked.connect(lambda _=False, step=step: self._asked(step))
            self.body.addWidget(link)
