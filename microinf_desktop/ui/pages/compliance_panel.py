"""The side panel of the compliance matrix: why a text stands as it does, in its very words, and the way out."""

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.queries import compliance
from microinf_desktop.ui import checking, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.caption_editor import CaptionEditor
from microinf_desktop.ui.widgets.findings import FindingsView, marks_of, verdict_words
from microinf_desktop.ui.widgets.labels import GlyphSign, Label
from microinf_desktop.ui.widgets.layouts import row
from microinf_desktop.ui.widgets.panel import SidePanel
from microinf_desktop.ui.widgets.violations import ViolationList

PANEL_WIDTH = 440


class CompliancePanel(SidePanel):
    """The findings of one deliverable's current text as they are on record, and what can be done about them."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(width=PANEL_WIDTH)
        self.context = context
        self._id = 0
        self._standing: compliance.Standing | None = None
        self.findings = FindingsView(checking.packs(context.workspace), can_edit=False)
        self.note = Label("", "secondary", "text2", wrap=True)
        self.open = Button(tr("Open the deliverable"), "primary", keys="O")
        self.decide = Button(tr("Accept the warnings"), keys="D")
        self.open.clicked.connect(lambda: context.navigation.open("deliverable", id=self._id))
        self.decide.clicked.connect(lambda: moves.decide_warning(self, context, self._id))
        self.fixed.addWidget(self.note)
        self.violations = ViolationList(context, keys=True)
        self.heading = Label("", "section")
        self.caption = CaptionEditor(rows=1, most=9, edges=False)
        self.caption.setReadOnly(True)
        self.caption.setProperty("bare", "false")
        self.caption.setAccessibleName(tr("The text that was checked, its places marked"))
        self.body.addWidget(self.violations)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.caption)
        self.body.addSpacing(8)
        self.body.addWidget(self.findings)
        self.foot.addLayout(row(self.open, self.decide, 1, margins=(16, 10, 16, 12)))
        self.findings.place_asked.connect(lambda one: self.caption.show_place(one.start, one.end))
        self.findings.area_changed.connect(self._show_words)

    @property
    def shown(self) -> int:
        """The deliverable it shows; 0 for none."""
        return self._id

    def show_row(self, found: compliance.MatrixRow) -> None:
        """Show a line of the matrix."""
        anew, self._id = found.id != self._id, found.id
        self.findings.set_packs(checking.packs(self.context.workspace))
        results = checking.from_record(found.standing.checks)
        verdict, words = verdict_words(results)
        if found.standing.missing and verdict is not Verdict.FAIL:
            verdict, words = Verdict.NOT_CHECKED, tr("Not checked for {areas}", areas=", ".join(found.standing.missing))
        if not found.standing.is_needed:
            words = tr("No disclosure needed: the creator does not post it")
        self.set_title(words, f"{labels.label(found.kind)}, {found.deal.creator} · {found.deal.campaign}")
        self.set_leading(GlyphSign(verdict, size=16))
        self.note.setText(_record_words(found))
        self._standing = found.standing
        self.findings.set_results(results)
        if anew:
            self.findings.show_worst()
        self._show_words(self.findings.area())
        self.violations.show_deliverable(found.id)
        self.decide.setVisible(found.standing.needs_decision)

    def _show_words(self, area: str) -> None:
        """The text as it was checked for a country, with the places its findings are about."""
        check = self._standing.check(area) if self._standing is not None else None
        shown = check is not None and bool(check.caption)
        self.heading.setVisible(shown)
        self.caption.setVisible(shown)
        if check is None or not shown:
            return
        self.heading.setText(tr("Caption as it stands online") if check.phase is Phase.LIVE else
                             tr("Caption of draft {n}", n=check.draft_number) if check.draft_number else tr("Caption"))
        if self.caption.value() != check.caption:
            self.caption.set_value(check.caption)
        self.caption.set_marks(marks_of(check.findings))


def _record_words(found: compliance.MatrixRow) -> str:
    """Which text was checked when, by whom, and who accepted what."""
    parts = []
    if found.draft_number is None and not found.is_unplanned:
        parts.append(tr("No draft is stored yet"))
    if found.standing.checks:
        newest = max(found.standing.checks, key=lambda check: check.checked_at)
        what = tr("Live post") if newest.phase is Phase.LIVE else tr("Draft {n}", n=newest.draft_number or "–")
        parts.append(tr("{what} checked {when} by {who}", what=what, when=formats.moment(newest.checked_at),
                        who=newest.checked_by or tr("the program")))
    if found.standing.decision is not None:
        decision = found.standing.decision
        parts.append(tr("Accepted by {who} {when}: {reason}", who=decision.person,
                        when=formats.moment(decision.decided_at), reason=decision.reason))
    if found.live_overdue:
        parts.append(tr("The post is to be looked at again") if found.looks_again else
                     tr("Nobody has looked at the live post"))
    if found.state is DeliverableState.CANCELLED:
        parts.append(tr("Cancelled"))
    return ". ".join(parts)
