"""Check any caption against the disclosure rules before anything of it is stored: paste, read, fix, copy."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.disclosure import Finding, Post, apply_fix, check_all
from microinf_desktop.domain.enums import Platform, Verdict
from microinf_desktop.ui import checking, choices, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.caption_editor import CaptionEditor
from microinf_desktop.ui.widgets.findings import AreaResult, FindingsView, marks_of, verdict_words
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, row

WIDTH, HEIGHT = 980, 560
_USUAL = ("UK", "US", "DE")


def relationships() -> list[tuple[str, str]]:
    """Ties between creator and brand, as the engine knows them."""
    return [
        ("paid", tr("Paid")), ("gifted", tr("Gifted")), ("affiliate", tr("Affiliate")), ("hybrid", tr("Fee and more")),
        ("own_brand", tr("Own brand")), ("none", tr("No tie")),
    ]


def post_formats() -> list[tuple[str, str]]:
    """Shapes of posts that have rules of their own."""
    return [
        ("feed_post", tr("Feed post")), ("story", tr("Story")), ("video", tr("Video")), ("live", tr("Live")),
        ("blog", tr("Blog")), ("newsletter", tr("Newsletter")), ("podcast", tr("Podcast")),
    ]


def show_check(parent: QWidget, context: AppContext, caption: str) -> None:
    """Open the check with a caption, which may be empty; nothing of it is stored."""
    CheckCaptionDialog(parent, context, caption).run()


class CheckCaptionDialog(Dialog):
    """Caption and facts at the left, what the rules say at the right; checked at each key."""

    def __init__(self, parent: QWidget | None, context: AppContext, caption: str) -> None:
        super().__init__(parent, tr("Check a caption"), WIDTH)
        self.context = context
        self._packs = checking.packs(context.workspace, context.today())
        self.results: list[AreaResult] = []
        self.editor = CaptionEditor(rows=9, most=15)
        self.editor.setProperty("bare", "false")
        self.editor.setPlaceholderText(tr("Paste the caption here"))
        self.form = Form(columns=3)
        self.form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)))
        self.form.add_field("format", tr("Format"), ComboBox(post_formats()))
        self.form.add_field("relationship", tr("Relationship"), ComboBox(relationships()))
        self.form.add_field("language", tr("Language of the audience"), ComboBox(
            [(None, tr("As the caption")), *choices.languages()]))
        self.form.add_field("label", tr("Platform label"), ComboBox(
            [(None, tr("Not known")), (True, tr("Used")), (False, tr("Not used"))]))
        self.form.set_values({
            "platform": Platform.INSTAGRAM, "format": "feed_post", "relationship": "paid", "language": None,
            "label": None,
        })
        self.areas: dict[str, CheckBox] = {}
        self.findings = FindingsView(self._packs)
        self.sign = GlyphSign(Verdict.NOT_CHECKED, size=16)
        self.verdict = Label("", "panel", wrap=True)
        self.count = Label("", "secondary", "text3")
        self.body.addLayout(self._build(), 1)
        self._add_foot()
        self.editor.set_value(caption)
        self.editor.edited.connect(self.check)
        self.form.changed.connect(self.check)
        self.findings.fix_asked.connect(self.apply)
        self.findings.place_asked.connect(lambda one: self.editor.show_place(one.start, one.end))
        self.findings.seen_asked.connect(lambda: self.form.input("label").setFocus(Qt.FocusReason.OtherFocusReason))
        self.findings.area_changed.connect(lambda _code: self._mark())
        self.check()
        self.editor.setFocus()

    def _build(self) -> QHBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(row(Label(tr("Caption"), "section"), self.count, 1))
        left.addWidget(self.editor)
        left.addWidget(self.form)
        left.addWidget(Label(tr("Countries of the audience"), "label", "text2"))
        left.addWidget(self._area_boxes())
        left.addStretch(1)
        scroll = ScrollColumn(margins=(0, 0, 12, 0), fill="raised")
        scroll.body.addWidget(self.findings)
        scroll.setMinimumHeight(HEIGHT)
        scroll.setFixedWidth(400)
        right = QVBoxLayout()
        right.setSpacing(10)
        head = row(self.sign)
        head.addWidget(self.verdict, 1)
        right.addLayout(head)
        right.addWidget(scroll, 1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left, 1)
        both.addWidget(Line(vertical=True))
        both.addLayout(right)
        return both

    def _area_boxes(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        chosen = self._usual_areas()
        for code, name in choices.jurisdictions():
            tick = CheckBox(str(code))
            tick.setAccessibleName(name)
            tick.setToolTip(name)
            tick.setChecked(code in chosen)
            tick.setFixedWidth(54)
            tick.toggled.connect(lambda _on: self.check())
            self.areas[str(code)] = tick
            flow.addWidget(tick)
        return box

    def _usual_areas(self) -> Sequence[str]:
        """Where this agency's campaigns run."""
        if self.context.workspace is None:
            return _USUAL
        from microinf_desktop.queries import compliance

        with self.context.workspace.reading() as session:
            return compliance.jurisdictions(session)[:4] or _USUAL

    def _add_foot(self) -> None:
        note = Label(tr("Check before relying: the packs are researched guidance, not legal advice"), "secondary",
                     "text3")
        self._buttons.insertWidget(0, note)
        self.fix_button = self.add_button(tr("Apply the first fix"))
        self.fix_button.clicked.connect(self.apply_first)
        copy = self.add_button(tr("Copy caption"))
        copy.clicked.connect(self.copy)
        self.add_button(tr("Close"), "primary", accepts=True)

    def post(self) -> Post:
        """What is checked."""
        values = self.form.values()
        return Post(
            caption=self.editor.value(), platform=values["platform"] or "other", format=values["format"],
            relationship=values["relationship"], audience_language=values["language"],
            platform_label_used=values["label"],
        )

    def check(self) -> None:
        """Check for every ticked country and show what the rules say."""
        post, packs = self.post(), self._packs
        # An empty text is not yet a post that says nothing.
        areas = [code for code, tick in self.areas.items() if tick.isChecked()] if post.caption.strip() else []
        self.results = checking.from_engine(check_all(post, areas, packs, self.context.today()))
        platform = packs.platforms.get(post.platform, packs.platforms["other"])
        self.editor.set_fold(platform.name, platform.chars_sure, platform.lines_sure)
        self.findings.set_results(self.results)
        verdict, words = verdict_words(self.results)
        self.sign.set_state(verdict)
        self.verdict.setText(words if post.caption.strip() else tr("Paste the caption; it is checked while you type"))
        self.count.setText(trn("{n} character", "{n} characters", len(post.caption)))
        self.fix_button.set_blocked("" if self.first_fix() else tr("no finding can be mended in the text"))
        self._mark()

    def _mark(self) -> None:
        found = self.findings.result()
        self.editor.set_marks(marks_of(found.findings) if found else ())

    def first_fix(self) -> Finding | None:
        """The gravest finding of the open country that an edit mends."""
        found = self.findings.result()
        return next((one for one in found.findings if one.fix_edit is not None), None) if found else None

    def apply(self, finding: Finding) -> None:
        """Apply a finding's edit; Ctrl+Z in the text takes it back."""
        self.editor.replace_all(apply_fix(self.editor.value(), finding))

    def apply_first(self) -> None:
        finding = self.first_fix()
        if finding is not None:
            self.apply(finding)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.editor.value())
        self.context.toast(tr("Caption copied"))
