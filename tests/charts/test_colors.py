"""Client colours become legible by rule; the palettes keep the contrasts the design promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.charts.colors import (
    DARK,
    INK,
    LIGHT,
    contrast,
    difference,
    hex_color,
    is_color,
    legible,
    luminance,
    rgb,
    series_color,
)

colors = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert luminance("#FFFFFF") == pytest.approx(1)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_tokens_keep_their_contrasts(tokens):
    assert contrast(tokens.text, tokens.surface) > 14
    assert contrast(tokens.text_2, tokens.surface) >= 7.6
    assert contrast(tokens.text_3, tokens.surface) >= 4.5
    assert contrast(tokens.danger, tokens.surface) >= 4.5
    assert all(contrast(color, tokens.surface) >= 3.0 for color in tokens.categories)


@given(colors, st.sampled_from(["#FFFFFF", "#1A1A18"]))
def test_a_legible_color_has_three_to_one_and_is_not_moved_without_need(color, background):
    result = legible(color, background)
    assert contrast(result, background) >= 3
    if contrast(color, background) >= 3:
        assert result == color


def test_yellow_is_darkened_in_small_steps_and_stays_yellow():
    result = legible("#FFE600")
    assert 3.0 <= contrast(result, "#FFFFFF") < 3.4
    red, green, blue = rgb(result)
    assert red > 0.5
    assert green > 0.5
    assert blue < 0.1
    assert legible("#FFE600", DARK.surface) == "#FFE600"


def test_a_color_close_to_danger_becomes_ink():
    assert series_color("#B03034") == INK
    assert series_color("#B03034", DARK) in (DARK.text, legible("#B03034", DARK.surface))
    assert series_color("#7A4A12") == "#7A4A12"


@pytest.mark.parametrize("text", ["", "red", "#FFF", "#GG0000", "0B5B68", "#0B5B688"])
def test_what_is_no_color_gives_the_accent(text):
    assert not is_color(text)
    assert series_color(text) == LIGHT.accent
    with pytest.raises(ValueError, match="is not a colour"):
        rgb(text)


@given(colors)
def test_hex_and_channels_are_inverse(color):
    assert hex_color(rgb(color)) == color
    assert difference(color, color) == 0
