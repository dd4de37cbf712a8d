"""The creative brief: complete, short, and silent about what is not there."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.documents.briefs import render_brief
from microinf_desktop.documents.fonts import get_library
from microinf_desktop.domain.briefs import BriefAudience, BriefContact, BriefData, BriefImage, BriefItem, BriefStep
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import CREATOR, deliverables, sample_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()
_ITEMS = tuple(BriefItem(term) for term in deliverables())


def _brief(**changes: Any) -> BriefData:
    return replace(BriefData(
        "First Bake", "Dunmarrow Kitchen", "Kestrel Lane GmbH", "Wanja Kroskova", 2, date(2026, 11, 24),
        handles=CREATOR.handles, product="Bread pan", summary="A pan for beginners.", objectives=("Awareness",),
        audience=BriefAudience("Beginners", 25, 44, ("DE", "Austria"), ("de",), ("cooking",)),
        key_messages=("Bread succeeds.",), tone="Warm", visual_style="Daylight", dos=("Show the crust.",),
        donts=("No comparison.",), forbidden_words=("non-stick",), approved_claims=("enamel without PFAS",),
        why_you="Your mistakes.", learnings=("Begin with the sound.",), items=_ITEMS,
        disclosures=sample_contract().disclosures, steps=(BriefStep(date(2027, 1, 11), "The pan arrives"),),
        contact=BriefContact("Ida Lund", "ida@kestrel.example"), time_zone="Europe/Berlin", locale="de_DE",
    ), **changes)


def test_a_full_brief_says_everything_on_three_pages() -> None:
    data = render_brief(_brief(), _LIBRARY)
    assert len(reader_of(data).pages) == 3
    text = squeezed(text_of(data))
    for words in (
        "for Wanja Kroskova, @wanja.backt (Instagram) and @wanjabackt (TikTok)", "A pan for beginners.",
        "Beginners; 25 to 44 years; Germany and Austria; German; cooking", "Bread succeeds.", "Show the crust.",
        "No comparison.", "Words to leave out: non-stick", "You may say: enamel without PFAS.", "Your freedom",
        "Which problem of your day does it solve", "Which moment or feeling",
        "Begin with the sound.", "“Werbung” or “Anzeige”",
        "Draft: Reel, at least 30 s", "Publish: Story, 3 frames", "The pan arrives", "ida@kestrel.example",
        "version 2, 24 November 2026", "Page 1 of 3", "code WANJA10",
    ):
        assert squeezed(words) in text, words


def test_what_is_not_there_leaves_no_heading() -> None:
    bare = BriefData("C", "Client", "Agency", "Ana", 1, date(2026, 1, 1), items=_ITEMS[1:])
    text = text_of(render_brief(bare, _LIBRARY))
    absent = ("Why you", "What it is about", "Audience", "What worked last time", "Advertising label", "Questions",
              "How it looks", "What people should do")
    for heading in absent:
        assert heading not in text
    assert "Your story" in text


def test_own_questions_replace_those_of_the_library() -> None:
    text = text_of(render_brief(_brief(story_prompts=("What surprised you?",)), _LIBRARY))
    assert "What surprised you?" in text
    assert "Which problem of your day" not in text


@pytest.mark.parametrize("changes", [{"campaign": " "}, {"client": ""}, {"creator": ""}, {"items": ()}])
def test_a_brief_needs_a_name_and_work(changes: dict[str, Any]) -> None:
    with pytest.raises(KnownError, match="cannot be made yet"):
        render_brief(_brief(**changes), _LIBRARY)


def test_a_character_without_a_font_is_listed() -> None:
    with pytest.raises(KnownError, match=r"U\+E000"):
        render_brief(_brief(tone="warm \ue000"), _LIBRARY)


@settings(max_examples=15)
@given(st.text(st.characters(exclude_categories=("Cn", "Co")), min_size=1, max_size=30).filter(str.strip))
def test_any_text_can_stand_in_any_part(text: str) -> None:
    if get_library().missing([text]):
        return
    data = _brief(campaign=text, summary=text * 50, key_messages=(text,) * 3, why_you=text, dos=(text * 20,), tone=text)
    assert render_brief(data, _LIBRARY).startswith(b"%PDF")


def test_very_long_parts_run_over_pages() -> None:
    data = _brief(summary="word " * 4000, why_you="x" * 4000, dos=("do " * 900,), donts=("dont " * 900,))
    assert len(reader_of(render_brief(data, _LIBRARY)).pages) > 6


@pytest.mark.parametrize("days", range(18, 48, 3))
def test_whom_to_ask_is_never_alone_on_a_page(days: int) -> None:
    steps = tuple(BriefStep(date(2027, 1, 1) + timedelta(day), f"Step number {day}") for day in range(days))
    last = squeezed(reader_of(render_brief(_brief(steps=steps), _LIBRARY)).pages[-1].extract_text())
    assert "ida@kestrel.example" in last
    told = [day for day in range(days) if squeezed(f"Step number {day}") in last]
    assert len(told) >= 1, "days stand above it"


def test_the_line_over_own_points_is_not_the_last_of_a_page() -> None:
    own, places = ("Your oven.",), set()
    for count in range(57, 66):
        points = tuple(f"Point {n} in some words" for n in range(count))
        pages = reader_of(render_brief(_brief(talking_points=points, own_points=own), _LIBRARY)).pages
        for number, page in enumerate(pages):
            text = squeezed(page.extract_text())
            assert ("Especiallyfromyou" in text) == ("Youroven." in text), count
            places |= {number} if "Youroven." in text else set()
    assert len(places) == 2, "the end of a page is among these"


def test_bytes_are_the_same() -> None:
    assert render_brief(_brief(), _LIBRARY) == render_brief(_brief(), _LIBRARY)


def test_wording_stands_at_the_deliverables_that_carry_it() -> None:
    first, *rest = _ITEMS
    items = (replace(first, caption="Twice is nicer.", call_to_action="save the post", min_characters=120), *rest)
    text = squeezed(text_of(render_brief(_brief(items=items), _LIBRARY)))
    for words in ("word for word: “Twice is nicer.”", "ask people to: save the post", "at least 120 characters"):
        assert squeezed(words) in text, words


def test_a_preview_says_so_and_shows_what_is_missing() -> None:
    text = text_of(render_brief(_brief(items=(), disclosures=()), _LIBRARY, preview=True))
    assert "Preview, not sent" in text
    assert "Nothing is planned for you yet" in text
    assert "version 2" not in text
    unlabelled = text_of(render_brief(_brief(disclosures=()), _LIBRARY, preview=True))
    assert "No label is named yet" in unlabelled
    assert "Advertising label" not in text_of(render_brief(_brief(disclosures=()), _LIBRARY))


def test_names_of_every_script_and_own_words_are_printed() -> None:
    data = _brief(creator="ليلى حداد 李小龍 🌿", freedom="Say what you like.", own_points=("Your oven",),
                  call_to_action="Bake on Sunday", opening="Bread is patience.", visual_direction="Flour in the air")
    text = squeezed(text_of(render_brief(data, _LIBRARY)))
    for words in ("李小龍", "Say what you like.", "Your oven", "Bake on Sunday", "Bread is patience.",
                  "Flour in the air"):
        assert squeezed(words) in text, words
    assert squeezed("You know your audience better") not in text


def test_palette_and_mood_pictures_are_printed_and_broken_pictures_left_out() -> None:
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (60, 40), "#884422").save(target, "PNG")
    named = tuple(BriefImage(letter * 64, word) for letter, word in (("a", "Crumbs"), ("b", "Rain"), ("c", "Gone")))
    data = _brief(palette=("#AA3311", "no colour"), images=named)
    made = render_brief(data, _LIBRARY, images={"a" * 64: target.getvalue(), "b" * 64: b"no picture"})
    text = text_of(made)
    assert "#AA3311" in text
    assert "Crumbs" in text
    assert "Rain" not in text
    assert "Gone" not in text
    assert sum(len(page.images) for page in reader_of(made).pages) == 1
