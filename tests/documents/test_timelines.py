"""The printed timeline: everything stands on it, on as many pages as needed, names on each, always the same bytes."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pdfplumber
import pytest

from microinf_desktop.documents.timeline_sheets import day_widths
from microinf_desktop.documents.timelines import render_timeline
from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, MilestoneKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.timeline_data import (
    STEPS,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineLink,
    TimelineMark,
    bars_of,
)
from microinf_desktop.domain.timeline_scale import place_names

TODAY = date(2026, 11, 24)
CALENDAR = WorkingCalendar({date(2026, 12, 8): "Immaculate Conception"})
PAPERS = {("a4", False): (842, 595), ("a4", True): (1191, 842), ("letter", False): (792, 612),
          ("letter", True): (1224, 792)}


def item(number: int, first: date, state: DeliverableState = DeliverableState.BRIEFED, **given: object) -> TimelineItem:
    dates = dict(zip(STEPS, (CALENDAR.add(first, n) for n in (4, 9, 11, 14, 17)), strict=True))
    bars = bars_of(dates, state, TODAY, lambda _step, due: due - timedelta(days=4), CALENDAR)
    fields = {"creator": "Klara Vossbeck", "title": f"Reel {number}", "kind": DeliverableKind.REEL, "state": state,
              "holder": None, "bars": bars, "publish_on": dates["publish_on"], **given}
    return TimelineItem(number, 1, **fields)  # type: ignore[arg-type]


def data(items: Sequence[TimelineItem], **given: object) -> TimelineData:
    fields: dict[str, object] = {
        "marks": (TimelineMark(1, "Brief locked", date(2026, 11, 19), MilestoneKind.BRIEF, done_on=TODAY),),
        "links": (), "period": (date(2026, 12, 14), date(2026, 12, 31)), "today": TODAY, "calendar": CALENDAR,
        "client": "Tarnwick Tea", "client_color": "#7E4A12", "agency": "Kestrel Lane", "countries": ("DE", "AT"),
        "time_zone": "Europe/Berlin", **given,
    }
    groups = (TimelineGroup("1", "Klara Vossbeck", tuple(items)),)
    return TimelineData(1, "Winter Blend", groups, **fields)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


def test_everything_a_client_asks_stands_on_the_page() -> None:
    made = data([item(1, date(2026, 11, 23)), item(2, date(2026, 11, 9))])
    (text,) = pages(render_timeline(made))
    for word in ("Winter Blend", "Tarnwick Tea", "Live 14 December 2026 to 31 December 2026",
                 "1 creator, 2 deliverables", "Klara Vossbeck", "Reel 1", "Thu 17 Dec",
                 "Brief locked", "November 2026", "December 2026",
                 "Immaculate Conception, 8 Dec", "as of 24 November 2026", "working days: DE + AT", "Europe/Berlin",
                 "Kestrel Lane for Tarnwick Tea", "Page 1 of 1", "Our review", "Today"):
        assert word in text, word


def test_what_is_late_is_named_with_the_day_it_moves_to() -> None:
    late = item(1, date(2026, 11, 5), publish_on=date(2026, 11, 27))
    (text,) = pages(render_timeline(data([late])))
    assert "d late" in text
    assert "27 Nov → " in text
    assert "Moves with what is late" in text


def test_the_legend_names_only_what_is_there() -> None:
    (calm,) = pages(render_timeline(data([item(1, date(2026, 12, 1))])))
    assert "Late" not in calm
    assert "Fixed day" not in calm
    (fixed,) = pages(render_timeline(data([item(1, date(2026, 12, 1), locked="fair day")])))
    assert "Fixed day" in fixed


@pytest.mark.parametrize(("paper", "large"), PAPERS)
def test_it_lies_on_the_sheet_of_the_clients_country(paper: str, large: bool) -> None:
    made = render_timeline(data([item(1, date(2026, 11, 23))], paper=paper), large=large)
    with pdfplumber.open(io.BytesIO(made)) as document:
        (page,) = document.pages
        assert (round(page.width), round(page.height)) == PAPERS[paper, large]
        assert all(char["x0"] >= 0 and char["x1"] <= page.width for char in page.chars)


def test_many_lines_take_several_pages_each_with_scale_and_name() -> None:
    found = pages(render_timeline(data([item(n, date(2026, 11, 23)) for n in range(1, 91)])))
    assert len(found) == 4
    for number, page in enumerate(found, 1):
        assert "November 2026" in page
        assert f"Page {number} of 4" in page
        assert ("Klara Vossbeck, continued" in page) == (number > 1)
    counts = [page.count("Reel ") for page in found]
    assert sum(counts) == 90
    assert max(counts) - min(counts) <= 3  # equally full


def test_a_long_campaign_goes_on_at_the_right_with_names_on_every_page() -> None:
    items = [item(n, date(2026, 11, 23) + timedelta(days=40 * n)) for n in range(12)]
    found = pages(render_timeline(data(items)))
    assert len(found) == 3
    assert all("Reel 11" in page for page in found)
    assert "December 2026" in found[0]
    assert "February 2028" in found[2]


def test_months_in_which_nothing_lies_get_no_page() -> None:
    far = TimelineMark(9, "Anniversary", date(2029, 6, 1))
    found = pages(render_timeline(data([item(1, date(2026, 11, 23))], marks=(far,))))
    assert len(found) == 2
    assert "Anniversary" in found[1]


def test_a_dependency_that_is_broken_is_drawn_in_another_ink() -> None:
    items = [item(1, date(2026, 11, 30)), item(2, date(2026, 11, 26))]
    link = (TimelineLink(1, "d:1", "d:2"),)
    without, broken = render_timeline(data(items)), render_timeline(data(items, links=link))
    fine = render_timeline(data(items, links=(TimelineLink(1, "d:2", "d:1"),)))

    def alarming(pdf: bytes) -> int:
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            drawn = document.pages[0].curves + document.pages[0].lines
            return sum(1 for one in drawn if (one["stroking_color"] or (0,))[0] > 0.6 and one["stroke"])

    assert len({without, broken, fine}) == 3
    assert alarming(broken) > alarming(fine)


def test_only_what_is_shown_is_printed() -> None:
    made = data([item(1, date(2026, 11, 23)), item(2, date(2026, 11, 23))])
    (text,) = pages(render_timeline(made, shown=[replace(made.groups[0], items=made.groups[0].items[:1])]))
    assert "1 deliverable of 2" in text
    assert "Reel 2" not in text


def test_the_same_timeline_gives_the_same_bytes() -> None:
    made = data([item(1, date(2026, 11, 23))])
    assert render_timeline(made) == render_timeline(made)


def test_nothing_dated_and_letters_without_a_font_are_refused() -> None:
    bare = TimelineItem(1, 1, "K", "Reel", DeliverableKind.REEL, DeliverableState.BRIEFED, None, (), None)
    with pytest.raises(KnownError, match="Nothing on this timeline has a date"):
        render_timeline(data([bare], marks=()))
    with pytest.raises(KnownError, match="No installed font can print"):
        render_timeline(data([item(1, date(2026, 11, 23), title="\U0001e030\ue000")]))


def test_days_fill_the_width_in_whole_weeks() -> None:
    assert day_widths(70, 560) == (8.0, 70)
    assert day_widths(7, 560) == (26.0, 7)
    width, shown = day_widths(400, 560)
    assert shown % 7 == 0
    assert shown * width <= 560 + 1e-6


def test_names_share_lanes_without_running_into_each_other() -> None:
    placed = place_names([("aaaa", 50.0), ("bbbb", 55.0), ("cccc", 400.0)], 0, 420, lambda text: 10.0 * len(text), 2)
    assert [(one.text, one.lane) for one in placed] == [("aaaa", 0), ("bbbb", 1), ("cccc", 0)]
    assert placed[2].left + 40 <= 420
