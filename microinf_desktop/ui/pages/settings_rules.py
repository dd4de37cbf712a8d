"""Settings of the disclosure check: the agency's own words and rules, and the packs they stand before."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.disclosure.agency import STRICTER, AgencyRule, AgencyRules, AgencyWord
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.findings import area_name
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker, TextArea, TextField
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import column, row

_VERDICT_OF = {"accepted": Verdict.PASS, "unclear": Verdict.WARN, "refused": Verdict.FAIL, "warn": Verdict.WARN,
               "fail": Verdict.FAIL}


def _grades() -> list[tuple[str, str]]:
    return [("accepted", tr("Accepted")), ("unclear", tr("Unclear")), ("refused", tr("Refused"))]


def _meanings() -> list[tuple[str, str]]:
    return [("ad", tr("Advertising of any kind")), ("gift", tr("Something was given")),
            ("affiliate", tr("A commission is earned")), ("own", tr("The brand is the creator's own")),
            ("job", tr("The creator works for the brand"))]


class RuleSettings(QWidget):
    """The agency's entries by country, each with its source; below them the packs with version and day."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        try:
            self._own(self._read())
            self._column.addSpacing(12)
            self._packs()
        except KnownError as error:  # what is stored cannot be read: said here, where it can be looked into
            self._column.addWidget(InlineError(str(error)))

    # the agency's entries

    def _read(self) -> AgencyRules:
        from microinf_desktop.queries.packs import agency_rules

        with self.context.workspace.reading() as session:
            return agency_rules(session)

    def _own(self, own: AgencyRules) -> None:
        word, rule = Button(tr("Add words"), "secondary", "plus"), Button(tr("Add rule"), "secondary", "plus")
        word.clicked.connect(lambda: self.edit_word())
        rule.clicked.connect(lambda: self.edit_rule())
        self._column.addLayout(row(Label(tr("Words and rules of the agency"), "section"), 1, word, rule))
        self._column.addWidget(Label(
            tr("They stand before the packs in every check of this workspace, and every verdict says that they do. A "
               "word the packs refuse is only accepted on a lawyer's opinion, with the name"), ink="text2", wrap=True))
        if not own:
            self._column.addWidget(Label(tr("None yet. The packs alone decide"), ink="text3"))
        for area in sorted({one.jurisdiction for one in own.entries}, key=area_name):
            self._column.addWidget(Label(area_name(area), weight=600))
            for entry in own.entries:
                if entry.jurisdiction == area:
                    self._line(entry)
        bring, take = Button(tr("Import"), "quiet", "import"), Button(tr("Export"), "quiet", "export")
        bring.setAccessibleName(tr("Import words and rules"))
        take.setAccessibleName(tr("Export words and rules"))
        bring.clicked.connect(self.bring_in)
        take.clicked.connect(self.hand_on)
        take.setEnabled(bool(own))
        self._column.addLayout(row(bring, take, 1))

    def _line(self, entry: AgencyWord | AgencyRule) -> None:
        name = ", ".join(entry.words) if isinstance(entry, AgencyWord) else tr(STRICTER[entry.problem])
        verdict = _VERDICT_OF[entry.grade if isinstance(entry, AgencyWord) else entry.severity]
        edit, remove = Button(tr("Edit"), "quiet", "edit"), Button(tr("Delete"), "quiet", "trash")
        edit.setAccessibleName(tr("Edit {name}", name=name))
        remove.setAccessibleName(tr("Delete {name}", name=name))
        edit.clicked.connect(lambda: self.edit_word(entry) if isinstance(entry, AgencyWord) else self.edit_rule(entry))
        remove.clicked.connect(lambda: self.delete(entry.id, name))
        details = [_days(entry), tr("source: {source}", source=entry.source)]
        if isinstance(entry, AgencyWord):
            details.insert(0, choices.language(entry.language))
            if entry.opinion_of:
                details.insert(1, tr("on the opinion of {name}", name=entry.opinion_of))
        about = Label(" · ".join(part for part in details if part), "secondary", "text2", wrap=True)
        line = row(GlyphSign(verdict))
        line.addLayout(column(Label(name, weight=500, wrap=True), about, spacing=2), 1)
        line.addLayout(row(Label(_said(entry), ink="text2"), edit, remove))
        self._column.addLayout(line)
        self._column.addWidget(Line())

    def edit_word(self, known: AgencyWord | None = None) -> None:
        from microinf_desktop.services.packs import save_entry

        def build(form: Form) -> None:
            form.add_field("words", tr("Words or hashtags"), TextArea(rows=3), required=True, span=2,
                           help=tr("One a line, as they stand in a caption"))
            form.add_field("jurisdiction", tr("Country of the audience"), ComboBox(self._areas()), required=True)
            form.add_field("language", tr("Language"), Picker(choices.search_in(choices.languages),
                                                              tr("Type a language")), required=True)
            form.add_field("grade", tr("As a label they are"), ComboBox(_grades()), required=True)
            form.add_field("meaning", tr("What they tell readers"), ComboBox(_meanings()), required=True)
            form.add_field("starts", tr("From"), DateEdit(), help=tr("Left empty, it always was so"))
            form.add_field("ends", tr("Until"), DateEdit(), help=tr("Left empty, without end"))
            form.add_field("source", tr("Source"), TextField(placeholder=tr("e.g. letter of the authority, 3 May")),
                           required=True, span=2)
            form.add_field("opinion_of", tr("On our lawyer's opinion"), TextField(placeholder=tr("Name of the lawyer")),
                           help=tr("Only where the packs refuse the words. The name is shown with every verdict"),
                           span=2)

        def submit(entered: dict[str, Any]) -> None:
            save_entry(self.context.workspace, AgencyWord(
                entered["jurisdiction"], entered["language"] or "", tuple((entered["words"] or "").splitlines()),
                entered["grade"], entered["source"] or "", entered["meaning"], entered["starts"], entered["ends"],
                entered["opinion_of"] or "", known.id if known else 0,
            ), today=self.context.today())

        filled = {"grade": "accepted", "meaning": "ad"} if known is None else {
            "words": "\n".join(known.words), "jurisdiction": known.jurisdiction, "language": known.language,
            "grade": known.grade, "meaning": known.meaning, "starts": known.starts, "ends": known.ends,
            "source": known.source, "opinion_of": known.opinion_of,
        }
        self._run(tr("Add words") if known is None else tr("Edit words"), known is None, build, submit, filled)

    def edit_rule(self, known: AgencyRule | None = None) -> None:
        from microinf_desktop.services.packs import save_entry

        def build(form: Form) -> None:
            form.add_field("jurisdiction", tr("Country of the audience"), ComboBox(self._areas()), required=True)
            form.add_field("severity", tr("Then it is"), ComboBox([
                ("fail", tr("Fail: blocks the approval")), ("warn", tr("Warn: needs a decision"))]), required=True)
            form.add_field("problem", tr("When"), ComboBox([(key, tr(words)) for key, words in STRICTER.items()]),
                           help=tr("A rule can be stricter than the packs, never milder"), required=True, span=2)
            form.add_field("starts", tr("From"), DateEdit())
            form.add_field("ends", tr("Until"), DateEdit())
            form.add_field("source", tr("Source"), TextField(placeholder=tr("e.g. house rule of the agency")),
                           required=True, span=2)

        def submit(entered: dict[str, Any]) -> None:
            save_entry(self.context.workspace, AgencyRule(
                entered["jurisdiction"], entered["problem"], entered["severity"], entered["source"] or "",
                entered["starts"], entered["ends"], known.id if known else 0,
            ), today=self.context.today())

        filled = {"severity": "fail"} if known is None else {
            name: getattr(known, name) for name in ("jurisdiction", "severity", "problem", "starts", "ends", "source")}
        self._run(tr("Add rule") if known is None else tr("Edit rule"), known is None, build, submit, filled)

    def _run(self, title: str, is_new: bool, build: Any, submit: Any, filled: dict[str, Any]) -> None:
        if FormDialog(self, title, title if is_new else tr("Save"), build, submit, filled, columns=2).run():
            self.context.toast(tr("Saved. Checks from now on go by it"), undo=True)

    def delete(self, entry_id: int, name: str) -> None:
        from microinf_desktop.services.packs import delete_entry

        delete_entry(self.context.workspace, entry_id)
        self.context.toast(tr("{name} deleted", name=name), undo=True)

    def bring_in(self) -> None:
        """Add the entries of a file; what is wrong with it is said, and then nothing of it is added."""
        from microinf_desktop.services.packs import import_entries
        from microinf_desktop.ui.dialogs.message import show_error

        chosen, _ = QFileDialog.getOpenFileName(self, tr("Import words and rules"), "", tr("Words and rules (*.json)"))
        if not chosen:
            return
        path = Path(chosen)
        try:
            added = import_entries(self.context.workspace, path.read_bytes(), path.name, today=self.context.today())
        except OSError as error:
            show_error(self, KnownError(f"{path.name} cannot be read: {error.strerror}.", "Choose another file."))
            return
        except KnownError as error:
            show_error(self, error)
            return
        none = tr("All of them are in the list already")
        self.context.toast(trn("{n} entry added", "{n} entries added", added) if added else none, undo=bool(added))

    def hand_on(self) -> None:
        """Write all entries to a file for another workspace."""
        from microinf_desktop.services.packs import export_entries

        start = self.context.workspace.folder / "exports" / "words-and-rules.json"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export words and rules"), str(start),
                                                tr("Words and rules (*.json)"))
        if chosen:
            workspace, path = self.context.workspace, Path(chosen)
            self.context.tasks.read(lambda _p, _t: path.write_bytes(export_entries(workspace)),
                                    lambda _n: self.context.toast(tr("Saved as {path}", path=path)))

    def _areas(self) -> list[tuple[str, str]]:
        """Countries whose packs judge: in the others every post is a warning whatever it says."""
        packs = self._set().packs
        return [(code, name) for code, name in choices.jurisdictions() if code in packs and packs[code].sourced]

    # the packs

    def _set(self) -> PackSet:
        from microinf_desktop.queries.packs import pack_set

        with self.context.workspace.reading() as session:
            return pack_set(session, self.context.today())

    def _packs(self) -> None:
        from microinf_desktop.domain.disclosure.packs import split_version
        from microinf_desktop.ui.dialogs.help import show_help

        read = LinkButton(tr("All rules and their sources"))
        read.clicked.connect(lambda: show_help(self.window(), "rules"))
        self._column.addLayout(row(Label(tr("Packs of the program"), "section"), 1, read))
        self._column.addWidget(Label(
            tr("Researched guidance, not legal advice. Check before relying on it: rules and word lists age."),
            ink="text2", wrap=True,
        ))
        packs, names = self._set().packs, dict(choices.jurisdictions())
        for code, pack in sorted(packs.items(), key=lambda pair: (pair[0] not in names, names.get(pair[0], ""))):
            version, own = split_version(pack.version)
            count = len(pack.rules) - own
            rules = trn("{n} rule", "{n} rules", count) if count else tr("general rules only")
            added = [Label(tr("+ {n} of the agency", n=own), ink="accent")] if own else []
            self._column.addLayout(row(
                Label(names.get(code, pack.name), weight=500), Label(code if code in names else "", ink="text3"), 1,
                *added, Label(rules, ink="text3"),
                Label(tr("version {version}, checked {day}", version=version, day=pack.checked_on), ink="text2"),
            ))
            self._column.addWidget(Line())


def _said(entry: AgencyWord | AgencyRule) -> str:
    if isinstance(entry, AgencyWord):
        return tr("Accepted on an opinion") if entry.opinion_of else dict(_grades())[entry.grade]
    return tr("Fail") if entry.severity == "fail" else tr("Warn")


def _days(entry: AgencyWord | AgencyRule) -> str:
    parts = []
    if entry.starts:
        parts.append(tr("from {day}", day=formats.day(entry.starts)))
    if entry.ends:
        parts.append(tr("until {day}", day=formats.day(entry.ends)))
    return " ".join(parts)
