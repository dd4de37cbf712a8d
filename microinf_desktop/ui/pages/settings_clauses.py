"""Settings of clauses: the library with the agency's own wording, to search; one clause is edited in its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.own_clauses import ClauseRow, plain_text
from microinf_desktop.domain.text import fold
from microinf_desktop.ui import choices
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.clause_words import condition_words
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, LinkButton, SegmentedControl
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.inputs import ComboBox, SearchField
from microinf_desktop.ui.widgets.labels import Label, Line, Tag
from microinf_desktop.ui.widgets.layouts import clear, column, row


class ClauseSettings(QWidget):
    """The list, or one clause. `clause` and `language` name what is shown first."""

    def __init__(self, context: AppContext, clause: str = "", language: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from microinf_desktop.ui.pages.settings_clause import ClauseDetail

        self.context = context
        self._rows: list[ClauseRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._overview = QWidget()
        self.detail = ClauseDetail(context)
        self.detail.closed.connect(self.show_list)
        self.detail.stored.connect(self.show_clause)
        self._column.addWidget(self._overview)
        self._column.addWidget(self.detail)
        self._build_overview(language)
        self.reload()
        if clause:
            self.show_clause(clause)
        else:
            self.show_list()

    def _build_overview(self, language: str) -> None:
        from microinf_desktop.queries.clauses import languages

        layout = QVBoxLayout(self._overview)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        known = languages()
        self.language = ComboBox([(code, choices.language(code)) for code in known])
        self.language.setAccessibleName(tr("Language of the clauses"))
        self.language.set_value(language if language in known else known[0])
        self.language.setFixedWidth(140)
        self.language.edited.connect(self.reload)
        self.search = SearchField(tr("Search clauses"))
        self.search.searched.connect(lambda _text: self._fill())
        add = Button(tr("Add clause"), "secondary", "plus")
        add.clicked.connect(self.add_clause)
        self.slice = SegmentedControl(
            [("all", tr("All")), ("edited", tr("Edited")), ("own", tr("Own")), ("unused", tr("Not used yet"))],
            tr("Which clauses"))
        self.slice.changed.connect(lambda _key: self._fill())
        layout.addWidget(Banner(Tone.NEUTRAL, tr("Have a lawyer review the clauses you use"), tr(
            "The library is a careful starting point and no legal advice. What you change here, every new contract of "
            "this workspace uses; issued contracts stay as they are.")))
        self._updates = QVBoxLayout()
        layout.addLayout(self._updates)
        layout.addLayout(row(self.search, self.language, add))
        layout.addLayout(row(self.slice, 1))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)

    # reading

    def reload(self) -> None:
        """Read the clauses anew; the clause that is being edited keeps what was typed."""
        from microinf_desktop.queries.clauses import clause_rows

        with self.context.workspace.reading() as session:
            self._rows = clause_rows(session, str(self.language.value()))
        self._fill()
        if self.detail.isVisibleTo(self) and not self.dirty():
            self.show_clause(self.detail.clause_id)

    def dirty(self) -> bool:
        return self.detail.isVisibleTo(self) and self.detail.dirty

    def _fill(self) -> None:
        clear(self._updates)
        changed = [one for one in self._rows if one.update]
        if changed:
            banner = Banner(Tone.ATTENTION, trn(
                "The library has a new text for {n} clause you edited", "The library has new texts for {n} clauses you "
                "edited", len(changed)), ", ".join(one.clause.title for one in changed))
            banner.add_button(tr("Look at it"), lambda: self.show_clause(changed[0].clause.id))
            self._updates.addWidget(banner)
        clear(self._list)
        shown = [one for one in self._rows if self._matches(one)]
        for one in shown:
            self._add(one)
        if not shown:
            self._list.addWidget(Label(tr("No clause matches. Empty the search, or show all"), ink="text3"))

    def _matches(self, found: ClauseRow) -> bool:
        part = self.slice.value()
        kept = {"all": True, "edited": found.own is not None and found.shipped is not None,
                "own": found.shipped is None, "unused": not found.used}[part]
        text = fold(f"{found.clause.id} {plain_text(found.clause)} {found.clause.note}")
        return kept and all(fold(word) in text for word in self.search.text().split())

    def _add(self, found: ClauseRow) -> None:
        clause = found.clause
        about = [] if clause.must else [
            tr("on unless switched off") if clause.default else tr("off unless switched on")]
        if clause.conditions:
            about.insert(0, tr("when {what}", what=condition_words(clause.conditions)))
        elif clause.must:
            about.insert(0, tr("always"))
        about.append(trn("in {n} issued contract", "in {n} issued contracts", found.used) if found.used
                     else tr("not used yet"))
        tags = [Tag(text) for text in _states(found)]
        edit = LinkButton(tr("Edit"))
        edit.setAccessibleName(tr("Edit {clause}", clause=clause.title))
        edit.clicked.connect(lambda: self.show_clause(clause.id))
        head: QHBoxLayout = row(Label(clause.title, weight=500), *tags, 1, edit)
        self._list.addLayout(column(head, Label(" · ".join(about), "secondary", "text3", wrap=True), spacing=0,
                                    margins=(0, 5, 0, 7)))
        self._list.addWidget(Line())

    # turning

    def show_list(self) -> None:
        self.detail.hide()
        self._overview.show()
        self._fill()

    def show_clause(self, clause: str) -> None:
        """Edit a clause; the list again when nobody knows it."""
        if self.detail.show_clause(clause, str(self.language.value())):
            self._overview.hide()
            self.detail.show()
            self.detail.title.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_list()

    def add_clause(self) -> None:
        """A new clause of the agency's own."""
        self.detail.show_new(str(self.language.value()))
        self._overview.hide()
        self.detail.show()
        self.detail.title.setFocus(Qt.FocusReason.OtherFocusReason)


def _states(found: ClauseRow) -> list[str]:
    """What a clause is beside the library's, in tags."""
    if found.own is None:
        return []
    if found.own.is_retired:
        return [tr("Retired")]
    if found.shipped is None:
        return [tr("Own, version {n}", n=found.own.version)]
    tags = [tr("Edited, version {n}", n=found.own.version)]
    return [*tags, tr("Library changed")] if found.update else tags
