"""Exclusivities and what they stand against, as cards one can copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.exclusivity import Binding, Certainty, Conflict
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import IconButton, LinkButton
from microinf_desktop.ui.widgets.labels import IconSign, Label
from microinf_desktop.ui.widgets.layouts import clear, row

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Card:
    """One answer: a headline, why, what would be free, and the text that is copied."""

    title: str
    lines: tuple[str, ...]
    text: str
    is_certain: bool = True
    collaboration_id: int = 0


def conflict_card(creator: str, found: Conflict) -> Card:
    """The card of a conflict; `creator` is left out of the headline where the page is about them."""
    bound, work = found.binding, found.work
    until = tr("until {day}", day=f"{bound.ends_on:%d %b %Y}") if bound.ends_on else tr("with no end agreed")
    head = tr("Bound to {client} {until}", client=bound.client, until=until)
    return Card(
        f"{creator}: {head}" if creator else head,
        (tr("{campaign}: {why}", campaign=work.campaign, why=found.why),
         tr("Said in {where}.", where=bound.where_said), found.free),
        found.card(creator or tr("This creator")), found.certainty is Certainty.CONFLICT, bound.collaboration_id,
    )


def binding_card(creator: str, bound: Binding) -> Card:
    """The card of an exclusivity that stands against nothing yet."""
    said = tr("Said in {where}.", where=bound.where_said)
    return Card(str(bound), (said,), f"{creator}: {bound}\n{said}" if creator else f"{bound}\n{said}", False,
                bound.collaboration_id)


class ConflictList(QWidget):
    """Certain conflicts as cards, questions in one quiet line each; nothing to show hides it."""

    def __init__(self, open_deal: Callable[[int], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_deal = open_deal
        self._cards: tuple[Card, ...] = ()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(6)
        self.hide()

    def cards(self) -> tuple[Card, ...]:
        return self._cards

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Replace what is shown; the first six in full, the rest counted and copied along."""
        self._cards = tuple(cards)
        clear(self._body)
        self.setVisible(bool(cards))
        for card in cards[:_SHOWN]:
            self._add(card)
        if len(cards) > _SHOWN:
            more = len(cards) - _SHOWN
            words = Label(trn("and {n} more", "and {n} more", more), "secondary", "text3")
            copy = LinkButton(tr("Copy all"))
            copy.clicked.connect(self.copy_all)
            self._body.addLayout(row(words, copy, 1))

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(card.text for card in self._cards))

    def _add(self, card: Card) -> None:
        title = Label(card.title, "body", weight=600, wrap=True) if card.is_certain \
            else Label(f"{card.title} {card.lines[0]}", "secondary", "text2", wrap=True)
        copy = IconButton("copy", tr("Copy this answer as text"))
        copy.setAccessibleName(tr("Copy: {title}", title=card.title))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(card.text))
        sign = IconSign("warning", ink="danger") if card.is_certain else IconSign("info", ink="text3")
        head = row(sign, title, copy)
        head.setStretch(1, 1)
        self._body.addLayout(head)
        if not card.is_certain:
            return
        for line in card.lines:
            words = Label(line, "secondary", "text2", wrap=True)
            words.setContentsMargins(22, 0, 0, 0)
            self._body.addWidget(words)
        if self._open_deal is not None and card.collaboration_id:
            link = LinkButton(tr("Open the deal"))
            opener, deal = self._open_deal, card.collaboration_id
            link.clicked.connect(lambda: opener(deal))
            line_ = row(link, 1)
            line_.setContentsMargins(22, 0, 0, 0)
            self._body.addLayout(line_)
