"""PySide6 6.12.0 dropped one reference to None at each call that returns nothing and aborted Python 3.11."""

import sys

from PySide6.QtWidgets import QLabel


def test_void_calls_keep_the_references_to_none(qapp: object) -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for place in range(1_000):
        label.setText(str(place))
    assert abs(sys.getrefcount(None) - before) < 50
