"""Writing a roster import: one step, all or nothing, nothing twice."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import Cancelled
from microinf_desktop.domain.rosters import COUNTS, LISTS, PERSON_FIELDS, F, ImportResult, RosterField, RowStatus
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.domain.text import fold
from microinf_desktop.interchange.rosters import ImportPlan, preview
from microinf_desktop.services import imports
from microinf_desktop.services.import_rows import ACCOUNT_COLUMNS, PERSON_COLUMNS, SHOWN_COUNTS, SNAPSHOT_COLUMNS, stage
from microinf_desktop.services.imports import import_roster, remembered_mappings, roster_lookup
from microinf_desktop.services.influencers import set_next_action
from microinf_desktop.storage import bulk, changelog, keys
from microinf_desktop.storage.sqlite import search
from microinf_desktop.storage.tables import Account, AccountSnapshot, Change, Influencer, Step, metadata
from microinf_desktop.storage.workspace import Workspace

DATA = Path(__file__).parents[1] / "interchange" / "data"
TODAY = date(2026, 11, 24)


def plan_of(workspace: Workspace, *files: Path, today: date = TODAY, **options: Any) -> ImportPlan:
    return preview(files, existing=roster_lookup(workspace), today=today, **options)


def do(workspace: Workspace, *files: Path, today: date = TODAY) -> ImportResult:
    return import_roster(workspace, plan_of(workspace, *files, today=today))


def csv_file(folder: Path, text: str, name: str = "instagram.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def everybody(workspace: Workspace) -> list[Influencer]:
    with workspace.reading() as session:
        return list(session.exec(select(Influencer).order_by(col(Influencer.id))))


def accounts(workspace: Workspace) -> list[Account]:
    with workspace.reading() as session:
        return list(session.exec(select(Account).order_by(col(Account.id))))


def snapshots(workspace: Workspace) -> list[AccountSnapshot]:
    with workspace.reading() as session:
        return list(session.exec(select(AccountSnapshot).order_by(col(AccountSnapshot.taken_on))))


def whole(workspace: Workspace) -> list[dict[str, Any]]:
    """Everything an import writes, to compare before and after."""
    rows = (*everybody(workspace), *accounts(workspace), *snapshots(workspace))
    return [row.model_dump() for row in rows]


def changes(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.reading() as session:
        return [(change.table_name, change.op) for change in session.exec(select(Change))]


def test_writes_people_accounts_and_dated_figures(workspace: Workspace) -> None:
    result = do(workspace, DATA / "instagram-2024-05.csv")
    assert (result.created, result.updated, result.skipped, result.rejected) == (5, 0, 1, 0)
    jonas = everybody(workspace)[0]
    assert (jonas.name, jonas.country, jonas.niches, jonas.stage, jonas.stage_since) == (
        "JH 🇧🇷", "IN", ["Travel"], "prospect", TODAY
    )
    assert jonas.source == "Import of instagram-2024-05.csv"
    assert (jonas.primary_handle, jonas.platforms, jonas.top_followers) == ("jonas_holt", "instagram", 52_300)
    account = accounts(workspace)[0]
    assert (account.influencer_id, account.handle, account.followers, account.avg_likes, account.avg_engagements) == (
        jonas.id, "jonas_holt", 52_300, None, 1_400
    )
    assert (account.engagement_rate_ppm, account.engagement_base) == (round(1_400 / 52_300 * 1_000_000), "followers")
    snapshot = next(s for s in snapshots(workspace) if s.account_id == account.id)
    assert (snapshot.taken_on, snapshot.authentic_engagements, snapshot.source) == (
        date(2024, 5, 1), 1_100, "instagram-2024-05.csv"
    )


def test_stored_keys_are_those_of_the_form(workspace: Workspace) -> None:
    do(workspace, *sorted(DATA.glob("*-20*.csv")), DATA / "one-per-platform.csv", DATA / "agentur.csv")
    before = {person.id: person.model_dump() for person in everybody(workspace)}
    with workspace.writing("Refresh") as session:
        keys.refresh_influencers(session, [number for number in before if number is not None])
    assert {person.id: person.model_dump() for person in everybody(workspace)} == before


_WORDS = st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


@given(_WORDS, _WORDS, _WORDS)
def test_search_text_put_together_from_folded_parts_is_the_same(name: str, handle: str, niche: str) -> None:
    assert fold(" ".join([fold(name), handle, niche])) == keys.search_text(name, [handle], [niche])
    assert keys.sort_name(fold(name)) == keys.sort_name(name)


def test_columns_are_those_of_the_tables() -> None:
    assert set(PERSON_COLUMNS) <= set(Influencer.model_fields)
    assert {"influencer_id", *ACCOUNT_COLUMNS} == set(Account.model_fields) - {"id"}
    assert {"account_id", *SNAPSHOT_COLUMNS} == set(AccountSnapshot.model_fields) - {"id"}
    required = {column.name for column in metadata.tables["influencer"].columns if not column.nullable}
    assert required <= {"id", *PERSON_COLUMNS}
    assert {*PERSON_FIELDS, *COUNTS} <= set(RosterField)


def test_an_import_is_one_step_of_three_ranges(workspace: Workspace) -> None:
    do(workspace, DATA / "youtube-2024-05.csv")
    assert changes(workspace) == [("influencer", "R"), ("account", "R"), ("account_snapshot", "R")]
    with workspace.reading() as session:
        assert session.exec(select(Step.label)).one() == "Import 4 people from youtube-2024-05.csv"


def test_the_search_finds_who_was_imported(workspace: Workspace) -> None:
    do(workspace, DATA / "instagram-2024-05.csv")
    with workspace.writing("Check") as session:
        connection = bulk.driver_connection(session)
        search.check(connection)
        found = connection.execute(f"SELECT count(*) FROM {search.INDEX} WHERE {search.INDEX} MATCH 'лена'")
        assert found.fetchone() == (1,)


@pytest.mark.parametrize("day", [TODAY, date(2027, 3, 1)])
def test_importing_a_file_twice_creates_nothing_twice(workspace: Workspace, day: date) -> None:
    files = [*sorted(DATA.glob("*-20*.csv")), DATA / "one-per-platform.csv", DATA / "agentur.csv"]
    first = [do(workspace, path) for path in files]
    state = whole(workspace)
    log = changes(workspace)
    again = [do(workspace, path, today=day) for path in files]
    assert [(r.created, r.updated) for r in again] == [(0, 0)] * len(files)
    assert [r.skipped for r in again] == [r.created + r.updated + r.skipped for r in first]
    assert [r.rejected for r in again] == [r.rejected for r in first]
    assert whole(workspace) == state
    assert changes(workspace) == log


def test_newer_figures_add_a_day_and_update_the_account(workspace: Workspace, tmp_path: Path) -> None:
    text = "handle,name,followers,likes,comments\nana.k,Ana Kay,1000,50,5\n"
    do(workspace, csv_file(tmp_path, text, "instagram-2026-01.csv"))
    newer = text.replace("1000,50,5", "2000,80,")
    result = do(workspace, csv_file(tmp_path, newer, "instagram-2026-02.csv"))
    assert result.updated == 1
    (account,) = accounts(workspace)
    assert (account.followers, account.avg_likes, account.avg_comments) == (2_000, 80, 5)
    assert account.engagement_rate_ppm == 40_000
    assert [(s.taken_on, s.followers, s.avg_comments) for s in snapshots(workspace)] == [
        (date(2026, 1, 1), 1_000, 5), (date(2026, 2, 1), 2_000, None),
    ]
    (person,) = everybody(workspace)
    assert (person.top_followers, person.engagement_rate_ppm) == (2_000, 40_000)


def test_an_older_file_adds_its_day_only(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,2000\n", "instagram-2026-02.csv"))
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,1000\n", "instagram-2026-01.csv"))
    assert accounts(workspace)[0].followers == 2_000
    assert [s.followers for s in snapshots(workspace)] == [1_000, 2_000]


def test_figures_of_today_are_corrected_not_doubled(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,followers,likes\nana.k,1000,7\n"))
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,1100\n"))
    assert [(s.taken_on, s.followers, s.avg_likes) for s in snapshots(workspace)] == [(TODAY, 1_100, 7)]


def test_details_are_updated_and_words_added(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,name,niche,email,city\nana.k,Ana,Food,,Madrid\n"))
    result = do(workspace, csv_file(tmp_path, "handle,name,niche,email,city\nana.k,Ana Kay,Travel,ana@x.example,\n"))
    (person,) = everybody(workspace)
    assert result.updated == 1
    assert (person.name, person.niches) == ("Ana Kay", ["Food", "Travel"])
    assert (person.email, person.city) == ("ana@x.example", "Madrid")
    assert (person.sort_name, "travel" in person.search_text) == ("ana kay", True)


def test_a_new_account_joins_the_person_with_the_same_address(workspace: Workspace, tmp_path: Path) -> None:
    headings = "handle,name,email,followers\n"
    do(workspace, csv_file(tmp_path, headings + "ana.k,Ana Kay,ana@x.example,1000\n"))
    result = do(workspace, csv_file(tmp_path, headings + "anak,Ana Kay,ana@x.example,9000\n", "tiktok.csv"))
    (person,) = everybody(workspace)
    assert (result.created, result.updated) == (0, 1)
    owners = [(account.platform, account.influencer_id) for account in accounts(workspace)]
    assert owners == [("instagram", person.id), ("tiktok", person.id)]
    assert (person.platforms, person.primary_handle, person.top_followers) == ("tiktok,instagram", "anak", 9_000)


def test_a_name_on_another_platform_does_not_rename_somebody(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "name,instagram,tiktok\nAna Kay,ana.k,ana.tt\n", "roster.csv"))
    result = do(workspace, csv_file(tmp_path, "handle,name\nana.tt,ana tiktok 🌿\n", "tiktok.csv"))
    assert everybody(workspace)[0].name == "Ana Kay"
    assert result.skipped == 1


def test_same_name_on_record_is_suggested(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,name,country\nana.k,Ana Kay,Spain\n"))
    plan = plan_of(workspace, csv_file(tmp_path, "handle,name\nanak,Ana Kay\n", "tiktok.csv"))
    assert [(s.name, s.other_name, s.influencer_id, s.reason) for s in plan.suggestions] == [
        ("Ana Kay", "Ana Kay", 1, "same name and country (ES)")
    ]


def test_undo_takes_back_an_import_and_redo_brings_it_again(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,name,followers\nana.k,Ana,1000\n"))
    before = whole(workspace)
    do(workspace, csv_file(tmp_path, "handle,name,followers\nana.k,Ana Kay,1200\nbob,Bob,5\nbob,Bob,5\n"))
    after = whole(workspace)
    changelog.undo(workspace)
    assert whole(workspace) == before
    changelog.redo(workspace)
    assert whole(workspace) == after


@pytest.mark.parametrize(
    "when", ["Preparing rows", "Adding people", "Adding accounts", "Adding figures", "Updating people"]
)
def test_cancelling_at_any_moment_leaves_nothing_behind(workspace: Workspace, tmp_path: Path, when: str) -> None:
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,1000\n"))
    before = whole(workspace)
    log, seen = changes(workspace), []
    cancel = CancelToken()

    def progress(done: int, total: int | None, text: str = "") -> None:
        seen.append(text)
        if text == when:
            cancel.cancel()

    plan = plan_of(workspace, csv_file(tmp_path, "handle,followers\nana.k,2000\nbob,5\n"))
    with pytest.raises(Cancelled):
        import_roster(workspace, plan, progress, cancel)
    assert when in seen
    assert whole(workspace) == before
    assert changes(workspace) == log
    # The triggers that were put aside are back: the next edit is logged.
    set_next_action(workspace, 1, "Call", None)
    assert changes(workspace)[-1] == ("influencer", "U")
    assert import_roster(workspace, plan_of(workspace, tmp_path / "instagram.csv")).created == 1


def test_a_roster_changed_since_the_preview_is_compared_anew(workspace: Workspace, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "handle,followers\nana.k,1000\nbob,5\n")
    plan = plan_of(workspace, path)
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,1000\n", "ig.csv"))
    assert plan.counts.created == 2
    result = import_roster(workspace, plan)
    assert (result.created, result.skipped) == (1, 1)
    assert [person.primary_handle for person in everybody(workspace)] == ["ana.k", "bob"]


def test_progress_reaches_the_number_of_rows(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_REPORT_EVERY", 10)
    path = csv_file(tmp_path, "handle,followers\n" + "".join(f"creator{n},{n + 1}\n" for n in range(25)))
    calls: list[tuple[int, int | None]] = []
    import_roster(workspace, plan_of(workspace, path), lambda done, total, text="": calls.append((done, total)))
    assert calls[1:] == [(done, 75) for done in (0, 10, 20, 25, 35, 45, 50, 60, 70)]


def test_a_mapping_chosen_by_hand_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "handle,mood\nana.k,Fine\n")
    assert remembered_mappings(workspace) == {}
    import_roster(workspace, plan_of(workspace, path))
    assert remembered_mappings(workspace) == {}
    mapping = plan_of(workspace, path).mappings[0].with_column(1, F.NOTES)
    import_roster(workspace, plan_of(workspace, path, mapping=[mapping]))
    assert everybody(workspace)[0].notes == "Fine"
    other = csv_file(tmp_path, "mood,handle\nWell,bob\n", "tiktok.csv")
    plan = plan_of(workspace, other, remembered=remembered_mappings(workspace))
    assert plan.tables[0].texts[F.NOTES] == ["Well"]
    assert plan.mappings[0].platform is Platform.TIKTOK


def test_accounts_without_figures_have_no_snapshot(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "handle,followers\nana.k,\nbob,5\n"))
    assert [(s.account_id, s.followers) for s in snapshots(workspace)] == [(2, 5)]
    assert len(accounts(workspace)) == 2


def test_links_are_kept_with_the_account(workspace: Workspace, tmp_path: Path) -> None:
    do(workspace, csv_file(tmp_path, "profile,name\nhttps://ana.substack.com/p/hello,Ana\n", "x.csv"))
    (account,) = accounts(workspace)
    assert (account.platform, account.handle, account.url) == ("newsletter", "ana", "https://ana.substack.com/p/hello")


def test_staging_follows_the_order_of_the_file(workspace: Workspace) -> None:
    plan = plan_of(workspace, DATA / "one-per-platform.csv")
    staged = stage(plan)
    assert [batch.size for batch in staged.accounts] == [2, 2, 1]
    assert [list(batch.parents) for batch in staged.accounts] == [[0, 1], [0, 2], [0]]
    assert [list(batch.parents) for batch in staged.snapshots] == [[0, 1], [2, 3], []]
    assert len(SHOWN_COUNTS) + 1 == len(COUNTS)
    assert len(LISTS) == 3
    assert len(plan.rows(RowStatus.CREATED)) == staged.people[0].size == 3
