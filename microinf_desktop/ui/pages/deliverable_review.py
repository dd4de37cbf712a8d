"""Beside the draft of a deliverable: its versions, the findings of the check, and the decision on it."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.domain.pipelines import DELIVERABLE, label, next_state, route
from microinf_desktop.domain.reviews import Rounds
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries.deliverables import DraftRow
from microinf_desktop.ui import formats, glyphs, labels, paint, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs import review as review_dialogs
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, PaintedButton
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.findings import AreaResult, FindingsView, verdict_words
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, column, row

VERSIONS_WIDTH, FINDINGS_WIDTH = 184, 440
DECIDED = frozenset({
    DeliverableState.APPROVED, DeliverableState.SCHEDULED, DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED,
    DeliverableState.METRICS_CAPTURED, DeliverableState.COMPLETE, DeliverableState.CANCELLED,
    DeliverableState.REPLACED,
})


def side_widths(width: int) -> tuple[int, int]:
    """Widths of versions and findings on a page that is this wide, so that the text between keeps its room."""
    if width >= 1_150:
        return VERSIONS_WIDTH, FINDINGS_WIDTH
    return (148, 372) if width >= 860 else (92, 200)


class FindingsPanel(QWidget):
    """The verdict, the findings, and the warning not to rely on them blindly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_background(self, "surface")
        self.setFixedWidth(FINDINGS_WIDTH)
        self.sign = GlyphSign(Verdict.NOT_CHECKED, size=16)
        self.title = Label("", "panel", wrap=True)
        self.subtitle = Label("", "secondary", "text2", wrap=True)
        self.subtitle.setVisible(False)
        self._packs = load_packs()
        self.view = FindingsView(self._packs)
        scroll = ScrollColumn(margins=(16, 4, 16, 16))
        scroll.body.addWidget(self.view)
        self.banner = Banner(Tone.ATTENTION, tr("Check before relying"), "")
        line = row(self.sign)
        line.addWidget(self.title, 1)
        head = column(line, self.subtitle, spacing=4, margins=(16, 12, 16, 8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.banner)

    def set_packs(self, packs: PackSet) -> None:
        """The rules that the next results come from."""
        self._packs = packs
        self.view.set_packs(packs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The warning is never cut, however narrow it gets."""
        super().resizeEvent(event)
        self.banner.setMinimumHeight(self.banner.heightForWidth(event.size().width()))

    def show_results(self, results: list[AreaResult], note: str = "", empty: tuple[str, str] = ("", "")) -> None:
        """Show a check; `note` says what it was made of, `empty` why there is none and what to do."""
        verdict, words = verdict_words(results)
        self.sign.set_state(verdict)
        self.title.setText(f"{words}, {note}" if note else words)
        self.view.set_results(results)
        if results:
            oldest = min(self._packs.get(one.jurisdiction).checked_on for one in results)
            versions = ", ".join(sorted({one.pack_version for one in results}))
            self.banner.set_content(tr("Check before relying"), tr(
                "Packs {versions}, sources read {day}. Researched guidance, not legal advice.",
                versions=versions, day=formats.day(oldest),
            ))
        else:
            self.banner.set_content(*empty)

    def show_state(self, data: DeliverableData, dirty: bool) -> None:
        """Below the verdict: the tie and what is on record about the text."""
        parts = [dict(_ties()).get(data.detail.relationship, data.detail.relationship)]
        if dirty:
            parts.append(tr("not saved yet"))
        elif data.standing.missing:
            parts.append(tr("no check on record for {areas}", areas=", ".join(data.standing.missing)))
        elif data.standing.checks:
            newest = max(data.standing.checks, key=lambda check: check.checked_at)
            parts.append(tr("recorded {when} by {who}", when=formats.moment(newest.checked_at),
                            who=newest.checked_by or tr("the program")))
        decision = data.standing.decision
        if decision is not None and not dirty:
            parts.append(tr("accepted by {who}: {reason}", who=decision.person, reason=decision.reason))
        self.subtitle.setVisible(True)
        self.subtitle.setText(". ".join(part[:1].upper() + part[1:] for part in parts if part))


def _ties() -> list[tuple[str, str]]:
    from microinf_desktop.ui.dialogs.check_caption import relationships

    return relationships()


class _Version(PaintedButton):
    """One version in the list: number, when it came, its verdict."""

    def __init__(self, draft: DraftRow, verdict: Verdict, parent: QWidget) -> None:
        super().__init__(tr("Draft {n}", n=draft.number), parent)
        self.number, self._verdict = draft.number, verdict
        self._when = formats.moment(draft.received_at)
        self._note = str(draft.fields.get("note") or "").split("\n")[0]
        self.setCheckable(True)
        self.setFixedHeight(66 if self._note else 48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self.text()}, {labels.label(verdict)}, {self._when}")

    def sizeHint(self) -> QSize:
        return QSize(VERSIONS_WIDTH, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, box = QPainter(self), theme.current(), QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(box, now.selected)
            painter.fillRect(QRectF(0, 0, 3, box.height()), now.accent)
        elif self.underMouse():
            painter.fillRect(box, now.hover)
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(16, 6, box.width() - 48, 18), self.text())
        glyphs.paint_glyph(painter, box.width() - 30, 8, self._verdict)
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        if self._note:
            paint.text(painter, QRectF(16, 24, box.width() - 32, 18), self._note)
        paint.text(painter, QRectF(16, 42 if self._note else 24, box.width() - 32, 18), self._when)
        paint.hairline(painter, 0, box.width(), box.height() - 1, now.line)
        if self.ring:
            paint.focus_ring(painter, box.adjusted(2, 2, -2, -2), now.accent, 3)


class VersionList(QWidget):
    """Versions, newest first; `chosen(number)`."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(VERSIONS_WIDTH)
        theme.set_background(self, "sunken")
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.rounds = Label("", "secondary", "text2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = boxed(row(Label(tr("Versions"), "section"), 1, margins=(16, 0, 16, 0)))
        head.setFixedHeight(40)
        scroll = ScrollColumn(margins=(0, 0, 0, 0), spacing=0, fill="sunken")
        scroll.body.addLayout(self._list)
        foot = row(margins=(16, 10, 16, 10))
        foot.addWidget(self.rounds, 1)
        layout.addWidget(head)
        layout.addWidget(Line())
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def set_versions(self, drafts: tuple[DraftRow, ...], verdicts: dict[int, Verdict], used: int, agreed: int) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        clear(self._list)
        for draft in drafts:
            button = _Version(draft, verdicts.get(draft.number, Verdict.NOT_CHECKED), self)
            self._group.addButton(button, draft.number)
            self._list.addWidget(button)
        if not drafts:
            self._list.addLayout(row(
                Label(tr("No draft yet. Paste what the creator sent, then save it"), "secondary", "text2", wrap=True),
                margins=(16, 12, 16, 12),
            ))
        self.rounds.setText(review_dialogs.round_words(used, agreed))

    def show_current(self, number: int | None) -> None:
        button = self._group.button(number) if number is not None else None
        if button is not None:
            button.setChecked(True)


class DecisionBar(QWidget):
    """Approve with the reason why not, what comes next, and every other state."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        self.setProperty("foot", True)
        theme.set_background(self, "surface")
        self.approve = Button(tr("Approve"), "primary", keys="A")
        self.reason = Label("", "secondary", "text2", wrap=True)
        self.decide = Button(tr("Accept the warnings"))
        self.check = Button(tr("Record the check"))
        self.next = Button("")
        self.changes = Button(tr("Request changes"), keys="R")
        self.approve.clicked.connect(self._approve)
        self.changes.clicked.connect(self._changes)
        self.decide.clicked.connect(self._decide)
        self.next.clicked.connect(self._next)
        buttons = FlowLayout(spacing=8)
        for button in (self.approve, self.decide, self.check, self.changes, self.next):
            buttons.addWidget(button)
        self.setLayout(column(self.reason, buttons, spacing=8, margins=(20, 10, 20, 10)))

    def show_data(self, data: DeliverableData, dirty: bool) -> None:
        self.data = data
        undecided = data.state not in DECIDED
        why = refusal_of_approval(data, dirty)
        self.approve.setVisible(undecided)
        ours = data.state is DeliverableState.INTERNAL_REVIEW and data.client_decides
        self.approve.setText(tr("Approve for the client") if ours else tr("Approve"))
        self.approve.updateGeometry()
        self.approve.set_blocked(why)
        self.reason.setText(why)
        self.reason.setVisible(undecided and bool(why))
        self.decide.setVisible(undecided and not dirty and data.standing.needs_decision)
        self.check.setVisible(not dirty and bool(data.detail.drafts) and bool(data.standing.missing))
        self.changes.setVisible(DeliverableState.CHANGES_REQUESTED in data.moves)
        self.changes.set_blocked(tr("save the draft first") if dirty else "")
        following = None if ours else self._following(data)  # the approval is the next step
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.setText(next_verb(following))
            self.next.setAccessibleName(next_verb(following))
            refusal = data.moves.get(following)
            self.next.set_blocked(tr("save the draft first") if dirty else str(refusal or ""))
            self.next.updateGeometry()
        self.setVisible(any(not one.isHidden() for one in (self.approve, self.decide, self.check, self.changes,
                                                           self.next)))

    def _following(self, data: DeliverableData) -> DeliverableState | None:
        following = next_state(DELIVERABLE, data.state)
        if following in (None, DeliverableState.APPROVED, DeliverableState.DRAFT_IN):
            return None
        return following

    def _next(self) -> None:
        following = self._following(self.data) if self.data is not None else None
        if following is not None:
            self._move(following)

    def _approve(self) -> None:
        review = self.data.open_review if self.data is not None else None
        if self.data is not None and review is not None:
            review_dialogs.approve(self, self.context, self.data.id, review)
        else:
            self._move(DeliverableState.APPROVED)

    def _changes(self) -> None:
        data = self.data
        if data is None or data.open_review is None:
            self._move(DeliverableState.CHANGES_REQUESTED)
            return
        rounds = Rounds(data.detail.row.rounds_used, data.detail.rounds_included)
        review_dialogs.decide_changes(self, self.context, data.id, data.open_review, rounds)

    def _move(self, state: DeliverableState) -> None:
        if self.data is not None:
            moves.move(self, self.context, [self.data.id], state)

    def _decide(self) -> None:
        if self.data is not None:
            moves.decide_warning(self, self.context, self.data.id)


def refusal_of_approval(data: DeliverableData, dirty: bool) -> str:
    """Why a deliverable cannot be approved now, with what to do; "" when it can."""
    if dirty:
        return tr("Save the draft first.")
    if not data.detail.drafts:
        return tr("No draft is stored yet. Paste what the creator sent and save it.")
    fails = data.standing.is_needed and data.standing.verdict is Verdict.FAIL
    ours = data.state is DeliverableState.INTERNAL_REVIEW and data.client_decides and data.open_review is not None
    if ours and not fails:
        return ""  # our approval sends it to the client, who sees it with its warnings
    if data.refusal:
        return data.refusal
    if DeliverableState.APPROVED in data.moves:
        return str(data.moves[DeliverableState.APPROVED] or "")
    way = route(DELIVERABLE, data.state, DeliverableState.APPROVED)
    steps = ", ".join(f"“{label(step)}”" for step in way[:-1])
    return tr("Approval comes after {steps}.", steps=steps) if steps else tr("It cannot be approved from its state.")


def next_verb(state: DeliverableState) -> str:
    """What the button to the usual next state says."""
    verbs = {
        DeliverableState.BRIEFED: tr("Mark briefed"), DeliverableState.INTERNAL_REVIEW: tr("Start our review"),
        DeliverableState.CLIENT_REVIEW: tr("Send to client"), DeliverableState.SCHEDULED: tr("Schedule"),
        DeliverableState.LIVE: tr("Set to live"), DeliverableState.PROOF_CAPTURED: tr("Proof is complete"),
        DeliverableState.METRICS_CAPTURED: tr("Figures are complete"), DeliverableState.COMPLETE: tr("Complete"),
    }
    return verbs.get(state) or tr("Move to {state}", state=labels.label(state).lower())
