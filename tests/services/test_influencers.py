"""Adding, editing, deleting people; every change is one undoable step."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from microinf_desktop.domain.enums import Platform, RelationshipStage
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.influencers import AccountDraft, InfluencerDraft, InfluencerFilter, InteractionDraft
from microinf_desktop.queries import influencers as queries
from microinf_desktop.services import influencers as services
from microinf_desktop.storage import bulk, changelog
from microinf_desktop.storage.tables import Account, Influencer
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal

TODAY = date(2026, 11, 24)
KLARA = InfluencerDraft(
    name="Klara Vossbeck", email="klara@example.com", country="DE", niches=("tea", "home"),
    accounts=(AccountDraft(Platform.INSTAGRAM, "@Klara.Kocht", followers=40_000, avg_likes=1_500, avg_comments=100),),
)


def found(workspace: Workspace, **wanted: object) -> list[str]:
    with workspace.reading() as session:
        ids = queries.ids(session, InfluencerFilter(**wanted))  # type: ignore[arg-type]
        return [row.name for row in queries.rows(session, ids)]


def test_a_saved_person_is_found_with_handle_and_rate(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA, today=TODAY)
    with workspace.reading() as session:
        row = queries.rows(session, [person])[0]
        detail = queries.detail(session, person)
    assert (row.handle, row.followers, row.rate_ppm, row.rate_base) == ("klara.kocht", 40_000, 40_000, "followers")
    assert detail is not None
    assert [s.followers for s in detail.accounts[0].snapshots] == [40_000]
    for text in ("klara", "KOCHT", "vossb", "te", "example.com"):
        assert found(workspace, text=text) == ["Klara Vossbeck"], text
    assert found(workspace, text="klara nobody") == []


def test_editing_keeps_history_and_undo_restores(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA, today=date(2026, 10, 1))
    with workspace.reading() as session:
        account = queries.detail(session, person).accounts[0].id  # type: ignore[union-attr]
    grown = AccountDraft(Platform.INSTAGRAM, "klara.kocht", id=account, followers=44_000)
    services.save_influencer(
        workspace, InfluencerDraft(name="Klara Voß", accounts=(grown,)), person, today=TODAY
    )
    with workspace.reading() as session:
        detail = queries.detail(session, person)
    assert detail is not None
    assert [s.followers for s in detail.accounts[0].snapshots] == [40_000, 44_000]
    assert found(workspace, text="voss") == ["Klara Voß"]
    changelog.undo(workspace)
    assert found(workspace, text="vossbeck") == ["Klara Vossbeck"]


def test_a_taken_handle_names_its_owner(workspace: Workspace) -> None:
    services.save_influencer(workspace, KLARA)
    with pytest.raises(ValidationError, match="already belongs to Klara Vossbeck") as caught:
        services.save_influencer(
            workspace, InfluencerDraft(name="Other", accounts=(AccountDraft(Platform.INSTAGRAM, "KLARA.KOCHT"),))
        )
    assert caught.value.field == "handle"
    assert found(workspace) == ["Klara Vossbeck"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (InfluencerDraft(name=" "), "name"),
        (InfluencerDraft(name="A", email="a@b"), "email"),
        (InfluencerDraft(name="A", country="Germany"), "country"),
        (InfluencerDraft(name="A", birth_date=date(1700, 1, 1)), "birth_date"),
        (InfluencerDraft(name="A", stage=RelationshipStage.BLACKLISTED), "restriction_reason"),
    ],
)
def test_what_cannot_be_stored_names_its_field(workspace: Workspace, draft: InfluencerDraft, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        services.save_influencer(workspace, draft)
    assert caught.value.field == field


def test_filters_combine(workspace: Workspace) -> None:
    services.save_influencer(workspace, KLARA)
    services.save_influencer(workspace, InfluencerDraft(
        name="Łukasz Ørsted", country="PL", niches=("outdoor",), languages=("pl",),
        accounts=(AccountDraft(Platform.TIKTOK, "lukasz", followers=9_000, avg_engagements=900),),
    ))
    assert found(workspace, text="lukasz orsted") == ["Łukasz Ørsted"]
    assert found(workspace, countries=("PL", "DE")) == ["Klara Vossbeck", "Łukasz Ørsted"]
    assert found(workspace, niches=("tea",)) == ["Klara Vossbeck"]
    assert found(workspace, platforms=("tiktok",), min_rate_ppm=100_000) == ["Łukasz Ørsted"]
    assert found(workspace, max_followers=10_000) == ["Łukasz Ørsted"]
    assert found(workspace, languages=("pl",), countries=("DE",)) == []


def test_sorting_puts_the_unknown_last(workspace: Workspace) -> None:
    services.save_influencer(workspace, InfluencerDraft(name="Nobody knows"))
    services.save_influencer(workspace, KLARA)
    with workspace.reading() as session:
        for sort in queries.SORT_KEYS:
            for descending in (False, True):
                assert len(queries.ids(session, sort=sort, descending=descending)) == 2
        rising = queries.rows(session, queries.ids(session, sort="followers"))
        falling = queries.rows(session, queries.ids(session, sort="followers", descending=True))
    assert [row.name for row in rising] == [row.name for row in falling] == ["Klara Vossbeck", "Nobody knows"]


def test_bulk_changes_are_one_step(workspace: Workspace) -> None:
    people = [services.save_influencer(workspace, InfluencerDraft(name=f"Person {i}")) for i in range(5)]
    services.add_tag(workspace, people, "summer")
    services.set_stage(workspace, people, RelationshipStage.CONTACTED, today=TODAY)
    assert len(found(workspace, tags=("summer",), stages=("contacted",))) == 5
    changelog.undo(workspace)
    assert len(found(workspace, stages=("contacted",))) == 0
    services.delete_influencers(workspace, people[:4])
    assert len(found(workspace)) == 1
    changelog.undo(workspace)
    assert len(found(workspace, text="person", tags=("summer",))) == 5


def test_a_tag_is_added_once_and_is_searched(workspace: Workspace) -> None:
    tagged = services.save_influencer(workspace, InfluencerDraft(name="Ana", tags=("Größe “M”",)))
    plain = services.save_influencer(workspace, KLARA)
    services.add_tag(workspace, [tagged, plain], "Größe “M”")
    with workspace.reading() as session:
        assert [row.tags for row in queries.rows(session, [tagged, plain])] == [("Größe “M”",)] * 2
        stored = queries.detail(session, plain).fields["search_text"]  # type: ignore[union-attr]
    assert found(workspace, text="grosse") == ["Ana", "Klara Vossbeck"]
    services.save_influencer(workspace, InfluencerDraft(
        name="Klara Vossbeck", email="klara@example.com", country="DE", niches=("tea", "home"), tags=("Größe “M”",),
        accounts=(AccountDraft(Platform.INSTAGRAM, "klara.kocht"),),
    ), plain)
    with workspace.reading() as session:
        assert queries.detail(session, plain).fields["search_text"] == stored  # type: ignore[union-attr]
    services.add_tag(workspace, [tagged], "Größe “M”")
    with workspace.reading() as session:
        assert changelog.steps(session)[0].label != "Tag 1 person"  # who has the tag stays, and leaves no step


def test_a_bulk_change_that_fails_leaves_the_search_as_it_was(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA)
    with (
        pytest.raises(RuntimeError), workspace.writing("Fail") as session,
        bulk.searched_at_once(session, [person]),
    ):
        raise RuntimeError
    services.save_influencer(workspace, InfluencerDraft(name="Klara Neumann"), person)
    assert found(workspace, text="neumann") == ["Klara Neumann"]
    assert found(workspace, text="vossbeck") == []


def test_bulk_changes_touch_only_who_differs(workspace: Workspace) -> None:
    people = [services.save_influencer(workspace, InfluencerDraft(name=f"P {i}"), today=TODAY) for i in range(2)]
    services.set_stage(workspace, people[:1], RelationshipStage.CONTACTED, today=date(2026, 1, 1))
    services.set_stage(workspace, people, RelationshipStage.CONTACTED, today=TODAY)
    with workspace.reading() as session:
        since = [queries.detail(session, person).fields["stage_since"] for person in people]  # type: ignore[union-attr]
        steps = len(changelog.steps(session))
    assert since == [date(2026, 1, 1), TODAY]
    services.set_owner(workspace, people, None)
    with workspace.reading() as session:
        assert len(changelog.steps(session)) == steps


@pytest.fixture(scope="module")
def ninety(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with 90 people, for tests that only read."""
    folder = tmp_path_factory.mktemp("ninety") / "agency"
    with Workspace.open(shutil.copytree(empty_workspace, folder)) as workspace:
        with workspace.writing("Many") as session:
            session.add_all(
                Influencer(name=f"Person {n % 17}", sort_name=f"person {n % 17}", search_text=f"person {n % 17} a",
                           country="DE" if n % 3 else "FR", top_followers=n * 37 % 11 if n % 5 else None)
                for n in range(90)
            )
        yield workspace


