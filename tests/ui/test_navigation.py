"""Back, forward and up, and what is remembered between runs."""

from pathlib import Path

import pytest

from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.settings import Settings


def test_back_forward_and_up() -> None:
    navigation, opened = Navigation(), []
    navigation.opened.connect(lambda place: opened.append((place.screen, place.params)))
    navigation.open("campaigns")
    navigation.open("campaign", id=5)
    navigation.open("campaign", id=5)
    navigation.back()
    navigation.forward()
    navigation.up()
    assert [screen for screen, _ in opened] == [
        "campaigns", "campaign", "campaign", "campaigns", "campaign", "campaigns"]
    assert opened[1] == ("campaign", {"id": 5})
    assert navigation.sidebar_screen().id == "campaigns"  # type: ignore[union-attr]
    assert not navigation.can_go_back


def test_up_opens_the_parent_when_one_came_from_elsewhere() -> None:
    navigation = Navigation()
    navigation.open("today")
    navigation.open("campaign", id=5)
    navigation.up()
    assert navigation.place is not None
    assert navigation.place.screen == "campaigns"
    navigation.up()
    assert navigation.place.screen == "campaigns"


def test_opening_something_new_forgets_forward() -> None:
    navigation = Navigation()
    for screen in ("today", "roster"):
        navigation.open(screen)
    navigation.back()
    navigation.open("reports")
    assert not navigation.can_go_forward


def test_replace_keeps_the_open_tab_for_back() -> None:
    navigation = Navigation()
    navigation.open("campaign", id=5)
    navigation.replace(tab="timeline")
    navigation.open("today")
    navigation.back()
    assert navigation.place is not None
    assert navigation.place.params == {"id": 5, "tab": "timeline"}


def test_unknown_screens_are_a_mistake() -> None:
    with pytest.raises(KeyError):
        Navigation().open("nowhere")


def test_settings_survive_and_refuse_undeclared_keys(tmp_path: Path) -> None:
    path = tmp_path / "here" / "microinf.ini"
    first = Settings(path)
    first.set_text("theme", "dark")
    first.set_state("page/roster", {"filter": {"stage": ["vetted"]}, "width": 3})
    for item in ("a", "b", "a"):
        first.push("palette/recent", item)
    first.sync()
    second = Settings(path)
    assert second.text("theme") == "dark"
    assert second.state("page/roster") == {"filter": {"stage": ["vetted"]}, "width": 3}
    assert second.items("palette/recent") == ["a", "b"]
    assert second.text("density") == "compact"
    with pytest.raises(KeyError):
        second.set_text("colour", "red")
    with pytest.raises(KeyError):
        second.state("elsewhere")


def test_damaged_state_is_as_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings._store.setValue("page/roster", "{not json")
    assert settings.state("page/roster") == {}
