"""The life of one contract beside its page: where it stands, signed copy, versions, changes, amendments, log."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from microinf_desktop.domain.contract_diff import DataChange
from microinf_desktop.domain.contract_life import ChangeState, ContractKind, NextStep
from microinf_desktop.domain.enums import ContractState, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.signatures import SignatureReport
from microinf_desktop.domain.signed_copies import CopyCheck, CopyVerdict
from microinf_desktop.queries import contract_life, contracts
from microinf_desktop.queries.contract_life import ChangeRow, MoveRow
from microinf_desktop.services import contract_changes, contract_copies
from microinf_desktop.services import contracts as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import contract_amend, digital_signature, redline
from microinf_desktop.ui.dialogs import contract_changes as change_dialogs
from microinf_desktop.ui.dialogs import contract_moves as move_dialogs
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.pages.deliverable_files import local_files
from microinf_desktop.ui.pages.deliverable_live import read_file
from microinf_desktop.ui.widgets.buttons import Button, LinkButton, menu_button
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.history_list import HistoryItem, HistoryList
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line, Pill, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, column, row
from microinf_desktop.ui.widgets.panel import FactList

C = ContractState
_SIGNED = (C.SENT, C.SIGNED, C.COUNTERSIGNED, C.ACTIVE, C.EXPIRED)
_VERDICTS = {
    CopyVerdict.SAME: Verdict.PASS, CopyVerdict.DIFFERS: Verdict.FAIL, CopyVerdict.UNREADABLE: Verdict.WARN,
}
COPIES = "Documents (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"


class ContractLife(ScrollColumn):
    """`show_contract` fills it; a signed copy may be dropped on it. `version_wanted` names one to be shown."""

    version_wanted = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(spacing=6, parent=parent)
        self.context = context
        self.contract: contracts.ContractDetail | None = None
        self._signed_by: QWidget | None = None  # where it is told who signed the copy digitally
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Life of the contract"))

    # reading

    def show_contract(self, detail: contracts.ContractDetail) -> None:
        """Fill with the contract as it is now."""
        self.contract = detail
        contract_id, today = detail.row.id, self.context.today()
        with self.context.workspace.reading() as session:
            moves = contract_life.moves(session, contract_id)
            changes = contract_life.changes(session, contract_id)
            family = contract_life.family(session, contract_id)
            differs = () if detail.row.state in services.WRITABLE else contract_life.deal_changes(
                session, contract_id, today)
        clear(self.body)
        self._signed_by = None
        self._add_standing(detail.row)
        self._add_copy(detail)
        self._add_versions(detail)
        self._add_changes(detail, changes)
        self._add_family(detail.row, family, differs)
        self._add_log(moves, detail)
        self.body.addStretch(1)

    def _section(self, title: str, *aside: QWidget) -> None:
        if self.body.count():
            self.body.addSpacing(6)
            self.body.addWidget(Line())
            self.body.addSpacing(2)
        self.body.addWidget(boxed(row(Label(title, "section"), 1, *aside)))

    def _add_standing(self, found: contracts.ContractRow) -> None:
        today = self.context.today()
        self.body.addWidget(Label(words.standing(found, today), "body", weight=500, wrap=True))
        step = self._next_button(found)
        reminded = tr("Reminded {day}", day=formats.day(found.reminded_on)) if found.reminded_on and (
            found.state is C.SENT) else ""
        if step is not None or reminded:
            parts = [step] if step is not None else []
            self.body.addWidget(boxed(row(*parts, Label(reminded, "secondary", "text3"), 1)))
        facts = FactList()
        for name, day in ((tr("Sent"), found.sent_on), (tr("Signed"), found.signed_on),
                          (tr("Countersigned"), found.countersigned_on), (tr("Applies from"), found.effective_on)):
            if day is not None:
                facts.add(name, formats.day(day))
        reason = self.contract.options.amendment_reason if self.contract is not None else ""
        if reason:
            facts.add(tr("Reason"), reason)
        facts.add(tr("Last day"), formats.day(found.expires_on) if found.expires_on else "")
        if found.kill_fee_minor is not None and found.fee is not None:
            owed = Money(found.kill_fee_minor, found.fee.currency)
            facts.add(tr("Kill fee"), formats.money(owed, full=True))
        self.body.addWidget(facts)
        links = []
        if found.state is not C.TERMINATED:
            links.append(LinkButton(tr("Change the last day"), "secondary"))
            links[-1].clicked.connect(lambda: self.change_last_day())
        if found.kind is not ContractKind.AGREEMENT and found.state is C.DRAFT and not found.version:
            links.append(LinkButton(tr("Change reason and first day"), "secondary"))
            links[-1].clicked.connect(lambda: contract_amend.edit_terms(self, self.context, self._id))
        if links:
            self.body.addWidget(boxed(row(*links, 1, spacing=12)))

    def _next_button(self, found: contracts.ContractRow) -> Button | None:
        """The step that comes next, where one click leads to it."""
        step = found.next_step(self.context.today())
        doing = {
            NextStep.SEND: (tr("Mark as sent"), lambda: self._move(C.SENT)),
            NextStep.REMIND: (tr("Remind"), lambda: self.remind()),
            NextStep.COUNTERSIGN: (tr("Mark as countersigned"), lambda: self._move(C.COUNTERSIGNED)),
            NextStep.ATTACH: (tr("Attach the signed copy"), lambda: self.attach()),
            NextStep.COMPARE: (tr("See what differs"), lambda: self.show_copy_check()),
            NextStep.RENEW: (tr("Start an extension"), lambda: self._amend(ContractKind.EXTENSION)),
            NextStep.WAIT: (tr("Remind"), lambda: self.remind()),
        }
        if step not in doing:
            return None
        button = Button(doing[step][0], "secondary" if step is NextStep.WAIT else "primary")
        button.clicked.connect(lambda: doing[step][1]())
        return button

    def _add_copy(self, detail: contracts.ContractDetail) -> None:
        if detail.row.state not in _SIGNED or not detail.versions:
            return
        attach = LinkButton(tr("Attach a copy") if detail.signed_copy is None else tr("Attach another"))
        attach.clicked.connect(lambda: self.attach())
        sign = LinkButton(tr("Sign digitally"))
        sign.clicked.connect(lambda: self.sign())
        self._section(tr("Signed copy"), *([sign] if detail.row.state is not C.EXPIRED else []), attach)
        copy = detail.signed_copy
        if copy is None:
            hint = tr("None yet. Choose it, or drop the file here")
            self.body.addWidget(Label(hint, "secondary", "text3", wrap=True))
            return
        verdict = _VERDICTS.get(CopyVerdict(detail.row.signed_check)) if detail.row.signed_check else None
        line = Label(words.copy_words(detail.row.signed_check), "body", wrap=True)
        mark = [GlyphSign(verdict)] if verdict is not None else []
        self.body.addWidget(boxed(row(*mark, line)))
        note = f"{copy.file_name} · {formats.size(copy.size_bytes)} · SHA-256 {copy.sha256[:8]}…"
        self.body.addWidget(Label(note, "secondary", "text3", wrap=True))
        compare, show = LinkButton(tr("See the comparison")), LinkButton(tr("Show the copy"))
        compare.clicked.connect(lambda: self.show_copy_check())
        show.clicked.connect(lambda: self.version_wanted.emit(copy))
        check = LinkButton(tr("Check signatures"))
        check.clicked.connect(lambda: digital_signature.check_copy(self, self.context, self._id, copy.file_name))
        is_pdf = copy.file_name.lower().endswith(".pdf")
        self.body.addWidget(boxed(row(*([show, compare, check] if is_pdf else [compare]), 1, spacing=12)))
        if is_pdf:
            self._add_signatures(detail.row.id)

    def _add_signatures(self, contract_id: int) -> None:
        """Who signed the copy digitally, read in the background; nothing where nobody did."""
        place = QVBoxLayout()
        place.setContentsMargins(0, 0, 0, 0)
        holder = boxed(place)
        holder.hide()
        self.body.addWidget(holder)
        self._signed_by = holder
        workspace = self.context.workspace

        def tell(verdict: Verdict, said: str) -> None:
            if self._signed_by is holder:
                place.addWidget(boxed(row(GlyphSign(verdict), Label(said, "body", wrap=True))))
                holder.show()

        def fail(error: BaseException) -> None:
            if not isinstance(error, KnownError):
                raise error
            tell(Verdict.FAIL, f"{error.message} {error.hint}")

        self.context.tasks.read(
            lambda _p, _t: contract_copies.copy_signatures(workspace, contract_id),
            lambda reports: reports and tell(*digital_signature.signed_line(reports)),
            key="contract.signed_by", failed=fail)

    def _add_versions(self, detail: contracts.ContractDetail) -> None:
        self._section(tr("Issued versions"))
        if not detail.versions:
            self.body.addWidget(Label(tr("Nothing was issued yet"), "secondary", "text3"))
        for place, version in enumerate(detail.versions):
            show = LinkButton(tr("Version {n}", n=version.version))
            show.clicked.connect(lambda _=False, known=version: self.version_wanted.emit(known))
            parts: list[QWidget] = [show]
            if place + 1 < len(detail.versions):
                older = detail.versions[place + 1]
                compare = LinkButton(tr("Compare with version {n}", n=older.version), "secondary")
                compare.clicked.connect(lambda _=False, old=older, new=version: redline.compare_versions(
                    self, self.context, detail.versions, old, new))
                parts.append(compare)
            size = Label(formats.size(version.size_bytes), "secondary", "text3")
            note = f"{formats.moment(version.issued_at)} · {version.issued_by} · SHA-256 {version.sha256[:8]}…"
            self.body.addWidget(boxed(column(row(*parts, 1, size, spacing=12), Label(note, "secondary", "text3"),
                                             spacing=0)))

    def _add_changes(self, detail: contracts.ContractDetail, changes: Sequence[ChangeRow]) -> None:
        may_ask = detail.row.state in (C.SENT, C.CHANGES, C.SIGNED)
        if not changes and not may_ask:
            return
        ask = LinkButton(tr("Write down a change"))
        ask.clicked.connect(lambda: self.ask_change())
        self._section(tr("Changes asked for"), *([ask] if may_ask else []))
        if not changes:
            self.body.addWidget(Label(tr("None so far"), "secondary", "text3"))
            return
        titles = dict(change_dialogs.clause_choices(self.context, detail.row.id))
        for change in changes:
            self._add_change(change, titles.get(change.clause, change.clause))
        for state, text in ((ChangeState.OPEN, tr("Open changes come to {amount}")),
                            (ChangeState.ACCEPTED, tr("Accepted changes come to {amount}"))):
            total = contract_life.change_prices(changes, state)
            if total:
                said = text.format(amount=move_dialogs.total_words(total))
                self.body.addWidget(Label(said, "secondary", "text2", weight=500))
        if detail.row.state in services.WRITABLE and detail.row.accepted_changes:
            said = trn("{n} accepted change belongs into version {v}", "{n} accepted changes belong into version {v}",
                       detail.row.accepted_changes, v=detail.row.version + 1)
            self.body.addWidget(Label(said, "secondary", "attention", weight=500, wrap=True))

    def _add_change(self, change: ChangeRow, clause: str) -> None:
        menu = menu_button("more", tr("Answer: {wish}", wish=change.wish), partial(self._change_actions, change))
        price = formats.money(change.price, full=True) if change.price is not None and change.price.minor else ""
        head = row(Tag(tr(words.CHANGES[change.state])), Label(price, "body", weight=500), 1, menu)
        by = tr("{name}, {day}", name=change.asked_by or "–", day=formats.day(change.asked_on))
        lines: list[QWidget] = [Label(change.wish, "body", wrap=True), Label(f"{clause} · {by}", "secondary", "text3",
                                                                            wrap=True)]
        if change.answer:
            lines.append(Label(tr("Answer: {text}", text=change.answer), "secondary", "text2", wrap=True))
        self.body.addWidget(boxed(column(head, *lines, spacing=1)))

    def _change_actions(self, change: ChangeRow) -> list[Action]:
        def decide(state: ChangeState) -> None:
            change_dialogs.decide_change(self, self.context, change, state)

        is_open = change.state is ChangeState.OPEN
        workspace = self.context.workspace
        return [
            Action("change.accept", tr("Accept"), lambda: decide(ChangeState.ACCEPTED), condition=lambda: is_open),
            Action("change.decline", tr("Decline"), lambda: decide(ChangeState.DECLINED), condition=lambda: is_open),
            Action("change.withdraw", tr("They take it back"), lambda: decide(ChangeState.WITHDRAWN),
                   condition=lambda: is_open),
            Action("change.open", tr("Open again"), lambda: decide(ChangeState.OPEN), condition=lambda: not is_open),
            Action("change.edit", tr("Edit"), lambda: change_dialogs.ask_change(
                self, self.context, self._id, change), condition=lambda: is_open, group="edit"),
            Action("change.delete", tr("Delete"), lambda: self.context.tasks.write(
                tr("Deleting"), lambda _p, _t: contract_changes.delete_change(workspace, change.id),
                lambda _result: self.context.toast(tr("Change deleted"), undo=True)), group="edit"),
        ]

    def _add_family(
        self, found: contracts.ContractRow, family: Sequence[contracts.ContractRow], differs: Sequence[DataChange]
    ) -> None:
        signed = contract_amend.may_amend(family[0].state if family else found.state, ContractKind.EXTENSION) is True
        if len(family) < 2 and not signed and not differs:
            return
        more = menu_button("plus", tr("Amend or extend"), lambda: self.amend_actions())
        self._section(tr("Amendments and extensions"), *([more] if signed else []))
        for one in family if len(family) > 1 else ():
            name = LinkButton(one.number)
            name.setEnabled(one.id != found.id)
            name.clicked.connect(lambda _=False, key=one.id: self.context.navigation.open("contract", id=key))
            line = row(name, Label(tr(words.KINDS[one.kind]), "secondary", "text2"), 1, Pill(one.state))
            if one.kind is not ContractKind.AGREEMENT:
                line.setContentsMargins(16, 0, 0, 0)
            self.body.addWidget(boxed(line))
        if differs:
            said = trn("The deal has {n} other value by now", "The deal has {n} other values by now", len(differs))
            self.body.addWidget(boxed(row(GlyphSign(Verdict.WARN), Label(said, "body", wrap=True))))
            self.body.addWidget(Label(words.changes_words(differs), "secondary", "text2", wrap=True))
        elif len(family) < 2:
            same = tr("None. The deal says what the contract says")
            self.body.addWidget(Label(same, "secondary", "text3", wrap=True))

    def _add_log(self, moves: Sequence[MoveRow], detail: contracts.ContractDetail) -> None:
        self._section(tr("What happened"))
        lines = [(move.moved_at, HistoryItem(
            words.event(move), move.note if move.moved_by else tr("By its dates"),
            _who(formats.moment(move.moved_at), move.moved_by),
            "danger" if move.to_state is C.TERMINATED else "")) for move in moves]
        lines += [(version.issued_at, HistoryItem(
            tr("Version {n} issued", n=version.version), "",
            _who(formats.moment(version.issued_at), version.issued_by))) for version in detail.versions]
        lines.sort(key=lambda one: one[0], reverse=True)
        first = HistoryItem(tr("Started"), "", formats.day(detail.row.created_on))
        self.body.addWidget(HistoryList([*(item for _when, item in lines), first]))

    # acting

    @property
    def _id(self) -> int:
        return self.contract.row.id if self.contract is not None else 0

    def _move(self, state: ContractState) -> None:
        move_dialogs.move(self, self.context, self._id, state)

    def remind(self) -> None:
        move_dialogs.remind(self.context, self._id)

    def ask_change(self) -> None:
        change_dialogs.ask_change(self, self.context, self._id)

    def amend_actions(self) -> list[Action]:
        """Start an amendment or an extension of the agreement that is shown."""
        if self.contract is None:
            return []
        with self.context.workspace.reading() as session:
            family = contract_life.family(session, self._id)
        state = family[0].state if family else self.contract.row.state
        return [
            Action("contract.amend", tr("Start an amendment"), lambda: self._amend(ContractKind.AMENDMENT),
                   group=tr("Amend"), condition=lambda: contract_amend.may_amend(state, ContractKind.AMENDMENT)),
            Action("contract.extend", tr("Start an extension"), lambda: self._amend(ContractKind.EXTENSION),
                   group=tr("Amend"), condition=lambda: contract_amend.may_amend(state, ContractKind.EXTENSION)),
        ]

    def _amend(self, kind: ContractKind) -> None:
        contract_amend.amend(self, self.context, self._id, kind)

    def change_last_day(self) -> None:
        """Ask for the day the contract ends; one that had expired is in force again when it lies ahead."""
        workspace, today, contract_id = self.context.workspace, self.context.today(), self._id
        if self.contract is None:
            return

        def build(form: Form) -> None:
            form.add_field("day", tr("Last day"), DateEdit(), help=tr("Left empty, it has none"))

        dialog = FormDialog(
            self, tr("Last day of the contract"), tr("Save"), build,
            lambda entered: services.set_last_day(workspace, contract_id, entered["day"], today),
            {"day": self.contract.row.expires_on})
        if dialog.run():
            self.context.toast(tr("Last day saved"), undo=True)

    def attach(self) -> None:
        """Choose the signed copy: a PDF, or what a scanner made."""
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Signed copy"), "", tr(COPIES))
        if chosen:
            self.attach_file(Path(chosen))

    def attach_file(self, path: Path) -> None:
        """Keep a signed copy; say whether it says what was sent, and who signed it digitally."""
        workspace, contract_id, today = self.context.workspace, self._id, self.context.today()

        def work(_progress: object, _token: object) -> str:
            followed = services.attach_signed_copy(workspace, contract_id, *read_file(path), today=today)
            with workspace.reading() as session:
                said = words.copy_words(contracts.rows(session, [contract_id])[0].signed_check)
            return move_dialogs.with_stage(said, followed)

        def told(said: str) -> None:
            self.context.toast(said, undo=True)
            digital_signature.check_copy(self, self.context, contract_id, path.name, only_signed=True)

        self.context.tasks.write(tr("Attaching"), work, told)

    def sign(self) -> None:
        """Sign digitally what was sent, or the copy that came back."""
        digital_signature.sign_contract(self, self.context, self._id)

    def show_copy_check(self) -> None:
        """What the signed copy says other than what was sent, compared anew."""
        if self.contract is None:
            return
        workspace, contract_id = self.context.workspace, self._id
        version = next(iter(self.contract.versions), None)  # the newest, which the copy is compared with

        def show(found: tuple[CopyCheck | None, Sequence[SignatureReport]]) -> None:
            if found[0] is not None:
                redline.show_copy(self, self.context, found[0], version, found[1])

        self.context.tasks.read(
            lambda _p, _t: (contract_copies.check_copy(workspace, contract_id),
                            contract_copies.copy_signatures(workspace, contract_id)),
            show, label=tr("Comparing the copy"), key="contract.copy")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.contract is not None and self.contract.row.state in _SIGNED and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.attach_file(files[0])


def _who(when: str, name: str) -> str:
    return f"{name}, {when}" if name else when