@pytest.mark.parametrize("text", ["", "a", "pe", "person", "person 1", "zzz"])
@pytest.mark.parametrize("sort", queries.SORT_KEYS)
def test_a_kept_order_gives_what_a_fresh_one_gives(ninety: Workspace, text: str, sort: str) -> None:
    listing = queries.Listing()
    wanted = InfluencerFilter(text=text)
    with ninety.reading() as session:
        for descending in (False, True):
            before = listing.ids(session, wanted, sort, descending).tolist()
            everybody = listing.ids(session, InfluencerFilter(), sort, descending).tolist()
            after = listing.ids(session, wanted, sort, descending).tolist()
            assert before == after == [row_id for row_id in everybody if row_id in set(before)]
        assert listing.total(session) == len(everybody) == 90


def test_somebody_in_a_campaign_is_not_deleted(workspace: Workspace) -> None:
    deal = a_deal(workspace, influencer={"name": "Ida Busy"})
    with pytest.raises(KnownError, match="Ida Busy cannot be deleted"):
        services.delete_influencers(workspace, [deal.influencer_id])


def test_blocking_needs_a_reason(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA)
    with pytest.raises(ValidationError):
        services.set_stage(workspace, [person], RelationshipStage.DO_NOT_CONTACT)
    services.set_stage(workspace, [person], RelationshipStage.DO_NOT_CONTACT, "asked to be left alone")


