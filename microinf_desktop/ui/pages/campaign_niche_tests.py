"""The niche tests of a campaign as cards on its overview."""

from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.enums import TargetMetric, Verdict
from microinf_desktop.domain.metrics import METRICS
from microinf_desktop.domain.niche_tests import NicheTestDraft, NicheTestRow, Outcome
from microinf_desktop.queries.campaigns import CampaignDetail
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.niche_test import OUTCOMES, edit_niche_test
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import IconButton
from microinf_desktop.ui.widgets.labels import Label, Line, Pill
from microinf_desktop.ui.widgets.layouts import row

_SIGNS = {Outcome.OPEN: Verdict.NOT_CHECKED, Outcome.CONFIRMED: Verdict.PASS, Outcome.REFUTED: Verdict.FAIL,
          Outcome.UNCLEAR: Verdict.WARN}


class NicheTests(QWidget):
    """One card per test: niche, hypothesis, expected against result, outcome and conclusion."""

    def __init__(self, context: AppContext, campaign: CampaignDetail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from microinf_desktop.queries.niche_tests import rows

        self.context, self.campaign = context, campaign
        with context.workspace.reading() as session:
            self.tests = rows(session, campaign.id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for test in self.tests:
            self._card(column, test)
        if not self.tests:
            column.addWidget(Label(tr("None yet. A test says what you expect of a niche before the budget follows"),
                                   ink="text3", wrap=True))

    def _card(self, column: QVBoxLayout, test: NicheTestRow) -> None:
        draft = test.draft
        edit = IconButton("edit", tr("Edit the test of {niche}", niche=draft.niche))
        edit.clicked.connect(lambda: self.edit(test))
        remove = IconButton("trash", tr("Delete the test of {niche}", niche=draft.niche))
        remove.clicked.connect(lambda: self.delete(test))
        outcome = Pill(_SIGNS[draft.outcome], tr(OUTCOMES[draft.outcome]))
        column.addLayout(row(Label(draft.niche, weight=600), 1, outcome, edit, remove))
        column.addWidget(Label(draft.hypothesis, wrap=True))
        facts = self._facts(draft)
        if facts:
            column.addWidget(Label(facts, "secondary", "text2", wrap=True))
        if draft.conclusion:
            column.addWidget(Label(draft.conclusion, weight=500, wrap=True))
        column.addWidget(Line())

    def _facts(self, draft: NicheTestDraft) -> str:
        parts = []
        if draft.metric:
            parts = [METRICS[TargetMetric(draft.metric)].label,
                     tr("expected {figure}", figure=self._figure(draft.metric, draft.expected)),
                     tr("result {figure}", figure=self._figure(draft.metric, draft.result))]
        if draft.sample_size is not None:
            parts.append(trn("{n} creator", "{n} creators", draft.sample_size))
        if draft.concluded_on is not None:
            parts.append(formats.day(draft.concluded_on))
        return " · ".join(parts)

    def _figure(self, metric: str, value: Decimal | None) -> str:
        from microinf_desktop.ui.pages.campaign_overview import figure

        number = None if value is None else float(value)
        return figure(number, METRICS[TargetMetric(metric)].unit, self.campaign.fields["currency"])

    def edit(self, test: NicheTestRow) -> None:
        if edit_niche_test(self, self.context, self.campaign, test) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def delete(self, test: NicheTestRow) -> None:
        from microinf_desktop.services.niche_tests import delete_niche_test

        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: delete_niche_test(workspace, test.id),
            lambda _result: self.context.toast(tr("Niche test deleted"), undo=True),
        )
