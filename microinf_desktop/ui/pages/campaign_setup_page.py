"""The guided set-up of a campaign: six steps one can leave and resume; each is stored when it is left."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.campaign_setup import SetupStep, step_of
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.campaign_setup_form import StepForm
from microinf_desktop.ui.pages.campaign_setup_steps import STEPS
from microinf_desktop.ui.pages.campaign_setup_summary import SetupSummary, planned_milestones
from microinf_desktop.ui.widgets.buttons import Button, PaintedButton
from microinf_desktop.ui.widgets.feedback import EmptyState, InlineError
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row

SUMMARY_FROM = 940  # pixels of page below which the summary gives its room to the form
_AUTOSAVE_MS = 1_500
_FORM_WIDTH = 720


class _StepButton(PaintedButton):
    """A step in the list: its number, or a tick once it is behind; the current one is tinted."""

    def __init__(self, step: SetupStep, parent: QWidget | None = None) -> None:
        super().__init__(tr(STEPS[step][0]), parent)
        self.step, self.is_current, self.is_past = step, False, False
        self.setAccessibleName(tr("Step {n}: {title}", n=step.number, title=self.text()))

    def mark(self, current: SetupStep) -> None:
        self.is_current, self.is_past = self.step is current, self.step.number < current.number
        self.setAccessibleDescription(tr("current step") if self.is_current else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if self.is_current or self.underMouse():
            paint.rounded(painter, box, 5, now.selected if self.is_current else now.hover)
        if self.is_past:
            icons.draw(painter, 12, (self.height() - 14) / 2, "check", now.text2, 14)
        else:
            painter.setFont(theme.font("body", 600))
            painter.setPen(now.accent if self.is_current else now.text3)
            paint.text(painter, QRectF(12, 0, 16, self.height()), str(self.step.number))
        painter.setFont(theme.font("body", 600 if self.is_current else 400))
        painter.setPen(now.text if self.is_current else now.text2)
        paint.text(painter, QRectF(36, 0, self.width() - 40, self.height()), self.text())
        if self.ring:
            paint.focus_ring(painter, box, now.accent, 5)


class CampaignSetupPage(Page):
    """`params["id"]` is the campaign to go on with, none starts a new one; `params["step"]` opens a step."""

    tables = frozenset({"campaign", "campaign_target", "campaign_persona", "client", "persona", "collaboration",
                        "work_template", "learning", "milestone", "setting"})
    stepped = Signal(str)

    def build(self) -> None:
        self.campaign_id: int | None = None
        self.step = SetupStep.CLIENT
        self.draft = self._new_draft()
        self._found: queries.CampaignDetail | None = None
        self._kept = self.draft  # what is stored, or what an untouched new form holds
        self.form: StepForm | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AUTOSAVE_MS)
        self._timer.timeout.connect(self._autosave)
        self.header.set_breadcrumb(tr("Campaigns"))
        self.gone = EmptyState(tr("This campaign was deleted. Undo brings it back"), tr("Show campaigns"),
                               lambda: self.context.navigation.open("campaigns"))
        self.body = QWidget()
        beside = QHBoxLayout(self.body)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._step_list())
        self.middle = ScrollColumn(margins=(24, 20, 24, 24), spacing=16)
        self.middle.setAccessibleName(tr("Form of the step"))
        self.middle.setMaximumWidth(_FORM_WIDTH + 60)  # so that on a wide screen the summary stays beside the form
        beside.addWidget(self.middle, 1)
        self.summary = SetupSummary(self.context, self.open_step)
        self.summary.setFixedWidth(300)
        beside.addWidget(self.summary)
        beside.addStretch(0)
        self.set_content(self.body)
        self._build_foot()

    def _step_list(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(12, 16, 12, 16)
        column.setSpacing(2)
        self.step_buttons = {step: _StepButton(step) for step in SetupStep}
        for step, button in self.step_buttons.items():
            button.clicked.connect(lambda _=False, step=step: self.open_step(step))
            column.addWidget(button)
        column.addSpacing(12)
        told = Label(tr("What you type is stored. You can leave at any time and go on later"), "secondary", "text3",
                     wrap=True)
        told.setContentsMargins(12, 0, 12, 0)
        column.addWidget(told)
        column.addStretch(1)
        holder = boxed(column)
        holder.setFixedWidth(224)
        holder.setAccessibleName(tr("Steps"))
        return holder

    def _build_foot(self) -> None:
        self.back_button = Button(tr("Back"), "secondary")
        self.next_button = Button(tr("Next"), "primary")
        self.finish_button = Button(tr("Finish"), "secondary")
        self.problem = InlineError(parent=self)
        for button, callback, keys in ((self.back_button, self.back, "Alt+Left"),
                                       (self.next_button, self.forward, "Alt+Right"),
                                       (self.finish_button, self.finish, "")):
            button.clicked.connect(lambda _=False, callback=callback: callback())
            button.setToolTip(keys or tr("End the set-up here; what is missing can be added later"))
        foot = QVBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(Line())
        foot.addLayout(row(self.back_button, self.problem, 1, self.finish_button, self.next_button,
                           margins=(24, 10, 24, 10)))
        holder = boxed(foot)
        holder.setProperty("foot", True)
        self.set_foot(holder)

    def _new_draft(self, client_id: int | None = None) -> CampaignDraft:
        return CampaignDraft(client_id, "", owner_id=getattr(self.context.workspace, "person_id", None))

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        self._store_quietly()
        number = params.get("id")
        self.campaign_id = int(str(number)) if number else None
        client = params.get("client_id")
        self.draft = self._kept = self._new_draft(int(str(client)) if client else None)
        self.form = None
        self.params = dict(params)
        self._read()
        at = str(params.get("step") or (self._found.fields["setup_step"] if self._found is not None else ""))
        self._show(SetupStep(at) if at in set(SetupStep) else SetupStep.CLIENT)

    def _read(self) -> None:
        if self.campaign_id is None:
            self._found = None
            return
        with self.context.workspace.reading() as session:
            self._found = queries.detail(session, self.campaign_id, self.context.today())
        if self._found is not None:
            self.draft = self._kept = self._found.draft

    def reload(self) -> None:
        """What somebody else changed is shown; what is being typed here stays."""
        before, typed = self._kept, self._typed()
        self._read()
        if self.campaign_id is not None and self._found is None:
            self._timer.stop()
            self.form = None
            self.set_content(self.gone)
            self.update_actions()
            return
        self.set_content(self.body)
        if self.form is None or (typed in (before, None) and self._kept != before):
            self._show(self.step)
        else:
            self._show_summary()

    def _show(self, step: SetupStep) -> None:
        """Build the step's form from the draft."""
        if self.campaign_id is not None and self._found is None:
            self.reload()
            return
        self.step = step
        clear(self.middle.body)
        self.form = STEPS[step][1](self.context, self.draft)
        self.form.setMaximumWidth(_FORM_WIDTH)
        self.form.changed.connect(self._changed)
        self.form.filled.connect(self._take_filled)
        self.form.step_asked.connect(self.open_step)
        self.middle.body.addWidget(self.form)
        self.middle.verticalScrollBar().setValue(0)
        for button in self.step_buttons.values():
            button.mark(step)
        self.problem.set_text("")
        self.back_button.set_blocked("" if step.number > 1 else tr("this is the first step"))
        last = step is SetupStep.CHECK
        self.next_button.setVisible(not last)
        self.finish_button.kind = "primary" if last else "secondary"
        self.finish_button.update()
        self._show_summary()
        self.stepped.emit(step.value)

    def _show_summary(self) -> None:
        typed = self._typed() or self.draft
        title = typed.name.strip() or tr("New campaign")
        self.header.set_title(title, tr("Set-up: step {n} of {total}", n=self.step.number, total=len(SetupStep)))
        found = self._found
        self.summary.show_draft(typed, found.creators if found else 0, found.committed if found else None)
        self.set_position(self.position())
        self.update_actions()

    def position(self) -> str:
        return tr("Step {n} of {total}", n=self.step.number, total=len(SetupStep))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.summary.setVisible(self.width() >= SUMMARY_FROM)

    # writing

    def _typed(self) -> CampaignDraft | None:
        """The draft with what is in the form; None while something in it cannot be read."""
        if self.form is None:
            return self.draft
        try:
            return self.form.take(self.draft)
        except ValidationError:
            return None

    def _changed(self) -> None:
        self._show_summary()
        if self.campaign_id is not None:
            self._timer.start()

    def _take_filled(self, draft: CampaignDraft) -> None:
        """A button filled several fields, also of other steps."""
        self.draft = draft
        self._show(self.step)
        self._changed()

    def _autosave(self) -> None:
        self._store_quietly()

    def _store_quietly(self) -> None:
        """Store what can be stored; what cannot stays in the form with its reason until it is mended."""
        self._timer.stop()
        typed = self._typed() if self.form is not None else None
        if typed is None or typed == self._kept or typed.problems():
            return
        try:
            self._write(typed, self.step.value if self._in_setup() else None)
        except KnownError as error:
            self.problem.set_text(str(error))

    def _in_setup(self) -> bool:
        return self._found is None or bool(self._found.fields["setup_step"])

    def _write(self, draft: CampaignDraft, setup_step: str | None, milestones: Any = ()) -> None:
        from microinf_desktop.services.campaigns import save_campaign

        stored = save_campaign(self.context.workspace, draft, self.campaign_id, milestones, setup_step)
        if self.campaign_id is None:
            self.campaign_id = stored
            self.params["id"] = stored
            if self.isVisible():
                self.context.navigation.replace(id=stored)
        self._read()

    def _leave(self, setup_step: str | None, milestones: Any = ()) -> bool:
        """Check this step and store it; False when something has to be mended first."""
        self._timer.stop()
        if self.form is None or not self.form.validate():
            return False
        try:
            typed = self.form.take(self.draft)
            unchanged = typed == self._kept and self._found is not None and not milestones
            if not unchanged or setup_step not in (None, self._found.fields["setup_step"]):  # type: ignore[union-attr]
                self._write(typed, setup_step, milestones)
        except ValidationError as error:
            self._show_error(error)
            return False
        except KnownError as error:
            self.problem.set_text(str(error))
            return False
        return True

    def _show_error(self, error: ValidationError) -> None:
        """At its field; on the step where it is typed when that is another."""
        if self.form is not None and self.form.show_error(error):
            return
        other = step_of(error.field)
        if other is not None and other is not self.step:
            self.draft = self._typed() or self.draft
            self._show(other)
            if self.form is not None and self.form.show_error(error):
                return
        self.problem.set_text(str(error))

    def open_step(self, step: SetupStep) -> None:
        """Store this step and go to another."""
        if step is self.step:
            return
        if self._leave(step.value if self._in_setup() else None):
            self._show(step)
            self.focus_content()

    def back(self) -> None:
        if self.step.number > 1:
            self.open_step(list(SetupStep)[self.step.number - 2])

    def forward(self) -> None:
        if self.step is SetupStep.CHECK:
            self.finish()
        else:
            self.open_step(list(SetupStep)[self.step.number])

    def finish(self) -> None:
        """End the set-up, add the template's milestones unless there are some, and show the campaign."""
        if self.form is None:
            return
        stones: Any = ()
        typed = self._typed()
        if typed is not None and self._in_setup() and not (self._found is not None and self._found.milestones):
            stones = planned_milestones(self.context, typed)
        if self._leave("", stones):
            self.form = None
            self.context.toast(tr("Campaign set up"), undo=True)
            self.context.navigation.open("campaign", id=self.campaign_id)

    def focus_content(self) -> None:
        """The keyboard to the first field of the step."""
        if self.form is not None and self.form.form.names():
            self.form.form.input(self.form.form.names()[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finish_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.context.workspace is not None:
            self._store_quietly()

    def state(self) -> dict[str, object]:
        """Asked for when the window closes: what was typed is stored first."""
        self._store_quietly()
        return {}

    def actions(self) -> list[Action]:
        group, there = tr("Set-up"), self.form is not None
        if not there:
            return []
        return [
            Action("setup.next", tr("Next step"), self.forward, "Alt+Right", "", group,
                   condition=lambda: self.step is not SetupStep.CHECK),
            Action("setup.back", tr("Previous step"), self.back, "Alt+Left", "", group,
                   condition=lambda: self.step.number > 1 or tr("this is the first step")),
            Action("setup.go_on", tr("Store and go on"), self.forward, "Ctrl+Return", "check", group),
            Action("setup.finish", tr("Finish the set-up"), self.finish, "", "check", group),
        ]
