"""A post as text and facts, checked at each key: caption with marks, and what picture, sound and platform show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.deliverables import DraftDraft
from microinf_desktop.domain.disclosure import AudienceResult, Finding, PackSet, Post, apply_fix, check_all
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.ui import checking
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.caption_editor import CaptionEditor
from microinf_desktop.ui.widgets.findings import AreaResult, marks_of
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import row

_MOVING = ("video", "live")
_PAGES = ("blog", "newsletter", "podcast")


class SeenText(QWidget):
    """Words that somebody looked or listened for: None when nobody did, "" when there are none, else the words."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, none: str, some: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ComboBox([("unknown", tr("Nobody looked")), ("none", none), ("some", some)])
        self.choice.setFixedWidth(136)
        self.text = TextField()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self.text, 1)
        self.setFocusProxy(self.choice)
        self.choice.edited.connect(self._chosen)
        self.text.edited.connect(self.edited)
        self.text.left_field.connect(self.left_field)
        self.set_value(None)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)
        self.text.setAccessibleName(tr("{name}, the words", name=name))

    def value(self) -> str | None:
        if self.choice.value() == "none":
            return ""
        return self.text.value() or None if self.choice.value() == "some" else None

    def set_value(self, value: Any) -> None:
        self.choice.set_value("unknown" if value is None else "some" if value else "none")
        self.text.set_value(value)
        self.text.setEnabled(bool(value))

    def _chosen(self) -> None:
        on = self.choice.value() == "some"
        self.text.setEnabled(on)
        if on:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


