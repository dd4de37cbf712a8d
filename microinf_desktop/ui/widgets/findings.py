"""The result of a disclosure check on screen: a tab per jurisdiction, each finding with reason, source and fix."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.disclosure import Finding, PackSet
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.caption_editor import Mark
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_TONES = {"fail": Tone.DANGER, "warn": Tone.ATTENTION, "info": Tone.NEUTRAL}
_SIGNS = {"fail": Verdict.FAIL, "warn": Verdict.WARN, "info": Verdict.CANNOT_TELL}
_HOST = re.compile(r"https?://(?:www\.)?([^/\s;]+)")
# Problems that somebody who looks at the picture, the video or the platform's switch can settle.
_SEEN = frozenset({
    "tool_unknown", "video_unknown", "frames_unknown", "audio_unknown", "audio_time_unknown", "duration_unknown",
    "live_unknown", "time_unknown", "flash_unsure", "frame_missing", "sound_only", "picture_only", "tool_only",
})
_LONGEST_VERB = 44


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What a check says in one jurisdiction, from the engine or from the record."""

    jurisdiction: str
    verdict: Verdict
    platform_verdict: Verdict
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    pack_version: str
    checked_on: date | None = None


def area_name(code: str) -> str:
    """"Germany" for DE; the code itself when nobody knows it."""
    return dict(choices.jurisdictions()).get(code, code)


def marks_of(findings: Iterable[Finding]) -> list[Mark]:
    """The places in the caption that findings are about."""
    return [
        Mark(one.start, one.end, Tone.ATTENTION if _is_term(one) else _TONES[one.severity],
             f"{one.rule}: {one.message}")
        for one in findings if one.end > one.start
    ]


def _is_term(one: Finding) -> bool:
    """Whether a finding breaks a platform's terms only: to be settled, but no reason to refuse approval."""
    return one.scope == "platform" and one.severity != "info"


def source_words(source: str) -> str:
    """The hosts behind a rule in short: "asa.org.uk, gov.uk and 1 more"; the text itself when it names no address."""
    hosts = list(dict.fromkeys(_HOST.findall(source)))
    if not hosts:
        return source
    shown, rest = hosts[:2], len(hosts) - 2
    words = ", ".join(shown)
    return tr("{hosts} and {n} more", hosts=words, n=rest) if rest > 0 else words


def verdict_words(results: Sequence[AreaResult]) -> tuple[Verdict, str]:
    """The strictest verdict and a sentence: "Fail, 2 rules in Germany", "Pass in Germany, 1 platform term open"."""
    failing = [one for one in results if one.verdict is Verdict.FAIL]
    warned = [one for one in results if one.verdict in (Verdict.WARN, Verdict.CANNOT_TELL)]
    for verdict, severity, word, found in (
        (Verdict.FAIL, "fail", tr("Fail"), failing), (Verdict.WARN, "warn", tr("Warn"), warned),
    ):
        if found:
            rules = {(a.jurisdiction, f.rule) for a in found for f in a.findings
                     if f.severity == severity and f.scope == "law"}
            where = area_name(found[0].jurisdiction) if len(found) == 1 else trn(
                "{n} country", "{n} countries", len(found))
            return verdict, trn("{word}, {n} rule in {where}", "{word}, {n} rules in {where}", len(rules),
                                word=word, where=where)
    if not results:
        return Verdict.NOT_CHECKED, tr("Not checked")
    passed = tr("Pass in {where}", where=", ".join(area_name(one.jurisdiction) for one in results))
    terms = len({finding.rule for one in results for finding in one.findings if _is_term(finding)})
    if not terms:
        return Verdict.PASS, passed
    return Verdict.PASS, trn("{passed}, {n} platform term open", "{passed}, {n} platform terms open", terms,
                             passed=passed)


