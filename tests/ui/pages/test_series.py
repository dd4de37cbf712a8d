"""Sequences, recurring series and checklist templates, as a person makes them."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, Platform
from microinf_desktop.domain.recurrence import parse_rule
from microinf_desktop.domain.sequences import plan_recurring
from microinf_desktop.queries import checklists, deliverables, series
from microinf_desktop.services.checklists import reset_template
from microinf_desktop.services.series import add_series
from microinf_desktop.services.timeline import move_day
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Deliverable
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.dialogs.checklist_item import add_to_several
from microinf_desktop.ui.dialogs.checklist_templates import ChecklistTemplatesDialog, when
from microinf_desktop.ui.dialogs.deliverable import edit_deliverable
from microinf_desktop.ui.dialogs.deliverable_template import add_from_template, add_recurring, save_as_sequence
from microinf_desktop.ui.dialogs.series_moves import ask_publish_day, tell_moved
from microinf_desktop.ui.dialogs.series_preview import SeriesPreview
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.pages.campaign_deliverables import grouped_by_series
from tests.builders import TODAY, a_collaboration, a_deal, an_influencer
from tests.ui.conftest import Dialogs

FIRST = date(2027, 3, 2)


@pytest.fixture(autouse=True)
def opened(context: Any, workspace: Workspace) -> None:
    context.workspace = workspace


def publish_days(workspace: Workspace, ids: list[int]) -> list[date]:
    with workspace.reading() as session:
        return [row.publish_on for row in deliverables.rows(session, ids, TODAY) if row.publish_on]


def test_a_sequence_is_looked_at_added_moved_with_its_rest_and_kept_as_a_template(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    deal = a_deal(workspace, deliverable={"publish_on": FIRST})

    def fill(dialog: Any) -> None:
        form = dialog.form
        form.input("first").set_value(FIRST)
        form.changed.emit()
        preview = dialog.findChildren(SeriesPreview)[0]
        doubts = [preview.model.cell_text(n, 4) for n in range(4)]
        assert "also that day" in doubts[0]
        assert doubts[1:3] == ["fits", "nobody works: Saturday"]
        dialog.submit_button.click()

    dialogs.expect(fill)
    added = add_from_template(window, context, deal.campaign_id)
    assert added is not None
    assert publish_days(workspace, added) == [FIRST, date(2027, 3, 3), date(2027, 3, 6), date(2027, 3, 8)]

    def move(dialog: Any) -> None:
        dialog.form.input("publish_on").set_value(date(2027, 3, 9))
        dialog.form.input("publish_on").left_field.emit()
        dialog.form.input("with_following").setChecked(True)
        dialog.submit_button.click()

    dialogs.expect(move)
    edit_deliverable(window, context, deal.campaign_id, added[0])
    assert publish_days(workspace, added) == [date(2027, 3, day) for day in (9, 10, 13, 15)]

    def name(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("name"), "Launch with live")
        dialog.submit_button.click()

    dialogs.expect(name)
    assert save_as_sequence(window, context, added)
    with workspace.reading() as session:
        (own,) = series.own_sequences(session)
    assert (own.template.name, [step.day for step in own.template.steps]) == ("Launch with live", [0, 1, 4, 6])


def test_a_recurring_series_keeps_its_weekday_and_refuses_no_end(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    deal = a_deal(workspace)

    def fill(dialog: Any) -> None:
        form = dialog.form
        form.input("first").set_value(FIRST)
        form.input("interval").set_value(2)
        form.input("count").set_value(None)
        dialog.submit_button.click()
        assert "ends after" in form.error_text("count")
        form.input("count").set_value(3)
        dialog.submit_button.click()

    dialogs.expect(fill)
    added = add_recurring(window, context, deal.campaign_id)
    assert added is not None
    assert publish_days(workspace, added) == [FIRST, date(2027, 3, 16), date(2027, 3, 30)]


def test_the_form_offers_the_code_and_only_what_fits_the_kind(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    deal = a_deal(workspace, collaboration={"discount_code": "KLARA10"})

    def fill(dialog: Any) -> None:
        form = dialog.form
        assert form.input("discount_code").value() == "KLARA10"
        form.input("kind").set_value(DeliverableKind.BLOG_FEATURE)
        form.input("kind").edited.emit()
        hidden = [name for name in ("frames", "min_seconds", "min_characters") if form._fields[name].box.isHidden()]
        assert hidden == ["frames", "min_seconds"]
        form.input("min_characters").set_value(1500)
        form.input("required_caption").set_value("Ready in two minutes")
        form.input("locked_reason").set_value("Launch day")
        dialog.submit_button.click()
        assert "needs the day" in form.error_text("publish_on")
        form.input("publish_on").set_value(FIRST)
        form.input("draft_due_on").set_value(date(2027, 2, 1))
        QTest.mouseClick(next(b for b in dialog.findChildren(type(dialog.submit_button)) if b.text() == "Plan back"),
                         Qt.MouseButton.LeftButton)
        assert form.input("draft_due_on").value() != date(2027, 2, 1), "all days are counted anew"
        dialog.submit_button.click()

    dialogs.expect(fill)
    made = edit_deliverable(window, context, deal.campaign_id)
    assert made is not None
    with workspace.reading() as session:
        found = deliverables.detail(session, made, TODAY)
    assert found is not None
    assert (found.fields["min_characters"], found.fields["locked_reason"], found.fields["required_caption"]) == (
        1500, "Launch day", "Ready in two minutes")


def test_checklists_of_new_deliverables_are_changed_and_reset(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    dialog = ChecklistTemplatesDialog(window, context)
    before = len(dialog.items)

    def fill(asked: Any) -> None:
        QTest.keyClicks(asked.form.input("text"), "Sound is licensed")
        asked.form.input("holder").set_value(BallHolder.CREATOR)
        asked.submit_button.click()

    dialogs.expect(fill)
    dialog.add()
    dialog.move_item(-1)
    dialog.save()
    with workspace.reading() as session:
        items = checklists.template(session, DeliverableKind.REEL).items
    assert (len(items), items[-2].text, items[-2].holder) == (before + 1, "Sound is licensed", BallHolder.CREATOR)
    assert when(items[0]) == "start of the work"
    dialog.reset()
    assert len(dialog.items) == before
    reset_template(workspace, DeliverableKind.REEL)


def test_an_item_is_added_to_several(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    ids = [a_deal(workspace).deliverable_id, a_deal(workspace).deliverable_id]

    def fill(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("text"), "Send the parcel back")
        dialog.form.input("holder").set_value(BallHolder.CREATOR)
        dialog.submit_button.click()

    dialogs.expect(fill)
    assert add_to_several(window, context, ids)
    with workspace.reading() as session:
        found = checklists.items(session, ids)
    assert [(found[one][0].text, found[one][0].holder) for one in ids] == [("Send the parcel back", "creator")] * 2


def test_the_list_groups_by_series() -> None:
    joined = [series.SeriesRow(3, 1, "Launch", "sequence", "", (7, 5)),
              series.SeriesRow(4, 1, "Tips", "recurring", "", (9,))]
    ids, groups = grouped_by_series([5, 6, 7, 9], joined)
    assert ids == [7, 5, 9, 6]
    assert [(start, group.title, group.count) for start, group in groups] == [
        (0, "Launch", "2"), (2, "Tips", "1"), (3, "In no series", "1")]
    assert grouped_by_series([5, 6], []) == ([5, 6], [])


def test_a_sequence_goes_to_the_creators_that_are_ticked(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Two more") as session:
        first, last = (a_collaboration(session, deal.campaign_id, an_influencer(session, name=name).id or 0).id
                       for name in ("Aino", "Zita"))

    def fill(dialog: Any) -> None:
        form = dialog.form
        assert not form.input("some").isVisible()
        form.input("first").set_value(FIRST)
        form.input("deal").set_value(-1)
        form.changed.emit()
        dialog.submit_button.click()
        assert form.error_text("some") == "Creators is missing."
        ticks = form.input("some").options
        for place in (0, 2):
            spot = ticks.visualRect(ticks.model().index(place, 0)).center()
            QTest.mouseClick(ticks.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert dialog.findChildren(SeriesPreview)[0].model.rowCount() == 8
        dialog.submit_button.click()

    dialogs.expect(fill)
    added = add_from_template(window, context, deal.campaign_id)
    with workspace.reading() as session:
        who = {row.collaboration_id for row in deliverables.rows(session, added or [], TODAY)}
    assert who == {first, last}


def a_series_of_three(workspace: Workspace) -> tuple[int, list[int]]:
    """A campaign with a weekly series from `FIRST` on; its id and the ids of the deliverables."""
    deal = a_deal(workspace)
    with workspace.reading() as session:
        planning = series.planning(session, deal.campaign_id, TODAY)
    assert planning is not None
    draft = DeliverableDraft(deal.collaboration_id, DeliverableKind.STORY, Platform.INSTAGRAM)
    rule = parse_rule("FREQ=WEEKLY;COUNT=3")
    return deal.campaign_id, add_series(
        workspace, [plan_recurring(planning, draft, "Tips", rule.text(), rule.days(FIRST))], TODAY)


def test_the_publish_day_of_a_piece_is_moved_with_the_rest(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    _campaign, ids = a_series_of_three(workspace)
    told: list[str] = []
    context.show_toast = lambda text, _verb, _callback: told.append(text)

    def fill(dialog: Any) -> None:
        assert dialog.form.input("rest").text() == "Move the later piece of the series along"
        dialog.form.input("publish_on").set_value(date(2027, 3, 10))
        dialog.form.input("rest").setChecked(True)
        dialog.submit_button.click()

    dialogs.expect(fill)
    assert ask_publish_day(window, context, ids[1])
    assert publish_days(workspace, ids) == [FIRST, date(2027, 3, 10), date(2027, 3, 17)]
    assert told == ["Moved to Wed 10 Mar. 1 later piece moved"]
    changelog.undo(workspace)
    assert publish_days(workspace, ids) == [FIRST, date(2027, 3, 9), date(2027, 3, 16)]

    with workspace.writing("Lock") as session:
        session.get_one(Deliverable, ids[1]).locked_reason = "Launch day"

    def locked(dialog: Any) -> None:
        dialog.form.input("publish_on").set_value(date(2027, 3, 10))
        dialog.submit_button.click()
        assert "Launch day" in dialog.problem.text()
        dialog.reject()

    dialogs.expect(locked)
    assert not ask_publish_day(window, context, ids[1])


def test_a_moved_piece_offers_to_move_the_rest(window: MainWindow, context: Any, workspace: Workspace) -> None:
    _campaign, ids = a_series_of_three(workspace)
    offered: list[Any] = []
    context.show_toast = lambda text, verb, callback: offered.append((text, verb, callback))
    move_day(workspace, f"d:{ids[0]}:publish_on", date(2027, 3, 4), TODAY)
    tell_moved(context, ids[0], 2, "Moved to Thu 4 Mar")
    text, verb, callback = offered.pop()
    assert (text, verb) == ("Moved to Thu 4 Mar. 2 later pieces of the series stay", "Move them too")
    callback()
    assert publish_days(workspace, ids) == [date(2027, 3, day) for day in (4, 11, 18)]
    assert offered.pop()[:2] == ("2 later pieces moved", "Undo")
    tell_moved(context, ids[2], 2, "Moved")
    assert offered.pop()[:2] == ("Moved", "Undo"), "the last piece has none after it"


def test_the_form_warns_of_a_full_week(
    window: MainWindow, context: Any, workspace: Workspace, dialogs: Dialogs
) -> None:
    day = date(2026, 12, 9)
    deal = a_deal(workspace, deliverable={"publish_on": day, "draft_due_on": None, "quantity": 3})

    def warning(form: Any) -> str:
        form.input("publish_on").left_field.emit()
        return next((label.text() for label in form.findChildren(QLabel)
                     if "in the week of" in label.text() and not label.isHidden()), "")

    def look(dialog: Any) -> None:
        form = dialog.form
        form.input("publish_on").set_value(day)
        assert "would have 4 posts in the week of Mon 7 Dec" in warning(form)
        form.input("publish_on").set_value(date(2026, 12, 15))
        assert warning(form) == ""
        dialog.reject()

    dialogs.expect(look)
    edit_deliverable(window, context, deal.campaign_id)

    def edit(dialog: Any) -> None:
        assert warning(dialog.form) == "", "the piece itself is counted once"
        dialog.form.input("quantity").set_value(4)
        assert "would have 4 posts" in warning(dialog.form)
        dialog.reject()

    dialogs.expect(edit)
    edit_deliverable(window, context, deal.campaign_id, deal.deliverable_id)
