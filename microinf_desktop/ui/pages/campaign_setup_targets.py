"""Targets of a campaign as lines to edit, with proposals from objectives and plan beside them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.metrics import METRICS, Unit
from microinf_desktop.domain.target_proposals import Plan, Proposal, propose_targets
from microinf_desktop.domain.targets import Target
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit
from microinf_desktop.ui.widgets.labels import ElidedLabel, Label, Line
from microinf_desktop.ui.widgets.layouts import clear, column, row

_UNITS = {Unit.COUNT: "", Unit.PERCENT: "%", Unit.MULTIPLE: "×"}


class _TargetEdit(NumberEdit):
    """A target's figure: whole ones without decimals."""

    def __init__(self) -> None:
        super().__init__(tr("e.g. 250 K or 4.5"), whole=False)
        self.setFixedWidth(130)

    def set_value(self, value: Any) -> None:
        if value is not None and value == int(value):
            self.setText(formats.count(int(value)))
        else:
            super().set_value(value)


def proposals(context: AppContext, draft: CampaignDraft) -> tuple[Proposal, ...]:
    """What can be proposed for a plan, with the agency's own posts as the base where there are enough."""
    from microinf_desktop.interchange.benchmarks import load_benchmarks
    from microinf_desktop.queries.own_rates import own_rates

    with context.workspace.reading() as session:
        own = own_rates(session, draft.platform)
    plan = Plan(draft.platform, draft.budget, draft.planned_creators, draft.planned_followers,
                draft.planned_posts, draft.order_value, own, draft.currency)
    return propose_targets(draft.objectives, plan, load_benchmarks())


def target_figure(metric: TargetMetric, value: Decimal | None, currency: str) -> str:
    """A target's value as it is written."""
    from microinf_desktop.ui.pages.campaign_overview import figure

    return figure(None if value is None else float(value), METRICS[metric].unit, currency)


