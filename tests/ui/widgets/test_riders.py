"""The list of what regulated products ask for."""

from typing import Any

from PySide6.QtWidgets import QLabel

from microinf_desktop.domain.regulated import Need, Rider
from microinf_desktop.ui.widgets.riders import RiderList


def test_it_says_what_is_missing_and_hides_when_empty(qtbot: Any) -> None:
    shown = RiderList()
    qtbot.addWidget(shown)
    shown.show_riders([Rider("Alcohol", (Need("UK-ALC-01", "UK", "25 or older.", "https://x.example"),), ("No age.",))])
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert texts[:3] == ["Alcohol", "No age.", "UK: 25 or older."]
    assert not shown.isHidden()
    shown.show_riders([])
    assert shown.isHidden()