class FindingsView(QWidget):
    """Tabs of jurisdictions over a column of findings. `set_results` keeps the open tab where it can.

    `fix_asked(finding)` and `place_asked(finding)` are for whoever owns the text; without `can_edit` there are no
    buttons that change it. `seen_asked` wants the facts of the picture or video recorded.
    """

    fix_asked = Signal(object)
    place_asked = Signal(object)
    seen_asked = Signal()
    area_changed = Signal(str)

    def __init__(self, packs: PackSet, can_edit: bool = True, margin: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._packs, self._can_edit, self._margin = packs, can_edit, margin
        self._results: dict[str, AreaResult] = {}
        self._tabs: Tabs | None = None
        self._open_passed = False
        self._shown: object = None
        self._top = QVBoxLayout()
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._top)
        layout.addLayout(self._body)

    def area(self) -> str:
        """The jurisdiction that is shown; "" when there is none."""
        return self._tabs.value() if self._tabs is not None else ""

    def show_area(self, code: str) -> None:
        if self._tabs is not None and code in self._results:
            self._tabs.set_value(code)
            self._fill()

    def show_worst(self) -> None:
        """Open the tab of the country that decides."""
        if self._results:
            self.show_area(_worst(list(self._results.values())))
            self.area_changed.emit(self.area())

    def result(self) -> AreaResult | None:
        return self._results.get(self.area())

    def set_packs(self, packs: PackSet) -> None:
        """The packs that name the rules of the next results."""
        self._packs = packs

    def set_results(self, results: Sequence[AreaResult]) -> None:
        """Show these, the strictest first when the tab that was open is gone."""
        codes = [one.jurisdiction for one in results]
        if self._tabs is None or codes != list(self._results):
            kept = self.area()
            self._build_tabs(codes)
            if self._tabs is not None:
                self._tabs.set_value(kept if kept in codes else _worst(results))
        self._results = {one.jurisdiction: one for one in results}
        for one in results:
            assert self._tabs is not None
            self._tabs.set_state(one.jurisdiction, one.verdict)
        if self._shape() != self._shown:  # while somebody types, mostly only places change
            self._fill()

    def _shape(self) -> object:
        """What is visible of the result; places and edits are looked up when a button is pressed."""
        found = self.result()
        return found and (found.jurisdiction, found.passed, found.pack_version, found.checked_on, tuple(
            (f.rule, f.severity, f.message, f.fix, f.problem, f.end > f.start, f.fix_edit is None)
            for f in found.findings
        ))

    def _at(self, place: int) -> Finding:
        found = self.result()
        assert found is not None
        return found.findings[place]

    def _build_tabs(self, codes: Sequence[str]) -> None:
        clear(self._top)
        self._tabs = None
        if codes:
            self._tabs = Tabs([(code, code) for code in codes], tr("Jurisdictions"), margin=self._margin)
            self._tabs.changed.connect(self._tab_changed)
            self._top.addWidget(self._tabs)

    def _tab_changed(self, code: str) -> None:
        self._fill()
        self.area_changed.emit(code)

    def _fill(self) -> None:
        clear(self._body)
        found, self._shown = self.result(), self._shape()
        if found is None:
            return
        self._body.addWidget(Label(self._pack_words(found), "secondary", "text3", wrap=True))
        titles = _titles(self._packs, found.jurisdiction)
        for place, one in enumerate(found.findings):
            self._body.addSpacing(10)
            self._body.addWidget(Line())
            self._body.addSpacing(10)
            self._add_finding(place, one, titles.get(one.rule, ""))
        if not found.findings:
            self._body.addSpacing(8)
            self._body.addWidget(Label(tr("Nothing found"), "body", "done", weight=500))
        self._add_passed(found.passed, titles)

    def _pack_words(self, found: AreaResult) -> str:
        """Country, version of the rules and the day their sources were read; a verdict by older rules says so."""
        pack = self._packs.get(found.jurisdiction)
        said = tr("{country}, pack {version}", country=area_name(found.jurisdiction), version=found.pack_version)
        if found.checked_on is not None or found.pack_version == pack.version:
            return tr("{said}, sources read {day}", said=said, day=formats.day(found.checked_on or pack.checked_on))
        return tr("{said}. The rules are {version} by now: check it again", said=said, version=pack.version)

    def _add_finding(self, place: int, one: Finding, title: str) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        head = Label(one.message, "body", weight=500, wrap=True)
        head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(head)
        words.addWidget(Label(" · ".join(part for part in (one.rule, title) if part), "secondary", "text2", wrap=True))
        if one.scope == "platform":
            words.addWidget(Label(tr("The platform’s terms, not law: it does not stand in the way of approval"),
                                  "secondary", "attention" if _is_term(one) else "text2", wrap=True))
        if one.source:
            source = Label(tr("Source: {source}", source=source_words(one.source)), "secondary", "text3", wrap=True)
            source.setToolTip(one.source)
            words.addWidget(source)
        self._add_fix(words, place, one)
        sign = GlyphSign(Verdict.WARN if _is_term(one) else _SIGNS[one.severity])
        line = row(sign, spacing=8)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self._body.addLayout(line)

    def _add_fix(self, words: QVBoxLayout, place: int, one: Finding) -> None:
        fix = one.fix.rstrip(".")
        offered = self._can_edit and one.fix_edit is not None
        seen = self._can_edit and one.fix_edit is None and one.problem in _SEEN
        short = len(fix) <= _LONGEST_VERB
        if fix and not (offered and short):
            words.addWidget(Label(one.fix, "secondary", "text2", wrap=True))
        buttons = row(spacing=4, margins=(0, 4, 0, 0))
        if offered:
            button = Button(fix if fix and short else tr("Apply the fix"))
            button.clicked.connect(lambda: self.fix_asked.emit(self._at(place)))
            buttons.addWidget(button)
        elif seen:
            button = Button(tr("Record what the post shows"))
            button.clicked.connect(self.seen_asked)
            buttons.addWidget(button)
        if one.end > one.start:
            show = Button(tr("Show"), "quiet")
            show.setAccessibleName(tr("Show the place in the caption"))
            show.clicked.connect(lambda: self.place_asked.emit(self._at(place)))
            buttons.addWidget(show)
        if buttons.count():
            buttons.addStretch(1)
            words.addLayout(buttons)

    def _add_passed(self, passed: Sequence[str], titles: Mapping[str, str]) -> None:
        if not passed:
            return
        self._body.addSpacing(10)
        self._body.addWidget(Line())
        self._body.addSpacing(6)
        link = LinkButton(tr("Hide") if self._open_passed else tr("Show"))
        link.setAccessibleName(tr("Show the rules that passed"))
        link.clicked.connect(self._toggle_passed)
        self._body.addLayout(row(Label(trn("{n} rule passed", "{n} rules passed", len(passed)), "section"), 1, link))
        for rule in passed if self._open_passed else ():
            text = " · ".join(part for part in (titles.get(rule, ""), rule) if part)
            line = row(GlyphSign(Verdict.PASS), spacing=8, margins=(0, 3, 0, 3))
            line.addWidget(Label(text, "secondary", "text2", wrap=True), 1)
            self._body.addLayout(line)

    def _toggle_passed(self) -> None:
        self._open_passed = not self._open_passed
        self._fill()


def _titles(packs: PackSet, jurisdiction: str) -> dict[str, str]:
    """Titles of the rules of a jurisdiction and of the generic pack."""
    return {rule.id: rule.title for pack in (packs.generic, packs.get(jurisdiction)) for rule in pack.rules}


def _worst(results: Sequence[AreaResult]) -> str:
    order = (Verdict.FAIL, Verdict.WARN, Verdict.CANNOT_TELL)
    return min(results, key=lambda one: order.index(one.verdict) if one.verdict in order else len(order)).jurisdiction
