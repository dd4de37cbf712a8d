"""Exclusivity: which days, places and products meet, what would be free, and the card one can copy."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.exclusivity import Binding, Certainty, Work, conflict, conflicts, same_product
from microinf_desktop.domain.territories import Regions

TODAY = date(2026, 11, 24)
REGIONS = Regions({"dach": frozenset({"AT", "CH", "DE"})}, frozenset({"worldwide"}),
                  lambda text: text if len(text) == 2 else None)
BOUND = Binding(
    "Tarnwick Tea", "Winter", "other tea brands", date(2026, 11, 1), date(2027, 3, 14), contract="MI-2026-0007",
    clause="9", collaboration_id=1, client_id=1,
)
WORK = Work("Kettle & Leaf", "Spring", ("Tea",), ("instagram",), ("DE",), date(2027, 3, 1), date(2027, 3, 20), 2, 2)
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


def test_the_card_says_with_whom_which_clause_until_when_and_what_would_be_free() -> None:
    found = conflict(BOUND, WORK, REGIONS, TODAY)
    assert found is not None
    assert found.certainty is Certainty.CONFLICT
    assert found.card("Klara Vossbeck") == (
        "Klara Vossbeck: Bound to Tarnwick Tea (Winter) for other tea brands from 01 Nov 2026 until 14 Mar 2027, "
        "clause 9; free from 15 Mar 2027.\n"
        "“Tea” falls under “other tea brands”.\n"
        "Said in clause 9 of MI-2026-0007.\n"
        "Free from 15 Mar 2027 on, or with everything live by 31 Oct 2026."
    )


def test_another_product_platform_country_or_client_is_free() -> None:
    def free(bound: Binding = BOUND, work: Work = WORK) -> bool:
        return conflict(bound, work, REGIONS, TODAY) is None

    assert not free()
    assert free(work=replace(WORK, client_id=1)), "the client itself may hire again"
    assert free(replace(BOUND, platforms=("tiktok",)))
    assert free(replace(BOUND, territories=("FR",)))
    assert not free(replace(BOUND, territories=("DACH",)))
    assert free(work=replace(WORK, first=date(2027, 3, 15)))
    assert not free(work=replace(WORK, first=date(2027, 3, 14)))
    assert free(replace(BOUND, category="", competitors=("Brewhaus",)))


def test_brands_by_name_are_found_whatever_the_legal_form() -> None:
    named = replace(BOUND, category="", competitors=("Brewhaus", "kettle & leaf"))
    found = conflict(named, replace(WORK, client="Kettle & Leaf GmbH"), REGIONS, TODAY)
    assert found is not None
    assert found.certainty is Certainty.CONFLICT
    assert conflict(named, replace(WORK, client="Kettle"), REGIONS, TODAY) is None
    assert conflict(replace(named, competitors=("Kettle Ltd.",)), replace(WORK, client="Kettle"), REGIONS, TODAY)


def test_what_nobody_can_read_is_asked_not_passed() -> None:
    open_end = replace(BOUND, ends_on=None)
    other = replace(WORK, subjects=("Hot drinks",))
    for bound, work in ((BOUND, other), (open_end, other), (replace(BOUND, category=""), WORK),
                        (replace(BOUND, territories=("Middle-earth",)), other)):
        found = conflict(bound, work, REGIONS, TODAY)
        assert found is not None
        assert found.certainty is Certainty.POSSIBLE
    assert conflict(BOUND, replace(WORK, first=None, last=None), REGIONS, TODAY) is not None, "not planned yet"


def test_platforms_left_open_are_named() -> None:
    found = conflict(replace(BOUND, platforms=("instagram", "tiktok")), WORK, REGIONS, TODAY)
    assert found is not None
    assert "youtube" in found.free
    assert "instagram" not in found.free.split("on ")[-1]


def test_words_of_a_category_meet_as_words_not_as_letters() -> None:
    assert same_product("skin care and cosmetics", ["Cosmetic"]) == "Cosmetic"
    assert same_product("tea", ["Teaware"]) == ""
    assert same_product("any competing brand", ["Brand of shoes"]) == ""
    assert same_product("Getränke", ["getranke"]) == "getranke"


@given(days, days, days, days)
def test_days_that_do_not_meet_never_conflict_and_days_that_do_always_do(
    starts: date, ends: date, first: date, last: date
) -> None:
    starts, ends = sorted((starts, ends))
    first, last = sorted((first, last))
    found = conflict(replace(BOUND, starts_on=starts, ends_on=ends), replace(WORK, first=first, last=last), REGIONS,
                     TODAY)
    assert (found is not None) == (first <= ends and last >= starts)


def test_certain_conflicts_come_first() -> None:
    vague = replace(BOUND, category="hot drinks", ends_on=BOUND.ends_on + timedelta(30))  # type: ignore[operator]
    found = conflicts([vague, BOUND], WORK, REGIONS, TODAY)
    assert [one.certainty for one in found] == [Certainty.CONFLICT, Certainty.POSSIBLE]
