"""Forms name their fields, check them when left, and take back what was wrong."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.date_edit import DateEdit, MonthPopup
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from tests.ui.conftest import Dialogs
from tests.ui.gallery import make_form


@pytest.fixture
def form(qtbot: Any) -> Form:
    made = Form(2)
    made.add_field("name", "Name", TextField(), help="As on the invoice", required=True)
    made.add_field("fee", "Fee, net", MoneyEdit("EUR"), check=lambda fee: "Too much." if fee.minor > 100_000 else None)
    made.add_field("gift", "Gifted", CheckBox())
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_place_sets_label_buddy_name_and_help(form: Form) -> None:
    field = form.input("name")
    assert field.accessibleName() == "Name"
    assert field.accessibleDescription() == "As on the invoice"
    assert [label.text() for label in form.findChildren(QLabel) if label.buddy() is field] == ["Name"]
    assert form.input("gift").text() == "Gifted"


def test_missing_and_wrong_values_are_named_under_their_field(form: Form) -> None:
    form.set_values({"fee": Money(200_000, "EUR")})
    assert not form.validate()
    assert form.error_text("name") == "Name is missing."
    assert form.error_text("fee") == "Too much."
    assert form.input("name").property("invalid") == "true"
    form.input("name").setFocus()
    QApplication.processEvents()
    form.input("name").setText("Ana")
    form.input("name").edited.emit()
    assert form.error_text("name") == ""


def test_values_come_and_go(form: Form) -> None:
    form.set_values({"name": "Ana", "fee": Money(66_000, "EUR"), "gift": True, "unknown": 3})
    assert form.values() == {"name": "Ana", "fee": Money(66_000, "EUR"), "gift": True}
    assert not form.dirty
    form.input("gift").setChecked(False)
    assert form.dirty


def test_what_a_service_refuses_stands_at_its_field(form: Form) -> None:
    assert form.show_error(ValidationError("name", "Ana is there already.", "Open her."))
    assert form.error_text("name") == "Ana is there already. Open her."
    assert not form.show_error(ValidationError("elsewhere", "No."))


def test_leaving_a_field_checks_it_typing_does_not(form: Form, qtbot: Any) -> None:
    fee = form.input("fee")
    fee.setFocus()
    qtbot.keyClicks(fee, "abc")
    assert form.error_text("fee") == ""
    form.input("name").setFocus()
    QApplication.processEvents()
    fee.left_field.emit()
    assert "is not an amount" in form.error_text("fee")


@pytest.mark.parametrize(("typed", "minor", "shown"), [
    ("3*220", 66_000, "660.00"), ("1.200,50", 120_050, "1,200.50"), ("900", 90_000, "900.00"), ("", None, ""),
])
def test_money_is_worked_out(qtbot: Any, typed: str, minor: int | None, shown: str) -> None:
    edit = MoneyEdit("EUR")
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, typed)
    edit.left_field.emit()
    assert edit.text() == shown
    assert edit.value() == (Money(minor, "EUR") if minor is not None else None)


@pytest.mark.parametrize(("typed", "day"), [
    ("fri", date(2026, 11, 27)), ("+5wd", date(2026, 12, 1)), ("24.11.", date(2026, 11, 24)),
    ("tomorrow", date(2026, 11, 25)),
])
def test_dates_are_understood(qtbot: Any, typed: str, day: date) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, typed)
    assert edit.value() == day
    edit.left_field.emit()
    assert edit.value() == day
    assert str(day.year) in edit.text()


def test_holidays_are_no_working_days(qtbot: Any) -> None:
    edit = DateEdit(holidays=lambda day: "Feast" if day == date(2026, 11, 25) else "")
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "+1wd")
    assert edit.value() == date(2026, 11, 26)


def test_a_text_that_is_no_date_says_so(qtbot: Any) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "32.13.")
    assert edit.value() is None
    assert "is not a date" in edit.problem()


def test_the_month_is_used_by_keyboard(qtbot: Any) -> None:
    chosen: list[date] = []
    field = QLabel()
    qtbot.addWidget(field)
    popup = MonthPopup(date(2026, 11, 27), lambda day: "", field)
    popup.chosen.connect(chosen.append)
    popup.show()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        qtbot.keyClick(popup, key)
    assert popup.accessibleName() == "Tuesday 5 January 2027"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chosen == [date(2027, 1, 5)]


def test_tags(qtbot: Any) -> None:
    edit, edits = TagEdit(), []
    qtbot.addWidget(edit)
    edit.edited.connect(lambda: edits.append(edit.value()))
    edit.set_value(("tea", "tea", ""))
    qtbot.keyClicks(edit.field, "slow living,")
    qtbot.keyClicks(edit.field, "tea")
    qtbot.keyClick(edit.field, Qt.Key.Key_Return)
    qtbot.keyClick(edit.field, Qt.Key.Key_Backspace)
    assert edits == [("tea", "slow living"), ("tea",)]


def test_numbers(qtbot: Any) -> None:
    edit = NumberEdit()
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "38.6 K")
    assert edit.value() == 38_600
    edit.setText("many")
    assert edit.value() is None
    assert "is not a number" in edit.problem()


def test_a_combo_box_keeps_its_value_when_the_list_changes(qtbot: Any) -> None:
    combo = ComboBox([(1, "One"), (2, "Two")])
    qtbot.addWidget(combo)
    assert combo.value() is None
    combo.set_value(2)
    combo.set_choices([(3, "Three"), (2, "Two")])
    assert combo.value() == 2
    combo.set_choices([(3, "Three")])
    assert combo.value() is None


def test_a_picker_takes_only_what_is_in_the_list(qtbot: Any) -> None:
    countries = [("DE", "Germany"), ("AT", "Austria"), ("AU", "Australia")]
    picker = Picker(lambda text: [pair for pair in countries if text.casefold() in pair[1].casefold()])
    qtbot.addWidget(picker)
    qtbot.keyClicks(picker, "austria")
    picker.left_field.emit()
    assert picker.value() == "AT"
    picker.clear()
    qtbot.keyClicks(picker, "atlantis")
    picker.left_field.emit()
    assert picker.value() is None
    assert "is not in the list" in picker.problem()
    picker.set_value("DE")
    assert picker.text() == "Germany"


def test_a_text_area_grows_with_its_text(qtbot: Any) -> None:
    area = TextArea(rows=2, most=5)
    qtbot.addWidget(area)
    area.show()
    low = area.height()
    area.set_value("a\nb\nc\nd")
    assert area.height() > low
    assert area.value() == "a\nb\nc\nd"


def test_a_dialog_stays_open_until_the_service_agrees(qtbot: Any, dialogs: Dialogs) -> None:
    answers = [ValidationError("name", "Taken."), KnownError("The disk is full.", "Free some space."), None]
    seen: list[str] = []

    def build(form: Form) -> None:
        form.add_field("name", "Name", TextField(), required=True)

    def submit(values: dict[str, Any]) -> int:
        error = answers.pop(0)
        if error is not None:
            raise error
        return 7

    def answer(dialog: Any) -> None:
        dialog.submit_button.click()
        seen.append(dialog.form.error_text("name"))
        dialog.form.input("name").setText("Ana")
        for _ in range(2):
            dialog.submit_button.click()
            seen.append(dialog.form.error_text("name") or dialog.problem.text())
        dialog.submit_button.click()

    dialogs.expect(answer)
    dialog = FormDialog(None, "Add person", "Add person", build, submit)
    assert dialog.run()
    assert dialog.result_value == 7
    assert seen == ["Name is missing.", "Taken.", "The disk is full. Free some space."]


def test_every_input_of_the_gallery_has_a_name(qtbot: Any, unnamed_controls: Any) -> None:
    form = make_form()
    qtbot.addWidget(form)
    assert unnamed_controls(form) == []
