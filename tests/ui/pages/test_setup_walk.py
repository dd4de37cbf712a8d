"""A new user's way: a client in a hurry, a campaign through all six steps, left by closing the window, gone on with."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.queries import campaigns
from microinf_desktop.queries.campaign_templates import own_templates
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, cells, settle, words

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def _field(desk: Desk, name: str) -> Any:
    page: Any = desk.page
    return page.form.form.input(name)


def _offered(field: Any) -> list[str]:
    """The texts of a closed list."""
    return [field.itemText(place) for place in range(field.count())]


def _stored(desk: Desk, name: str) -> campaigns.CampaignDetail:
    with desk.workspace.reading() as session:
        row = next(row for row in campaigns.rows(session, campaigns.CampaignFilter(), TODAY) if row.name == name)
        found = campaigns.detail(session, row.id, TODAY)
    assert found is not None
    return found


def _a_client(desk: Desk, dialogs: Dialogs) -> None:
    """Only what is asked for: a name."""
    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Quillfeather")
        dialog.submit()

    dialogs.expect(fill)
    desk.go("clients")
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert "Quillfeather" in desk.page.header.title.text()


def _begin(desk: Desk) -> None:
    """Client, name, template and one more objective, then on to the audience."""
    desk.go("campaigns")
    desk.click("Add campaign")
    client = _field(desk, "client_id")
    client.setFocus()
    client.setCurrentIndex(_offered(client).index("Quillfeather"))
    client.activated.emit(client.currentIndex())
    desk.type(_field(desk, "name"), "Ink week")
    template = _field(desk, "template")
    template.setCurrentIndex(_offered(template).index("Product launch"))
    template.activated.emit(template.currentIndex())
    settle()
    assert "Each creator makes" in words(desk.page), "the template says what it brings"
    assert _field(desk, "name").value() == "Ink week", "a template takes nothing that was typed"
    desk.press(Qt.Key.Key_Right, ALT)
    desk.click("Conversion")
    for name, text in (("planned_creators", "4"), ("planned_followers", "20 K"), ("planned_posts", "2")):
        desk.type(_field(desk, name), text)
    desk.press(Qt.Key.Key_Right, ALT)
    assert desk.page.step is SetupStep.AUDIENCE  # type: ignore[attr-defined]


def test_a_new_user_sets_up_a_campaign_leaves_in_the_middle_and_goes_on(
    desk_on: Callable[..., Desk], dialogs: Dialogs
) -> None:
    desk = desk_on()
    _a_client(desk, dialogs)
    _begin(desk)
    _field(desk, "audience_languages").set_value(("en",))
    _field(desk, "jurisdictions").set_value(("UK",))
    desk.press(Qt.Key.Key_Right, ALT)
    desk.type(_field(desk, "go_live_on"), "18.1.2027")
    desk.close()  # with the day only typed

    desk = desk_on()
    page = desk.go("campaigns")
    name = next(text for text in cells(page.table, "name") if text.startswith("Ink week"))
    assert "Set-up 4 of 6" in name
    page.table.select(_stored(desk, "Ink week").id)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_Return, at=page.table.view)
    page = desk.page
    assert (page.step, _field(desk, "go_live_on").value()) == (SetupStep.DATES, date(2027, 1, 18))
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert page.step is SetupStep.BUDGET
    desk.type(_field(desk, "budget"), "4*450")
    desk.press(Qt.Key.Key_Return, CONTROL)
    told = words(page)
    assert page.step is SetupStep.CHECK
    for said in ("Quillfeather", "United Kingdom", "Mon 18 Jan", "4 creators × 2 posts", "1,800"):
        assert said in told, said
    assert "can be proposed by now" in told
    desk.click("Look at them")
    assert page.step is SetupStep.OBJECTIVES
    desk.click("Use all proposals")
    page.open_step(SetupStep.CHECK)
    settle()
    assert "can be proposed by now" not in words(page)
    desk.click("Change: Budget")
    assert page.step is SetupStep.BUDGET
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.click("Finish")
    found = _stored(desk, "Ink week")
    assert desk.page.page_id == "campaign"
    assert (found.fields["setup_step"], found.fields["budget_minor"]) == ("", 180_000)
    assert found.milestones, "those of the template"
    assert found.targets


def test_a_finished_campaign_is_duplicated_kept_as_a_template_and_archived(desk: Desk, dialogs: Dialogs) -> None:
    _a_client(desk, dialogs)
    _begin(desk)
    desk.press(Qt.Key.Key_Right, ALT)
    desk.type(_field(desk, "go_live_on"), "18.1.2027")
    desk.click("Finish")
    assert desk.page.page_id == "campaign"
    dialogs.expect(lambda dialog: dialog.submit_button.click())  # type: ignore[attr-defined]
    _run(desk, "campaign.template")
    with desk.workspace.reading() as session:
        assert [one.name for one in own_templates(session)] == ["Ink week"]

    def shift(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Ink month")
        dialog.submit()

    dialogs.expect(shift)
    _run(desk, "campaign.duplicate")
    assert desk.page.header.title.text() == "Ink month"
    assert _stored(desk, "Ink month").fields["planned_creators"] == 4
    page = desk.go("campaigns")
    page.table.select(_stored(desk, "Ink month").id)
    _run(desk, "campaigns.archived")
    assert not any(text.startswith("Ink month") for text in cells(page.table, "name"))
    desk.undo()
    assert any(text.startswith("Ink month") for text in cells(page.table, "name"))
    desk.click("Add campaign")
    assert "Ink week" in _offered(_field(desk, "template"))


def test_an_archived_client_stays_chosen_in_its_campaign(desk: Desk) -> None:
    from microinf_desktop.services.clients import archive_client

    with desk.workspace.reading() as session:
        row = campaigns.rows(session, today=TODAY)[0]
        client_id = campaigns.detail(session, row.id, TODAY).draft.client_id  # type: ignore[union-attr]
    archive_client(desk.workspace, client_id)
    desk.go("campaign_setup", id=row.id, step="client")
    assert _field(desk, "client_id").value() == client_id
    assert row.client in _offered(_field(desk, "client_id"))
    desk.go("campaign_setup")
    assert row.client not in _offered(_field(desk, "client_id"))


def test_a_cost_target_is_in_the_currency_of_its_campaign(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        row = next(row for row in campaigns.rows(session, today=TODAY) if row.budget and row.budget.currency == "USD")
    page = desk.go("campaign_setup", id=row.id, step="objectives")
    units = [label.text() for label in page.form.targets.findChildren(QLabel) if label.isVisible()]
    assert "USD" in units
    assert "EUR" not in units


def test_another_campaign_is_shown_from_its_top(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((1280, 640))
    with desk.workspace.reading() as session:
        first, second, *_ = campaigns.rows(session, today=TODAY)
    bar = desk.go("campaign", id=first.id, tab="overview").part("overview").scroller.verticalScrollBar()
    bar.setValue(150)
    desk.page.part("overview").reload()  # type: ignore[attr-defined]
    settle()
    assert bar.value() == 150, "a step of somebody else does not move what is read"
    page = desk.go("campaign", id=second.id, tab="overview")
    assert page.part("overview").scroller.verticalScrollBar().value() == 0


def test_a_long_text_is_whole_also_where_the_form_is_narrow(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((1280, 800))
    desk.go("campaign_setup", id=_stored(desk, "After-Work Miles, pilot").id, step="objectives")
    area = _field(desk, "hypothesis")
    lines = round(area.document().size().height())
    assert lines >= 3
    assert area.height() == lines * 20 + 12


def _run(desk: Desk, action_id: str) -> None:
    next(action for action in desk.page.actions() if action.id == action_id).run()
    settle()
