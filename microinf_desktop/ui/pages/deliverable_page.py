"""One deliverable: its draft with the disclosure check, checklist, what became of it online, figures, record."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.disclosure import Post, check_all
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.ui import checking, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.deliverable_data import DeliverableData, read_deliverable
from microinf_desktop.ui.pages.deliverable_draft import DraftTab
from microinf_desktop.ui.pages.deliverable_live import LiveTab
from microinf_desktop.ui.pages.deliverable_parts import ChecklistTab, HistoryTab, NumbersTab
from microinf_desktop.ui.pages.deliverable_reviews import ReviewsTab
from microinf_desktop.ui.widgets.feedback import EmptyState
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.labels import Pill

_PLANNED_ONLY = ("draft", "reviews", "checklist")  # what a post that nobody planned never had
_HEAD_FROM = 800  # pixels of the page, from which its head has room for more than the title


class DeliverablePage(Page):
    """`params`: `id`, and `tab` (draft, reviews, checklist, live, numbers, history) where one should open."""

    tables = frozenset({
        "deliverable", "draft", "checklist_item", "disclosure_check", "compliance_decision", "evidence",
        "violation", "violation_step", "metric_snapshot", "review", "deliverable_move", "draft_file",
        "client_contact", "person", "campaign", "collaboration", "client", "influencer",
    })

    def build(self) -> None:
        self.data: DeliverableData | None = None
        self._wanted = 0
        self._place = 0  # in the review queue, where it was left
        self.tabs = Tabs([
            ("draft", tr("Draft")), ("reviews", tr("Reviews")), ("checklist", tr("Checklist")),
            ("live", tr("Live check")), ("numbers", tr("Numbers")), ("history", tr("History")),
        ], tr("Parts of the deliverable"))
        self.tabs.changed.connect(self._tab_changed)
        self.set_tabs(self.tabs)
        self.draft = DraftTab(self.context)
        self.reviews = ReviewsTab(self.context)
        self.checklist = ChecklistTab(self.context)
        self.live = LiveTab(self.context)
        self.numbers = NumbersTab(self.context)
        self.history = HistoryTab()
        self.gone = EmptyState(tr("This deliverable was deleted. Undo the deletion to see it again"),
                               tr("Open deliverables"), lambda: self.context.navigation.open("deliverables"))
        self._parts: dict[str, QWidget] = {
            "draft": self.draft, "reviews": self.reviews, "checklist": self.checklist,
            "live": self.live, "numbers": self.numbers, "history": self.history,
        }
        self._state = Pill(DeliverableState.NOT_STARTED)
        self.header.extra.addWidget(self._state)
        self.header.breadcrumb_clicked.disconnect()
        self.header.breadcrumb_clicked.connect(self._breadcrumb)
        self._show_tab()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the title before the day, which the timeline and Edit show too."""
        super().resizeEvent(event)
        self.header.count.setVisible(event.size().width() >= _HEAD_FROM)

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        wanted = params.get("id")
        self._wanted = wanted if isinstance(wanted, int) else 0
        if params.get("tab") in self._parts:
            self.tabs.set_value(str(params["tab"]))
            self._show_tab()
        super().activate(params)

    def reload(self) -> None:
        """Read in the background; the first check compiles the packs, which takes longer than a frame."""
        workspace, wanted, today = self.context.workspace, self._wanted, self.context.today()

        def work(_progress: Any, _token: Any) -> DeliverableData | None:
            with workspace.reading() as session:
                found = read_deliverable(session, wanted, today)
            if found is not None:
                check_all(Post(), found.areas, checking.packs(workspace, today), today)
            return found

        self.context.tasks.read(work, self._take, key="deliverable")

    def _take(self, data: DeliverableData | None) -> None:
        if data is None:
            self.data = None
            self.header.set_title(tr("Deliverable"))
            self.set_content(self.gone)
            self.update_actions()
            return
        anew = self.data is None or self.data.id != data.id
        self.data = data
        self._offer_tabs(data)
        self._show_head(data)
        self.draft.show_data(data, anew)
        self.reviews.show_data(data, anew)
        self.checklist.show_data(data)
        self.live.show_data(data, anew)
        self.numbers.show_data(data)
        self.history.show_data(data)
        self._show_tab()
        self.update_actions()
        self.set_position(self.position())

    def _show_head(self, data: DeliverableData) -> None:
        row = data.detail.row
        self.header.set_breadcrumb(tr("Deliverables"), row.campaign)
        when = tr("live since {day}", day=formats.day(row.published_at.date())) if row.published_at else (
            tr("goes live {day}", day=formats.day(row.publish_on)) if row.publish_on else tr("no day yet"))
        self.header.set_title(data.title, tr("unplanned, {when}", when=when) if row.is_unplanned else when)
        late = tr("{state}, {n} d late", state=labels.label(data.state), n=row.late_days) if row.late_days else ""
        self._state.set_state(data.state, late, bool(row.late_days))
        items = data.detail.checklist
        done = sum(item.done_on is not None for item in items)
        self.tabs.set_note("checklist", f"{done}/{len(items)}" if items else "")
        self.tabs.set_note("numbers", str(len(data.snapshots)) if data.snapshots else "")
        self.tabs.set_state("draft", data.standing.verdict if data.standing.is_needed else None)
        self.tabs.set_state("reviews", Verdict.WARN if data.open_review and data.open_review.late_days else None)
        overdue = data.live_due is not None and data.live_due.live_overdue
        self.tabs.set_state("live", Verdict.WARN if overdue else None)

    def _offer_tabs(self, data: DeliverableData) -> None:
        """An unplanned post begins with what stands online."""
        left_out = _PLANNED_ONLY if data.detail.row.is_unplanned else ()
        self.tabs.leave_out(left_out)
        if self.tabs.value() in left_out:
            self.tabs.set_value("live")

    def _show_tab(self) -> None:
        self.set_content(self._parts[self.tabs.value()])

    def _tab_changed(self, key: str) -> None:
        self._show_tab()
        self.context.navigation.replace(tab=key)

    def _breadcrumb(self, place: int) -> None:
        if place == 0:
            self.context.navigation.open("deliverables")
        elif self.data is not None:
            self.context.navigation.open("campaign", id=self.data.detail.row.campaign_id)

    # acting

    def actions(self) -> list[Action]:
        group, there = tr("Deliverable"), self._is_there
        return [
            Action("deliverable.move", tr("Move to a state"), self.ask_state, "M", "arrow-right", group, "quiet",
                   there),
            Action("deliverable.evidence", tr("Add evidence"), self.add_evidence, "E", "attach", group,
                   condition=there),
            Action("deliverable.edit", tr("Edit"), self.edit, "F2", "edit", group, "quiet", there),
            Action("deliverable.save", tr("Save version"), self.draft.save_version, "Ctrl+S", "save", group,
                   condition=lambda: True if self.draft.post.dirty else tr("nothing was changed")),
            Action("deliverable.fix", tr("Apply all fixes"), self.draft.apply_all, "Ctrl+Return", "check", group,
                   condition=there),
            Action("deliverable.approve", tr("Approve"), self.draft.foot.approve.click, "A", "check", group,
                   condition=self._may_approve),
            Action("deliverable.changes", tr("Request changes"), self.draft.foot.changes.click, "R", "edit", group,
                   condition=self._may_ask),
            Action("deliverable.next", tr("Next in our review queue"), lambda: self.step_queue(1), "J", "arrow-down",
                   group),
            Action("deliverable.previous", tr("Previous in our review queue"), lambda: self.step_queue(-1), "K",
                   "arrow-up", group),
            Action("deliverable.copy", tr("Copy the caption"), self.copy_caption, "C", "copy", group,
                   condition=there),
            Action("deliverable.decide", tr("Accept the warnings"), self.decide, "", "note", group,
                   condition=self._may_decide),
            Action("deliverable.numbers", tr("Enter figures"), self.numbers.enter, "N", "plus", group, condition=there),
            Action("deliverable.person", tr("Open the creator"), self.open_creator, "", "person", group,
                   condition=there),
            Action("deliverable.campaign", tr("Open the campaign"), lambda: self._breadcrumb(1), "", "campaigns", group,
                   condition=there),
        ]

    def _is_there(self) -> bool | str:
        return True if self.data is not None else tr("the deliverable is gone")

    def _may_approve(self) -> bool | str:
        if self.data is None:
            return tr("the deliverable is gone")
        approve = self.draft.foot.approve
        return approve.reason or (True if not approve.isHidden() else tr("it is decided already"))

    def _may_ask(self) -> bool | str:
        if self.data is None or DeliverableState.CHANGES_REQUESTED not in self.data.moves:
            return tr("there is no draft under review")
        return self.draft.foot.changes.reason or True

    def _may_decide(self) -> bool | str:
        if self.data is None or not self.data.standing.needs_decision:
            return tr("no warning waits for a decision")
        return True

    def ask_state(self) -> None:
        if self.data is not None:
            moves.choose_state(self, self.context, [self.data.id])

    def edit(self) -> None:
        """Dates, requirements and fee."""
        from microinf_desktop.ui.dialogs.deliverable import edit_deliverable

        if self.data is not None and edit_deliverable(
            self, self.context, self.data.detail.row.campaign_id, self.data.id
        ) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def step_queue(self, step: int) -> None:
        """Go to another deliverable that waits for our review, from anywhere, the earliest deadline first."""
        from microinf_desktop.queries.reviews import queue

        with self.context.workspace.reading() as session:
            waiting = queue(session)
        if self._wanted in waiting:
            place = waiting.index(self._wanted) + step
        else:  # decided meanwhile: its place is taken by the one after it
            place = self._place if step > 0 else self._place - 1
        if not 0 <= place < len(waiting):
            self.context.toast(tr("Nothing else waits for our review"))
            return
        self._place = place
        self.context.navigation.open("deliverable", id=waiting[place], tab=self.tabs.value())

    def copy_caption(self) -> None:
        QGuiApplication.clipboard().setText(self.draft.post.editor.value())
        self.context.toast(tr("Caption copied"))

    def decide(self) -> None:
        if self.data is not None:
            moves.decide_warning(self, self.context, self.data.id)

    def add_evidence(self) -> None:
        self.tabs.set_value("live")
        self._show_tab()
        self.live.choose_evidence()

    def open_creator(self) -> None:
        if self.data is not None:
            self.context.navigation.open("roster", id=self.data.detail.row.influencer_id)

    def position(self) -> str:
        """The text under review by its hash, as checks and decisions name it."""
        if self.data is None or self.data.newest is None:
            return ""
        from microinf_desktop.domain.compliance import caption_sha256

        sha = caption_sha256(self.data.newest.caption)
        return tr("Draft {n}, SHA-256 {sha}", n=self.data.newest.number, sha=f"{sha[:6]}…{sha[-4:]}")

    def paste(self, mime: QMimeData) -> bool:
        """Outside a text field: a caption becomes the text of the draft, files and pictures go to it, or are proofs.

        A roster goes its usual way, wherever it is pasted.
        """
        from microinf_desktop.interchange.pasted import PastedCaption, classify_paste
        from microinf_desktop.ui.pasting import roster_files

        if self.data is None:
            return False
        if (mime.hasUrls() or mime.hasImage()) and not roster_files(mime):
            taken = {"draft": self.draft.take_files, "live": self.live.take_files}.get(self.tabs.value())
            if taken is not None and taken(mime):
                return True
        found = classify_paste(mime.text()) if mime.hasText() else None
        if self.tabs.value() != "draft" or not isinstance(found, PastedCaption):
            return False
        return self.draft.take_caption(found.text)

    def state(self) -> dict[str, object]:
        return {"tab": self.tabs.value(), "unsaved": self.draft.unsaved(), "looks": self.live.unsaved()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("tab") in self._parts:
            self.tabs.set_value(str(state["tab"]))
            self._show_tab()
        for name, part in (("unsaved", self.draft), ("looks", self.live)):
            kept = state.get(name)
            if isinstance(kept, Mapping):
                part.keep_unsaved({int(key): _typed(said) for key, said in kept.items()})


def _typed(kept: object) -> Mapping[str, Any]:
    """What was typed into a post; earlier versions of the program kept the caption alone."""
    return kept if isinstance(kept, Mapping) and "caption" in kept else {"caption": str(kept)}
