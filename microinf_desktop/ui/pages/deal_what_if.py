"""What a deal would pay and cost: assumptions as fields, three scenarios as a table and as bars, while one types."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from microinf_desktop.domain.compensation import Terms
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.what_if import SPREAD_PERCENT, Assumption, Scenarios, WhatIf, scenarios
from microinf_desktop.queries.what_if import StartingPoint
from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import NumberEdit
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import clear, column
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_HALVES_FROM = 640  # pixels
_COUNTS = ("views", "engagements", "clicks", "sales")


class WhatIfPanel(QWidget):
    """`start` once per deal, `show_terms` at each change of the terms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: Terms | None = None
        self.found: Scenarios | None = None
        self.form = Form(2)
        self.form.add_field("views", tr("Views"), NumberEdit())
        self.form.add_field("engagements", tr("Engagements"), NumberEdit())
        self.form.add_field("clicks", tr("Clicks"), NumberEdit())
        self.form.add_field("sales", tr("Sales"), NumberEdit())
        self.form.add_field("order_value", tr("Average order"), MoneyEdit())
        self.form.add_field("margin", tr("Margin, %"), NumberEdit(whole=False))
        self.form.changed.connect(self._work_out)
        self.sources = Label("", "secondary", "text3", wrap=True)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(6)
        self.table.setVerticalSpacing(4)
        self.table.setColumnStretch(0, 1)
        self.bars = ScenarioBars()
        layout = column(Label(tr("What if"), "section"))
        self.setLayout(layout)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(8)
        self._halves.addLayout(column(self.form, self.sources, 1), 1)
        self._halves.addLayout(column(self.table, self.bars, 1), 1)
        layout.addLayout(self._halves)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is assumed beside what follows where there is room, else above it."""
        super().resizeEvent(event)
        ways, wide = QBoxLayout.Direction, self.width() >= _HALVES_FROM
        self._halves.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._halves.setSpacing(24 if wide else 8)

    def start(self, point: StartingPoint, currency: str) -> None:
        """Fill in the creator's own figures and say where they come from."""
        self.form.input("order_value").set_currency(currency)
        self.form.set_values({"views": point.assumed.views, "engagements": point.assumed.engagements, "clicks": None,
                              "sales": None, "order_value": None, "margin": None})
        own = [tr("{what}: {source}.", what=self._word(name), source=source) for name, source in point.sources.items()]
        if not own:
            own = [tr("The creator’s accounts have no averages yet. Type what you expect.") if point.pieces
                   else tr("No deliverables are agreed yet. Type what you expect of all of them.")]
        if point.conversion_percent is not None:
            own.append(tr("Usual: {rate} of clicks buy ({source}).", source=point.conversion_source,
                          rate=formats.percent(point.conversion_percent, 2)))
        self.sources.setText(" ".join(own))

    def _word(self, name: str) -> str:
        return tr("Views") if name == "views" else tr("Engagements")

    def assumed(self) -> Assumption:
        """What the fields say."""
        values = self.form.values()
        order = values["order_value"]
        return Assumption(
            **{name: values[name] for name in _COUNTS}, margin_percent=values["margin"],
            order_value_minor=None if order is None else order.minor,
        )

    def show_terms(self, terms: Terms) -> None:
        """Work everything out for these terms."""
        self._terms = terms
        self.form.input("order_value").set_currency(terms.currency)
        self._work_out()

    def _work_out(self) -> None:
        if self._terms is None:
            return
        self.found = scenarios(self._terms, self.assumed())
        self._fill(self.found)
        three = (self.found.low, self.found.expected, self.found.high)
        self.bars.show_values([one.paid.cost for one in three])

    def _fill(self, found: Scenarios) -> None:
        clear(self.table)
        heads = (tr("{n} % less", n=SPREAD_PERCENT), tr("Expected"), tr("{n} % more", n=SPREAD_PERCENT))
        for place, head in enumerate(heads, 1):
            self.table.addWidget(Label(head, "secondary", "text3"), 0, place, Qt.AlignmentFlag.AlignRight)
        for line, (name, formula, value) in enumerate(_LINES, 1):
            label = Label(tr(name), "secondary", "text2", wrap=True)
            label.setToolTip(tr(formula))
            self.table.addWidget(label, line, 0)
            for place, one in enumerate((found.low, found.expected, found.high), 1):
                cell = Label(value(one), "secondary", weight=600 if place == 2 else 400)
                cell.setToolTip(tr(formula))
                self.table.addWidget(cell, line, place, Qt.AlignmentFlag.AlignRight)


def _each(minor: float | None, one: WhatIf) -> str:
    return formats.money(None if minor is None else Money(round(minor), one.paid.currency), full=True)


_LINES: tuple[tuple[str, str, Any], ...] = (
    ("Views", "As assumed, a quarter less or more", lambda one: formats.short(one.assumption.views)),
    ("Sales", "As assumed, a quarter less or more", lambda one: formats.short(one.assumption.sales)),
    ("Fees", "All fixed fees", lambda one: _each(one.paid.fees_minor, one)),
    ("Commission", "Net revenue × share + sales × amount per sale, at most its cap",
     lambda one: _each(one.paid.commission_minor, one)),
    ("Bonuses", "Each bonus whose threshold is reached, at most its cap", lambda one: _each(one.paid.bonus_minor, one)),
    ("Cut by the cap", "Commission and bonuses above the cap for all cash",
     lambda one: _each(one.paid.held_back_minor or None, one)),
    ("Payout", "Fees + commission + bonuses − cut", lambda one: _each(one.paid.cash.minor, one)),
    ("Cost", "Payout + product at its retail value", lambda one: _each(one.paid.cost.minor, one)),
    ("CPM", "Cost ÷ views × 1,000", lambda one: _each(one.cost_per_mille, one)),
    ("Cost per engagement", "Cost ÷ engagements", lambda one: _each(one.cost_per_engagement, one)),
    ("CPA", "Cost ÷ sales", lambda one: _each(one.cost_per_sale, one)),
    ("Break-even sales", "Least sales whose order value × margin covers the cost with them; without a margin all of "
     "the order counts", lambda one: formats.count(one.break_even_sales)),
)


class ScenarioBars(QWidget):
    """The cost of the three scenarios as bars with their amounts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Money] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 3 * 18 + 4)

    def show_values(self, values: list[Money]) -> None:
        self._values = values
        self.setAccessibleName(tr("Cost: {low}, expected {middle}, {high}", low=formats.money(values[0], full=True),
                                  middle=formats.money(values[1], full=True),
                                  high=formats.money(values[2], full=True)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        most = max((value.minor for value in self._values), default=0)
        painter.setFont(theme.font("secondary"))
        for place, value in enumerate(self._values):
            width = (self.width() - 96) * value.minor / most if most else 0
            ink = now.accent if place == 1 else now.text3
            paint.rounded(painter, QRectF(0, place * 18 + 4, max(width, 2), 10), 2, ink)
            painter.setPen(now.text2)
            paint.text(painter, QRectF(max(width, 2) + 8, place * 18 - 1, 96, 20), formats.money(value, full=True))
