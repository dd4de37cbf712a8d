"""“May we use it here, today?”: content, use, place, country and day; yes or no with the clause it rests on."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.media import Place, Use
from microinf_desktop.domain.rights_answer import Answer, Judged, Question, Ruling, rule
from microinf_desktop.queries import assets, rights
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, Picker
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row

WIDTH, HEIGHT = 820, 420
_OTHERS = 6  # rights shown besides the one the answer rests on


def show_may_we_use(
    parent: QWidget, context: AppContext, collaboration_id: int | None = None, asset_id: int | None = None
) -> None:
    """Ask about an asset, all content of a deal, or what is chosen in the dialog; nothing is stored."""
    MayWeUseDialog(parent, context, collaboration_id, asset_id).run()


class MayWeUseDialog(Dialog):
    """The question at the left, the answer at the right; answered anew whenever the question changes."""

    def __init__(self, parent: QWidget | None, context: AppContext, collaboration_id: int | None,
                 asset_id: int | None) -> None:
        super().__init__(parent, tr("May we use it here, today?"), WIDTH)
        self.context = context
        self.ruling: Ruling | None = None
        self._country_for = 0
        self.form = Form()
        self._build_form()
        self.sign = GlyphSign(Answer.CANNOT_TELL, size=20)
        self.title = Label("", "panel", wrap=True)
        self.basis = Label("", "secondary", "text2", wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self.body.addLayout(self._build(), 1)
        self.form.set_values({"use": Use.ORGANIC, "place": Place.INSTAGRAM, "day": context.today()})
        if collaboration_id is not None:
            with context.workspace.reading() as session:
                name = assets.choice_name(session, collaboration_id, asset_id)
            self.form.input("what").set_value((collaboration_id, asset_id), name)
            self.form.input("what").setCursorPosition(0)
        copy = self.add_button(tr("Copy the answer"))
        copy.clicked.connect(self.copy)
        self.add_button(tr("Close"), "primary", accepts=True)
        self.form.changed.connect(self.answer)
        self.answer()
        self.form.input("what" if collaboration_id is None else "place").setFocus()

    def _build_form(self) -> None:
        form = self.form
        form.add_field("what", tr("Content"), Picker(self._search, tr("Creator, campaign or title")),
                       help=tr("An asset, or all content of a deal"))
        form.add_field("use", tr("How"), ComboBox(labels.choices(Use)))
        form.add_field("place", tr("Where"), ComboBox(labels.choices(Place)))
        form.add_field("country", tr("Country"), Picker(choices.search_in(choices.countries)))
        form.add_field("day", tr("Day"), DateEdit())
        form.add_field("edited", tr("Cut or changed beyond its format"), CheckBox())
        form.add_field("partner", tr("Used by a retailer or partner"), CheckBox())

    def _build(self) -> QHBoxLayout:
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        scroll = ScrollColumn(margins=(0, 0, 8, 0), fill="raised")
        scroll.body.addLayout(self.lines)
        scroll.setMinimumHeight(HEIGHT - 80)
        right = QVBoxLayout()
        right.setSpacing(8)
        head = row(self.sign, spacing=10)
        head.addWidget(self.title, 1)
        right.addLayout(head)
        right.addWidget(self.basis)
        right.addWidget(scroll, 1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left, 2)
        both.addWidget(Line(vertical=True))
        both.addLayout(right, 3)
        return both

    def _search(self, text: str) -> Sequence[tuple[Any, str]]:
        with self.context.workspace.reading() as session:
            return assets.choices(session, text)

    def question(self) -> Question | None:
        """What is asked; None while something of it is missing."""
        values = self.form.values()
        if not values["what"] or not values["country"] or values["day"] is None:
            return None
        return Question(values["place"], values["use"], values["country"], values["day"], values["edited"],
                        values["partner"])

    def answer(self) -> None:
        """Read the rights that may count and show what they allow."""
        what = self.form.values()["what"]
        if what and what[0] != self._country_for:
            self._propose_country(what[0])
            return
        question = self.question()
        clear(self.lines)
        self.ruling = None
        if question is None:
            self.sign.set_state(Answer.CANNOT_TELL)
            self.title.setText(tr("Say what is to be used, and where"))
            self.basis.setText("")
            return
        self.ruling = self._rule(what[0], what[1], question)
        self._show(self.ruling, question)

    def _propose_country(self, collaboration_id: int) -> None:
        """The client's country, once for each deal that is chosen."""
        self._country_for = collaboration_id
        with self.context.workspace.reading() as session:
            code = assets.country_of(session, collaboration_id)
        if code and not self.form.values()["country"]:
            self.form.input("country").set_value(code, choices.country(code))
        self.answer()

    def _rule(self, collaboration_id: int, asset_id: int | None, question: Question) -> Ruling:
        from microinf_desktop.interchange.media import load_media
        from microinf_desktop.interchange.territories import load_regions

        with self.context.workspace.reading() as session:
            found = rights.grants(session, collaboration_id, asset_id)
        return rule(found, question, load_media(), load_regions())

    def _show(self, ruling: Ruling, question: Question) -> None:
        self.sign.set_state(ruling.answer)
        self.title.setText(words.answer_title(ruling))
        basis = words.rests_on(ruling)
        self.basis.setText(basis or tr("No usage right is stored for this content"))
        if ruling.best is not None:
            for sentence in words.reasons(ruling.best, question):
                self.lines.addWidget(Label(sentence, "body", wrap=True))
        ways = words.ways(ruling)
        if ways:
            self.lines.addSpacing(6)
            self.lines.addWidget(Label(tr("What would make it a yes"), "section"))
            for sentence in ways:
                self.lines.addWidget(Label(sentence, "body", wrap=True))
        if ruling.others:
            self.lines.addSpacing(6)
            self.lines.addWidget(Label(tr("Other rights of this content"), "section"))
            for one in ruling.others[:_OTHERS]:
                self._show_other(one, question)

    def _show_other(self, one: Judged, question: Question) -> None:
        grant = one.grant
        says = ". ".join(words.reasons(one, question)) or tr("allows it as well")
        kind = labels.label(grant.kind)
        self.lines.addWidget(Label(f"{kind}, {words.source(grant.contract, grant.clause)}", "secondary", wrap=True))
        self.lines.addWidget(Label(says, "secondary", "text2", wrap=True))

    def copy(self) -> None:
        question = self.question()
        if self.ruling is None or question is None:
            self.context.toast(tr("Say what is to be used, and where"))
            return
        QGuiApplication.clipboard().setText(words.as_text(self.ruling, question, self.form.input("what").text()))
        self.context.toast(tr("Answer copied"))
