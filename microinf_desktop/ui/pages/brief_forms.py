"""What is written for a brief: the general part with what client and campaign give, and a creator's own page."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.briefs import BriefDraft, BriefPageDraft
from microinf_desktop.domain.learnings import LearningRow
from microinf_desktop.queries.briefs import GeneralPart
from microinf_desktop.ui import formats
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import IconButton, LinkButton
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import TextArea
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, clear, row
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList

_LISTS = frozenset({"talking_points", "story_prompts", "dos", "donts", "approved_claims"})


class LineArea(TextArea):
    """A list, one a line; Alt with Up or Down moves the line of the cursor."""

    def move_line(self, by: int) -> bool:
        """Swap the cursor's line with the one above (-1) or below (1); False at the ends. One undo takes it back."""
        cursor = self.textCursor()
        lines, at, column = self.toPlainText().split("\n"), cursor.blockNumber(), cursor.positionInBlock()
        if not 0 <= at + by < len(lines):
            return False
        lines[at], lines[at + by] = lines[at + by], lines[at]
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText("\n".join(lines))
        cursor.setPosition(self.document().findBlockByNumber(at + by).position() + column)
        self.setTextCursor(cursor)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_line(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class _BriefForm(QWidget):
    """Text areas that tell when something is typed and when it should be stored."""

    typed = Signal()
    left = Signal()

    def __init__(self, house: tuple[Sequence[str], str]) -> None:
        super().__init__()
        self.prompts, self.freedom = tuple(house[0]), house[1]
        self.form = Form()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.form.changed.connect(self.typed)

    def add(self, name: str, label: str, rows: int = 2, help: str = "", placeholder: str = "") -> None:
        area = (LineArea if name in _LISTS else TextArea)(rows=rows, most=14, placeholder=placeholder)
        area.left_field.connect(self.left)
        self.form.add_field(name, label, area, help)

    def add_movers(self, name: str, what: str) -> None:
        """Buttons that move the cursor's line of a list, for those who do not know the keys."""
        area = self.form.input(name)
        buttons = []
        for icon, by, text, keys in (("arrow-up", -1, tr("Move the line up, {what}", what=what), "Alt+Up"),
                                     ("arrow-down", 1, tr("Move the line down, {what}", what=what), "Alt+Down")):
            button = IconButton(icon, text, keys)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where it is
            button.clicked.connect(lambda _=False, by=by: area.move_line(by))
            buttons.append(button)
        told = Label(tr("Move the line with the cursor"), "secondary", "text3")
        self.form.add_wide(boxed(row(told, 1, *buttons, spacing=0)))

    def fill(self, values: dict[str, Any]) -> None:
        self.form.set_values({name: "\n".join(value) if name in _LISTS else value for name, value in values.items()})

    def read(self) -> dict[str, Any]:
        """Texts, and tuples of lines for lists."""
        return {name: _lines(value) if name in _LISTS else value for name, value in self.form.values().items()}


class GeneralForm(_BriefForm):
    """The general part; what comes from client and campaign is shown with the way to it."""

    def __init__(self, house: tuple[Sequence[str], str], edit_campaign: Callable[[], object],
                 edit_client: Callable[[], object]) -> None:
        super().__init__(house)
        self._edit_campaign, self._edit_client = edit_campaign, edit_client
        self._learned: tuple[str, ...] = ()
        self.add("opening", tr("Opening"), 3, placeholder=tr("What this is about, in your own words"))
        self.given = QVBoxLayout()
        self.given.setSpacing(4)
        self.given.setContentsMargins(0, 0, 0, 0)
        box = QWidget()
        box.setLayout(self.given)
        self.form.add_wide(box)
        self.add("talking_points", tr("Talking points, one a line"))
        self.add("story_prompts", tr("Storytelling prompts, one a line"), 3,
                 tr("In this order. Emptied, those of the house come back"))
        self.add_movers("story_prompts", tr("storytelling prompts"))
        self.add("dos", tr("Do, one a line, besides the client's"))
        self.add("donts", tr("Do not, one a line, besides the client's"))
        self.add("approved_claims", tr("Approved claims, one a line"))
        self.add("call_to_action", tr("Call to action"), 1)
        self.add("visual_direction", tr("Visual direction"))
        self.add("freedom_statement", tr("Freedom statement"), 4, tr("What is fixed, and what is free"))
        self.column.addWidget(self.form)
        self.learnings_title = Label(tr("Learnings of earlier campaigns"), "section")
        self.learnings = CheckList(strike=False)
        self.learnings.setAccessibleName(tr("Learnings of earlier campaigns"))
        self.no_learnings = Label(tr("None noted for this client yet"), "secondary", "text3")
        for part in (self.learnings_title, self.learnings, self.no_learnings):
            self.column.addWidget(part)
        self.learnings.toggled.connect(self._ticked)

    def show_part(self, part: GeneralPart, offered: Sequence[LearningRow], refill: bool) -> None:
        """Show what is stored; `refill` False keeps what is being typed."""
        self._show_given(part)
        if not refill:
            return
        draft = part.draft
        self._learned = draft.learnings
        self.fill({
            **{name: getattr(draft, name) for name in self.form.names()},
            "story_prompts": draft.story_prompts or self.prompts,
            "freedom_statement": draft.freedom_statement or self.freedom,
        })
        texts = {learning.text: learning for learning in offered}
        items = [CheckItem(text, text, text in draft.learnings, _origin(learning)) for text, learning in texts.items()]
        items += [CheckItem(text, text, True, tr("no longer noted")) for text in draft.learnings if text not in texts]
        self.learnings.set_items(items)
        self.learnings.fit_height()
        self.learnings.setVisible(bool(items))
        self.no_learnings.setVisible(not items)

    def _show_given(self, part: GeneralPart) -> None:
        clear(self.given)
        messages = LinkButton(tr("Edit in the campaign"))
        messages.clicked.connect(self._edit_campaign)
        guidelines = LinkButton(tr("Edit the guidelines"))
        guidelines.clicked.connect(self._edit_client)
        self.given.addLayout(row(Label(tr("Key messages"), "label", "text2"), 1, messages))
        for text in dict.fromkeys((*part.campaign_messages, *part.client_messages)):
            self.given.addWidget(Label(f"–  {text}", wrap=True))
        self.given.addLayout(row(Label(tr("From {client}", client=part.client), "label", "text2"), 1, guidelines))
        given = ((tr("Tone"), part.tone), (tr("Look"), part.visual_style), (tr("Do"), "; ".join(part.client_dos)),
                 (tr("Do not"), "; ".join(part.client_donts)), (tr("Words to leave out"),
                                                                ", ".join(part.forbidden_words)),
                 (tr("Colours"), ", ".join(part.palette)), (tr("Pictures"), str(part.images or "")))
        for name, text in given:
            if text:
                self.given.addWidget(Label(f"{name}: {text}", "secondary", "text2", wrap=True))

    def _ticked(self, text: str, on: bool) -> None:
        kept = [known for known in self._learned if known != text]
        self._learned = (*kept, text) if on else tuple(kept)
        self.typed.emit()
        self.left.emit()

    def draft(self) -> BriefDraft:
        """What is typed; the words of the house are stored as nothing of its own."""
        values = self.read()
        if values["story_prompts"] == self.prompts:
            values["story_prompts"] = ()
        if values["freedom_statement"].strip() == self.freedom.strip():
            values["freedom_statement"] = ""
        return BriefDraft(**values, learnings=self._learned)


class CreatorForm(_BriefForm):
    """A creator's own page."""

    def __init__(self, house: tuple[Sequence[str], str]) -> None:
        super().__init__(house)
        general = tr("Left empty, those of the general part are printed")
        self.add("why_you", tr("Why you"), 4, placeholder=tr("What you like about this creator, for this campaign"))
        self.add("talking_points", tr("Own talking points, one a line"), 3,
                 tr("Printed after those of the general part"))
        self.add("story_prompts", tr("Own storytelling prompts, one a line"), 3, general)
        self.add_movers("story_prompts", tr("own storytelling prompts"))
        self.add("freedom_statement", tr("Own freedom statement"), 3, tr("Left empty, the general one is printed"))
        self.column.addWidget(self.form)

    def show_draft(self, draft: BriefPageDraft) -> None:
        self.fill({name: getattr(draft, name) for name in self.form.names()})

    def draft(self) -> BriefPageDraft:
        """What is typed."""
        return BriefPageDraft(**self.read())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _origin(learning: LearningRow) -> str:
    day = formats.day(learning.noted_on)
    return f"{learning.campaign}, {day}" if learning.campaign else day
