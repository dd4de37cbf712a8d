"""What changed, word by word: two versions of a contract, or the signed copy against what was sent."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.redlines import Gap, Redline, passages
from microinf_desktop.domain.signatures import SignatureReport
from microinf_desktop.domain.signed_copies import CopyCheck, CopyVerdict
from microinf_desktop.domain.word_diff import Change, Piece
from microinf_desktop.queries import contract_life, contracts
from microinf_desktop.queries.contract_life import VersionRedline
from microinf_desktop.services.contract_batch import write_whole
from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import digital_signature
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row

_WIDTH, _HEIGHT = 820, 460
_BAR = 3


class _Passage(QWidget):
    """A changed line; the one that is looked at has a bar at its left."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._current = False
        self.text = DiffText()
        self.text.show_pieces([Piece(one.change, one.text.replace("\t", "  |  "), 0, 0) for one in pieces])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 0, 2)
        layout.addWidget(self.text)

    def set_current(self, current: bool) -> None:
        self._current = current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._current:
            QPainter(self).fillRect(QRectF(0, 0, _BAR, self.height()), theme.current().accent)


class RedlineView(QWidget):
    """Changed lines with what stands around them, and the way from one change to the next (Alt+Up, Alt+Down)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes: list[_Passage] = []
        self.at = -1
        self.place = Label("", "secondary", "text2")
        self.back = Button(tr("Previous"), "secondary", "chevron-up")
        self.forth = Button(tr("Next"), "secondary", "chevron-down")
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.forth.clicked.connect(lambda: self.go(self.at + 1))
        for keys, button in (("Alt+Up", self.back), ("Alt+Down", self.forth)):
            button.setToolTip(keys)
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        self.legend = DiffText()
        self.legend.show_pieces([
            Piece(Change.REMOVED, tr("taken out"), 0, 0), Piece(Change.KEPT, "   ", 0, 0),
            Piece(Change.ADDED, tr("put in"), 0, 0)])
        self.pane = ScrollColumn(margins=(0, 0, 10, 8), spacing=4, fill="raised")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.head = boxed(row(self.legend, 1, self.place, self.back, self.forth))
        layout.addWidget(self.head)
        layout.addWidget(Line())
        layout.addWidget(self.pane, 1)

    def show_redline(self, found: Redline) -> None:
        """Fill it; the first change is looked at."""
        clear(self.pane.body)
        self.changes, self.at = [], -1
        for part in found.parts:
            if isinstance(part, Gap):
                self.pane.body.addWidget(_gap(part))
                continue
            passage = _Passage(part.pieces)
            self.pane.body.addWidget(passage)
            if part.is_changed:
                self.changes.append(passage)
        self.pane.body.addStretch(1)
        self.pane.setMinimumHeight(min(_HEIGHT, 60 + 40 * len(found.parts)))
        self.setVisible(bool(self.changes))
        for button in (self.back, self.forth):
            button.setVisible(len(self.changes) > 1)
        self.go(0)

    def go(self, place: int) -> None:
        """Look at a change, counted from 0; nothing happens before the first and behind the last."""
        if not 0 <= place < len(self.changes):
            return
        if 0 <= self.at < len(self.changes):
            self.changes[self.at].set_current(False)
        self.at = place
        passage = self.changes[place]
        passage.set_current(True)
        self.place.setText(tr("Change {n} of {all}", n=place + 1, all=len(self.changes)))
        self.back.setEnabled(place > 0)
        self.forth.setEnabled(place + 1 < len(self.changes))
        self.pane.ensureWidgetVisible(passage, 0, 80)


def _gap(gap: Gap) -> QWidget:
    said = trn("{n} line without changes", "{n} lines without changes", gap.lines) if gap.lines else "…"
    lines = [Line(), Line()]
    box = QHBoxLayout()
    box.setContentsMargins(12, 4, 0, 4)
    box.setSpacing(10)
    box.addWidget(lines[0], 1)
    box.addWidget(Label(said, "secondary", "text3"))
    box.addWidget(lines[1], 1)
    return boxed(box)


def counted(found: Redline) -> str:
    """How many words came in and went, in a sentence."""
    if found.is_empty:
        return tr("Both say the same, word for word. A clause that only got another number does not count.")
    return tr("{added} put in, {removed} taken out. Clauses that only got another number do not count.",
              added=trn("{n} word", "{n} words", found.counts.added),
              removed=trn("{n} word", "{n} words", found.counts.removed))


# Versions --------------------------------------------------------------------------------------------------------

class VersionsDialog(Dialog):
    """Two versions chosen from all that were issued, compared whenever one of them changes."""

    def __init__(self, parent: QWidget, context: AppContext, versions: Sequence[contracts.VersionRow],
                 old: contracts.VersionRow, new: contracts.VersionRow) -> None:
        super().__init__(parent, tr("Compare versions"), _WIDTH)
        self.context = context
        self._versions = {one.version: one for one in versions}
        choices = [(one.version, tr("Version {n}, {day}", n=one.version, day=formats.day(one.issued_at.date())))
                   for one in sorted(versions, key=lambda one: one.version)]
        self.old, self.new = ComboBox(choices), ComboBox(choices)
        for box, name, chosen in ((self.old, tr("From"), old), (self.new, tr("To"), new)):
            box.setAccessibleName(name)
            box.setMinimumWidth(200)
            box.set_value(chosen.version)
            box.edited.connect(self.compare)
        self.body.addWidget(boxed(row(Label(tr("From"), "label", "text2"), self.old,
                                      Label(tr("to"), "label", "text2"), self.new, 1)))
        self.said = self.add_text("")
        self.note = self.add_text(tr(
            "One of them was issued before wordings were stored: the text was read from its PDF, so that a line break "
            "can show as a change."), "text3")
        self.view = RedlineView()
        self.body.addWidget(self.view, 1)
        self.save_button = self.add_button(tr("Save as PDF"), "secondary", left=True)
        self.save_button.clicked.connect(lambda: self.save())
        self.add_button(tr("Close"), "secondary", accepts=True)
        self.compare()

    def chosen(self) -> tuple[contracts.VersionRow, contracts.VersionRow]:
        return self._versions[self.old.value()], self._versions[self.new.value()]

    def compare(self) -> None:
        """Read the two versions in the background and show what changed."""
        folder, pair = self.context.workspace.folder, self.chosen()
        self.context.tasks.read(
            lambda _p, _t: contract_life.compare_versions(folder, *pair), self._show,
            label=tr("Comparing the versions"), key="contract.redline")

    def _show(self, made: VersionRedline) -> None:
        if (made.old, made.new) != (self.old.value(), self.new.value()):
            return
        self.said.setText(counted(made.found))
        self.note.setVisible(made.from_pdf)
        self.save_button.setVisible(not made.from_pdf and not made.found.is_empty)
        self.view.show_redline(made.found)

    def save(self) -> None:
        """The redline as a paper to send along with the new version."""
        from microinf_desktop.contract_papers import redline_paper

        old, new = self.chosen()
        workspace = self.context.workspace
        _save(self, self.context, f"{Path(new.file_name).stem}-changes.pdf",
              lambda: redline_paper(workspace, old, new))


def compare_versions(
    parent: QWidget, context: AppContext, versions: Sequence[contracts.VersionRow], old: contracts.VersionRow,
    new: contracts.VersionRow,
) -> None:
    """Show two versions of a contract word by word; others can be chosen."""
    VersionsDialog(parent, context, versions, old, new).run()


def _save(parent: QWidget, context: AppContext, name: str, draw: Callable[[], bytes]) -> None:
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save the changes"), name, tr("PDF (*.pdf)"))
    if not chosen:
        return
    path = Path(chosen)
    context.tasks.read(
        lambda _p, _t: write_whole(path, draw()),
        lambda _result: context.toast(tr("Saved as {path}", path=path.name)), label=tr("Drawing the changes"))


# The signed copy -------------------------------------------------------------------------------------------------

def show_copy(
    parent: QWidget, context: AppContext, check: CopyCheck, version: contracts.VersionRow | None,
    signatures: Sequence[SignatureReport] = (),
) -> None:
    """What the signed copy says other than what was sent, and who signed it digitally."""
    from microinf_desktop.contract_papers import copy_redline_paper

    dialog = Dialog(parent, words.copy_words(check.verdict), _WIDTH)
    if check.verdict is CopyVerdict.UNREADABLE:
        dialog.add_text(tr("A scan is a picture: its words cannot be compared here. Lay both side by side, or ask for "
                           "the PDF itself."))
    else:
        dialog.add_text(words.copy_detail(check) or tr("Not a word differs."))
    if signatures:
        verdict, said = digital_signature.signed_line(signatures)
        dialog.body.addWidget(boxed(row(GlyphSign(verdict), Label(said, "body", wrap=True))))
    found = passages(check.pieces)
    if not found.is_empty:
        view = RedlineView()
        view.show_redline(found)
        dialog.body.addWidget(view, 1)
    if not found.is_empty and version is not None:
        save = dialog.add_button(tr("Save as PDF"), "secondary", left=True)
        save.clicked.connect(lambda: _save(
            dialog, context, f"{Path(version.file_name).stem}-copy-changes.pdf",
            partial(copy_redline_paper, context.workspace, version, check)))
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()
