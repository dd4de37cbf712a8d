"""The calendar: turning months, moving by key, drag and typed date, the agenda, the file for other calendars."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, settle, texts_of_buttons, words


def _movable(page: Any, day_after: date = date.min) -> tuple[int, Any]:
    return next((key, entry) for key, entry in page._entries.items()
                if entry.kind == "publish" and page._day_entry(entry).movable and entry.day >= day_after)


def _of(page: Any, entry: Any) -> Any:
    """The same entry as it is now."""
    return next(other for other in page._entries.values()
                if (other.record, other.record_id, other.kind) == (entry.record, entry.record_id, entry.kind))


def test_page_down_turns_the_month_and_takes_the_day_along(desk: Desk) -> None:
    page = desk.go("calendar")
    page.month.setFocus()
    assert "November 2026" in words(page.header)
    desk.press(Qt.Key.Key_PageDown)
    assert "December 2026" in words(page.header)
    assert page.month.day == date(2026, 12, 24)
    assert all(page.month.first <= entry.day <= page.month.last for entry in page._entries.values())
    desk.press(Qt.Key.Key_PageUp)
    desk.press(Qt.Key.Key_PageUp)
    assert "October 2026" in words(page.header)
    desk.press(Qt.Key.Key_T, at=desk.window)
    assert "November 2026" in words(page.header)
    assert page.month.day == TODAY


def test_january_31_turns_to_the_last_of_february(desk: Desk) -> None:
    page = desk.go("calendar")
    page.month.show_month(date(2027, 1, 31), TODAY)
    page.month.select(date(2027, 1, 31))
    page.month.setFocus()
    desk.press(Qt.Key.Key_PageDown)
    assert page.month.day == date(2027, 2, 28)
    desk.press(Qt.Key.Key_PageDown)
    assert "March 2027" in words(page.header)


def test_arrows_cross_into_the_next_month(desk: Desk) -> None:
    page = desk.go("calendar")
    page.month.setFocus()
    for _ in range(3):
        desk.press(Qt.Key.Key_Down)
    assert page.month.day == TODAY + timedelta(days=21)
    assert page.month.first <= page.month.day <= page.month.last
    assert "December 2026" in words(page.header)


def test_a_typed_date_moves_an_entry_and_undo_brings_it_back(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("calendar")
    key, entry = _movable(page, TODAY + timedelta(days=1))
    page.month.select(entry.day)
    page.month.setFocus()
    desk.press(Qt.Key.Key_L, at=desk.window)
    assert page.panel.isVisible()
    target = entry.day + timedelta(days=1)

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("day"), f"{target.day}.{target.month}.{target.year}")
        dialog.submit()

    dialogs.expect(fill)
    page.ask_day(key)
    settle()
    assert _of(page, entry).day == target
    desk.undo()
    assert _of(page, entry).day == entry.day


def test_a_drag_moves_an_entry(desk: Desk) -> None:
    page = desk.go("calendar")
    key, entry = next(
        (day_entry.key, page._entries[day_entry.key]) for day in (TODAY + timedelta(days=n) for n in range(6))
        for day_entry in page.month._shown(day)
        if day_entry.movable and page._entries[day_entry.key].kind == "publish")
    target = entry.day + timedelta(days=7)
    place = [shown.key for shown in page.month._shown(entry.day)].index(key)
    start = page.month._cell(entry.day).topLeft().toPoint() + QPoint(40, 26 + place * 20 + 8)
    end = page.month._cell(target).center().toPoint()
    QTest.mousePress(page.month, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page.month, start + QPoint(12, 0))
    settle()
    _move(page.month, end)
    QTest.mouseRelease(page.month, Qt.MouseButton.LeftButton, pos=end)
    settle()
    assert _of(page, entry).day == target
    assert desk.toasts[-1].startswith("Moved to")
    desk.undo()
    assert _of(page, entry).day == entry.day


def _move(widget: Any, at: QPoint) -> None:
    """A move with the button held, which QTest does not send."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), widget.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton,
                        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_a_double_click_opens_what_was_under_it(desk: Desk) -> None:
    page = desk.go("calendar")
    day = next(day for day in (TODAY + timedelta(days=n) for n in (1, 2, 3)) if len(page.month._shown(day)) >= 1)
    wanted = page._entries[page.month._shown(day)[0].key]
    at = page.month._cell(day).topLeft().toPoint() + QPoint(int(page.month._cell(day).width()) - 6, 26 + 8)
    desk.bot.mouseClick(page.month, Qt.MouseButton.LeftButton, pos=at)
    settle()
    desk.bot.mouseDClick(page.month, Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert desk.page.page_id == ("deliverable" if wanted.record == "deliverable" else "campaign")
    assert desk.page.params["id"] == (wanted.record_id if wanted.record == "deliverable" else wanted.campaign_id)


def test_the_agenda_lists_days_and_opens_with_enter(desk: Desk) -> None:
    page = desk.go("calendar")
    desk.click("Agenda", page.views)
    assert page.agenda.isVisible()
    assert not page.month.isVisible()
    days = [day for day, _key in page._marks]
    assert days == sorted(days)
    assert min(days) >= TODAY
    assert "Month after" not in texts_of_buttons(page.bar)
    key = page.agenda.model.ids[0]
    page.agenda.select(key)
    page.agenda.view.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.page_id in ("deliverable", "campaign")


def test_what_is_shown_goes_into_a_calendar_file(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    page = desk.go("calendar")
    dialogs.expect_path(tmp_path / "work.ics")
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, at=desk.window)
    text = (tmp_path / "work.ics").read_bytes().decode()
    assert text.count("BEGIN:VEVENT\r\n") > len(page._marks) > 10
    assert desk.toasts[-1].endswith(f"dates saved in {tmp_path / 'work.ics'}")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_client_narrows_the_calendar(desk: Desk) -> None:
    page = desk.go("calendar")
    client = next(iter(page._entries.values())).client
    number = next(number for number, name in page._clients() if name == client)
    page.bar.set_value("clients", (number,))
    desk.bot.waitUntil(lambda: {entry.client for entry in page._entries.values()} == {client})


def test_shift_and_an_arrow_move_the_chosen_entry(desk: Desk) -> None:
    page = desk.go("calendar")
    key, entry = _movable(page, TODAY + timedelta(days=1))
    page.month.select(entry.day)
    page.month.setFocus()
    while page.month.entry != key:
        desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert _of(page, entry).day == entry.day + timedelta(days=1)
    assert page.month.entry == key
    desk.undo()
    assert _of(page, entry).day == entry.day


def test_what_is_done_says_why_it_stays(desk: Desk) -> None:
    page = desk.go("calendar")
    key, entry = next((key, entry) for key, entry in page._entries.items() if entry.done)
    page.month.entry_moved.connect(lambda *_: (_ for _ in ()).throw(AssertionError("moved")))
    page.month.select(entry.day)
    page.month.setFocus()
    page.month.entry = key
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert "cannot move" in desk.toasts[-1]
    assert _of(page, entry).day == entry.day


def test_the_week_shows_the_same_days_and_turns_by_weeks(desk: Desk) -> None:
    page = desk.go("calendar")
    month = {key: day for day, key in page._marks}
    desk.click("Week", page.views)
    assert page.week.isVisible()
    assert page.week.first == TODAY - timedelta(days=TODAY.weekday())
    assert {key: day for day, key in page._marks}.items() <= month.items()
    assert {day for day, _ in page._marks} <= {page.week.first + timedelta(days=n) for n in range(7)}
    page.week.setFocus()
    desk.press(Qt.Key.Key_PageDown)
    assert page.week.day == TODAY + timedelta(days=7)
    desk.click("Month", page.views)
    assert page.month.day == TODAY + timedelta(days=7)


def test_a_full_day_says_how_many_more_and_lists_them(desk: Desk) -> None:
    page = desk.go("calendar")
    desk.window.resize(1100, 520)
    settle()
    day = max(page._by_day, key=lambda day: len(page._by_day[day]))
    total = len(page._by_day[day])
    assert total > page.month.room()
    shown = page.month._shown(day)
    at = page.month._cell(day).topLeft().toPoint() + QPoint(20, 26 + len(shown) * 20 + 6)
    desk.bot.mouseClick(page.month, Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert page.panel.isVisible()
    assert f"{total} entries" in words(page.panel)


def test_n_adds_a_milestone_on_the_day(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("calendar")
    page.month.select(TODAY + timedelta(days=2))

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Press day")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, at=desk.window)
    page._know([key for _, key in page._marks])
    assert [entry.day for entry in page._entries.values() if entry.what == "Press day"] == [TODAY + timedelta(days=2)]


def test_view_and_filters_are_remembered(desk: Desk) -> None:
    page = desk.go("calendar")
    desk.click("Week", page.views)
    page.bar.set_value("states", ("open",))
    settle()
    saved = page.state()
    assert saved["view"] == "week"
    page.bar.clear()
    page.restore_state(saved)
    settle()
    assert page.bar.value("states") == ("open",)
    assert not any(entry.done for entry in page._know([key for _, key in page._marks]))


def test_a_campaigns_page_exports_its_own_dates(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    page = desk.go("calendar")
    entry = next(entry for entry in page._entries.values() if entry.record == "deliverable")
    campaign = desk.go("campaign", id=entry.campaign_id)
    dialogs.expect_path(tmp_path / "campaign.ics")
    next(action for action in campaign.actions() if action.id == "campaign.ics").run()
    settle()
    text = (tmp_path / "campaign.ics").read_bytes().decode().replace("\r\n ", "")
    assert f"deliverable-{entry.record_id}-{entry.kind}@" in text
    assert {line for line in text.split("\r\n") if line.startswith("DESCRIPTION")} == {
        "DESCRIPTION:" + f"{entry.campaign}, {entry.client}".replace(",", "\\,")}
