"""Add, edit and conclude a niche test; a conclusion can be kept as a learning of the client."""

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.learnings import LearningDraft
from microinf_desktop.domain.niche_tests import NicheTestDraft, NicheTestRow, Outcome, proposed_outcome
from microinf_desktop.queries.campaigns import CampaignDetail
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField

OUTCOMES = {Outcome.OPEN: "Open", Outcome.CONFIRMED: "Confirmed", Outcome.REFUTED: "Refuted",
            Outcome.UNCLEAR: "Unclear"}


def edit_niche_test(
    parent: QWidget, context: AppContext, campaign: CampaignDetail, known: NicheTestRow | None = None
) -> int | None:
    """Ask for the test and store it, and its conclusion as a learning when ticked; the id, None when cancelled."""
    from microinf_desktop.services.learnings import save_learning
    from microinf_desktop.services.niche_tests import save_niche_test

    def submit(entered: dict[str, Any]) -> int:
        draft = _draft(campaign.id, entered, context)
        stored = save_niche_test(context.workspace, draft, known.id if known else None)
        if entered["keep"] and draft.outcome is not Outcome.OPEN:
            words = f"{draft.hypothesis.rstrip('.')}: {tr(OUTCOMES[draft.outcome]).lower()}. {draft.conclusion}"
            save_learning(context.workspace, LearningDraft(
                campaign.fields["client_id"], words, draft.niche[:60], campaign.id, draft.concluded_on))
        return stored

    title = tr("Add niche test") if known is None else tr("Edit niche test")
    dialog = FormDialog(parent, title, tr("Save"), lambda form: _build(form, context, campaign.id), submit, columns=2,
                        width=640)
    form = dialog.form
    form.set_values(_filled(known, campaign))
    return dialog.result_value if dialog.run() else None


def _build(form: Form, context: AppContext, campaign_id: int) -> None:
    form.add_field("niche", tr("Niche"), TextField(placeholder=tr("e.g. night bakers")), required=True)
    form.add_field("sample_size", tr("Creators in the sample"), NumberEdit(tr("e.g. 6")))
    form.add_field("hypothesis", tr("Hypothesis"), TextArea(rows=3), required=True, span=2)
    form.add_field("metric", tr("Measured by"), ComboBox([("", tr("Nothing yet")), *labels.choices(TargetMetric)]))
    form.add_field("expected", tr("Expected"), NumberEdit(tr("e.g. 6"), whole=False))
    form.add_field("result", tr("Result"), NumberEdit(whole=False))
    form.add_field("outcome", tr("Outcome"), ComboBox([(word, tr(text)) for word, text in OUTCOMES.items()]))
    propose = Button(tr("Take the result from the posts"), "secondary", "refresh")
    propose.clicked.connect(lambda: _propose(form, context, campaign_id))
    form.add_wide(propose)
    form.add_field("conclusion", tr("Conclusion"), TextArea(rows=2), span=2)
    form.add_field("concluded_on", tr("Concluded on"), DateEdit())
    form.add_field("keep", tr("Keep as a learning of the client"), CheckBox(""),
                   help=tr("It is offered in the next set-up and brief"))


def _filled(known: NicheTestRow | None, campaign: CampaignDetail) -> dict[str, Any]:
    if known is None:
        return {"metric": "", "outcome": Outcome.OPEN, "hypothesis": campaign.fields["hypothesis"],
                "sample_size": campaign.creators or campaign.fields["planned_creators"]}
    values: dict[str, Any] = {name: getattr(known.draft, name) for name in NicheTestDraft.__dataclass_fields__}
    for name in ("expected", "result"):
        values[name] = None if values[name] is None else float(values[name])
    values["metric"] = TargetMetric(values["metric"]) if values["metric"] else ""
    return values


def _draft(campaign_id: int, entered: dict[str, Any], context: AppContext) -> NicheTestDraft:
    figures = {name: None if entered[name] is None else Decimal(str(entered[name])) for name in ("expected", "result")}
    outcome: Outcome = entered["outcome"]
    day = entered["concluded_on"] or (context.today() if outcome is not Outcome.OPEN else None)
    return NicheTestDraft(
        campaign_id, entered["niche"], entered["hypothesis"], str(entered["metric"] or ""), **figures,
        sample_size=entered["sample_size"], outcome=outcome, conclusion=entered["conclusion"], concluded_on=day,
    )


def _propose(form: Form, context: AppContext, campaign_id: int) -> None:
    """Fill result, sample and outcome from what was read; say so at the field when nothing was."""
    from microinf_desktop.queries.niche_tests import measured

    metric = form.input("metric").value()
    if not metric:
        form.set_error("metric", tr("Choose what is measured first."))
        return
    with context.workspace.reading() as session:
        found = measured(session, campaign_id, TargetMetric(metric))
    if found.result is None:
        form.set_error("result", tr("No post has this figure yet. Type it, or read the posts first."))
        return
    form.set_error("result", "")
    form.input("result").set_value(float(found.result))
    form.input("sample_size").set_value(found.creators)
    expected = form.input("expected").value()
    form.input("outcome").set_value(proposed_outcome(
        str(metric), None if expected is None else Decimal(str(expected)), found.result, found.creators))