def test_logging_and_looking_up(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA)
    services.log_interaction(workspace, InteractionDraft(person, "Asked for her rates"))
    with pytest.raises(ValidationError):
        services.log_interaction(workspace, InteractionDraft(person, " "))
    with workspace.reading() as session:
        assert [row.summary for row in queries.interactions(session, person)] == ["Asked for her rates"]
        assert queries.find_account(session, "klara.kocht") == person
        assert queries.find_account(session, "klara.kocht", "tiktok") is None
        reasons = {
            (name, email, handle): [hit.reason for hit in queries.similar(session, name, email, [handle])]
            for name, email, handle in (
                ("KLARA vossbeck", "", ""), ("X", "Klara@Example.com", ""), ("X", "", "@klara.kocht"), ("X", "", "")
            )
        }
    assert list(reasons.values()) == [["same name"], ["same e-mail"], ["same handle"], []]


def test_the_exported_person_is_what_the_command_line_prints(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, InfluencerDraft(
        name="Leo", country="AR", niches=("Family",),
        accounts=(AccountDraft(Platform.INSTAGRAM, "leo", followers=409_800_000, avg_engagements=23_400_000),),
    ))
    with workspace.reading() as session:
        assert queries.exported(session, [person]) == [{
            "id": person, "name": "Leo", "country": "AR", "niches": ["Family"],
            "accounts": [{
                "platform": "instagram", "handle": "leo", "followers": 409_800_000, "avg_likes": None,
                "avg_comments": None, "avg_views": None, "avg_shares": None, "engagement_rate": 5.71,
                "engagement_base": "followers",
            }],
        }]


def test_saving_a_form_keeps_a_rate_that_came_with_its_source(workspace: Workspace) -> None:
    person = services.save_influencer(workspace, KLARA, today=TODAY)
    with workspace.writing("Import a rate") as session:
        account = session.exec(select(Account)).one()
        account.engagement_rate_ppm, account.engagement_base, account.avg_views = 61_000, "views", 20_000
        account_id = account.id
    same = AccountDraft(
        Platform.INSTAGRAM, "klara.kocht", account_id, followers=40_000, avg_likes=1_500, avg_comments=100,
        avg_views=20_000,
    )
    services.save_influencer(workspace, InfluencerDraft(name="Klara V.", accounts=(same,)), person)
    with workspace.reading() as session:
        row = queries.rows(session, [person])[0]
    assert (row.rate_ppm, row.rate_base) == (61_000, "views")
    fewer = replace(same, avg_views=16_000)
    services.save_influencer(workspace, InfluencerDraft(name="Klara V.", accounts=(fewer,)), person)
    with workspace.reading() as session:
        row = queries.rows(session, [person])[0]
    assert (row.rate_ppm, row.rate_base) == (100_000, "views")
