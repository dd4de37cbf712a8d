"""The exact label to demand of a post that is planned: which words, where, and what else to switch on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.disclosure import LabelDemand, PackSet, Post
from microinf_desktop.domain.disclosure.audience import audience_labels
from microinf_desktop.domain.disclosure.plan import form_of
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.findings import area_name
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_HEARD = ("video", "live", "audio")


class LabelDemands(QWidget):
    """One block per label, with the countries that demand it; nothing where no label is needed.

    The same words stand in the brief, in the contract and on the education sheet. `copy_asked(label)` wants it in the
    clipboard.
    """

    copy_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_post(self, post: Post, areas: Sequence[str], packs: PackSet, on: date, brand: str) -> None:
        """What to demand of a post of this kind, of these facts."""
        clear(self._layout)
        labels = [] if post.relationship == "none" else audience_labels(
            areas, post.platform, post.format, post.relationship, post.audience_language, packs, on=on, brand=brand)
        self.setVisible(bool(labels))
        if not labels:
            return
        self._layout.addWidget(Label(tr("Label to demand"), "section"))
        groups: dict[tuple[str, ...], list[LabelDemand]] = {}
        for one in (replace(label, also=label.also.replace("{brand}", brand)) for label in labels):
            groups.setdefault((one.language, one.text, one.tag, one.said, one.place), []).append(one)
        for place, group in enumerate(groups.values()):
            if place:
                self._layout.addWidget(Line())
            self._add(group, packs, form_of(post.format, post.platform) in _HEARD)

    def _add(self, group: Sequence[LabelDemand], packs: PackSet, heard: bool) -> None:
        label = group[0]
        words = written(label)
        text = Label(" ".join(words[:1]), "body", weight=600)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        language = dict(choices.languages()).get(label.language, label.language)
        where = ", ".join(area_name(one.jurisdiction) for one in group)
        copy = LinkButton(tr("Copy"))
        copy.setAccessibleName(tr("Copy the label {label}", label=words[0]))
        copy.clicked.connect(lambda _=False, said=words[0]: self.copy_asked.emit(said))
        or_tag = [Label(tr("or {tag}", tag=words[1]), "body", "text2")] if len(words) > 1 else []
        self._layout.addLayout(row(text, *or_tag, Label(f"{where} · {language}", "secondary", "text3"), 1, copy))
        for said in told(group, heard):
            self._layout.addWidget(Label(said, "secondary", "text2", wrap=True))
        version = ", ".join(dict.fromkeys(one.pack_version for one in group))
        checked = min(packs.get(one.jurisdiction).checked_on for one in group)
        note = tr("Pack {version}, sources read {day}", version=version, day=formats.day(checked))
        if not all(one.sourced for one in group):
            note = tr("{note}. Not yet compared with the authority’s own texts", note=note)
        self._layout.addWidget(Label(note, "caption", "text3", wrap=True))


def written(label: LabelDemand) -> list[str]:
    """The label as a caption opens with it, and its hashtag form where that is another."""
    text = label.text.removesuffix(" |")
    return [text] if label.tag.lower() in ("", text.lower()) else [text, label.tag]


def told(group: Sequence[LabelDemand], heard: bool) -> list[str]:
    """Where it goes, what else a country wants, what is said, what is switched on."""
    first = group[0]
    said = [first.place, *dict.fromkeys(one.also for one in group if one.also)]
    if heard:
        said.append(tr("Said: “{words}”", words=first.said))
    if first.platform_tool:
        said.append(tr("Also switch on: {tool}", tool=first.platform_tool))
    return said