class PostEditor(QWidget):
    """Caption and facts over one base post. `checked(results)` comes at each change with one result per country."""

    changed = Signal()
    checked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = CaptionEditor(rows=5)
        self.editor.setAccessibleName(name)
        self.title = Label(name, "section")
        self.count = Label("", "secondary", "text3")
        self.head = QHBoxLayout()
        self.facts = Form()
        self.below = QVBoxLayout()
        self.below.setSpacing(8)
        self._base = Post()
        self._areas: tuple[str, ...] = ()
        self._today = date.today()
        self._packs = load_packs()
        self._saved = ""
        self._unsaved = False
        self._results: list[AreaResult] = []
        self._facts: dict[str, Any] = {}
        self._shown: tuple[bool, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(self.title, self.count, 1, self.head))
        layout.addWidget(self.editor)
        layout.addLayout(self.below)
        layout.addWidget(self.facts)
        self.editor.edited.connect(self._edited)

    def _build_facts(self, base: Post) -> None:
        """Only the facts that the format and platform of the post have."""
        moving, story = base.format in _MOVING, base.format == "story"
        shown = (
            base.format in _PAGES or base.platform == "youtube", moving or story, moving or base.format == "podcast",
            moving, story, base.format == "feed_post",
        )
        if shown == self._shown:
            return
        self._shown = shown
        title, screen, sound, moving, story, comment = shown
        form, old = Form(columns=2), self.facts
        form.add_heading(tr("What the post shows"))
        if screen:
            form.add_field("onscreen_text", tr("On-screen text"), SeenText(tr("No text"), tr("It says")), span=2)
        if sound:
            form.add_field("spoken_text", tr("Spoken words"), SeenText(tr("Nothing said"), tr("It says")), span=2)
        if moving:
            form.add_field("onscreen_start_ms", tr("Text shown from, seconds"), NumberEdit(whole=False))
        if screen:
            form.add_field("onscreen_duration_ms", tr("Text shown for, seconds"), NumberEdit(whole=False))
        if moving:
            form.add_field("duration_ms", tr("Length, seconds"), NumberEdit(whole=False))
        if story:
            form.add_field("frames", tr("Frames"), NumberEdit())
            form.add_field("frames_labelled", tr("Frames with a label"), NumberEdit())
        form.add_field("platform_label_used", tr("Platform label"), ComboBox(
            [(None, tr("Not known")), (True, tr("Used")), (False, tr("Not used"))]))
        if title:
            form.add_field("title", tr("Title"), TextField(), span=2)
        if comment:
            form.add_field("first_comment", tr("First comment"), TextField(), span=2)
        if moving or base.format == "podcast":
            form.add_field("script", tr("Script"), TextArea(rows=4), span=2)
        form.add_field("note", tr("Note on this version"), TextField(), span=2)
        form.changed.connect(self._edited)
        self.facts = form
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(old, form)
        old.hide()
        old.deleteLater()

    # content

    def set_post(self, base: Post, areas: Sequence[str], today: date, packs: PackSet) -> None:
        """The facts that cannot be edited here; shows only the fields that its format and platform have."""
        self._base, self._areas, self._today, self._packs = base, tuple(areas), today, packs
        self._build_facts(base)
        platforms = packs.platforms
        platform = platforms.get(base.platform, platforms["other"])
        self.editor.set_fold(platform.name, platform.chars_sure, platform.lines_sure)

    def follow(self, base: Post, areas: Sequence[str], today: date, packs: PackSet) -> None:
        """Check what is being typed by what holds now, when deal, audience or rules changed; nothing typed is lost."""
        if (base, tuple(areas), today) == (self._base, self._areas, self._today) and packs is self._packs:
            return
        self._base, self._areas, self._today, self._packs = base, tuple(areas), today, packs
        self.check()

    def set_draft(self, caption: str, facts: dict[str, Any]) -> None:
        """Fill in a version; what was typed and not saved is gone."""
        self.editor.set_value(caption)
        self._facts = {name: facts.get(name) for name in DraftDraft.__dataclass_fields__ if name in facts}
        given = {name: facts.get(name) for name in self.facts.names()}
        self._unsaved = False
        self.facts.set_values({
            name: value / 1_000 if name.endswith("_ms") and value is not None else value
            for name, value in given.items()
        })
        self._saved = self.editor.value()
        self.check()

    def set_read_only(self, on: bool) -> None:
        self.editor.setReadOnly(on)
        self.facts.setEnabled(not on)

    @property
    def dirty(self) -> bool:
        """Something was typed that `mark_saved` has not seen."""
        return self._unsaved or self.editor.value() != self._saved or self.facts.dirty

    def mark_saved(self) -> None:
        self._unsaved = False
        self._saved = self.editor.value()
        self.facts.mark_saved()

    def mark_unsaved(self) -> None:
        """The text could not be stored after all."""
        self._unsaved = True

    def typed(self) -> dict[str, Any]:
        """Caption and facts as they stand in the fields, for `type_again`."""
        return {"caption": self.editor.value(), **self.facts.values()}

    def type_again(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave, as if it was typed into what is shown; Ctrl+Z takes the caption back."""
        saved = self.facts.values()
        self.facts.set_values({name: value for name, value in typed.items() if name in saved})
        if self.facts.values() != saved:
            self._unsaved = True
        if typed["caption"] != self.editor.value():
            self.editor.replace_all(typed["caption"])
        self.check()

    def draft(self) -> DraftDraft:
        """What was typed, as a version to be stored."""
        values = {
            name: round(value * 1_000) if name.endswith("_ms") and value is not None else value
            for name, value in self.facts.values().items()
        }
        return DraftDraft(**{**self._facts, **values, "caption": self.editor.value()})

    def seen(self) -> dict[str, Any]:
        """What was typed, in the words of `Post`."""
        draft = self.draft()
        return {
            "caption": draft.caption, "title": draft.title or None, "first_comment": draft.first_comment or None,
            "onscreen_text": draft.onscreen_text, "onscreen_start_s": _seconds(draft.onscreen_start_ms),
            "onscreen_duration_s": _seconds(draft.onscreen_duration_ms), "duration_s": _seconds(draft.duration_ms),
            "spoken": draft.spoken_text, "frames_labelled": draft.frames_labelled,
            "platform_label_used": draft.platform_label_used,
            "frames": self._base.frames if draft.frames is None else draft.frames,
        }

    def post(self) -> Post:
        return replace(self._base, **self.seen())

    # checking

    def _edited(self) -> None:
        self.check()
        self.changed.emit()

    def check(self) -> None:
        """Check for every country of the audience; milliseconds once the packs are compiled."""
        result: AudienceResult = check_all(self.post(), self._areas, self._packs, self._today)
        self._results = checking.from_engine(result)
        self.count.setText(trn("{n} character", "{n} characters", len(self.editor.value())))
        self.count.setToolTip(self.editor.fold_words())
        self.checked.emit(self._results)

    def results(self) -> list[AreaResult]:
        return self._results

    def mark(self, area: str) -> None:
        """Mark the places that the findings of a country are about."""
        self.editor.set_marks(marks_of(
            finding for one in self._results if one.jurisdiction == area for finding in one.findings
        ))

    def apply(self, finding: Finding) -> None:
        """Apply one edit; Ctrl+Z takes it back, so the keyboard goes to the caption."""
        self.editor.replace_all(apply_fix(self.editor.value(), finding))
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def mended(self) -> str:
        """The caption with the edits that help over all countries; itself when none does."""
        return checking.mend(self.post(), self._areas, self._packs, self._today)

    def focus_facts(self) -> None:
        """Move to the first fact that nobody has recorded."""
        for name in self.facts.names():
            field = self.facts.input(name)
            if field.value() is None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def facts_of(seen: Mapping[str, Any]) -> dict[str, Any]:
    """What `PostEditor.seen` said besides the caption, as the fields of a version."""
    facts: dict[str, Any] = {}
    for name, value in seen.items():
        if name.endswith("_s"):
            facts[name.removesuffix("_s") + "_ms"] = None if value is None else round(value * 1_000)
        elif name in ("title", "first_comment"):
            facts[name] = value or ""
        elif name != "caption":
            facts["spoken_text" if name == "spoken" else name] = value
    return facts


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1_000
