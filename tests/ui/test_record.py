"""Records behave as frozen dataclasses do."""

import pytest

from microinf_desktop.ui.record import Record, each


class Point(Record):
    x: int
    y: int = 2
    notes: dict[str, int] = each(dict)


class Named(Point):
    name: str = ""


def test_values_defaults_and_equality() -> None:
    assert Point(1) == Point(x=1, y=2, notes={})
    assert Point(1) != Point(1, 3)
    assert Named(1, name="a") != Point(1)
    assert Point(1).notes is not Point(1).notes
    assert repr(Point(1)) == "Point(x=1, y=2, notes={})"
    assert Named(1, 2, {}, "a").name == "a"


def test_records_are_not_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="x cannot be changed"):
        point.x = 3  # type: ignore[misc]
    assert point.but(y=5) == Point(1, 5)
    assert point.y == 2


def test_hashes_follow_equality() -> None:
    class Key(Record):
        a: str
        b: int = 0

    assert len({Key("a"), Key("a", 0), Key("b")}) == 2


def test_mistakes_are_told() -> None:
    for call in (lambda: Point(), lambda: Point(1, 2, {}, 4), lambda: Point(1, z=3), lambda: Point(1, x=3)):
        with pytest.raises(TypeError, match="Point"):
            call()
