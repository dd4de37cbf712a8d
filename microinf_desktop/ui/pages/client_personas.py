"""A client's personas as cards, with the campaigns that want to reach them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from microinf_desktop.domain.personas import PersonaRow
from microinf_desktop.queries import clients, personas
from microinf_desktop.services import personas as services
from microinf_desktop.ui import choices, paint, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.persona import edit_persona
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import LinkButton, menu_button
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.labels import Avatar, Label, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row

_CARD_WIDTH = 380


class ClientPersonas(ScrollColumn):
    """Cards in as many columns as fit; the one with the keyboard is what the actions are about."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(margins=(24, 16, 24, 24), spacing=16, parent=parent)
        self.context = context
        self.client_id = 0
        self.cards: dict[int, PersonaCard] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self.empty = EmptyState(tr("No personas yet. They say whom campaigns want to reach"), tr("Add persona"),
                                self.add)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._grid)

    def show_client(self, detail: clients.ClientDetail) -> None:
        kept = self.current_id()
        self.client_id = detail.id
        with self.context.workspace.reading() as session:
            found = personas.personas(session, detail.id)
        clear(self._grid)
        self.cards = {}
        for persona in found:
            card = PersonaCard(self.context, persona, lambda key=persona.id: self._menu(key))
            card.opened.connect(lambda key=persona.id: self.edit(key))
            card.delete_asked.connect(lambda key=persona.id: self.delete(key))
            self.cards[persona.id] = card
        self.empty.setVisible(not found)
        self._arrange()
        if kept in self.cards:
            self.cards[kept].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = max(self.viewport().width() // _CARD_WIDTH, 1)
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def current_id(self) -> int:
        return next((key for key, card in self.cards.items()
                     if card.hasFocus() or card.isAncestorOf(self.focusWidget() or self)), 0)

    def actions(self) -> Sequence[Action]:
        group = tr("Personas")
        return [
            Action("client.persona.add", tr("Add persona"), self.add, "Ctrl+N", "plus", group, "primary"),
        ]

    def _menu(self, key: int) -> list[Action]:
        group = tr("Persona")
        return [
            Action("client.persona.edit", tr("Edit persona"), lambda: self.edit(key), "Enter", "edit", group),
            Action("client.persona.copy", tr("Duplicate persona"), lambda: self.duplicate(key), "", "copy", group),
            Action("client.persona.delete", tr("Delete persona"), lambda: self.delete(key), "Del", "trash", group),
        ]

    def add(self) -> None:
        if edit_persona(self, self.context, self.client_id) is not None:
            self.context.toast(tr("Persona added"), undo=True)

    def edit(self, persona_id: int) -> None:
        if edit_persona(self, self.context, self.client_id, self.cards[persona_id].persona) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def duplicate(self, persona_id: int) -> None:
        services.duplicate_persona(self.context.workspace, persona_id)
        self.context.toast(tr("Persona duplicated"), undo=True)

    def delete(self, persona_id: int) -> None:
        used = len(self.cards[persona_id].persona.campaigns)
        services.delete_persona(self.context.workspace, persona_id)
        self.context.toast(
            trn("Persona deleted and taken out of {n} campaign", "Persona deleted and taken out of {n} campaigns", used)
            if used else tr("Persona deleted"), undo=True)


class PersonaCard(QWidget):
    """One persona; Enter or a double click edits it, Del deletes it."""

    opened = Signal()
    delete_asked = Signal()

    def __init__(self, context: AppContext, persona: PersonaRow,
                 menu: Callable[[], Sequence[Action]]) -> None:
        super().__init__()
        self.persona, self._menu = persona, menu
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{persona.name}, {_who(persona)}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        more = menu_button("more", tr("Actions for {name}", name=persona.name), menu)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(Label(persona.name, "panel", wrap=True))
        names.addWidget(Label(_who(persona), "secondary", "text2", wrap=True))
        head = row(Avatar(persona.name, 40), spacing=12)
        head.addLayout(names, 1)
        head.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        if persona.interests:
            layout.addWidget(_tags(persona.interests))
        for behaviour in persona.behaviours:
            line = row(Label("–", "secondary", "text3"))
            line.addWidget(Label(behaviour, wrap=True), 1)
            layout.addWidget(boxed(line))
        if persona.notes:
            layout.addWidget(Label(persona.notes, "secondary", "text2", wrap=True))
        layout.addStretch(1)
        layout.addWidget(Label(tr("Reached by") if persona.campaigns else tr("No campaign reaches out to it yet"),
                               "caption", "text3"))
        for campaign_id, name in persona.campaigns:
            link = LinkButton(name, "secondary")
            link.clicked.connect(lambda _=False, key=campaign_id: context.navigation.open("campaign", id=key))
            layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        fill_menu(QMenu(self), self._menu()).popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        paint.rounded(painter, QRectF(self.rect()), 6, now.surface, now.line)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), now.accent, 6)


def _who(persona: PersonaRow) -> str:
    """ "29–49, mostly women · United Kingdom, Ireland · English"."""
    ages = f"{persona.age_from or ''}–{persona.age_to or ''}" if persona.age_from and persona.age_to else (
        tr("from {n}", n=persona.age_from) if persona.age_from else
        tr("up to {n}", n=persona.age_to) if persona.age_to else "")
    parts = (", ".join(part for part in (ages, persona.gender) if part),
             ", ".join(choices.country(code) for code in persona.countries),
             ", ".join(choices.language(code) for code in persona.languages))
    return " · ".join(part for part in parts if part) or tr("Anybody")


def _tags(words: Sequence[str]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=6)
    for word in words:
        flow.addWidget(Tag(word))
    return holder
