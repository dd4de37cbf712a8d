"""The last step of the set-up: the whole plan to read once more, with the way back to each step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.domain.campaign_templates import CampaignTemplate
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.schedule import plan_back
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.campaign_setup_form import StepForm
from microinf_desktop.ui.pages.campaign_setup_summary import campaign_lead_times, planned_milestones
from microinf_desktop.ui.pages.campaign_setup_targets import proposals, target_figure
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import column, row
from microinf_desktop.ui.widgets.panel import FactList

_NAMED = 4  # proposals that are named before the rest is counted
Facts = Sequence[tuple[str, str]]


def template_facts(template: CampaignTemplate) -> QWidget:
    """What a template brings, so that one need not try it to know."""
    facts = FactList()
    facts.setAccessibleName(tr("What the template brings"))
    pieces = ", ".join(
        f"{piece.quantity} × {labels.label(piece.kind)}" if piece.quantity > 1 else labels.label(piece.kind)
        for piece in template.deliverables)
    stones = ", ".join(stone.name for stone in sorted(template.milestones, key=lambda stone: stone.day))
    size = formats.count(template.min_creators)
    if template.max_creators != template.min_creators:
        size = tr("{low} to {high}", low=template.min_creators, high=template.max_creators)
    for name, value in (
        (tr("For"), template.summary), (tr("Each creator makes"), pieces), (tr("Creators"), size),
        (tr("Runs"), formats.days(template.run_days)), (tr("Paid by"), labels.label(template.compensation)),
        (tr("Objectives"), ", ".join(labels.label(one) for one in template.objectives)),
        (tr("Milestones"), stones),
    ):
        facts.add(name, value)
    return facts


class CheckStep(StepForm):
    """Everything that was typed, step by step; targets that can be proposed by now; the template's milestones."""

    def build(self, draft: CampaignDraft) -> None:
        self.form.hide()  # nothing is typed here
        for step, title, facts in (
            (SetupStep.CLIENT, tr("Client and product"), self._client(draft)),
            (SetupStep.OBJECTIVES, tr("Objectives and targets"), self._objectives(draft)),
            (SetupStep.AUDIENCE, tr("Audience and rules"), self._audience(draft)),
            (SetupStep.DATES, tr("Dates and lead times"), self._dates(draft)),
            (SetupStep.BUDGET, tr("Budget"), self._budget(draft)),
        ):
            self._section(step, title, facts)
            if step is SetupStep.OBJECTIVES:
                self._remind(draft)
        stones = planned_milestones(self.context, draft)
        if stones:
            self._section(None, tr("Milestones the template adds"),
                          [(stone.name, formats.day(stone.due_on)) for stone in stones], width=260)

    def _section(self, step: SetupStep | None, title: str, lines: Facts, width: int = 160) -> None:
        head = row(Label(title, "section"), 1)
        if step is not None:
            change = LinkButton(tr("Change"))
            change.setAccessibleName(tr("Change: {title}", title=title))
            change.clicked.connect(lambda: self.step_asked.emit(step))
            head.addWidget(change)
        part = column(spacing=4)
        part.addLayout(head)
        for name, value in lines:
            label = Label(name, ink="text2", wrap=True)
            label.setFixedWidth(width)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(value or formats.MISSING, weight=500, wrap=True), 1)
            part.addLayout(line)
        self.column.addLayout(part)

    def _client(self, draft: CampaignDraft) -> Facts:
        from microinf_desktop.queries import agency, clients
        from microinf_desktop.queries.campaign_templates import template

        with self.context.workspace.reading() as session:
            client = clients.detail(session, draft.client_id) if draft.client_id is not None else None
            owner = next((one.name for one in agency.people(session) if one.id == draft.owner_id), "")
            started = template(session, draft.template)
        lines = [(tr("Client"), str(client.fields["name"]) if client is not None else ""),
                 (tr("Product"), " · ".join(part for part in (draft.product, draft.product_category) if part)),
                 (tr("Owner"), owner)]
        if started is not None:
            lines.append((tr("Template"), started.name))
        return lines

    def _objectives(self, draft: CampaignDraft) -> Facts:
        targets = [f"{labels.label(metric)} {target_figure(metric, value, draft.currency)}"
                   for metric, value in draft.targets]
        size = " × ".join(part for part in (
            trn("{n} creator", "{n} creators", draft.planned_creators) if draft.planned_creators else "",
            trn("{n} post", "{n} posts", draft.planned_posts) if draft.planned_posts else "") if part)
        return [(tr("Objectives"), ", ".join(labels.label(one) for one in draft.objectives)),
                (tr("Targets"), "\n".join(targets)), (tr("Size"), size)]

    def _remind(self, draft: CampaignDraft) -> None:
        """Steps are filled in one after the other, so the budget is often known only after the targets were set."""
        chosen = {metric for metric, _value in draft.targets}
        left = [one for one in proposals(self.context, draft) if one.value is not None and one.metric not in chosen]
        if not left:
            return
        named = [f"{labels.label(one.metric)} {target_figure(one.metric, one.value, draft.currency)}"
                 for one in left[:_NAMED]]
        if len(left) > _NAMED:
            named.append(tr("{n} more", n=len(left) - _NAMED))
        banner = Banner(Tone.PROGRESS, trn("{n} more target can be proposed by now",
                                           "{n} more targets can be proposed by now", len(left)), ", ".join(named))
        banner.add_button(tr("Look at them"), lambda: self.step_asked.emit(SetupStep.OBJECTIVES))
        self.column.addWidget(banner)

    def _audience(self, draft: CampaignDraft) -> Facts:
        from microinf_desktop.queries import clients

        names: list[str] = []
        if draft.client_id is not None:
            with self.context.workspace.reading() as session:
                found = clients.detail(session, draft.client_id)
            names = [str(one["name"]) for one in found.personas if one["id"] in draft.persona_ids] if found else []
        rules = dict(choices.jurisdictions())
        return [(tr("Personas"), ", ".join(names)), (tr("Languages"), ", ".join(draft.audience_languages)),
                (tr("Rules that apply"), ", ".join(rules.get(code, code) for code in draft.jurisdictions))]

    def _dates(self, draft: CampaignDraft) -> Facts:
        days: list[tuple[str, str]] = [
            (name, "" if day is None else formats.day(day)) for name, day in (
                (tr("Start"), draft.starts_on), (tr("Go-live"), draft.go_live_on), (tr("End"), draft.ends_on))]
        if draft.go_live_on is not None:
            from microinf_desktop.interchange.holidays import campaign_calendar

            calendar = campaign_calendar(draft.jurisdictions, self.context.today(), draft.go_live_on)
            times = campaign_lead_times(self.context, draft)
            days.append((tr("Work begins by"), formats.day(plan_back(draft.go_live_on, times, calendar).starts_on)))
        return [*days, (tr("Time zone"), draft.time_zone.replace("_", " "))]

    def _budget(self, draft: CampaignDraft) -> Facts:
        return [(tr("Budget"), formats.money(draft.budget))]
