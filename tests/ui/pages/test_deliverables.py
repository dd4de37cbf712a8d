"""Deliverables on screen: list and board, the draft checked while typing, decision, checklist, live check, figures."""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from microinf_desktop.domain.compliance import caption_sha256
from microinf_desktop.domain.disclosure.agency import AgencyWord
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.reviews import ReviewDecision
from microinf_desktop.queries import compliance, deliverables, metrics
from microinf_desktop.services.packs import save_entry
from microinf_desktop.services.reviews import decide
from microinf_desktop.storage.tables import ChecklistItem, Deliverable, DisclosureCheck
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.deliverable_live import read_file
from microinf_desktop.ui.pages.deliverable_page import DeliverablePage
from microinf_desktop.ui.pages.deliverables_page import DeliverablesPage
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.caption_editor import CaptionEditor, Mark, fold_offset, from_utf16, to_utf16
from tests.builders import Deal, a_deal, a_deliverable, a_draft
from tests.ui.conftest import TODAY, Dialogs

GOOD = "Ad: two quiet minutes 🍵 with the Winter Blend by @tarnwicktea."
BAD = "Two quiet minutes 🍵🍵 with the Winter Blend by @tarnwicktea.\n\nMore soon.\n#tea #winter #ad #quiet"
PAID = {"compensation_model": "flat_fee", "relationship": "paid", "rounds_included": 2}


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, collaboration=PAID, deliverable={
        "state": "briefed", "required_mentions": ["@tarnwicktea"], "discount_code": "KLARA15",
    })


@pytest.fixture
def shown(context: AppContext, workspace: Workspace, qtbot: Any) -> Callable[[str], Any]:
    """Make a page that follows the steps of the workspace, as the window does."""
    context.workspace = workspace

    def make(screen: str) -> Any:
        page = SCREENS[screen].load()(context, SCREENS[screen])
        qtbot.addWidget(page)
        page.resize(1220, 860)
        page.show()
        workspace.on_step(lambda _step, tables: page.refresh(tables))
        return page

    return make


@pytest.fixture
def page(shown: Callable[[str], Any], deal: Deal) -> DeliverablePage:
    made: DeliverablePage = shown("deliverable")
    made.activate({"id": deal.deliverable_id})
    return made


def _type(page: DeliverablePage, text: str) -> None:
    page.draft.post.editor.replace_all(text)


# offsets and fold ------------------------------------------------------------------------------------------------

@given(st.text(alphabet="aé🍵🏳️\n", max_size=30), st.integers(0, 30))
def test_offsets_agree_with_utf16(text: str, place: int) -> None:
    place = min(place, len(text))
    assert to_utf16(text, place) == len(text[:place].encode("utf-16-le")) // 2
    assert from_utf16(text, to_utf16(text, place)) == place


def test_offset_inside_a_pair_belongs_to_its_character() -> None:
    assert from_utf16("a🍵b", 2) == 1


def test_fold_takes_the_limit_that_cuts_first() -> None:
    assert fold_offset("abc", 125, 2) is None
    assert fold_offset("x" * 200, 125, 2) == 125
    assert fold_offset("ab\ncd\nef", 125, 2) == 5
    assert fold_offset("x" * 200, None, None) is None


def test_editor_marks_code_points_and_keeps_no_break_spaces(qtbot: Any) -> None:
    editor = CaptionEditor()
    qtbot.addWidget(editor)
    text = "🍵🍵 15\u00a0% #ad"
    editor.set_value(text)
    start = text.index("#ad")
    editor.set_marks([Mark(start, start + 3, Tone.DANGER, "why")])
    assert editor.extraSelections()[0].cursor.selectedText() == "#ad"
    assert editor.value() == text


def test_edit_by_code_points_is_one_undo_step(qtbot: Any) -> None:
    editor = CaptionEditor()
    qtbot.addWidget(editor)
    editor.set_value("🍵 tea")
    editor.apply_edit(2, 5, "Kaffee")
    assert editor.value() == "🍵 Kaffee"
    editor.undo()
    assert editor.value() == "🍵 tea"


# the draft -------------------------------------------------------------------------------------------------------

def test_typing_shows_findings_and_marks_them(page: DeliverablePage) -> None:
    assert page.draft.findings.title.text() == "Not checked"
    _type(page, BAD)
    results = {one.jurisdiction: one for one in page.draft.post.results()}
    assert set(results) == {"UK", "US"}
    assert page.draft.findings.title.text().startswith("Fail")
    page.draft.findings.view.show_area("UK")
    marked = {BAD[mark.start : mark.end] for mark in page.draft.post.editor.marks()}
    assert "#ad" in marked


