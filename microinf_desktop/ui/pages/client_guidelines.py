"""A client's brand guidelines as a sheet: messages, tone, do's and don'ts, palette, mood board, words, competitors."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.clients import contradictions
from microinf_desktop.queries import clients
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.client_board import MoodBoard
from microinf_desktop.ui.pages.client_inputs import SwatchStrip
from microinf_desktop.ui.pages.client_overview import section
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.labels import IconSign, Label, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row


class ClientGuidelines(ScrollColumn):
    """The sheet is read here and written in the form; pictures are added, moved and removed in place."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(margins=(24, 16, 24, 24), spacing=24, parent=parent)
        self.context = context
        self.board = MoodBoard(context)
        self._sheet = QVBoxLayout()
        self._sheet.setSpacing(24)
        self.body.addLayout(self._sheet)
        self.body.addLayout(section(tr("Mood board"), [self.board]))

    def actions(self) -> Sequence[Action]:
        return self.board.actions()

    def show_client(self, detail: clients.ClientDetail) -> None:
        clear(self._sheet)
        fields = detail.fields
        clashes = contradictions(fields["key_messages"], fields["dos"], fields["forbidden_words"])
        if clashes:
            word, line = clashes[0]
            self._sheet.addWidget(Banner(
                Tone.ATTENTION, tr("“{word}” is forbidden, yet the guidelines use it", word=word),
                tr("In: {line}. Creators would read both.", line=line)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(24)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for place, part in enumerate(self._parts(detail)):
            part.addStretch(1)
            grid.addLayout(part, place // 2, place % 2)
        self._sheet.addLayout(grid)
        self.board.show_images(detail.id, detail.images)

    def _parts(self, detail: clients.ClientDetail) -> list[QVBoxLayout]:
        fields = detail.fields
        look: list[QWidget] = [_text(fields["visual_style"])]
        if fields["palette"]:
            look.append(SwatchStrip(fields["palette"]))
        return [
            section(tr("Key messages"), _lines(fields["key_messages"], "")),
            section(tr("Tone"), [_text(fields["tone"])]),
            section(tr("Do"), _lines(fields["dos"], "check", "done")),
            section(tr("Do not"), _lines(fields["donts"], "close", "danger")),
            section(tr("Visual style and palette"), look),
            section(tr("To include"), [_tags([*fields["mandatory_mentions"], *fields["mandatory_hashtags"]])]),
            section(tr("Words not to use"), [_tags(fields["forbidden_words"])]),
            section(tr("Competitors"), _rivals(detail)),
        ]


def _text(text: str) -> QWidget:
    return Label(text or "–", ink="" if text else "text3", wrap=True)


def _lines(lines: Sequence[str], icon: str, ink: str = "text2") -> list[QWidget]:
    made: list[QWidget] = []
    for number, line in enumerate(lines, 1):
        mark: QWidget = IconSign(icon, ink=ink, size=14) if icon else Label(str(number), "secondary", "text3")
        mark.setFixedWidth(16)
        holder = row(mark)
        holder.addWidget(Label(line, wrap=True), 1)
        made.append(boxed(holder))
    return made or [_text("")]


def _rivals(detail: clients.ClientDetail) -> list[QWidget]:
    return [
        boxed(row(Label(rival.name, weight=500), Label(rival.category, "secondary", "text2"), 1))
        for rival in detail.competitors
    ] or [_text("")]


def _tags(words: Sequence[str]) -> QWidget:
    if not words:
        return _text("")
    holder = QWidget()
    flow = FlowLayout(holder, spacing=6)
    for word in words:
        flow.addWidget(Tag(word))
    return holder
