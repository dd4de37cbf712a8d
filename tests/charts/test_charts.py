"""Charts show the data they were given, from 0, labelled directly, in any script and without warnings."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from microinf_desktop.charts.bars import Bar, TargetBar, period_bars, ranked_bars, ranked_height, share_of, target_bars
from microinf_desktop.charts.colors import DARK, LIGHT
from microinf_desktop.charts.glyphs import REPLACEMENT, supply
from microinf_desktop.charts.lines import Mark, Target, cumulative_line, day_ticks, growth_line, sparkline
from microinf_desktop.charts.scatter import Axis, CostResult, axis_ticks, quadrant
from microinf_desktop.charts.sheet import Heading, Size, nice_ticks, spread
from microinf_desktop.charts.style import SEMIBOLD, ChartStyle

START = date(2026, 11, 30)
POINTS = [(START + timedelta(days=day), float(day * day * 1_000)) for day in range(15)]
LIGHT_STYLE = ChartStyle.for_theme(client_color="#7A4A12")
DARK_STYLE = ChartStyle.for_theme(is_dark=True)
HEADING = Heading("Title", "Base, n = 6")


def draw(figure):
    """Paint the figure as the screen does and return every text it shows."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return texts(figure)


def texts(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")) if text.get_text()]


def rows(*values, highlighted=0):
    return [Bar(f"Name {at}", value, f"{value:g} %", at == highlighted) for at, value in enumerate(values)]


def ranking(bars, style=LIGHT_STYLE, target=None):
    size = Size(250, ranked_height(len(bars), HEADING, target is not None))
    return ranked_bars(bars, size=size, style=style, heading=HEADING, target=target, target_text="Target 5.5 %")


def inside(figure):
    """Every text lies on the sheet."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.findobj(lambda one: hasattr(one, "get_text"))
             if text.get_text()]
    width, height = figure.bbox.width, figure.bbox.height
    return all(box.x0 >= -2 and box.x1 <= width + 2 and box.y0 >= -4 and box.y1 <= height + 4 for box in boxes)


# Lines ------------------------------------------------------------------------------------------------------

def line_chart(**options):
    given_options = {
        "size": Size(500, 170), "style": LIGHT_STYLE, "heading": HEADING, "end_text": "196 K reached",
        "target": Target(150_000, START + timedelta(days=10), "Target 150 K"),
    }
    return cumulative_line(POINTS, **(given_options | options))


def test_a_running_total_shows_its_points_its_target_and_their_names():
    figure = line_chart(mark=Mark(POINTS[8][0], POINTS[8][1], "Reel, Klara Vossbeck, +15 K on 8 Dec"))
    axes = figure.axes[0]
    series = next(line for line in axes.lines if to_hex(line.get_color()).upper() == LIGHT_STYLE.accent
                  and len(line.get_xdata()) == len(POINTS))
    assert list(series.get_ydata()) == [value for _, value in POINTS]
    dashed = [line for line in axes.lines if line.get_linestyle() not in ("-", "None")]
    assert [list(line.get_ydata()) for line in dashed] == [[0.0, 150_000, 150_000]]
    assert axes.get_ylim()[0] == 0
    shown = draw(figure)
    expected = {"196 K reached", "Target 150 K", "Reel, Klara Vossbeck, +15 K on 8 Dec", "Title", "Base, n = 6"}
    assert expected <= set(shown)
    assert inside(figure)


def test_a_mark_without_a_free_place_is_left_out():
    figure = line_chart(mark=Mark(POINTS[1][0], POINTS[1][1], "A name far too long for the room there is" * 4))
    assert not any("far too long" in text for text in draw(figure))


def test_followers_do_not_start_at_zero_but_say_where_they_start():
    points = [(START, 41_200.0), (START + timedelta(30), 48_200.0)]
    figure = growth_line(points, size=Size(250, 110), style=DARK_STYLE, heading=HEADING)
    assert {"41.2 K", "48.2 K", "30 Nov", "30 Dec"} <= set(draw(figure))
    single = growth_line(points[:1], size=Size(250, 110), style=DARK_STYLE, heading=HEADING)
    assert "41.2 K" in draw(single)


def test_a_sparkline_has_no_words():
    figure = sparkline([4, 5, 4, 9], size=Size(70, 18), style=DARK_STYLE)
    assert draw(figure) == []
    assert list(figure.axes[0].lines[0].get_ydata()) == [4, 5, 4, 9]


@given(st.integers(0, 800))
def test_day_ticks_begin_and_end_with_the_period(days):
    ticks = day_ticks(START, START + timedelta(days=days))
    assert ticks[0] == START
    assert ticks[-1] == START + timedelta(days=days)
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 4


# Bars -------------------------------------------------------------------------------------------------------

def test_a_ranking_starts_at_zero_and_highlights_one():
    figure = ranking(rows(7.9, 7.1, 4.3), target=5.5)
    patches = figure.axes[0].patches
    assert [patch.get_width() for patch in patches] == [7.9, 7.1, 4.3]
    assert [patch.get_x() for patch in patches] == [0, 0, 0]
    colors = [to_hex(patch.get_facecolor()).upper() for patch in patches]
    assert colors == [LIGHT_STYLE.accent, LIGHT.rest, LIGHT.rest]
    assert {"Name 0", "7.9 %", "Target 5.5 %"} <= set(draw(figure))
    assert inside(figure)


def test_the_target_line_crosses_no_label():
    figure = ranking(rows(7.9, 7.1, 5.2, 5.0, 4.3), target=5.5)
    draw(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    values = [text for text in figure.axes[0].texts if text.get_text().endswith("%")]
    lines = [line for line in figure.axes[0].lines if line.get_linestyle() not in ("-", "None")]
    assert len(lines) >= 2
    for line in lines:
        stretch = line.get_window_extent(renderer)
        for text in values:
            box = text.get_window_extent(renderer)
            apart = stretch.x1 < box.x0 or stretch.x0 > box.x1 or stretch.y1 < box.y0 + 2 or stretch.y0 > box.y1 - 2
            assert apart, text.get_text()


def test_estimates_are_hollow_and_marked():
    bars = [replace(bar, is_estimated=True) for bar in rows(7.9, 7.1)]
    figure = ranking(bars)
    assert to_hex(figure.axes[0].patches[0].get_facecolor()).upper() == LIGHT.surface
    assert "7.9 % e" in draw(figure)


def test_periods_label_every_bar_while_there_is_room():
    few = period_bars(rows(14, 11, 97), size=Size(250, 130), style=DARK_STYLE, heading=HEADING)
    assert {"14 %", "11 %", "97 %", "Name 0", "Name 1", "Name 2"} <= set(draw(few))
    many = period_bars(rows(*range(1, 41)), size=Size(250, 130), style=DARK_STYLE, heading=HEADING)
    assert "40 %" in draw(many)
    assert len(draw(many)) < 40
    assert [patch.get_height() for patch in many.axes[0].patches] == list(range(1, 41))


def test_results_share_one_target_tick_and_misses_take_the_danger_color():
    bars = [
        TargetBar("Reach", 1.12, "418", "of 374"), TargetBar("Orders", 0.87, "312", "of 360", is_met=False),
        TargetBar("Far", 9.0, "90", "of 10"), TargetBar("Unknown", None, "–"),
    ]
    figure = target_bars(bars, size=Size(500, 110), style=LIGHT_STYLE, heading=HEADING, target_caption="Target")
    axes = figure.axes[0]
    filled = [patch for patch in axes.patches if to_hex(patch.get_facecolor()).upper() != LIGHT.line]
    assert [round(patch.get_width(), 2) for patch in filled] == [1.12, 0.87, 2.0]
    assert to_hex(filled[1].get_facecolor()).upper() == LIGHT.danger
    assert {tuple(line.get_xdata()) for line in axes.lines} == {(1, 1)}
    assert {"of 374", "Target", "–"} <= set(draw(figure))
    assert inside(figure)


def test_shares_need_a_positive_target():
    assert share_of(5, 4) == 1.25
    assert share_of(5, 0) is None
    assert share_of(None, 4) is None


def test_bars_of_zero_and_below_are_drawn():
    assert "0 %" in draw(ranking(rows(0.0, 0.0)))
    assert "-3 %" in draw(period_bars(rows(-3.0, 0.0), size=Size(200, 100), style=LIGHT_STYLE, heading=HEADING))


# Cost and result --------------------------------------------------------------------------------------------

def scatter(points, style=LIGHT_STYLE):
    costs, results = axis_ticks(max(row.cost for row in points)), axis_ticks(max(row.result for row in points))
    return quadrant(
        points, size=Size(500, 210), style=style, heading=HEADING,
        cost=Axis("Cost", tuple((tick, f"€{tick:g}") for tick in costs)),
        result=Axis("Engagements", tuple((tick, f"{tick:g}") for tick in results)), corners=("good", "bad"),
    )


def test_every_creator_is_a_dot_and_labels_do_not_meet():
    points = [CostResult(f"Creator {at}", 400 + at * 37 % 900, 900 + at * 613 % 7_000, at == 3) for at in range(40)]
    figure = scatter(points)
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert len(dots) == 40
    draw(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    names = [text for text in figure.axes[0].texts if text.get_text().startswith("Creator")]
    assert 5 < len(names) <= 14
    assert "Creator 3" in [text.get_text() for text in names]
    boxes = [text.get_window_extent(renderer).shrunk(0.98, 0.6) for text in names]
    assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_two_creators_are_both_named():
    figure = scatter([CostResult("A", 100, 900), CostResult("B", 900, 100, is_estimated=True)], DARK_STYLE)
    assert {"A", "B", "good", "bad", "Cost"} <= set(draw(figure))


# Layout and scripts -----------------------------------------------------------------------------------------

@given(st.floats(1e-6, 1e12))
def test_ticks_are_round_few_and_just_above_the_top(top):
    ticks = nice_ticks(top)
    assert ticks[0] == 0
    assert top * 0.999 <= ticks[-1] <= top * 1.8
    assert 4 <= len(ticks) <= 5
    assert ticks == sorted(ticks)


def test_ticks_of_nothing():
    assert nice_ticks(0) == [0.0, 1.0]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_labels_are_kept_apart_in_their_order(positions):
    placed = spread(positions, 10, 0, 100)
    order = sorted(range(len(positions)), key=lambda at: positions[at])
    ordered = [placed[at] for at in order]
    assert all(after - before >= 9.999 for before, after in itertools.pairwise(ordered))
    assert max(ordered) <= 100


@pytest.mark.parametrize("style", [LIGHT_STYLE, DARK_STYLE], ids=["light", "dark"])
def test_any_script_is_drawn_without_a_warning_and_keeps_its_text(style):
    names = ["نور الهدى", "山田 花子", "Ł. Żółć", "🎌 <b>&$x^2$", "\ue000\u200d", "a\tb\nc", ""]
    figure = ranking([Bar(name, 5.0, "5 %") for name in names], style)
    draw(figure)
    given_texts = [text.get_label() for text in figure.axes[0].texts]
    assert "نور الهدى" in given_texts
    assert "🎌 <b>&$x^2$" in given_texts
    assert "a b c" in given_texts


def test_characters_without_a_font_are_replaced_on_screen():
    drawn, extra = supply("A\U0001f38c\U000e0067B", ())
    assert (drawn, extra) == (f"A{REPLACEMENT}B", ())
    assert supply("plain", ()) == ("plain", ())


def test_long_names_are_cut_to_the_room():
    name = "Donaudampfschifffahrtselektrizitäten" * 5
    fitted = LIGHT_STYLE.fit(name, 80, 8, SEMIBOLD)
    assert fitted.endswith("…")
    assert LIGHT_STYLE.width(fitted, 8, SEMIBOLD) <= 80
    assert LIGHT_STYLE.fit("short", 80, 8) == "short"
    assert inside(ranking([Bar(name, 5.0, "5 %")]))


def test_themes_differ_in_paper_and_series():
    assert to_hex(ranking(rows(1.0, 2.0), DARK_STYLE).get_facecolor()).upper() == DARK.surface
    assert DARK_STYLE.accent == DARK.accent
    assert LIGHT_STYLE.accent == "#7A4A12"


def test_figures_are_described_for_readers_of_the_screen():
    assert ranking(rows(1.0, 2.0)).get_label() == "Title. Base, n = 6"
