"""The tokens keep their contrasts, switching works live, high contrast belongs to the user."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from microinf_desktop.ui import theme
from microinf_desktop.ui.theme import DARK, LIGHT, Theme, Tone


def _luminance(colour: QColor) -> float:
    """Relative luminance of WCAG 2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(now: Theme) -> None:
    for ink in (now.text, now.text2, now.text3, now.accent):
        for ground in (now.surface, now.window, now.sunken, now.raised, now.hover, now.selected):
            assert contrast(ink, ground) >= 4.5, (ink.name(), ground.name())
    assert contrast(now.on_accent, now.accent) >= 4.5


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
def test_tones_can_be_read_on_surface_and_tint(now: Theme) -> None:
    for tone in Tone:
        colours = now.tone(tone)
        assert contrast(colours.ink, now.surface) >= 4.5, tone
        assert contrast(colours.ink, colours.tint) >= 4.5, tone


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_inputs_can_be_seen(now: Theme) -> None:
    assert contrast(now.line_strong, now.surface) >= 3
    assert contrast(now.accent, now.surface) >= 3


def test_switching_reaches_palette_style_sheet_and_listeners(qapp: QApplication) -> None:
    heard = []
    theme.events().changed.connect(lambda: heard.append(theme.current().name))
    theme.apply(qapp, theme.Mode.DARK, theme.Density.COMFORTABLE)
    assert theme.current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Base) == DARK.surface
    assert DARK.accent.name() in qapp.styleSheet()
    assert theme.row_height() == 36
    theme.apply(qapp, theme.Mode.LIGHT, theme.Density.COMPACT)
    assert theme.row_height() == 28
    assert heard == ["dark", "light"]


def test_high_contrast_takes_the_users_palette() -> None:
    system = QPalette()
    for role, name in ((QPalette.ColorRole.Base, "#000000"), (QPalette.ColorRole.Text, "#FFFFFF"),
                       (QPalette.ColorRole.Window, "#000000"), (QPalette.ColorRole.Link, "#FFFF00")):
        system.setColor(role, QColor(name))
    made = theme.from_palette(system)
    assert made.surface == QColor("#000000")
    assert made.text == made.line == QColor("#FFFFFF")
    assert made.accent == QColor("#FFFF00")
    assert all(made.tone(tone).tint == made.surface for tone in Tone)


def test_figures_have_one_width() -> None:
    font = theme.font("body")
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert font.pixelSize() == 13


def test_fonts_are_copies() -> None:
    theme.font("body").setPixelSize(40)
    assert theme.font("body").pixelSize() == 13


def test_client_swatches_differ() -> None:
    for first, second in combinations(map(QColor, theme.CLIENT_SWATCHES), 2):
        distance = sum(abs(a - b) for a, b in zip(first.getRgb(), second.getRgb(), strict=True))
        assert distance > 30, (first.name(), second.name())
