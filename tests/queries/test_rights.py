"""Rights and library in lists: SQL says what the domain says, filters cover places and countries, badges agree."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from microinf_desktop.domain.media import Place
from microinf_desktop.domain.rights import (
    AssetFilter,
    AssetStanding,
    RightFilter,
    RightKind,
    RightStage,
    stage,
)
from microinf_desktop.domain.today import TodayKind
from microinf_desktop.queries import agency, assets, rights, today
from microinf_desktop.storage.tables import Asset, RightRenewal, UsageRight
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_contract, a_deal, a_deliverable

LEFT = (-400, -1, 0, 1, 14, 15, 30, 31, 45, 46, 300)


def a_right(session: Session, deal: Deal, **fields: object) -> int:
    given: dict[str, object] = {
        "kind": "paid", "media": ["Instagram"], "territories": ["DE", "AT"], "starts_on": date(2025, 1, 1),
        "ends_on": date(2027, 1, 1), "source": "typed", "starts_with": "date", "months": 24,
    }
    row = UsageRight(collaboration_id=deal.collaboration_id, **{**given, **fields})
    session.add(row)
    session.flush()
    return row.id or 0


def an_asset(session: Session, deal: Deal, **fields: object) -> int:
    row = Asset(collaboration_id=deal.collaboration_id, **{"title": "Mug", "added_at": NOW, **fields})
    session.add(row)
    session.flush()
    return row.id or 0


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace)


def test_the_columns_of_the_board_are_those_of_the_domain(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Rights") as session:
        for left in LEFT:
            a_right(session, deal, ends_on=TODAY + timedelta(days=left))
        a_right(session, deal, starts_on=None, ends_on=None)
        a_right(session, deal, starts_on=TODAY + timedelta(days=1))
        a_right(session, deal, ends_on=None, is_perpetual=True)
        a_right(session, deal, withdrawn_on=TODAY)
        a_right(session, deal, withdrawn_on=TODAY + timedelta(days=1))
    everything = RightFilter(stages=tuple(RightStage))
    with workspace.reading() as session:
        columns = rights.ids_by_stage(session, everything, TODAY)
        found = rights.rows(session, rights.ids(session, everything, today=TODAY), TODAY)
        shown = rights.count(session, RightFilter(), TODAY)
    assert {row_id: column for column, listed in columns.items() for row_id in listed} == {
        row.id: stage(row.terms.starts_on, row.ends_on, row.terms.is_perpetual, row.withdrawn_on, TODAY)
        for row in found
    }
    assert set(columns) == set(RightStage)
    assert shown == len(found) - 1  # the withdrawn one is not asked for
    assert [row.days_left for row in found if row.id in columns[RightStage.EXPIRED]] == [-400, -1]
    assert columns[RightStage.EXPIRED] == [2, 1]
    with workspace.reading() as session:
        recent = rights.ids_by_stage(session, everything, TODAY, ended_within=90)
    assert recent == {**columns, RightStage.EXPIRED: [2]}


def test_filters_find_what_covers_a_place_or_a_country(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Rights") as session:
        social = a_right(session, deal, media=["social media"], territories=["EU"])
        shop = a_right(session, deal, media=["website"], territories=["CH"])
        account = a_right(session, deal, kind="allowlisting", media=[], platforms=["tiktok"], territories=["worldwide"])
        a_right(session, deal, media=["the usual channels"], territories=["core markets"])

    def found(**wanted: object) -> list[int]:
        with workspace.reading() as session:
            return rights.ids(session, RightFilter(**wanted), today=TODAY)

    assert found(places=(Place.TIKTOK,)) == [social, account]
    assert found(places=(Place.WEBSITE,), countries=("CH",)) == [shop]
    assert found(countries=("AT",)) == [social, account]
    assert found(kinds=(RightKind.ALLOWLISTING,)) == [account]
    assert found(places=(Place.TV,)) == []


def test_filters_by_names_and_every_sort_work(workspace: Workspace, deal: Deal) -> None:
    other = a_deal(workspace, client={"name": "Quayside Gin"}, influencer={"name": "Aoife Brannock"})
    with workspace.writing("Rights") as session:
        contract = a_contract(session, other.collaboration_id, number="KL-2026-0777", state="active")
        first, second = a_right(session, deal, ends_on=date(2026, 12, 1)), a_right(
            session, other, contract_id=contract.id, source="contract", clause="9")
    with workspace.reading() as session:
        for key in rights.SORT_KEYS:
            assert sorted(rights.ids(session, sort=key, today=TODAY)) == [first, second], key
        assert rights.ids(session, sort="creator", today=TODAY) == [second, first]
        for text in ("brannock", "quayside gin", "0777"):
            assert rights.ids(session, RightFilter(text=text), today=TODAY) == [second], text
        assert rights.ids(session, RightFilter(client_ids=(deal.client_id,)), today=TODAY) == [first]
        assert [row_id for row_id, _name in rights.creators(session)] == [other.influencer_id, deal.influencer_id]
        (row,) = rights.rows(session, [second], TODAY)
    assert (row.contract, row.terms.clause, row.is_signed, row.deal.creator) == (
        "KL-2026-0777", "9", True, "Aoife Brannock"
    )


def test_a_right_of_one_post_counts_for_the_files_of_that_post_and_is_unsure_for_loose_ones(
    workspace: Workspace, deal: Deal
) -> None:
    with workspace.writing("Library") as session:
        other = a_deliverable(session, deal.campaign_id, deal.collaboration_id).id
        post, file = (an_asset(session, deal, deliverable_id=deal.deliverable_id) for _ in range(2))
        beside, loose = an_asset(session, deal, deliverable_id=other), an_asset(session, deal)
        right, whole = a_right(session, deal, asset_id=post), a_right(session, deal)
        to_come = a_right(session, deal, starts_on=None, ends_on=None)  # waits for the other post
    with workspace.reading() as session:
        def counted(asset: int | None) -> list[tuple[int, bool]]:
            return [(one.id, one.is_sure) for one in rights.grants(session, deal.collaboration_id, asset)]

        assert counted(post) == counted(file) == [(right, True), (whole, True)]
        assert counted(beside) == [(whole, True), (to_come, True)]
        assert counted(loose) == counted(None) == [(right, False), (whole, True), (to_come, True)]


def test_badges_are_found_by_the_same_rule(workspace: Workspace, deal: Deal) -> None:
    unsigned = a_deal(workspace)
    with workspace.writing("Library") as session:
        a_right(session, unsigned, source="contract",
                contract_id=a_contract(session, unsigned.collaboration_id, state="sent").id)
        an_asset(session, unsigned)
        for fields in (
            {}, {"ends_on": TODAY}, {"ends_on": TODAY - timedelta(days=1)}, {"starts_on": None, "ends_on": None},
            {"withdrawn_on": TODAY}, {"ends_on": None, "is_perpetual": True}, {"ends_on": TODAY + timedelta(days=46)},
        ):
            post = a_deliverable(session, deal.campaign_id, deal.collaboration_id).id
            a_right(session, deal, asset_id=an_asset(session, deal, deliverable_id=post), **fields)
        an_asset(session, deal)  # of any post: nobody can tell
        an_asset(session, deal, deliverable_id=deal.deliverable_id)
    with workspace.reading() as session:
        shown = {row.id: row.badge.standing for row in assets.rows(session, assets.ids(session), TODAY)}
        for standing in AssetStanding:
            found = assets.ids(session, AssetFilter(standings=(standing,)), TODAY)
            assert sorted(found) == sorted(key for key, value in shown.items() if value is standing), standing
    assert set(shown.values()) == set(AssetStanding)


def test_choices_name_deals_and_assets(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Library") as session:
        asset = an_asset(session, deal, title="Blue mug at dawn")
    with workspace.reading() as session:
        assert [key for key, _text in assets.choices(session, "klara")] == [
            (deal.collaboration_id, None), (deal.collaboration_id, asset)
        ]
        ((key, text),) = assets.choices(session, "dawn")
        assert key == (deal.collaboration_id, asset)
        assert assets.choice_name(session, *key) == text
        assert text.startswith("Blue mug at dawn – Klara")
        assert assets.country_of(session, deal.collaboration_id) == "GB"


@pytest.mark.parametrize(("left", "due"), [
    (46, None), (45, 0), (42, -3), (41, None), (30, 0), (14, 0), (11, -3), (5, None), (0, 0), (-14, -14), (-15, None),
])
def test_today_reminds_before_the_end_and_at_it(workspace: Workspace, deal: Deal, left: int, due: int | None) -> None:
    with workspace.writing("Right") as session:
        a_right(session, deal, ends_on=TODAY + timedelta(days=left))
    with workspace.reading() as session:
        found = [item.due_on for item in today.items(session, TODAY, 0) if item.kind is TodayKind.RIGHT]
    assert found == ([] if due is None else [TODAY + timedelta(days=due)])


@pytest.mark.parametrize(("offer", "silent"), [
    ({"valid_until": TODAY}, True), ({"valid_until": TODAY - timedelta(days=1)}, False),
    ({"state": "declined", "decided_on": TODAY}, True),
    ({"state": "declined", "decided_on": TODAY - timedelta(days=20)}, False),
])
def test_an_offer_that_is_out_silences_the_reminder(
    workspace: Workspace, deal: Deal, offer: dict[str, object], silent: bool
) -> None:
    with workspace.writing("Offer") as session:
        right = a_right(session, deal, ends_on=TODAY + timedelta(days=14))
        session.add(RightRenewal(usage_right_id=right, quoted_on=TODAY - timedelta(days=20), months=3, price_minor=1,
                                 **offer))
    with workspace.reading() as session:
        found = [item for item in today.items(session, TODAY, 0) if item.kind is TodayKind.RIGHT]
    assert bool(found) is not silent


def test_the_sidebar_counts_what_ends_within_two_weeks(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Rights") as session:
        for left in LEFT:
            a_right(session, deal, ends_on=TODAY + timedelta(days=left))
    with workspace.reading() as session:
        assert agency.sidebar_counts(session, TODAY)["rights"] == 3
