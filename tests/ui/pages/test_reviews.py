"""Reviews at the window: the queue by keyboard, a decision, what changed between drafts, two views of one record."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from sqlmodel import col, select

from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.queries import reviews, waiting
from microinf_desktop.storage.tables import Deliverable
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.pages.deliverable_page import DeliverablePage
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.tasks import TaskRunner
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.waiting import WaitingView
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import settle, words


def waiting_for_us(desk: Any) -> list[int]:
    with desk.workspace.reading() as session:
        return list(reviews.queue(session))


def in_state(desk: Any, state: DeliverableState) -> int:
    """One in this state; under our review one that may be approved."""
    refused = ("fail",) if state is DeliverableState.INTERNAL_REVIEW else ()
    with desk.workspace.reading() as session:
        found = session.exec(
            select(Deliverable.id).where(Deliverable.state == state, col(Deliverable.verdict).not_in(refused))
            .order_by(col(Deliverable.id))
        ).first()
    assert found is not None
    return int(found)


def test_the_sample_tells_one_story(desk: Any) -> None:
    with desk.workspace.reading() as session:
        for row in session.exec(select(Deliverable)).all():
            made = reviews.moves(session, row.id)
            asked = [one for one in reviews.reviews(session, row.id, TODAY) if one.is_open]
            assert not made or made[-1].to_state == row.state
            assert [move.at for move in made] == sorted(move.at for move in made)
            assert [one.step.state for one in asked] in ([], [row.state])
        assert reviews.open_reviews(session, TODAY, late_only=True)


def test_the_queue_goes_from_one_to_the_next_by_keyboard(desk: Any) -> None:
    queue = waiting_for_us(desk)
    page = desk.go("deliverable", id=queue[0], tab="reviews")
    desk.press(Qt.Key.Key_J, at=page)
    assert page.data.id == queue[1]
    desk.press(Qt.Key.Key_K, at=page)
    assert page.data.id == queue[0]
    desk.press(Qt.Key.Key_K, at=page)
    assert desk.toasts[-1] == "Nothing else waits for our review"
    desk.press(Qt.Key.Key_C, at=page)
    assert QApplication.clipboard().text() == page.data.newest.caption


def test_our_approval_by_key_goes_to_the_client_and_back_with_undo(desk: Any) -> None:
    page = desk.go("deliverable", id=in_state(desk, DeliverableState.INTERNAL_REVIEW))
    desk.press(Qt.Key.Key_A, at=page)
    assert page.data.state is DeliverableState.CLIENT_REVIEW
    assert page.data.open_review.step == "client"
    other: Any = DeliverablePage(desk.context, SCREENS["deliverable"])
    desk.bot.addWidget(other)
    other.activate({"id": page.data.id})
    desk.workspace.on_step(lambda _step, tables: other.refresh(tables))
    other.show()
    desk.undo()
    for view in (page, other):
        assert view.data.state is DeliverableState.INTERNAL_REVIEW
        assert view.data.open_review.step == "internal"


def test_changes_from_the_client_keep_who_said_what(desk: Any, dialogs: Dialogs) -> None:
    page = desk.go("deliverable", id=in_state(desk, DeliverableState.CLIENT_REVIEW))

    def answer(dialog: Any) -> None:
        asked = dialog.form.values()
        assert asked["by"] == page.data.open_review.decider
        dialog.form.set_values({**asked, "answer": "Show the box", "reason": "Agreed by phone"}
                               if "reason" in asked else {**asked, "answer": "Show the box"})
        dialog.submit()

    dialogs.expect(answer)
    desk.press(Qt.Key.Key_R, at=page)
    assert page.data.state is DeliverableState.CHANGES_REQUESTED
    assert page.data.asked[0].answer == "Show the box"
    assert page.data.made_moves[-1].reason.startswith("Show the box")


def test_what_changed_between_two_drafts_is_told_in_words_too(desk: Any) -> None:
    with desk.workspace.reading() as session:
        from microinf_desktop.storage.tables import Draft

        two = session.exec(select(Draft.deliverable_id).where(Draft.number == 2)).first()
    page = desk.go("deliverable", id=two, tab="reviews")
    assert (page.reviews.old.value(), page.reviews.new.value()) == (
        page.data.newest.number - 1, page.data.newest.number)
    assert "added" in page.reviews.counts.text()
    shown = page.reviews.findChildren(DiffText)[0]
    assert "underline" in shown.text()
    assert "[added: " in shown.accessibleName()
    page.reviews.old.set_value(page.data.newest.number)
    page.reviews._compare()
    assert page.reviews.counts.text() == ""


def test_files_are_added_shown_saved_and_removed_with_undo(desk: Any, dialogs: Dialogs, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    page = desk.go("deliverable", id=in_state(desk, DeliverableState.DRAFT_IN))
    picture, target = tmp_path / "cover.png", tmp_path / "copy.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(picture))
    page.draft.files.take([picture])
    settle()

    def stored() -> list[Any]:
        with desk.workspace.reading() as session:
            return list(reviews.files(session, page.data.newest.id))

    assert [file.file_name for file in stored()] == ["cover.png"]
    dialogs.expect_path(target)
    desk.click("Save a copy of cover.png")
    assert target.read_bytes() == picture.read_bytes()
    desk.click("Remove cover.png")
    assert stored() == []
    desk.undo()
    assert [file.file_name for file in stored()] == ["cover.png"]


def test_two_windows_of_one_record_agree_on_what_is_decided_and_undone(desk: Any, dialogs: Dialogs) -> None:
    """A second shell with a context of its own on the same workspace, as a second window has."""
    wanted = in_state(desk, DeliverableState.CLIENT_REVIEW)
    one = desk.go("deliverable", id=wanted, tab="reviews")
    theirs = AppContext(TaskRunner(inline=True), desk.context.settings, Navigation(), today=lambda: TODAY)
    theirs.workspace = desk.workspace
    two: Any = DeliverablePage(theirs, SCREENS["deliverable"])
    desk.bot.addWidget(two)
    two.activate({"id": wanted, "tab": "reviews"})
    two.show()
    desk.workspace.on_step(lambda _step, tables: two.refresh(tables))
    settle()
    before = words(two.reviews.side)
    assert before == words(one.reviews.side)
    assert one.data.open_review is not None

    def answer(dialog: Any) -> None:
        dialog.form.set_values({"by": "Gesche Lüttmoor", "answer": "Open the jar", "reason": "Agreed by phone"})
        dialog.submit()

    dialogs.expect(answer)
    desk.press(Qt.Key.Key_R, at=one)
    for page in (one, two):
        assert page.data.state is DeliverableState.CHANGES_REQUESTED
        assert "Said: Open the jar" in words(page.reviews.side)
        assert page.data.open_review is None
    desk.undo()
    for page in (one, two):
        assert page.data.state is DeliverableState.CLIENT_REVIEW
        assert words(page.reviews.side) == before
    # And the other way round: what the second window does, the first one shows.

    def approve(dialog: Any) -> None:
        dialog.form.set_values({"by": "Gesche Lüttmoor", "answer": "Good"})
        dialog.submit()

    dialogs.expect(approve)
    two.draft.foot.approve.click()
    settle()
    assert one.data.state is two.data.state is DeliverableState.APPROVED
    assert "Said: Good" in words(one.reviews.side)


def test_the_history_tells_each_decision_once_and_a_changed_link(desk: Any) -> None:
    page = desk.go("deliverable", id=in_state(desk, DeliverableState.LIVE), tab="history")

    def told() -> list[str]:
        return [item.accessibleName() for item in page.history.list.findChildren(QWidget) if item.accessibleName()]

    decided = [name for name in told() if name.startswith("Approved by") and "Client review to approved" in name]
    assert len(decided) == 1
    with desk.workspace.writing("Mend the link") as session:
        row = session.get_one(Deliverable, page.data.id)
        row.live_url, row.verdict = "https://www.instagram.com/p/new/", "pass"
    settle()
    assert any("live url" in name and "/p/new/" in name for name in told())
    assert not any("verdict:" in name for name in told())


def test_moving_several_beyond_the_contract_asks_why(desk: Any, dialogs: Dialogs) -> None:
    with desk.workspace.reading() as session:
        spent = next(row.id for row in session.exec(select(Deliverable)).all()
                     if row.state == "client_review" and reviews.extra_rounds(session, [row.id]))
        other = next(row.id for row in session.exec(select(Deliverable)).all()
                     if row.state == "client_review" and row.id != spent)
    page = desk.go("deliverables")
    asked: list[str] = []

    def choose(dialog: Any) -> None:
        dialog.form.set_values({"state": DeliverableState.CHANGES_REQUESTED, "reason": ""})
        dialog.submit()

    def tell(dialog: Any) -> None:
        dialog.form.set_values({"answer": "Shorter", "reason": ""})
        dialog.submit()
        assert dialog.isVisible(), "without the reason it stays open"
        asked.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.form.set_values({"answer": "Shorter", "reason": "The client pays it"})
        dialog.submit()

    dialogs.expect(choose)
    dialogs.expect(tell)
    assert moves.choose_state(page, desk.context, [spent, other])
    assert any("1 of 2 have used up the rounds" in text for text in asked)
    with desk.workspace.reading() as session:
        for one in (spent, other):
            assert session.get_one(Deliverable, one).state == "changes_requested"
            assert reviews.reviews(session, one, TODAY)[0].answer == "Shorter"


def test_waiting_time_stands_on_the_campaign_and_the_deal(desk: Any) -> None:
    with desk.workspace.reading() as session:
        row = session.get_one(Deliverable, in_state(desk, DeliverableState.CLIENT_REVIEW))
        held = waiting.waiting(session, campaign_id=row.campaign_id, today=TODAY)
    campaign = desk.go("campaign", id=row.campaign_id, tab="overview")
    (view,) = campaign.findChildren(WaitingView)
    shown = words(view)
    assert f"{held.of(BallHolder.CREATOR).days} days, {held.of(BallHolder.CREATOR).working_days} working" in shown
    assert "handed on" in view.toolTip()
    deal = desk.go("deal", id=row.collaboration_id)
    assert deal.waiting.isVisible()
    assert "Client" in words(deal.waiting)


def test_somebody_who_is_not_on_file_is_asked_by_name(desk: Any, dialogs: Dialogs) -> None:
    page = desk.go("deliverable", id=in_state(desk, DeliverableState.CLIENT_REVIEW), tab="reviews")

    def other(dialog: Any) -> None:
        box, name = dialog.form.input("decider"), dialog.form.input("name")
        assert not name.isVisible()
        desk.bot.keyClick(box, Qt.Key.Key_End)
        assert box.value() == -1
        assert name.isVisible()
        dialog.submit()
        assert dialog.isVisible(), "nobody is named"
        desk.type(name, "Paula Weidt")
        dialog.submit()

    dialogs.expect(other)
    desk.click("Edit", inside=page.reviews.side)
    assert page.data.open_review.decider == "Paula Weidt"
    assert "Paula Weidt" in words(page.reviews.side)
