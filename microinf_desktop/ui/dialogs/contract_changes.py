"""Changes asked for in a contract, versions side by side word by word, and the signed copy against what was sent."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.contract_life import ChangeDraft, ChangeState
from microinf_desktop.domain.signatures import SignatureReport
from microinf_desktop.domain.signed_copies import CopyCheck, CopyVerdict
from microinf_desktop.domain.word_diff import Change, Piece, count_changes
from microinf_desktop.queries import contract_life, contracts
from microinf_desktop.queries.contract_life import ChangeRow, Redline
from microinf_desktop.services import contract_changes
from microinf_desktop.services.contract_batch import write_whole
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_WIDTH, _HEIGHT = 760, 440
_AROUND = 90  # letters kept before and after a change; the rest of a long passage is left out


def clause_choices(context: AppContext, contract_id: int) -> list[tuple[str, str]]:
    """The clauses of the newest version with their printed numbers, "" for the whole."""
    import json

    from microinf_desktop.queries.clauses import library

    with context.workspace.reading() as session:
        newest = next(iter(contracts.versions(session, contract_id)), None)
        numbers = json.loads(newest.clause_numbers) if newest is not None else {}
        clauses = library(session, str(newest.record.get("language", "en"))).clauses if newest is not None else ()
    named = [(clause.id, f"{numbers[clause.id]}  {clause.title}" if numbers else clause.title)
             for clause in clauses if clause.id in numbers or not numbers]
    named.sort(key=lambda one: int(numbers.get(one[0], 0)))
    return [("", tr("The whole contract")), *named]


def ask_change(parent: QWidget, context: AppContext, contract_id: int, change: ChangeRow | None = None) -> bool:
    """Write down what somebody wants changed; True when it was stored."""
    workspace, today = context.workspace, context.today()
    with workspace.reading() as session:
        found = next(iter(contracts.rows(session, [contract_id])), None)
    if found is None:
        return False
    currency = change.currency if change is not None else found.fee.currency if found.fee is not None else "EUR"

    def build(form: Form) -> None:
        form.add_field("clause", tr("Clause"), ComboBox(clause_choices(context, contract_id)))
        form.add_field("wish", tr("What they want"), TextArea(rows=3), required=True)
        form.add_field("price", tr("What it costs or saves the client"), MoneyEdit(currency),
                       help=tr("Left empty if it changes no price"))
        form.add_field("asked_by", tr("Asked by"), TextField())
        form.add_field("asked_on", tr("Asked on"), DateEdit(), required=True)

    def submit(entered: dict[str, Any]) -> None:
        price = entered["price"]
        draft = ChangeDraft(
            entered["wish"], entered["asked_on"], entered["clause"] or "", entered["asked_by"] or "",
            price.minor if price is not None else None, price.currency if price is not None else currency)
        if change is None:
            contract_changes.ask_change(workspace, contract_id, draft, today=today)
        else:
            contract_changes.edit_change(workspace, change.id, draft)

    values: dict[str, Any] = {"clause": "", "asked_on": today, "asked_by": found.deal.creator}
    if change is not None:
        values = {"clause": change.clause, "wish": change.wish, "price": change.price, "asked_by": change.asked_by,
                  "asked_on": change.asked_on}
    title = tr("Write down a change") if change is None else tr("Edit the change")
    if not FormDialog(parent, title, tr("Write down") if change is None else tr("Save"), build, submit, values).run():
        return False
    context.toast(tr("Change written down") if change is None else tr("Change saved"), undo=True)
    return True


def decide_change(parent: QWidget, context: AppContext, change: ChangeRow, state: ChangeState) -> bool:
    """Accept, decline, withdraw or open a change again, with the answer that was given."""
    workspace, today = context.workspace, context.today()
    if state is ChangeState.OPEN:
        context.tasks.write(
            tr("Opening again"),
            lambda _p, _t: contract_changes.decide_change(workspace, change.id, state, change.answer, today=today),
            lambda _result: context.toast(tr("Change is open again"), undo=True))
        return True
    titles = {ChangeState.ACCEPTED: tr("Accept the change"), ChangeState.DECLINED: tr("Decline the change"),
              ChangeState.WITHDRAWN: tr("They take the change back")}
    verbs = {ChangeState.ACCEPTED: tr("Accept"), ChangeState.DECLINED: tr("Decline"),
             ChangeState.WITHDRAWN: tr("Withdraw")}

    def build(form: Form) -> None:
        form.add_wide(Label(change.wish, "body", wrap=True))
        form.add_field("answer", tr("What we tell them"), TextArea(rows=2), required=state is ChangeState.DECLINED)

    dialog = FormDialog(
        parent, titles[state], verbs[state], build,
        lambda entered: contract_changes.decide_change(workspace, change.id, state, entered["answer"], today=today),
        {"answer": change.answer})
    if not dialog.run():
        return False
    told = {ChangeState.ACCEPTED: tr("Accepted; write it into the next version"),
            ChangeState.DECLINED: tr("Declined"), ChangeState.WITHDRAWN: tr("Withdrawn")}
    context.toast(told[state], undo=True)
    return True


# Word by word ----------------------------------------------------------------------------------------------------

def show_redline(parent: QWidget, context: AppContext, old: contracts.VersionRow, new: contracts.VersionRow) -> None:
    """Two issued versions word by word, read in the background."""
    folder = context.workspace.folder
    context.tasks.read(
        lambda _p, _t: contract_life.redline(folder, old, new),
        lambda made: _show_redline(parent, context, made, old, new),
        label=tr("Comparing the versions"), key="contract.redline")


def _show_redline(
    parent: QWidget, context: AppContext, made: Redline, old: contracts.VersionRow, new: contracts.VersionRow
) -> None:
    counts = count_changes(made.pieces)
    dialog = Dialog(parent, tr("Version {old} and version {new}", old=made.old, new=made.new), _WIDTH)
    said = tr("{added} added, {removed} taken out. Underlined words came in, words struck out are gone.",
              added=trn("{n} word", "{n} words", counts.added), removed=trn("{n} word", "{n} words", counts.removed))
    dialog.add_text(said if counts.added or counts.removed else tr("Both say the same, word for word."))
    if made.from_pdf:
        dialog.add_text(tr("One of them was issued before wordings were stored: the text was read from its PDF, so "
                           "that a line break can show as a change."), "text3")
    _add_diff(dialog, made.pieces)
    if not made.from_pdf and (counts.added or counts.removed):
        save = dialog.add_button(tr("Save as PDF"), "secondary", left=True)
        save.clicked.connect(lambda: _save_redline(dialog, context, old, new))
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()


def _save_redline(
    parent: QWidget, context: AppContext, old: contracts.VersionRow, new: contracts.VersionRow
) -> None:
    """The redline as a paper to send along with the new version."""
    from microinf_desktop.contract_papers import redline_paper

    name = f"{Path(new.file_name).stem}-changes.pdf"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save the changes"), name, tr("PDF (*.pdf)"))
    if not chosen:
        return
    workspace, path = context.workspace, Path(chosen)
    context.tasks.read(
        lambda _p, _t: write_whole(path, redline_paper(workspace, old, new)),
        lambda _result: context.toast(tr("Saved as {path}", path=path.name)), label=tr("Drawing the changes"))


def show_copy(parent: QWidget, check: CopyCheck, signatures: Sequence[SignatureReport] = ()) -> None:
    """What the signed copy says other than what was sent, and who signed it digitally."""
    dialog = Dialog(parent, words.copy_words(check.verdict), _WIDTH)
    if check.verdict is CopyVerdict.UNREADABLE:
        dialog.add_text(tr("A scan is a picture: its words cannot be compared here. Lay both side by side, or ask for "
                           "the PDF itself."))
    else:
        dialog.add_text(words.copy_detail(check) or tr("Not a word differs."))
        for report in signatures:
            dialog.add_text(tr("Digital signature. {said}", said=" ".join(report.sentences())))
        _add_diff(dialog, check.pieces)
    dialog.add_button(tr("Close"), "secondary", accepts=True)
    dialog.run()


def _add_diff(dialog: Dialog, pieces: Sequence[Piece]) -> None:
    if all(piece.change is Change.KEPT for piece in pieces):
        return
    column = ScrollColumn(margins=(0, 0, 10, 0), fill="raised")
    text = DiffText()
    text.show_pieces(shortened(pieces))
    column.body.addWidget(text)
    column.body.addStretch(1)
    changes = sum(piece.change is not Change.KEPT for piece in pieces)
    column.setMinimumHeight(min(_HEIGHT, 80 + 45 * changes))
    dialog.body.addWidget(column)


def shortened(pieces: Sequence[Piece], around: int = _AROUND) -> list[Piece]:
    """The pieces with long unchanged passages cut to what stands around a change, so that changes are seen at once."""
    found = []
    for place, piece in enumerate(pieces):
        if piece.change is not Change.KEPT:
            found.append(piece)
            continue
        text = piece.text
        first, last = place == 0, place == len(pieces) - 1
        head = "" if first else text[:around]
        tail = "" if last else text[-around:]
        if len(text) > len(head) + len(tail) + 40:
            cut = head[: head.rfind(" ") + 1] if head else ""
            rest = tail[tail.find(" ") :] if tail else ""
            text = f"{cut}…\n\n…{rest}" if cut and rest else f"{cut}…" if cut else f"…{rest}"
        found.append(Piece(Change.KEPT, text, piece.old_at, piece.new_at))
    return found