def test_a_key_is_checked_within_a_frame(page: DeliverablePage) -> None:
    _type(page, BAD)
    spent = []
    for _ in range(7):
        begun = time.perf_counter()
        page.draft.post.editor.insertPlainText("x")
        spent.append(time.perf_counter() - begun)
    assert sorted(spent)[3] < 0.020 * 3  # 20 ms on a quiet machine; this one is shared


def test_fix_button_applies_the_edit(page: DeliverablePage) -> None:
    _type(page, BAD)
    finding = next(f for one in page.draft.post.results() for f in one.findings if f.fix_edit)
    page.draft.findings.view.fix_asked.emit(finding)
    assert page.draft.post.editor.value() != BAD
    page.draft.post.editor.undo()
    assert page.draft.post.editor.value() == BAD


def test_all_fixes_lead_to_no_failure(page: DeliverablePage) -> None:
    _type(page, BAD)
    page.draft.apply_all()
    assert all(one.verdict is not Verdict.FAIL for one in page.draft.post.results())


def test_saving_stores_a_version_and_records_its_check(page: DeliverablePage, deal: Deal, workspace: Workspace) -> None:
    _type(page, GOOD)
    assert page.draft.save.isVisible()
    page.draft.save_version()
    with workspace.reading() as session:
        drafts = deliverables.drafts(session, deal.deliverable_id)
        standing = compliance.standing(session, deal.deliverable_id)
    assert [draft.caption for draft in drafts] == [GOOD]
    assert standing is not None
    assert {check.jurisdiction for check in standing.checks} == {"UK", "US"}
    assert not page.draft.post.dirty
    assert page.data is not None
    assert page.data.state is DeliverableState.DRAFT_IN


def test_facts_of_the_post_are_stored_in_milliseconds(
    shown: Callable[[str], Any], workspace: Workspace, deal: Deal
) -> None:
    with workspace.writing("Make it a reel") as session:
        session.get_one(Deliverable, deal.deliverable_id).kind = "reel"
    page = shown("deliverable")
    page.activate({"id": deal.deliverable_id})
    _type(page, GOOD)
    page.draft.post.facts.set_values({
        "onscreen_text": "Ad", "onscreen_start_ms": 1.5, "spoken_text": "", "platform_label_used": True,
    })
    page.draft.save_version()
    with workspace.reading() as session:
        stored = deliverables.drafts(session, deal.deliverable_id)[0].fields
        post = compliance.post_for(session, deal.deliverable_id)
    assert (stored["onscreen_text"], stored["onscreen_start_ms"], stored["spoken_text"]) == ("Ad", 1500, "")
    assert (post.onscreen_start_s, post.platform_label_used) == (1.5, True)


