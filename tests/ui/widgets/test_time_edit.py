"""The field for a time of day: reads what people type, writes it one way, says what is no time."""

from datetime import time
from typing import Any

from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.time_edit import TimeEdit


def test_what_is_typed_is_read_and_written_one_way(qtbot: Any) -> None:
    edit = TimeEdit()
    qtbot.addWidget(edit)
    assert (edit.value(), edit.problem()) == (None, "")
    qtbot.keyClicks(edit, "6:30 pm")
    assert edit.value() == time(18, 30)
    edit.left_field.emit()
    assert edit.text() == "18:30"
    edit.set_value(None)
    assert edit.text() == ""


def test_what_is_no_time_stays_and_is_named_by_the_form(qtbot: Any) -> None:
    form = Form()
    qtbot.addWidget(form)
    edit = form.add_field("at", "Begins", TimeEdit())
    qtbot.keyClicks(edit, "late")
    assert not form.validate()
    assert "“late” is not a time." in form.error_text("at")
    assert edit.text() == "late"
