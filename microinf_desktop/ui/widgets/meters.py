"""Meters of value against thresholds of law and tax: how far, what is not counted, and what reaching it asks for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.thresholds import Meter, MeterState
from microinf_desktop.queries import thresholds
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_WORDS = {
    MeterState.BELOW: ("Below", "text2"), MeterState.NEAR: ("Close to it", "attention"),
    MeterState.REACHED: ("Reached", "danger"), MeterState.UNCLEAR: ("Cannot tell", "attention"),
}


def read_meters(context: AppContext, **parts: Any) -> list[Meter]:
    """The meters a query finds (`influencer_id=`, `client_id=`, `campaign_id=`, `year=`)."""
    from microinf_desktop.interchange.thresholds import load_thresholds

    with context.workspace.reading() as session:
        return thresholds.meters(session, load_thresholds(), **parts)


class MeterList(QWidget):
    """One block per meter; shows nothing when there is none."""

    def __init__(self, title: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    def show_meters(self, meters: Sequence[Meter]) -> None:
        clear(self._layout)
        self.setVisible(bool(meters))
        if meters and self._title:
            self._layout.addSpacing(4)
            self._layout.addWidget(Label(tr("Thresholds"), "section"))
        for place, meter in enumerate(meters):
            if place:
                self._layout.addWidget(Line())
            self._add(meter)

    def _add(self, meter: Meter) -> None:
        threshold = meter.threshold
        word, ink = _WORDS[meter.state]
        if meter.state is MeterState.REACHED and not meter.is_open:
            word, ink = "Reached, contract signed", "done"
        self._layout.addLayout(row(Label(f"{threshold.title}, {meter.year}", weight=500), 1,
                                   Label(tr(word), "secondary", ink, weight=600)))
        self._layout.addWidget(Label(tr("{creator} from {client}", creator=meter.creator, client=meter.client),
                                     "secondary", "text2", wrap=True))
        self._layout.addWidget(Label(value_words(meter), "body", wrap=True))
        for said in notes(meter):
            self._layout.addWidget(Label(said, "secondary", "text2", wrap=True))
        source = LinkButton(tr("Source, read {day}", day=formats.day(threshold.read_on)), "secondary")
        source.setToolTip(f"{threshold.source}\n{threshold.base}\n{threshold.url}")
        source.clicked.connect(lambda _=False, url=threshold.url: QDesktopServices.openUrl(QUrl(url)))
        self._layout.addLayout(row(source, 1))


def value_words(meter: Meter) -> str:
    """How far it is: "EUR 850 of EUR 1,000, 85 %"."""
    from microinf_desktop.domain.money import Money

    limit = Money(meter.threshold.limit_minor, meter.threshold.currency)
    return tr("{value} of {limit}, {share}", value=formats.money(meter.value), limit=formats.money(limit),
              share=formats.percent(float(meter.percent), 0))


def notes(meter: Meter) -> list[str]:
    """What is not in the figure, and what reaching the threshold asks for."""
    said = []
    if meter.others:
        listed = ", ".join(formats.money(money) for money in meter.others)
        said.append(tr("Also {amounts}: not converted, because nobody gave a rate", amounts=listed))
    if meter.lacks_value:
        said.append(tr("A product was given whose value nobody wrote down"))
    if meter.is_open:
        said.append(meter.threshold.need)
    if meter.unsigned and meter.state is not MeterState.BELOW:
        said.append(tr("Not signed by both: {campaigns}", campaigns=", ".join(meter.unsigned)))
    return said
