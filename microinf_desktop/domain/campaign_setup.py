"""The set-up of a campaign: its steps, what is still missing, and how a template or a pilot fills it."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_templates import CampaignTemplate
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.schedule import LeadTimes, plan_forward


class SetupStep(StrEnum):
    """The pages of the set-up in their order; `campaign.setup_step` stores one of them."""

    CLIENT = "client"
    OBJECTIVES = "objectives"
    AUDIENCE = "audience"
    DATES = "dates"
    BUDGET = "budget"
    CHECK = "check"

    @property
    def number(self) -> int:
        """1 for the first."""
        return list(SetupStep).index(self) + 1


# Where each field of the draft is typed.
FIELDS: dict[SetupStep, tuple[str, ...]] = {
    SetupStep.CLIENT: ("client_id", "name", "product", "product_category", "owner_id", "template", "is_pilot",
                       "summary"),
    SetupStep.OBJECTIVES: ("objectives", "hypothesis", "key_messages", "main_platform", "planned_creators",
                           "planned_followers", "planned_posts", "order_value_minor", "targets", "value"),
    SetupStep.AUDIENCE: ("persona_ids", "audience_languages", "jurisdictions"),
    SetupStep.DATES: ("starts_on", "go_live_on", "ends_on", "time_zone", "lead_times"),
    SetupStep.BUDGET: ("budget_minor", "currency", "notes"),
    SetupStep.CHECK: (),
}


def step_of(field: str) -> SetupStep | None:
    """The step on which a field is typed."""
    return next((step for step, names in FIELDS.items() if field in names), None)


def missing(draft: CampaignDraft) -> tuple[tuple[SetupStep, str], ...]:
    """What a campaign usually has and this one lacks, with the step to add it; nothing of it prevents the start."""
    wanted = (
        (SetupStep.OBJECTIVES, draft.objectives, "No objective is chosen."),
        (SetupStep.OBJECTIVES, draft.targets, "There is no target to measure against."),
        (SetupStep.AUDIENCE, draft.persona_ids, "No persona says whom to reach."),
        (SetupStep.AUDIENCE, draft.jurisdictions, "No rules apply: captions cannot be checked."),
        (SetupStep.AUDIENCE, draft.audience_languages, "The language of the audience is not set."),
        (SetupStep.DATES, draft.go_live_on, "There is no go-live day to plan back from."),
        (SetupStep.DATES, draft.ends_on, "There is no end."),
        (SetupStep.BUDGET, draft.budget_minor is not None, "There is no budget."),
    )
    return tuple((step, words) for step, there, words in wanted if not there)


def started_from(draft: CampaignDraft, template: CampaignTemplate) -> CampaignDraft:
    """Fill what a template says and nobody typed yet; size, pilot and lead times follow the template."""
    posts = sum(piece.quantity for piece in template.deliverables)
    return replace(
        draft, template=template.key, is_pilot=template.is_pilot, lead_times=dict(template.lead_times),
        objectives=draft.objectives or template.objectives, summary=draft.summary or template.summary,
        targets=draft.targets or template.targets,
        main_platform=draft.main_platform or next((piece.platform.value for piece in template.deliverables), ""),
        planned_creators=draft.planned_creators or (template.min_creators + template.max_creators) // 2,
        planned_posts=draft.planned_posts or posts or None,
        ends_on=draft.ends_on or (
            draft.go_live_on + timedelta(days=template.run_days - 1) if draft.go_live_on else None
        ),
    )


def as_pilot(
    draft: CampaignDraft, template: CampaignTemplate, today: date, lead_times: LeadTimes, calendar: WorkingCalendar
) -> CampaignDraft:
    """The pilot preset: the template, its usual size and length, and the first go-live that can still be kept."""
    go_live = draft.go_live_on
    if go_live is None or go_live < today:
        go_live = plan_forward(today, lead_times, calendar).go_live
    sized = replace(
        draft, go_live_on=go_live, ends_on=go_live + timedelta(days=template.run_days - 1), planned_posts=None,
        planned_creators=(template.min_creators + template.max_creators) // 2,
        starts_on=min(draft.starts_on or today, go_live),
    )
    return replace(started_from(sized, template), is_pilot=True)