class TargetsEdit(QWidget):
    """`value()` are the targets in their order; a proposal is taken with its button, all of them with one."""

    edited = Signal()

    def __init__(self, context: AppContext, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._edits: dict[TargetMetric, _TargetEdit] = {}
        self._proposals: tuple[Proposal, ...] = ()
        self._currency = currency
        self.all_button = Button(tr("Use all proposals"), "secondary", "check")
        self.all_button.clicked.connect(self.use_all)
        self.more = ComboBox((), tr("Another metric"))
        self.more.setAccessibleName(tr("Add a target for another metric"))
        self.more.setMinimumWidth(140)
        self.more.setMaximumWidth(220)
        self.more.edited.connect(self._add_chosen)
        self.problem = InlineError(parent=self)
        self._lines, self._offers = QVBoxLayout(), QVBoxLayout()
        for part in (self._lines, self._offers):
            part.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(Label(tr("Targets"), "section"), 1, self.more, self.all_button))
        column.addLayout(self._lines)
        column.addWidget(self.problem)
        column.addLayout(self._offers)

    def value(self) -> tuple[tuple[TargetMetric, Decimal], ...]:
        """Targets with a figure; ValidationError on `value` for one that cannot be."""
        found = []
        for metric, edit in self._edits.items():
            number = edit.value()
            if number is not None:
                found.append((metric, Target(metric, Decimal(str(number))).value))
        return tuple(found)

    def set_value(self, targets: Sequence[tuple[TargetMetric, Decimal]]) -> None:
        self._edits = {}
        clear(self._lines)
        for metric, value in targets:
            self._add(metric, value)
        self._show_offers()

    def propose(self, draft: CampaignDraft) -> None:
        """Work out the proposals for a plan; targets that are set stay as they are."""
        self._currency = draft.currency
        self._proposals = proposals(self.context, draft)
        for metric, edit in self._edits.items():
            edit.setToolTip(self._explained(metric))
        self._show_offers()

    def use_all(self) -> None:
        for one in self._proposals:
            if one.value is not None and one.metric not in self._edits:
                self._add(one.metric, one.value)
        self._show_offers()
        self.edited.emit()

    def use(self, metric: TargetMetric) -> None:
        value = next(one.value for one in self._proposals if one.metric is metric)
        self._add(metric, value)
        self._show_offers()
        self.edited.emit()

    def validate(self) -> bool:
        """False, with the reason below the lines, when a figure cannot be a target."""
        words = ""
        for metric, edit in self._edits.items():
            words = words or edit.problem()
            if not words and edit.value() is None:
                words = tr("{metric} has no figure. Type it, or remove the target.", metric=labels.label(metric))
        if not words:
            try:
                self.value()
            except ValidationError as error:
                words = str(error)
        self.problem.set_text(words)
        return not words

    def show_error(self, error: ValidationError) -> bool:
        if error.field not in ("value", "targets"):
            return False
        self.problem.set_text(str(error))
        return True

    def _add(self, metric: TargetMetric, value: Decimal | None) -> None:
        edit = self._edits[metric] = _TargetEdit()
        edit.set_value(value)
        edit.setAccessibleName(tr("Target for {metric}", metric=labels.label(metric)))
        edit.setToolTip(self._explained(metric))
        edit.edited.connect(self.edited)
        edit.left_field.connect(lambda: self.problem.set_text("") if not self.problem.text() else self.validate())
        remove = IconButton("trash", tr("Remove the target for {metric}", metric=labels.label(metric)))
        name = Label(METRICS[metric].label)
        name.setFixedWidth(150)
        name.setToolTip(self._explained(metric))
        unit = Label(self._unit(metric), ink="text3")
        unit.setFixedWidth(32)  # so that the formulas stand in one line
        line = QWidget()
        line.setLayout(row(name, edit, unit,
                           ElidedLabel(METRICS[metric].expression, "secondary", "text3"), 1, remove))
        self._lines.addWidget(line)
        remove.clicked.connect(lambda: self._remove(metric, line))

    def _remove(self, metric: TargetMetric, line: QWidget) -> None:
        del self._edits[metric]
        line.hide()
        line.deleteLater()
        self.problem.set_text("")
        self._show_offers()
        self.edited.emit()

    def _add_chosen(self) -> None:
        metric = self.more.value()
        if metric is not None:
            self._add(metric, None)
            self._edits[metric].setFocus()
            self._show_offers()

    def _unit(self, metric: TargetMetric) -> str:
        unit = METRICS[metric].unit
        return self._currency if unit is Unit.MONEY else _UNITS[unit]

    def _explained(self, metric: TargetMetric) -> str:
        """Formula and base of a metric, and how its proposal was made."""
        info = METRICS[metric]
        made = next((one for one in self._proposals if one.metric is metric and one.value is not None), None)
        parts = [f"{info.label}: {info.expression}", info.note]
        if made is not None:
            value = target_figure(metric, made.value, self._currency)
            parts += [tr("Proposed {value}: {formula}", value=value, formula=made.formula), *made.sources]
        return "\n".join(part for part in parts if part)

    def _show_offers(self) -> None:
        clear(self._offers)
        open_ones = [one for one in self._proposals if one.metric not in self._edits]
        if open_ones:
            self._offers.addWidget(Line())
            self._offers.addWidget(Label(tr("Proposed for these objectives"), "label", "text2"))
        for one in open_ones:
            self._offers.addWidget(self._offer(one))
        self.all_button.set_blocked(
            "" if any(one.value is not None for one in open_ones) else tr("no proposal is left to use"))
        self.more.set_choices([(metric, labels.label(metric)) for metric in TargetMetric if metric not in self._edits])
        self.more.set_value(None)

    def _offer(self, one: Proposal) -> QWidget:
        name = Label(METRICS[one.metric].label)
        name.setFixedWidth(150)
        line = QWidget()
        if one.value is None:
            layout = row(name)
            layout.addWidget(Label(one.missing, "secondary", "text3", wrap=True), 1)
            line.setLayout(layout)
            return line
        value = Label(target_figure(one.metric, one.value, self._currency), weight=600)
        use = Button(tr("Use"), "quiet", "plus")
        use.setAccessibleName(tr("Use the proposal for {metric}", metric=labels.label(one.metric)))
        use.clicked.connect(lambda: self.use(one.metric))
        how = Label(" · ".join((one.formula, *one.sources)), "secondary", "text3", wrap=True)
        line.setLayout(column(row(name, value, 1, use), how, spacing=0))
        line.setToolTip(self._explained(one.metric))
        return line
