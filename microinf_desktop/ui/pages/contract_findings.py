"""What stands between a contract and its PDF: missing values with a jump, risks that need a reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.contracts import ContractFinding, FindingSeverity, reason_key
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.ui import theme
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, IconButton, LinkButton
from microinf_desktop.ui.widgets.inputs import TextField
from microinf_desktop.ui.widgets.labels import GlyphSign, Label
from microinf_desktop.ui.widgets.layouts import clear, column, row, tab_in_reading_order

_FEW = 3  # findings shown before the rest is asked for


class ContractFindings(QWidget):
    """The findings of the contract, tinted while one is open. `reasons` are those already given, with who."""

    jumped = Signal(object)
    reasoned = Signal(str, str)  # key of the finding, reason; "" takes it back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[ContractFinding, ...] = ()
        self._reasons: dict[str, tuple[str, str]] = {}
        self._all, self._folded, self._asking = False, False, ""
        self._open = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 10)
        self._column.setSpacing(6)
        self.setAccessibleName(tr("What is missing or risky"))

    def show_findings(self, findings: Sequence[ContractFinding], reasons: Sequence[tuple[str, str, str]]) -> None:
        known = {key: (reason, who) for key, reason, who in reasons}
        if (tuple(findings), known) == (self._findings, self._reasons) and self._column.count():
            return  # the reason that is being typed stays
        self._findings, self._reasons = tuple(findings), known
        self._fill()

    @property
    def asking(self) -> str:
        """The key of the finding whose reason is being typed."""
        return self._asking

    def _fill(self) -> None:
        """Show the list anew; the keyboard stays in it, where it was."""
        held = QApplication.focusWidget()
        is_held = held is not None and self.isAncestorOf(held)
        self._show_list()
        if is_held and not self._asking:
            tab_in_reading_order(self)
            first = next((one for one in self.findChildren(QWidget) if one.focusPolicy() and not one.isHidden()), None)
            (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        clear(self._column)
        fails = [one for one in self._findings if one.severity is FindingSeverity.FAIL]
        warns = [one for one in self._findings if one.severity is FindingSeverity.WARN]
        without = [one for one in warns if reason_key(one) not in self._reasons]
        self._open = len(fails) + len(without)
        verdict = Verdict.FAIL if fails else Verdict.WARN if without else Verdict.PASS
        title = Label(_title(len(fails), len(without)), "section", wrap=True)
        head = row(GlyphSign(verdict, size=16), title)
        head.setStretch(1, 1)
        if self._findings:
            fold = IconButton("chevron-right" if self._folded else "chevron-down",
                              tr("Show the list") if self._folded else tr("Hide the list"), size=22)
            fold.clicked.connect(lambda: self.set_folded(not self._folded))
            head.addWidget(fold)
        self._column.addLayout(head)
        self.update()
        if self._folded and not self._asking:
            return
        ordered = [*fails, *without, *(one for one in warns if one not in without)]
        shown = ordered if self._all else ordered[:_FEW]
        for finding in shown:
            self._add(finding)
        if len(ordered) > _FEW:
            more = LinkButton(tr("Show fewer") if self._all else tr("Show all {n}", n=len(ordered)))
            more.clicked.connect(self._toggle)
            self._column.addLayout(row(more, 1))

    def set_folded(self, on: bool) -> None:
        """Show only how many there are, or the list as well."""
        if on != self._folded:
            self._folded = on
            self._fill()

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()

    def _add(self, finding: ContractFinding) -> None:
        fails = finding.severity is FindingSeverity.FAIL
        key = reason_key(finding)
        given = self._reasons.get(key)
        jump = LinkButton(tr("Go to it"))
        jump.setAccessibleName(tr("Go to: {what}", what=finding.message))
        jump.clicked.connect(lambda: self.jumped.emit(finding))
        note = f"{finding.check_id}  {finding.fix}" if given is None else tr(
            "{check}  Accepted by {who}: {reason}", check=finding.check_id, who=given[1] or "–", reason=given[0])
        words = column(Label(finding.message, wrap=True), Label(note, "secondary", "text2", wrap=True), spacing=1)
        sign = GlyphSign(Verdict.FAIL if fails else Verdict.WARN if given is None else Verdict.PASS)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        links = column(jump, spacing=0)
        if not fails:
            links.addWidget(self._reason_link(finding, key, given is not None))
        links.addStretch(1)
        line.addLayout(links)
        self._column.addLayout(line)
        if self._asking == key:
            self._ask(key)

    def _reason_link(self, finding: ContractFinding, key: str, given: bool) -> LinkButton:
        link = LinkButton(tr("Take back") if given else tr("Give a reason"))
        link.setAccessibleName(
            tr("Take back the reason: {what}", what=finding.message) if given
            else tr("Give a reason: {what}", what=finding.message))
        link.clicked.connect(lambda: self.reasoned.emit(key, "") if given else self.ask(key))
        return link

    def ask(self, key: str) -> None:
        """Open the field for the reason of a finding; "" closes it."""
        self._asking = key
        self._fill()

    def _ask(self, key: str) -> None:
        field = TextField(placeholder=tr("Why it is right here, e.g. agreed by phone on 3 May"))
        field.setAccessibleName(tr("Reason"))
        accept = Button(tr("Accept"), "secondary")
        accept.clicked.connect(lambda: self._accept(key, field))
        field.returnPressed.connect(lambda: self._accept(key, field))
        self._column.addLayout(row(field, accept, margins=(22, 0, 0, 0)))
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self, key: str, field: TextField) -> None:
        if field.value():
            self._asking = ""
            self.reasoned.emit(key, field.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.tone(Tone.ATTENTION).tint if self._open else now.sunken)
        painter.fillRect(0, self.height() - 1, self.width(), 1, now.line)


def _title(fails: int, warns: int) -> str:
    if fails:
        return trn("{n} item is missing before this can be issued", "{n} items are missing before this can be issued",
                   fails)
    if warns:
        return trn("{n} risk needs a reason before this is issued", "{n} risks need a reason before this is issued",
                   warns)
    return tr("Ready to issue")
