"""The brief of a campaign: written, seen as a page, sent, confirmed; what was sent stays."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from microinf_desktop.queries import briefs
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
