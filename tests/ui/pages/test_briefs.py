"""The brief of a campaign: written, seen as a page, sent, confirmed; what was sent stays."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from microinf_desktop.domain.briefs import brief_changes
from microinf_desktop.queries import briefs
from microinf_desktop.ui.dialogs.brief import stored_word
from microinf_desktop.ui.pages.campaign_brief import GENERAL
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, settle, words


def _open(desk: Desk) -> Any:
    desk.go("campaign", id=1, tab="brief")
    return desk.page.part("brief")


def _choose(part: Any, row_id: int) -> None:
    assert part.table.select(row_id)
    part._chosen()
    settle()


def test_what_is_typed_is_on_the_page_and_stored_when_the_field_is_left(desk: Desk) -> None:
    part = _open(desk)
    opening = part.general.form.input("opening")
    desk.type(opening, "Two pots of one leaf")
    part._draw()
    settle()
    assert "Two pots of one leaf" in part.preview.pages.page_text(0)
    part.general.form.input("dos").setFocus()
    settle()
    with desk.workspace.reading() as session:
        assert briefs.general_draft(session, 1).opening == "Two pots of one leaf"
        assert briefs.general_draft(session, 1).story_prompts == ()
    desk.undo()
    with desk.workspace.reading() as session:
        assert briefs.general_draft(session, 1).opening != "Two pots of one leaf"


def test_a_version_is_sent_once_and_its_acknowledgement_can_be_undone(desk: Desk, dialogs: Dialogs) -> None:
    part = _open(desk)
    creator = next(one for one in part.rows.values() if not one.version)
    _choose(part, creator.id)
    desk.type(part.own.form.input("why_you"), "Your second pour")

    def send(dialog: Any) -> None:
        dialog.submit()

    dialogs.expect(send)
    part.send()
    settle()
    assert part.rows[creator.id].version == 1
    assert desk.toasts[-1].startswith("1 version sent")
    with desk.workspace.reading() as session:
        [sent] = briefs.versions(session, creator.id)
    assert "Your second pour" in sent.data
    dialogs.expect(send)
    part.send()
    settle()
    assert desk.toasts[-1] == "1 unchanged, not sent again"

    dialogs.expect(send)
    part.acknowledge_newest()
    settle()
    assert part.rows[creator.id].acknowledged_on is not None
    assert "Acknowledged" in words(part)
    desk.undo()
    assert part.rows[creator.id].acknowledged_on is None
    assert part.rows[creator.id].version == 1


def test_sent_pages_are_written_into_a_folder(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    part = _open(desk)
    creator = next(iter(part.rows))
    _choose(part, creator)

    def send(dialog: Any) -> None:
        dialog.form.input("briefed").setChecked(True)
        dialog.submit()

    desk.type(part.own.form.input("why_you"), "A page to keep")
    dialogs.expect(send)
    part.send()
    settle()
    dialogs.expect_path(tmp_path)
    part.save_files()
    settle()
    [made] = list(tmp_path.glob("*.pdf"))
    assert made.read_bytes().startswith(b"%PDF")


def test_a_second_opening_shows_the_same_and_every_control_has_a_name(desk: Desk, unnamed_controls: Any) -> None:
    part = _open(desk)
    assert part.current_id == GENERAL
    assert part.general.form.values()["story_prompts"].count("\n") == 2
    assert unnamed_controls(part) == []
    desk.press(Qt.Key.Key_Down, at=part.table.view)
    assert part.current_id in part.rows
    desk.go("campaign", id=1, tab="overview")
    desk.go("campaign", id=1, tab="brief")
    assert not part.own.form.dirty


def test_prompts_are_moved_by_key_and_button_and_printed_in_that_order(desk: Desk) -> None:
    area = _open(desk).general.form.input("story_prompts")
    first, second, third = area.value().splitlines()
    area.setFocus()
    area.moveCursor(QTextCursor.MoveOperation.Start)
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, at=area)
    assert area.value().splitlines() == [second, first, third]
    desk.click("Move the line down, storytelling prompts")
    assert area.value().splitlines() == [second, third, first]
    desk.click("Move the line down, storytelling prompts")
    assert area.value().splitlines() == [second, third, first], "the last line stays"
    desk.press(Qt.Key.Key_Tab, at=area)
    with desk.workspace.reading() as session:
        assert briefs.general_draft(session, 1).story_prompts == (second, third, first)


def test_what_changed_is_told_in_the_words_of_the_program() -> None:
    def stored(platform: str, language: str) -> str:
        return json.dumps({"disclosures": [{
            "platform": platform, "language": language, "jurisdiction": "DE", "labels": ["Werbung"],
            "placement": "At the start.", "platform_tool": ""}]})

    change, = brief_changes(stored("tiktok", "de"), stored("youtube", "fr"), stored_word)
    assert (change.old, change.new) == (
        "TikTok, German, Germany: Werbung. At the start.", "YouTube, French, Germany: Werbung. At the start.")
    assert stored_word("platform", "a network of tomorrow") == "a network of tomorrow"
