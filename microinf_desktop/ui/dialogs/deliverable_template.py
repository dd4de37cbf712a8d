"""Add the deliverables of a campaign template to a campaign, planned back from their publish days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_templates import CampaignTemplate, TemplateDeliverable
from microinf_desktop.domain.checklists import PlannedItem, anchors_of, deal_items, plan_items
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.schedule import Phase, plan_back, with_changes
from microinf_desktop.queries.collaborations import CollaborationRow
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.deliverable import keep_live_days
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox

Planned = tuple[DeliverableDraft, Sequence[PlannedItem]]


def add_from_template(parent: QWidget, context: AppContext, campaign_id: int) -> list[int] | None:
    """Ask for template, creator and first publish day and add the pieces; their ids, None when cancelled."""
    from microinf_desktop.interchange.holidays import campaign_calendar
    from microinf_desktop.interchange.templates import shipped_campaigns
    from microinf_desktop.queries import campaigns, collaborations
    from microinf_desktop.services.deliverables import add_deliverables

    with context.workspace.reading() as session:
        campaign = campaigns.detail(session, campaign_id, context.today())
        deals = collaborations.rows(session, campaign_id, context.today())
        kept = keep_live_days(session, deals)
    if campaign is None:
        return None
    taking = [deal for deal in deals if deal.client_decision != "rejected"]
    templates = {template.key: template for template in shipped_campaigns() if template.deliverables}

    def build(form: Form) -> None:
        named = [(key, tr("{name}, {n} each", name=one.name, n=len(one.deliverables)))
                 for key, one in templates.items()]
        form.add_field("template", tr("Template"), ComboBox(named), required=True)
        everyone = trn("{n} creator of this campaign", "All {n} creators of this campaign", len(taking))
        form.add_field("deal", tr("For"), ComboBox([(0, everyone), *((deal.id, deal.name) for deal in deals)]))
        form.add_field("first", tr("First publish day"), DateEdit(), required=True,
                       help=tr("Later pieces follow as the template says; all other days are counted back"))

    def submit(entered: dict[str, Any]) -> list[int]:
        template, first = templates[entered["template"]], entered["first"]
        calendar = campaign_calendar(campaign.fields["jurisdictions"], min(first, context.today()),
                                     first + timedelta(days=template.run_days))
        chosen = taking if not entered["deal"] else [deal for deal in deals if deal.id == entered["deal"]]
        language = next(iter(campaign.fields["audience_languages"]), "")
        planned = [plan_piece(piece, template, deal, first, calendar, language, kept.get(deal.id))
                   for deal in chosen for piece in template.deliverables]
        return add_deliverables(context.workspace, planned, context.today())

    filled = {"deal": 0, "template": next(iter(templates), None), "first": campaign.fields["go_live_on"]}
    dialog = FormDialog(parent, tr("Add from a template"), tr("Add deliverables"), build, submit, filled)
    return dialog.result_value if dialog.run() else None


def plan_piece(
    piece: TemplateDeliverable, template: CampaignTemplate, deal: CollaborationRow, first: date,
    calendar: WorkingCalendar, language: str = "", kept: int | None = None,
) -> Planned:
    """One piece of a template for one creator: its days counted back, its checklist dated.

    Without a product in the deal nothing is shipped; `kept` is how many days the deal keeps a post online where
    the template does not say.
    """
    from microinf_desktop.interchange.templates import shipped_checklists, shipped_lead_times

    changes = dict(template.lead_times)
    if deal.product_value is None:
        changes[Phase.SHIP.value] = 0
    publish_on = first + timedelta(days=piece.day)
    plan = plan_back(publish_on, with_changes(shipped_lead_times()[piece.kind], changes), calendar)
    draft = DeliverableDraft(
        deal.id, piece.kind, piece.platform, title=piece.title, quantity=piece.quantity, frames=piece.frames,
        keep_live_days=piece.keep_live_days, caption_language=language, ship_on=plan.due(Phase.SHIP),
        draft_due_on=plan.due(Phase.DRAFT), internal_review_on=plan.due(Phase.INTERNAL_REVIEW),
        client_review_on=plan.due(Phase.CLIENT_REVIEW), publish_on=publish_on,
    )
    items = plan_items(shipped_checklists()[piece.kind], anchors_of(plan), calendar)
    return draft, (*items, *deal_items(publish_on, kept if piece.keep_live_days is None else piece.keep_live_days))
