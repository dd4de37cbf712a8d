"""One clause of the agency: its wording, its versions with what changed, and what the library's update changed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.clauses import Clause, ClauseLibrary
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.own_clauses import ClauseRow, ClauseVersionRow, OwnClause, clause_problems
from microinf_desktop.domain.word_diff import word_diff
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.clause_editor import ConditionField, WordingEdit
from microinf_desktop.ui.pages.clause_parameters import ParameterForm
from microinf_desktop.ui.pages.clause_words import clause_words
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, CheckBox, LinkButton
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.feedback import Banner, InlineError
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row


class ClauseDetail(QWidget):
    """The editor with versions below. `stored(id)` after a save, `closed` on the way back to the list."""

    closed = Signal()
    stored = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.clause_id, self._language = "", "en"
        self._row: ClauseRow | None = None
        self._library: ClauseLibrary | None = None
        self._start: Clause | None = None
        self._versions: list[ClauseVersionRow] = []
        self.form = Form(2)
        self.title = TextField()
        self.parameters: ParameterForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    # what is shown

    def show_clause(self, clause: str, language: str) -> bool:
        """Show a clause as contracts get it; False when nobody knows it."""
        from microinf_desktop.queries import clauses

        with self.context.workspace.reading() as session:
            found = clauses.clause_row(session, clause, language)
            self._library = clauses.library(session, language)
            self._versions = clauses.versions(session, clause, language)
        if found is None:
            return False
        self.clause_id, self._language, self._row = clause, language, found
        self._build(found.clause)
        return True

    def show_new(self, language: str) -> None:
        """An empty clause."""
        from microinf_desktop.queries import clauses

        with self.context.workspace.reading() as session:
            self._library = clauses.library(session, language)
        self.clause_id, self._language, self._row, self._versions = "", language, None, []
        self._build(Clause("", "", False, (), default=False))

    @property
    def dirty(self) -> bool:
        """Something was typed that is not stored."""
        return self._start is not None and self._drafted() != self._start

    @property
    def _is_own(self) -> bool:
        return self._row is None or self._row.shipped is None

    def _build(self, clause: Clause) -> None:
        assert self._library is not None
        clear(self._column)
        back = LinkButton(tr("All clauses"))
        back.clicked.connect(self.closed)
        self._column.addLayout(row(back, 1))
        if self._row is not None and self._row.update:
            self._add_update(self._row)
        self._column.addWidget(self._make_form(clause))
        if self._is_own:
            self._column.addWidget(Label(tr(
                "Stands in contracts in {language} only. Add it once more for each other language you use",
                language=choices.language(self._language)), "secondary", "text3", wrap=True))
        self._column.addWidget(Label(tr("Text"), "section"))
        self._column.addWidget(Label(tr(
            "Words in braces such as {fee} are filled in, {ref} becomes the number of a clause", fee="{fee}",
            ref="{ref:law}"), "secondary", "text3", wrap=True))
        self.wording = WordingEdit(self._library)
        self.wording.show_clause(clause)
        self.wording.edited.connect(self._check)
        self._column.addWidget(self.wording)
        self.problem = InlineError()
        self._column.addWidget(self.problem)
        self.reason = TextField(placeholder=tr("e.g. on the advice of our lawyer, 3 May"))
        why = Form()
        why.add_field("reason", tr("Why this version"), self.reason)
        self.why = why
        self._column.addWidget(why)
        self._add_buttons()
        self._add_parameters()
        self._add_versions()
        self._start = self._drafted()
        self._check()

    def _make_form(self, clause: Clause) -> Form:
        assert self._library is not None
        form = self.form = Form(2)
        self.title = TextField()
        form.add_field("title", tr("Title"), self.title, span=2)
        form.add_field("note", tr("Note for your team, not printed"), TextArea(rows=2), span=2)
        if not clause.must:
            form.add_field("default", tr("In contracts unless it is switched off"), CheckBox(), span=2)
        if self._is_own:
            form.add_field("conditions", tr("Only in contracts where"), ConditionField(self._library), span=2)
            form.add_field("after", tr("Stands after"), ComboBox(
                [("", tr("the other clauses"))] + [(one.id, one.title) for one in self._library.clauses
                                                   if one.id != clause.id]), span=2)
        after = self._row.own.own.after if self._row is not None and self._row.own is not None else ""
        form.set_values({"title": clause.title, "note": clause.note, "default": clause.default,
                         "conditions": clause.conditions, "after": after})
        form.changed.connect(self._check)
        return form

    def _add_buttons(self) -> None:
        own = self._row.own if self._row is not None else None
        self.save_button = Button(tr("Save version"), "secondary", "check")
        self.save_button.clicked.connect(self.save)
        items: list[Any] = [self.save_button, 1]
        if own is not None and not own.is_retired:
            retire = Button(tr("Retire") if self._is_own else tr("Back to the library"), "quiet", "undo")
            retire.clicked.connect(self.retire)
            items.append(retire)
        self._column.addLayout(row(*items))

    def _add_parameters(self) -> None:
        """What is usual in all contracts for the days and choices of this clause; stored when a field is left."""
        from microinf_desktop.queries.contract_numbers import contract_defaults

        self.parameters = None
        asked = self._library.parameters_of(self.clause_id) if self._library is not None and self.clause_id else ()
        if not asked:
            return
        with self.context.workspace.reading() as session:
            known = dict(contract_defaults(session).parameters)
        form = ParameterForm(asked, "EUR", {})
        form.show_values(known)
        form.left.connect(lambda _label: self.save_parameters())
        self.parameters = form
        self._column.addSpacing(8)
        self._column.addWidget(Label(tr("Usual in all contracts"), "section"))
        self._column.addWidget(form)

    def save_parameters(self) -> None:
        """Store what is usual for this clause, where it differs from the library."""
        from microinf_desktop.queries.contract_numbers import contract_defaults
        from microinf_desktop.services.contract_choices import save_defaults

        assert self._library is not None
        if self.parameters is None or not self.parameters.touched:
            return
        with self.context.workspace.reading() as session:
            defaults = contract_defaults(session)
        chosen = dict(defaults.parameters)
        for name, value in self.parameters.entered().items():
            chosen.pop(name, None)
            if value != self._library.parameter(name).default:
                chosen[name] = value
        wanted = replace(defaults, parameters=tuple(sorted(chosen.items())))
        if wanted != defaults:
            save_defaults(self.context.workspace, wanted)
            self.context.toast(tr("Saved. Contracts that are being written follow"), undo=True)

    def _add_update(self, found: ClauseRow) -> None:
        """What the library changed since this wording was made, and the three ways on."""
        assert found.own is not None
        assert found.shipped is not None
        banner = Banner(Tone.ATTENTION, tr("The library has a new text for this clause"), tr(
            "Made from library {old}, now {new}. To merge, edit the text below and save",
            old=found.own.library_version, new=self._shipped_version()))
        banner.add_button(tr("Keep mine"), self.keep_mine)
        banner.add_button(tr("Take the library’s"), self.retire)
        self._column.addWidget(banner)
        self._column.addWidget(Label(tr("What the library changed"), "label", "text2"))
        diff = DiffText()
        before = self._words(found.own.shipped) if found.own.shipped is not None else ""
        diff.show_pieces(word_diff(before, self._words(found.shipped)))
        self._column.addWidget(diff)
        self._column.addWidget(Line())

    def _words(self, clause: Clause) -> str:
        return clause_words(clause, self._library)

    def _shipped_version(self) -> str:
        return self._library.version.partition("+")[0] if self._library is not None else ""

    def _add_versions(self) -> None:
        if not self._versions:
            return
        self._column.addSpacing(8)
        self._column.addWidget(Label(tr("Versions"), "section"))
        for place, version in enumerate(self._versions):
            older = self._versions[place + 1] if place + 1 < len(self._versions) else None
            self._add_version(version, older)

    def _add_version(self, version: ClauseVersionRow, older: ClauseVersionRow | None) -> None:
        what = tr("Retired") if version.is_retired else tr("Version {n}", n=version.version)
        about = f"{formats.moment(version.made_at)} · {version.made_by or '–'} · {version.reason or '–'}"
        before = older.own.clause if older is not None else version.shipped
        diff = DiffText()
        diff.hide()
        compare = LinkButton(tr("Compare with version {n}", n=older.version) if older is not None
                             else tr("Compare with the library"))
        compare.setAccessibleName(f"{what}: {compare.text()}")
        compare.setVisible(before is not None and not version.is_retired)

        def turn() -> None:
            if diff.isHidden() and before is not None:
                diff.show_pieces(word_diff(self._words(before), self._words(version.own.clause)))
            diff.setVisible(diff.isHidden())

        compare.clicked.connect(turn)
        items: list[Any] = [Label(what, weight=500), 1, compare]
        if not version.is_retired and version is not self._versions[0]:
            again = LinkButton(tr("Use again"))
            again.setAccessibleName(tr("Use version {n} again", n=version.version))
            again.clicked.connect(lambda: self.use_again(version.version))
            items.append(again)
        self._column.addLayout(row(*items))
        self._column.addWidget(Label(about, "secondary", "text3", wrap=True))
        self._column.addWidget(diff)
        self._column.addWidget(Line())

    # what is entered

    def _drafted(self) -> Clause:
        values, start = self.form.values(), self._row.clause if self._row is not None else None
        return Clause(
            self.clause_id or "own_new", values["title"] or "", start.must if start else False, self.wording.value(),
            values.get("default", True), values.get("conditions", start.conditions if start else ()),
            values["note"] or "",
        )

    def _check(self) -> None:
        """Say what is wrong with the wording as it is typed; empty ones are said on saving."""
        assert self._library is not None
        draft = self._drafted()
        problems = [one for one in clause_problems(draft, self._library)
                    if draft.title.strip() or not one.endswith("no title.")] if draft != self._start else []
        self.problem.set_text(problems[0] if problems and any(one.text.strip() for one in draft.paragraphs) else "")

    # acting

    def save(self) -> None:
        """Store the wording as the next version."""
        from microinf_desktop.services import clauses

        draft, reason = self._drafted(), str(self.reason.value())
        after = str(self.form.values().get("after") or "")
        for form in (self.form, self.why):
            for name in form.names():
                form.set_error(name, "")
        try:
            if self.clause_id:
                clauses.save_clause(self.context.workspace, OwnClause(draft, after), reason=reason,
                                    language=self._language)
                made = self.clause_id
            else:
                made = clauses.add_clause(self.context.workspace, draft, after=after, reason=reason,
                                          language=self._language)
        except ValidationError as error:
            if not (self.form.show_error(error) or self.why.show_error(error)):
                self.problem.set_text(str(error))
            return
        self._tell(made, tr("Saved. New contracts use it"))

    def retire(self) -> None:
        """Back to the library's wording, or out of use."""
        from microinf_desktop.services import clauses

        clauses.retire_clause(self.context.workspace, self.clause_id, reason=str(self.reason.value()),
                              language=self._language)
        self._tell(self.clause_id, tr("Retired") if self._is_own else tr("The library’s text counts again"))

    def keep_mine(self) -> None:
        """Keep the agency's wording; the library's change is not shown again."""
        from microinf_desktop.services import clauses

        clauses.keep_own(self.context.workspace, self.clause_id, language=self._language)
        self._tell(self.clause_id, tr("Your text stays"))

    def use_again(self, version: int) -> None:
        """An earlier version as the next one."""
        from microinf_desktop.services import clauses
        from microinf_desktop.ui.dialogs.message import show_error

        try:
            clauses.restore_version(self.context.workspace, self.clause_id, version, language=self._language,
                                    reason=tr("Version {n} again", n=version))
        except KnownError as error:  # what it refers to may be gone
            show_error(self, error)
            return
        self._tell(self.clause_id, tr("Version {n} counts again", n=version))

    def _tell(self, clause: str, words: str) -> None:
        self._start = None
        self.context.toast(words, undo=True)
        self.stored.emit(clause)
