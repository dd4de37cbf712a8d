"""Usage rights: terms, stages, prices, and the answer to “may we use it here, today?”, which never guesses a yes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.media import MediaBook, Medium, Place, Use
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import (
    RenewalDraft,
    RightDraft,
    RightKind,
    RightStage,
    StartEvent,
    extended,
    proposed_price,
    stage,
    term_end,
)
from microinf_desktop.domain.rights_answer import Answer, Doubt, Grant, Lack, Question, Ruling, rule
from microinf_desktop.domain.territories import Regions

TODAY = date(2026, 11, 24)
BOOK = MediaBook({
    "instagram": Medium(frozenset({Place.INSTAGRAM})),
    "website": Medium(frozenset({Place.WEBSITE})),
    "organic social": Medium(frozenset({Place.INSTAGRAM, Place.TIKTOK}), frozenset({Use.ORGANIC})),
    "spark ads": Medium(frozenset({Place.TIKTOK}), frozenset({Use.FROM_ACCOUNT})),
    "all media": Medium(frozenset(Place)),
})
REGIONS = Regions({"dach": frozenset({"DE", "AT", "CH"})}, frozenset({"worldwide"}),
                  lambda word: word if len(word) == 2 and word.isupper() else None)
RIGHT = Grant(
    1, RightKind.PAID, ("Instagram", "website"), (), ("DE", "AT"), StartEvent.PUBLICATION, date(2026, 10, 1),
    date(2027, 3, 31), clause="9", contract="KL-2026-0001", renewal=Money(30_000, "EUR"),
)
ASKED = Question(Place.INSTAGRAM, Use.PAID, "DE", TODAY)


def asked(*grants: Grant, **changed: object) -> Ruling:
    return rule(grants, replace(ASKED, **changed), BOOK, REGIONS)


def test_a_right_that_covers_all_of_it_is_a_yes_until_its_last_day() -> None:
    ruling = asked(RIGHT)
    assert (ruling.answer, ruling.until, ruling.lacks) == (Answer.YES, date(2027, 3, 31), ())
    assert ruling.best is not None
    assert ruling.best.grant.clause == "9"
    assert asked(RIGHT, day=date(2027, 3, 31)).answer is Answer.YES
    assert asked(RIGHT, day=date(2026, 10, 1)).answer is Answer.YES


@pytest.mark.parametrize(("changed", "lack"), [
    ({"day": date(2027, 4, 1)}, Lack.TERM_OVER), ({"day": date(2026, 9, 30)}, Lack.NOT_BEGUN),
    ({"place": Place.TIKTOK}, Lack.MEDIUM), ({"country": "FR"}, Lack.TERRITORY),
    ({"use": Use.FROM_ACCOUNT}, Lack.USE), ({"edited": True}, Lack.EDIT), ({"by_partner": True}, Lack.PARTNER),
])
def test_what_is_missing_is_named(changed: dict[str, object], lack: Lack) -> None:
    ruling = asked(RIGHT, **changed)
    assert (ruling.answer, ruling.lacks, ruling.until) == (Answer.NO, (lack,), None)


@pytest.mark.parametrize(("changed", "lack"), [
    ({"withdrawn_on": TODAY}, Lack.WITHDRAWN), ({"is_signed": False}, Lack.UNSIGNED),
    ({"starts_on": None, "ends_on": None}, Lack.NOT_BEGUN),
    ({"kind": RightKind.ORGANIC_REPOST}, Lack.USE), ({"ends_on": None}, Lack.NOT_BEGUN),
])
def test_a_right_that_does_not_count_is_a_no(changed: dict[str, object], lack: Lack) -> None:
    assert asked(replace(RIGHT, **changed)).lacks == (lack,)


def test_no_right_at_all_is_a_no() -> None:
    assert (asked().answer, asked().lacks) == (Answer.NO, (Lack.NO_RIGHT,))


def test_words_nobody_knows_are_never_a_yes() -> None:
    where = asked(replace(RIGHT, media=("the usual channels",)))
    assert where.answer is Answer.CANNOT_TELL
    assert where.best is not None
    assert (where.best.doubts, where.best.unknown) == ((Doubt.MEDIUM,), ("the usual channels",))
    country = asked(replace(RIGHT, territories=("core markets",)))
    assert country.answer is Answer.CANNOT_TELL
    nowhere = asked(replace(RIGHT, territories=()))
    assert nowhere.best is not None
    assert nowhere.best.doubts == (Doubt.NO_TERRITORY,)
    post = asked(replace(RIGHT, is_sure=False))
    assert post.answer is Answer.CANNOT_TELL


def test_a_word_for_a_medium_may_allow_a_use_itself() -> None:
    spark = replace(RIGHT, media=("Spark Ads",))
    assert asked(spark, place=Place.TIKTOK, use=Use.FROM_ACCOUNT).answer is Answer.YES
    assert asked(spark, place=Place.TIKTOK).lacks == (Lack.USE,)
    assert asked(replace(spark, kind=RightKind.ORGANIC_REPOST), place=Place.TIKTOK,
                 use=Use.FROM_ACCOUNT).answer is Answer.NO
    assert asked(replace(RIGHT, media=("organic social",))).lacks == (Lack.USE,)


def test_ads_from_the_account_need_its_platform_and_a_code() -> None:
    spark = replace(RIGHT, kind=RightKind.SPARK_CODE, media=(), platforms=("tiktok",))
    use = {"place": Place.TIKTOK, "use": Use.FROM_ACCOUNT}
    assert asked(spark, **use).lacks == (Lack.CODE,)
    assert asked(replace(spark, code="#abc"), **use).answer is Answer.YES
    assert asked(replace(spark, code="#abc"), **{**use, "place": Place.INSTAGRAM}).answer is Answer.NO


def test_the_longest_yes_wins_and_else_what_lacks_least() -> None:
    for_ever = replace(RIGHT, id=2, ends_on=None, is_perpetual=True)
    ruling = asked(RIGHT, for_ever)
    assert ruling.best is not None
    assert ruling.best.grant.id == 2
    over = replace(RIGHT, id=3, ends_on=date(2026, 11, 1))
    wrong = replace(RIGHT, id=4, territories=("FR",), media=("website",))
    nearest = asked(wrong, over)
    assert nearest.best is not None
    assert nearest.best.grant.id == 3
    assert [other.grant.id for other in nearest.others] == [4]


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
GRANTS = st.builds(
    Grant, id=st.integers(1, 9), kind=st.sampled_from(RightKind),
    media=st.lists(st.sampled_from(["Instagram", "website", "organic social", "spark ads", "all media", "?"]),
                   max_size=3).map(tuple),
    platforms=st.lists(st.sampled_from(["tiktok", "instagram"]), max_size=2).map(tuple),
    territories=st.lists(st.sampled_from(["DE", "FR", "DACH", "worldwide", "Narnia"]), max_size=2).map(tuple),
    starts_on=st.none() | DAYS, ends_on=st.none() | DAYS, is_perpetual=st.booleans(), may_edit=st.booleans(),
    may_sublicense=st.booleans(), code=st.sampled_from(["", "#1"]), withdrawn_on=st.none() | DAYS,
    is_signed=st.booleans(), is_sure=st.booleans(),
)
QUESTIONS = st.builds(
    Question, place=st.sampled_from([Place.INSTAGRAM, Place.TIKTOK, Place.WEBSITE, Place.TV]),
    use=st.sampled_from(Use), country=st.sampled_from(["DE", "AT", "FR", "US"]), day=DAYS, edited=st.booleans(),
    by_partner=st.booleans(),
)
# Written out by hand, not with the code under test: the countries and places a word can mean.
COUNTRIES = {"DE": {"DE"}, "FR": {"FR"}, "DACH": {"DE", "AT", "CH"}, "worldwide": {"DE", "AT", "FR", "US"},
             "Narnia": set()}
PLACES = {"Instagram": {"instagram"}, "website": {"website"}, "organic social": {"instagram", "tiktok"},
          "spark ads": {"tiktok"}, "all media": {"instagram", "tiktok", "website", "tv"}, "?": set()}


@settings(max_examples=150, deadline=None)
@given(st.lists(GRANTS, max_size=4), QUESTIONS)
def test_a_yes_always_rests_on_a_right_that_covers_day_country_place_and_use(
    grants: list[Grant], question: Question
) -> None:
    ruling = rule(grants, question, BOOK, REGIONS)
    if ruling.answer is not Answer.YES:
        assert ruling.until is None
        return
    assert ruling.best is not None
    one = ruling.best.grant
    assert one.starts_on is not None
    assert one.starts_on <= question.day
    assert question.day <= one.ends_on if one.ends_on is not None else one.is_perpetual
    assert one.withdrawn_on is None or one.withdrawn_on > question.day
    assert any(question.country in COUNTRIES[word] for word in one.territories)
    named = set().union(set(one.platforms), *(PLACES[word] for word in one.media))
    assert question.place.value in named
    assert one.is_signed
    assert one.is_sure
    assert one.may_edit or not question.edited
    assert one.may_sublicense or not question.by_partner
    if question.use is Use.PAID:
        assert one.kind in (RightKind.PAID, RightKind.FULL)
    if question.use is Use.FROM_ACCOUNT:
        assert one.kind.uses_account or "spark ads" in one.media
    if one.kind.uses_account:
        assert question.use is Use.FROM_ACCOUNT


@settings(max_examples=60, deadline=None)
@given(st.lists(GRANTS, max_size=3), GRANTS, QUESTIONS)
def test_one_more_right_never_takes_a_yes_away(grants: list[Grant], more: Grant, question: Question) -> None:
    if rule(grants, question, BOOK, REGIONS).answer is Answer.YES:
        assert rule([*grants, more], question, BOOK, REGIONS).answer is Answer.YES


# Terms ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("start", "months", "days", "end"), [
    (date(2026, 3, 10), 1, None, date(2026, 4, 9)), (date(2026, 1, 31), 1, None, date(2026, 2, 27)),
    (date(2026, 3, 10), None, 30, date(2026, 4, 8)), (date(2026, 3, 10), 1, 5, date(2026, 4, 14)),
    (date(2024, 2, 29), 12, None, date(2025, 2, 27)),
])
def test_the_last_day_of_a_term(start: date, months: int | None, days: int | None, end: date) -> None:
    assert term_end(start, months, days) == end


def test_renewals_follow_without_a_gap() -> None:
    assert extended(date(2026, 4, 9), [3, 6]) == date(2027, 1, 9)


@pytest.mark.parametrize(("left", "found"), [
    (-1, RightStage.EXPIRED), (0, RightStage.TODAY), (1, RightStage.WITHIN_14), (14, RightStage.WITHIN_14),
    (15, RightStage.WITHIN_30), (30, RightStage.WITHIN_30), (31, RightStage.WITHIN_45), (45, RightStage.WITHIN_45),
    (46, RightStage.LATER),
])
def test_the_column_follows_from_the_days_left(left: int, found: RightStage) -> None:
    assert stage(date(2026, 1, 1), TODAY + timedelta(days=left), False, None, TODAY) is found


def test_the_other_columns() -> None:
    assert stage(None, None, False, None, TODAY) is RightStage.NOT_BEGUN
    assert stage(TODAY + timedelta(days=1), None, True, None, TODAY) is RightStage.NOT_BEGUN
    assert stage(TODAY, None, True, None, TODAY) is RightStage.FOR_EVER
    assert stage(TODAY, None, True, TODAY, TODAY) is RightStage.WITHDRAWN


def test_a_price_is_proposed_in_proportion() -> None:
    renewal, fee = Money(30_000, "EUR"), Money(60_000, "EUR")
    assert proposed_price(6, 6, None, renewal, fee) == renewal
    assert proposed_price(3, 6, None, renewal, fee) == Money(15_000, "EUR")
    assert proposed_price(3, 6, None, None, fee) == Money(30_000, "EUR")
    assert proposed_price(1, None, 60, None, fee) == Money(30_000, "EUR")
    assert proposed_price(3, None, None, renewal, None) is None


def test_drafts_name_what_is_missing() -> None:
    missing = {one.field for one in RightDraft().problems()}
    assert missing == {"collaboration_id", "media", "territories", "months", "starts_on"}
    sound = RightDraft(1, None, RightKind.PAID, ("Instagram",), ("DE",), starts_on=TODAY, months=3)
    assert (sound.problems(), sound.ends_on) == ([], date(2027, 2, 23))
    assert {one.field for one in replace(sound, is_perpetual=True).problems()} == {"months"}
    assert {one.field for one in replace(sound, kind=RightKind.SPARK_CODE, platforms=("instagram",)).problems()} == {
        "platforms"
    }
    assert {one.field for one in RenewalDraft(0, -1, date(2026, 1, 1)).problems(TODAY)} == {
        "months", "price_minor", "valid_until"
    }