def test_what_is_typed_survives_a_reload(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    _type(page, "half a sentence")
    with workspace.writing("Somebody else") as session:
        session.get_one(Deliverable, deal.deliverable_id).notes = "call her"
    assert page.draft.post.editor.value() == "half a sentence"
    assert "call her" in page.draft.notes.text()


def test_another_deliverable_shows_its_own_text(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Add") as session:
        other = a_deliverable(session, deal.campaign_id, deal.collaboration_id)
        a_draft(session, other.id or 0, caption=GOOD)
        other_id = other.id
    _type(page, "half a sentence")
    page.activate({"id": other_id})
    assert page.draft.post.editor.value() == GOOD


def test_older_versions_are_read_only_and_can_be_written_on(page: DeliverablePage) -> None:
    _type(page, BAD)
    page.draft.save_version()
    _type(page, GOOD)
    page.draft.save_version()
    page.draft.show_version(1)
    assert page.draft.post.editor.isReadOnly()
    assert page.draft.post.editor.value() == BAD
    page.draft.use.click()
    assert not page.draft.post.editor.isReadOnly()
    assert page.draft.post.dirty
    assert page.draft.save.text() == "Save as draft 3"


def test_approval_says_why_not(page: DeliverablePage, dialogs: Dialogs) -> None:
    foot = page.draft.foot
    assert "No draft" in foot.approve.reason
    _type(page, BAD)
    assert foot.approve.reason == "Save the draft first."
    page.draft.save_version()
    assert "fails" in foot.approve.reason
    assert not foot.approve.isEnabled()


def test_the_way_to_approval(page: DeliverablePage, dialogs: Dialogs) -> None:
    _type(page, GOOD)
    page.draft.post.facts.input("platform_label_used").set_value(True)
    page.draft.post.check()
    page.draft.save_version()
    assert page.draft.foot.next.text() == "Start our review"
    page.draft.foot.next.click()
    assert page.draft.foot.approve.text() == "Approve for the client"
    page.draft.foot.approve.click()
    assert page.data is not None
    assert page.data.state is DeliverableState.CLIENT_REVIEW
    if page.data is not None and page.data.standing.needs_decision:
        dialogs.expect(_accept)
        page.draft.foot.decide.click()
    dialogs.expect(lambda dialog: dialog.submit())  # type: ignore[attr-defined]
    page.draft.foot.approve.click()
    assert page.data is not None
    assert page.data.state is DeliverableState.APPROVED
    assert not page.draft.foot.approve.isVisible()


def test_our_own_approval_is_refused_too_while_the_check_fails(
    page: DeliverablePage, workspace: Workspace, deal: Deal
) -> None:
    _type(page, BAD)
    page.draft.save_version()
    page.draft.foot.next.click()
    approve = page.draft.foot.approve
    assert (approve.text(), approve.isEnabled()) == ("Approve for the client", False)
    assert "fails" in approve.reason
    with pytest.raises(KnownError, match="disclosure check fails"):
        decide(workspace, deal.deliverable_id, ReviewDecision.APPROVED, today=TODAY)


def test_a_saved_draft_opens_the_country_that_decides(page: DeliverablePage) -> None:
    _type(page, "Sponsored by @tarnwicktea. Two quiet minutes")
    page.draft.findings.view.show_area("US")
    page.draft.post.facts.set_values({**page.draft.post.facts.values(), "platform_label_used": False})
    page.draft.save_version()
    assert {one.jurisdiction: one.verdict for one in page.draft.post.results()} == {
        "UK": Verdict.WARN, "US": Verdict.PASS}
    assert page.draft.findings.view.area() == "UK"


def test_what_is_being_typed_is_checked_by_a_new_word_of_the_agency(
    page: DeliverablePage, workspace: Workspace, deal: Deal
) -> None:
    _type(page, "Teapost: two quiet minutes")
    assert {one.verdict for one in page.draft.post.results()} == {Verdict.FAIL}
    save_entry(workspace, AgencyWord("UK", "en", ("teapost",), "accepted", "memo"), today=TODAY)
    page.activate({"id": deal.deliverable_id})
    found = {one.jurisdiction: one for one in page.draft.post.results()}
    assert page.draft.post.editor.value() == "Teapost: two quiet minutes"
    assert (found["UK"].verdict, found["US"].verdict) == (Verdict.PASS, Verdict.FAIL)
    assert found["UK"].pack_version.endswith("+ 1 of the agency")


def test_a_board_lets_no_failing_text_through_to_the_client(
    page: DeliverablePage, shown: Callable[[str], Any], workspace: Workspace, deal: Deal
) -> None:
    _type(page, BAD)
    page.draft.save_version()
    page.draft.foot.next.click()
    board = shown("deliverables").board()
    refused: list[str] = []
    board.refused.connect(refused.append)
    board.move_card(deal.deliverable_id, "client_review")
    assert refused
    assert "disclosure check fails" in refused[0]
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == DeliverableState.INTERNAL_REVIEW


def test_the_label_to_demand_stands_with_a_planned_deliverable(page: DeliverablePage, workspace: Workspace) -> None:
    demands = page.draft.demands
    said = [label.text() for label in demands.findChildren(QLabel)]
    assert "Label to demand" in said
    assert not demands.isHidden()
    demands.findChild(LinkButton).click()
    assert QGuiApplication.clipboard().text() == said[1]
    assert page.data is not None
    with workspace.writing("Publish") as session:
        session.get_one(Deliverable, page.data.id).state = "live"
    assert demands.isHidden(), "nothing is left to demand of what is online"


def _accept(dialog: QDialog) -> None:
    dialog.form.set_values({"person": "Ida Lund", "reason": "Read with the client"})  # type: ignore[attr-defined]
    dialog.submit()  # type: ignore[attr-defined]


def test_changes_are_asked_with_words(page: DeliverablePage, dialogs: Dialogs, workspace: Workspace) -> None:
    _type(page, GOOD)
    page.draft.save_version()
    page.draft.foot.next.click()

    def answer(dialog: QDialog) -> None:
        dialog.form.set_values({"answer": "The code is missing"})  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    page.draft.foot.changes.click()
    assert page.data is not None
    assert page.data.state is DeliverableState.CHANGES_REQUESTED
    assert page.data.asked[0].answer == page.data.made_moves[-1].reason == "The code is missing"
    assert page.reviews.isHidden() or page.reviews.data is page.data


def test_a_deleted_deliverable_is_told(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    from microinf_desktop.services.deliverables import delete_deliverables

    delete_deliverables(workspace, [deal.deliverable_id])
    assert page.data is None
    assert page.gone.isVisible()


# the other tabs --------------------------------------------------------------------------------------------------

def test_checklist_is_ticked_in_place(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    page.checklist.text.setText("Tag the brand")
    page.checklist.add_item()
    with workspace.reading() as session:
        item = deliverables.checklist(session, deal.deliverable_id)[-1]
    page.checklist.list.toggled.emit(item.id, True)
    with workspace.reading() as session:
        assert session.get_one(ChecklistItem, item.id).done_on == TODAY


def _go_live(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Go live") as session:
        row = session.get_one(Deliverable, deal.deliverable_id)
        row.state, row.published_at, row.live_url = "live", datetime(2026, 11, 20, 9, tzinfo=UTC), "https://x.example/p"


def test_a_look_at_the_live_post_is_recorded(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    _type(page, GOOD)
    page.draft.save_version()
    _go_live(workspace, deal)
    page.tabs.set_value("live")
    page._show_tab()
    assert page.live.banner.isVisible()
    assert page.live.post.editor.value() == GOOD
    page.live.post.editor.replace_all(BAD)
    page.live.record_look()
    with workspace.reading() as session:
        standing = compliance.standing(session, deal.deliverable_id)
    assert standing is not None
    assert standing.verdict is Verdict.FAIL
    assert {check.phase for check in standing.checks} == {"live"}
    assert not page.live.banner.isVisible()


def test_the_second_look_is_asked_for_where_it_is_made(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    _type(page, GOOD)
    page.draft.save_version()
    _go_live(workspace, deal)
    with workspace.writing("Look") as session:
        row = session.get_one(Deliverable, deal.deliverable_id)
        row.published_at = datetime(2026, 10, 1, 9, tzinfo=UTC)
        session.add(DisclosureCheck(
            deliverable_id=deal.deliverable_id, jurisdiction="UK", phase="live", verdict="pass",
            platform_verdict="pass", findings='{"findings": [], "passed": []}', caption=GOOD,
            caption_sha256=caption_sha256(GOOD), pack_version="1", checked_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
        ))
    page.tabs.set_value("live")
    page._show_tab()
    assert page.live.banner.isVisible()
    assert page.live.banner._title.text() == "Look at the live post again"
    page.live.record_look()
    assert not page.live.banner.isVisible()


def test_evidence_is_kept_with_its_hash(
    page: DeliverablePage, workspace: Workspace, deal: Deal, dialogs: Dialogs, tmp_path: Path
) -> None:
    import hashlib

    proof = tmp_path / "post.png"
    proof.write_bytes(b"\x89PNG seen")
    dialogs.expect_path(proof)
    dialogs.expect(lambda dialog: dialog.submit())  # type: ignore[attr-defined]
    page.live.choose_evidence()
    with workspace.reading() as session:
        found = compliance.evidence(session, deal.deliverable_id)
    assert [(one.file_name, one.sha256) for one in found] == [
        ("post.png", hashlib.sha256(b"\x89PNG seen").hexdigest())
    ]


def test_a_file_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    from microinf_desktop.domain.errors import KnownError

    with pytest.raises(KnownError, match="cannot be read"):
        read_file(tmp_path / "gone.png")


def test_figures_are_entered(page: DeliverablePage, workspace: Workspace, deal: Deal, dialogs: Dialogs) -> None:
    _go_live(workspace, deal)

    def answer(dialog: QDialog) -> None:
        dialog.form.set_values({"read_on": TODAY, "reach": 1000, "likes": 48})  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    page.numbers.enter()
    with workspace.reading() as session:
        found = metrics.snapshots(session, deal.deliverable_id)
    assert [(one.read.read_on, one.read.reach, one.read.likes) for one in found] == [(TODAY, 1000, 48)]
    assert len(page.numbers.table.model.ids) == 1


def test_history_tells_checks_and_changes(page: DeliverablePage) -> None:
    _type(page, GOOD)
    page.draft.save_version()
    names = [widget.accessibleName() for widget in page.history.list.findChildren(QWidget)]
    assert any("Check UK" in name for name in names)


def test_every_control_has_a_name(page: DeliverablePage, unnamed_controls: Callable[[QWidget], list[str]]) -> None:
    _type(page, BAD)
    assert unnamed_controls(page) == []


# the list --------------------------------------------------------------------------------------------------------

@pytest.fixture
def several(workspace: Workspace, deal: Deal) -> list[int]:
    with workspace.writing("Add") as session:
        made = [
            a_deliverable(session, deal.campaign_id, deal.collaboration_id, state=state,
                          publish_on=date(2026, 12, day)).id or 0
            for day, state in ((1, "draft_in"), (2, "complete"), (3, "internal_review"))
        ]
    return [deal.deliverable_id, *made]


@pytest.fixture
def listed(shown: Callable[[str], Any], several: list[int]) -> DeliverablesPage:
    page: DeliverablesPage = shown("deliverables")
    page.activate({})
    return page


def test_open_ones_are_listed_first(listed: DeliverablesPage, several: list[int]) -> None:
    assert set(listed.table.model.ids) == {several[0], several[1], several[3]}
    listed.show_all()
    assert set(listed.table.model.ids) == set(several)


def test_the_board_has_a_column_per_open_state(listed: DeliverablesPage, several: list[int]) -> None:
    listed.view.set_value("board")
    listed._show_view()
    assert listed.board().select(several[1])
    assert not listed.board().select(several[2])


def test_the_board_refuses_with_the_reason(listed: DeliverablesPage, several: list[int]) -> None:
    listed.view.set_value("board")
    listed._show_view()
    listed.board().move_card(several[1], "approved")
    assert listed.context.toasts[-1].startswith("It cannot go there")  # type: ignore[attr-defined]


def test_several_are_moved_at_once(
    listed: DeliverablesPage, several: list[int], dialogs: Dialogs, workspace: Workspace
) -> None:
    def answer(dialog: QDialog) -> None:
        dialog.form.set_values({"state": DeliverableState.CANCELLED})  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    listed.table.model.checked.update(several[:2])
    listed.ask_state()
    with workspace.reading() as session:
        assert {session.get_one(Deliverable, one).state for one in several[:2]} == {"cancelled"}


def test_opening_goes_to_the_deliverable(listed: DeliverablesPage, several: list[int]) -> None:
    listed.table.opened.emit(several[0])
    place = listed.context.navigation.place
    assert place is not None
    assert (place.screen, place.params) == ("deliverable", {"id": several[0]})


def test_state_comes_back(listed: DeliverablesPage) -> None:
    listed.scope.set_value("late")
    saved = listed.state()
    listed.scope.set_value("all")
    listed.restore_state(saved)
    assert listed.scope.value() == "late"


def test_unsaved_text_comes_back(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Add") as session:
        other_id = a_deliverable(session, deal.campaign_id, deal.collaboration_id).id
    _type(page, "half a sentence")
    page.activate({"id": other_id})
    assert page.draft.post.editor.value() == ""
    assert page.state()["unsaved"][str(deal.deliverable_id)]["caption"] == "half a sentence"
    page.activate({"id": deal.deliverable_id})
    assert page.draft.post.editor.value() == "half a sentence"
    assert page.draft.post.dirty


def test_unsaved_text_survives_the_end_of_the_program(
    page: DeliverablePage, shown: Callable[[str], Any], deal: Deal
) -> None:
    _type(page, "half a sentence")
    page.live.post.facts.input("platform_label_used").set_value(True)
    page.live.post.facts.input("first_comment").set_value("Ad")
    later = shown("deliverable")
    later.restore_state(json.loads(json.dumps(page.state())))
    later.activate({"id": deal.deliverable_id})
    assert later.draft.post.editor.value() == "half a sentence"
    seen = later.live.post.seen()
    assert (seen["platform_label_used"], seen["first_comment"]) == (True, "Ad")
    assert later.live.post.dirty, "it is not recorded by being shown again"


def test_a_pasted_caption_becomes_the_draft(page: DeliverablePage) -> None:
    from PySide6.QtCore import QMimeData

    mime = QMimeData()
    mime.setText(BAD)
    assert page.paste(mime)
    assert page.draft.post.editor.value() == BAD
    mime.setText("@somebody")
    assert not page.paste(mime)


def test_what_is_decided_is_not_approved_again(page: DeliverablePage, workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Approve") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = "approved"
    approve = next(action for action in page.actions() if action.id == "deliverable.approve")
    assert approve.availability() not in (True, False)


def test_dates_are_edited_in_place(page: DeliverablePage, dialogs: Dialogs, workspace: Workspace, deal: Deal) -> None:
    def answer(dialog: QDialog) -> None:
        dialog.form.input("publish_on").set_value(date(2026, 12, 4))  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    page.edit()
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).publish_on == date(2026, 12, 4)
    assert "4 Dec" in page.header.count.text()
