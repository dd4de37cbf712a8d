"""The preview of a roster import: every row created, updated, skipped or rejected, with the reason."""

import os
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.influencers import AccountDraft, account_rate
from microinf_desktop.domain.rosters import (
    ExistingAccount,
    ExistingPerson,
    ExistingRoster,
    F,
    Figures,
    ImportCounts,
    PlanRow,
    RosterQuestion,
    RowStatus,
)
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.interchange.pasted import PastedTable, classify_paste
from microinf_desktop.interchange.rosters import ImportPlan, MappingNeeded, plan_import, preview, recognise
from microinf_desktop.interchange.tables import PastedCells

DATA = Path(__file__).parent / "data"
SHARED = Path(os.environ.get("MICROINF_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "rosters"
TODAY = date(2026, 11, 24)


def plan_of(text: str, name: str = "instagram.csv", folder: Path | None = None, **options: object) -> ImportPlan:
    assert folder is not None
    path = folder / name
    path.write_text(text, "utf-8")
    return preview([path], today=TODAY, **options)  # type: ignore[arg-type]


def shown(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(row.row, row.status.value, row.detail) for row in plan.rows()]


def row_with(plan: ImportPlan, handle: str) -> PlanRow:
    return next(row for row in plan.rows() if row.handle == handle)


def test_instagram_file_with_doubled_headings() -> None:
    plan = preview([DATA / "instagram-2024-05.csv"], today=TODAY)
    assert plan.counts == ImportCounts(created=5, updated=0, skipped=1, rejected=0)
    assert row_with(plan, "mira.kestrel") == PlanRow(
        "instagram-2024-05.csv", 2, RowStatus.CREATED, "Mira Kestrel", Platform.INSTAGRAM, "mira.kestrel", 412_500, "AR"
    )
    assert row_with(plan, "oda.brandt").name == "oda.brandt"
    (table,), (account,) = plan.tables, plan.tables[0].accounts
    assert table.lists[F.NICHES][0] == '["Food","Family"]'
    assert account.counts[F.AUTHENTIC_ENGAGEMENTS] == [17_800, 1_100, None, 2_700, 520, 17_800]
    assert account.rates is not None
    assert account.rates[0] == round(23_400 / 412_500 * 1_000_000)
    assert table.mapping.taken_on == date(2024, 5, 1)
    assert [(note.message, note.count, note.rows) for note in plan.notes] == [
        ("“Korea”: Korea was taken as South Korea", 1, (6,))
    ]
    assert plan.rows(RowStatus.SKIPPED)[0].detail == "the same account as in row 2 of instagram-2024-05.csv"


def test_tiktok_file_with_a_blank_first_row_and_a_line_break_in_a_heading() -> None:
    plan = preview([DATA / "tiktok-2024-04.csv"], today=TODAY)
    assert shown(plan)[0] == (2, "skipped", "blank row")
    assert plan.counts == ImportCounts(created=3, skipped=1)
    account = plan.tables[0].accounts[0]
    assert account.counts[F.FOLLOWERS] == [145_600, 55_600, 5_400_000]
    assert account.counts[F.AVG_COMMENTS] == [30_100, 1_900, None]
    assert account.rates is not None
    assert account.rates[1] == round((38_100 + 1_900 + 780) / 55_600 * 1_000_000)


def test_youtube_file_with_zeros_that_mean_unknown() -> None:
    plan = preview([DATA / "youtube-2024-05.csv"], today=TODAY)
    assert plan.counts == ImportCounts(created=4, skipped=1)
    assert row_with(plan, "✿ Little Fern Show").platform is Platform.YOUTUBE
    account = plan.tables[0].accounts[0]
    assert account.counts[F.AVG_VIEWS] == [103_800, None, 9_500, 6_200, 9_500]
    assert account.rates is not None
    assert account.rates[1] is None
    assert plan.notes[0].message == "“Atlantis” is no country that is known, so it was left out"


def test_german_file_in_windows_1252_with_an_unreadable_number() -> None:
    plan = preview([DATA / "agentur.csv"], today=TODAY)
    assert shown(plan) == [
        (2, "created", ""), (3, "created", ""), (4, "rejected", "“12..5K” is not a number (column Abonnenten)"),
        (5, "skipped", "blank row"), (6, "skipped", "the headings again"), (7, "rejected", "no handle"),
    ]
    assert row_with(plan, "juergen_oe").name == "Jürgen Ölz"
    assert plan.tables[0].lists[F.LANGUAGES] == ['["de","en"]', '["de"]']
    assert plan.tables[0].accounts[0].counts[F.AVG_LIKES] == [1_234, 300]
    assert "Windows-1252" in plan.warnings[0]


def test_file_whose_headings_are_a_column_off() -> None:
    plan = preview([DATA / "shifted-instagram.csv"], today=TODAY)
    assert [row.country for row in plan.rows()] == ["ES", "ID", "ID", "FR"]
    assert set(plan.tables[0].accounts[0].counts) == {F.FOLLOWERS}
    assert "shifted" in plan.warnings[0]


def test_one_row_may_hold_accounts_on_several_platforms() -> None:
    plan = preview([DATA / "one-per-platform.csv"], today=TODAY)
    assert plan.counts == ImportCounts(created=3, rejected=1)
    assert [columns.platform for columns in plan.tables[0].accounts] == [
        Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE,
    ]
    assert plan.tables[0].accounts[1].counts[F.FOLLOWERS] == [1_200, None, 900]
    assert plan.tables[0].accounts[2].handles == ["anatube", "", ""]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real rosters are not here")
@pytest.mark.parametrize(("name", "counts"), [
    ("instagram-2022-12.csv", ImportCounts(991, 0, 9, 0)), ("tiktok-2022-11.csv", ImportCounts(983, 0, 18, 0)),
    ("youtube-2022-12.csv", ImportCounts(999, 0, 4, 0)),
])
def test_real_rosters(name: str, counts: ImportCounts) -> None:
    plan = preview([SHARED / name], today=TODAY)
    assert plan.counts == counts
    assert plan.counts.total == len(plan.rows(limit=2_000))
    if name.startswith("instagram"):
        assert row_with(plan, "leomessi").name == "Leo Messi"
        assert plan.tables[0].accounts[0].rates is not None
        assert round(plan.tables[0].accounts[0].rates[0] / 10_000, 2) == 5.71  # type: ignore[operator]


def test_each_row_may_name_its_platform(tmp_path: Path) -> None:
    text = "platform,handle,followers\nInstagram,ana,12k\nYT,AnaTube,1k\nSnapfoo,x,1\n,y,1\n"
    plan = plan_of(text, "a.csv", tmp_path)
    assert [row.platform for row in plan.rows(RowStatus.CREATED)] == [Platform.INSTAGRAM, Platform.YOUTUBE]
    assert [item.text for item in plan.rejections] == [
        "“Snapfoo” is no platform that is known (column platform)",
        "no platform: neither a column, a heading nor a link names it (column handle)",
    ]


def test_links_name_platform_and_handle(tmp_path: Path) -> None:
    text = "Profile,Followers\nhttps://www.instagram.com/ana.k/,12000\nhttps://tiktok.com/@bob,34\nhttps://instagram.com/p/a,1\n"
    plan = plan_of(text, "a.csv", tmp_path)
    assert [(row.platform, row.handle) for row in plan.rows(RowStatus.CREATED)] == [
        (Platform.INSTAGRAM, "ana.k"), (Platform.TIKTOK, "bob"),
    ]
    assert plan.rejections[0].text == "“https://instagram.com/p/a” does not lead to a profile (column Profile)"


def test_a_link_beside_a_missing_handle_is_enough(tmp_path: Path) -> None:
    plan = plan_of("handle,link\nana,\n,https://instagram.com/bob\n", folder=tmp_path)
    assert [row.handle for row in plan.rows()] == ["ana", "bob"]


def test_rows_and_lines_are_those_a_person_sees(tmp_path: Path) -> None:
    plan = plan_of('handle,"Follo\nwers"\nana,12\nbob,much\n', folder=tmp_path)
    (rejection,) = plan.rejections
    assert (rejection.file, rejection.row, rejection.line) == ("instagram.csv", 3, 4)


def test_a_cell_too_many_rejects_its_row(tmp_path: Path) -> None:
    plan = plan_of("handle,name,followers\na,Kay, Ana,10\nb,Bob,20\nc,Cleo,\nd\n", folder=tmp_path)
    assert shown(plan) == [
        (2, "rejected", "4 cells under 3 headings: a delimiter in a cell needs quotation marks"),
        (3, "created", ""), (4, "created", ""), (5, "created", ""),
    ]


def test_trailing_blank_rows_are_no_rows(tmp_path: Path) -> None:
    assert plan_of("handle\nana\n\nbob\n,,\n\n\n", folder=tmp_path).counts == ImportCounts(created=2, skipped=1)


def test_same_address_and_name_is_one_person_but_an_address_alone_may_be_a_manager(tmp_path: Path) -> None:
    text = (
        "handle,name,email\nana.k,Ana Kay,ana@x.example\nbob,Bob,m@agency.example\ncleo,Cleo,m@agency.example\n"
        "ana.too,Ana  KAY,Ana@X.example\n"
    )
    plan = plan_of(text, folder=tmp_path)
    assert shown(plan)[-1] == (5, "updated", "adds @ana.too")
    (change,) = plan.decisions.changes
    assert [account.handle for account in change.accounts] == ["ana.k", "ana.too"]
    assert [(s.name, s.other_name, s.reason) for s in plan.suggestions] == [
        ("Cleo", "Bob", "same e-mail address m@agency.example")
    ]


def test_same_name_on_another_platform_is_a_suggestion_only(tmp_path: Path) -> None:
    (tmp_path / "instagram.csv").write_text("handle,name,country\nana.k,Ana Kay 🌿,Spain\nbo,Bo,Spain\n", "utf-8")
    (tmp_path / "tiktok.csv").write_text("handle,name,country\nanak,ana kay,ES\nbo2,Bo,Spain\n", "utf-8")
    plan = preview([tmp_path / "instagram.csv", tmp_path / "tiktok.csv"], today=TODAY)
    assert plan.counts.created == 4
    assert [(s.file, s.row, s.other_file, s.other_row, s.reason) for s in plan.suggestions] == [
        ("tiktok.csv", 2, "instagram.csv", 2, "same name and country (ES)")
    ]


def test_days_of_one_account_are_its_history(tmp_path: Path) -> None:
    plan = plan_of("handle,followers,date\na.a,10,2024-01-01\na.a,12,2024-02-01\na.a,13,2024-02-01\n", folder=tmp_path)
    assert [status for _, status, _ in shown(plan)] == ["created", "updated", "skipped"]
    (account,) = plan.decisions.changes[0].accounts
    assert account.figures == {"2024-02-01": Figures(12), "2024-01-01": Figures(10)}
    assert account.latest == Figures(12)


ANA = ExistingAccount(7, 3, Figures(10, None, None, None, None, 2), 200_000, "followers", "2026-01-01")


def on_record(question: RosterQuestion) -> ExistingRoster:
    assert "ana.k" in question.accounts["instagram"]
    texts = ("Ana Kay", "", "ana@x.example", "", "ES", "", "", "", "", "", "", "")
    return ExistingRoster(
        5, {"instagram": {"ana.k": ANA}}, {3: ExistingPerson(texts, ('["Food"]', "[]", "[]"))},
        {(7, "2026-01-01"): Figures(10, None, None, None, None, 2)},
    )


@pytest.mark.parametrize(("row", "status", "detail"), [
    ("ana.k,Ana Kay,10,Spain,Food", "skipped", "on record already, nothing new"),
    ("ana.k,,,,food", "skipped", "on record already, nothing new"),
    ("@Ana.K,Ana Kay,12,Spain,Food", "updated", "new figures"),
    ("ana.k,Ana Kaya,10,France,Food", "updated", "name “Ana Kay” becomes “Ana Kaya”; country “ES” becomes “FR”"),
    ("ana.k,Ana Kay,10,Spain,Travel", "updated", "adds words"),
    ("other,Ana Kay,10,Spain,Food", "created", ""),
])
def test_compares_with_the_roster_on_record(tmp_path: Path, row: str, status: str, detail: str) -> None:
    text = f"handle,name,followers,country,niche\n{row}\nana.k,Ana Kay,10,Spain,Food\n"
    plan = plan_of(text if status == "created" else text.rsplit("ana.k", 1)[0], folder=tmp_path, existing=on_record)
    assert shown(plan)[0] == (2, status, detail)


def test_an_older_file_adds_history_and_fills_gaps_but_changes_nothing(tmp_path: Path) -> None:
    text = "handle,name,followers,country,city\nana.k,Old Name,5,France,Madrid\n"
    plan = plan_of(text, "instagram-2025-06.csv", tmp_path, existing=on_record)
    (change,) = plan.decisions.changes
    assert change.texts == {F.CITY: "Madrid"}
    assert change.accounts[0].figures == {"2025-06-01": Figures(5)}
    assert change.accounts[0].latest is None


def test_a_dated_file_corrects_its_own_day(tmp_path: Path) -> None:
    plan = plan_of("handle,followers\nana.k,11\n", "instagram-2026-01-01.csv", tmp_path, existing=on_record)
    (account,) = plan.decisions.changes[0].accounts
    assert account.corrected == {"2026-01-01"}
    assert account.figures["2026-01-01"] == Figures(11, None, None, None, None, 2)
    assert account.latest == Figures(11, None, None, None, None, 2)


def test_an_address_finds_the_person_on_record(tmp_path: Path) -> None:
    def by_mail(question: RosterQuestion) -> ExistingRoster:
        assert question.emails == {"ana@x.example"}
        found = on_record(RosterQuestion({"instagram": {"ana.k"}}))
        return ExistingRoster(5, {"instagram": {}}, found.people, {}, {"ana@x.example": [3]})

    plan = plan_of("handle,name,email\nana.new,ana kay,ANA@x.example\n", folder=tmp_path, existing=by_mail)
    assert shown(plan)[0] == (2, "updated", "adds @ana.new; name “Ana Kay” becomes “ana kay”; email “ana@x.example” "
                                            "becomes “ANA@x.example”")
    assert plan.decisions.changes[0].influencer_id == 3


def test_mapping_changed_by_hand_is_used(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("who,how many\nana.k,12\n", "utf-8")
    with pytest.raises(MappingNeeded, match=r"Nothing in “x\.csv” looks like a roster") as caught:
        preview([path], today=TODAY)
    mapping = caught.value.mapping.with_column(0, F.HANDLE)
    with pytest.raises(MappingNeeded, match="does not say which platform"):
        preview([path], [mapping], today=TODAY)
    mapping = mapping.with_platform(Platform.TIKTOK).with_column(1, F.FOLLOWERS)
    plan = preview([path], [mapping], today=TODAY)
    assert [(row.platform, row.handle, row.followers) for row in plan.rows()] == [(Platform.TIKTOK, "ana.k", 12)]
    assert preview([path], remembered={mapping.signature: _json_of(plan)}, today=TODAY).counts.created == 1


def _json_of(plan: ImportPlan) -> str:
    from microinf_desktop.interchange.mapping import mapping_to_json

    return mapping_to_json(plan.mappings[0])


def test_a_workbook_with_a_sheet_per_platform(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "creators.xlsx")
    for name, handle in (("Instagram", "ana.k"), ("TikTok", "ana.tt")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Handle", "Followers", "ER"])
        sheet.write_row(1, 0, [handle, 1200, 0.034])
    book.add_worksheet("Notes").write(0, 0, "Call them in May")
    book.close()
    plan = preview([tmp_path / "creators.xlsx"], today=TODAY)
    assert [(row.file, row.platform, row.handle) for row in plan.rows()] == [
        ("creators.xlsx [Instagram]", Platform.INSTAGRAM, "ana.k"),
        ("creators.xlsx [TikTok]", Platform.TIKTOK, "ana.tt"),
    ]
    assert plan.tables[0].accounts[0].rates == [34_000]


def test_pasted_cells_go_the_same_way() -> None:
    pasted = classify_paste("handle\tfollowers\nana\t12K\n")
    assert isinstance(pasted, PastedTable)
    plan = plan_import(recognise([pasted.table], Platform.TIKTOK), today=TODAY)
    assert [(row.file, row.handle, row.followers) for row in plan.rows()] == [("pasted cells", "ana", 12_000)]


@pytest.mark.parametrize(("text", "what"), [
    ("handle,followers\n", "has headings but no rows below them"),
    ("xyzzy,plugh\nq w,e r\nt y,u i\n", "No column of|Nothing in"),
    ("Dear all,\nthis is a letter.\n", "No column of"),
    ('{"a": 1, "b": [1,2]}\n', "No column of"), ("handle\n,\n", "has headings but no rows"),
])
def test_what_is_no_roster_is_one_sentence(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(KnownError, match=what) as caught:
        plan_of(text, folder=tmp_path)
    assert "instagram.csv" in caught.value.message


def test_no_file_is_refused() -> None:
    with pytest.raises(KnownError, match="No file was chosen"):
        preview([])


def test_cancel_stops_the_reading() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        preview([DATA / "instagram-2024-05.csv"], cancel=cancel)


def test_progress_counts_rows_and_ends_with_the_whole(tmp_path: Path) -> None:
    calls: list[tuple[int, int | None]] = []
    text = "handle\n" + "".join(f"creator{number}\n" for number in range(9_000))
    plan_of(text, folder=tmp_path, progress=lambda done, total, text="": calls.append((done, total)))
    assert len(calls) > 2
    assert calls[-1] == (9_000, 9_000)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 10**9))] * 5), min_size=1, max_size=5), st.sampled_from(
    [Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE]
))
def test_rates_are_those_of_the_form(rows: list[tuple[int | None, ...]], platform: Platform) -> None:
    headings = "handle,followers,avg likes,avg comments,avg shares,avg engagements\n"
    cells = "".join(f"x{i},{','.join('' if v is None else str(v) for v in row)}\n" for i, row in enumerate(rows))
    (found,) = recognise([PastedCells(headings + cells)], platform)
    columns = tuple(
        column if column.field is F.HANDLE else type(column)(column.index, column.heading, field)
        for column, field in zip(
            found.mapping.columns,
            (F.HANDLE, F.FOLLOWERS, F.AVG_LIKES, F.AVG_COMMENTS, F.AVG_SHARES, F.AVG_ENGAGEMENTS), strict=True,
        )
    )
    mapping = type(found.mapping)("", columns, platform)
    rates = plan_import([found], [mapping]).tables[0].accounts[0].rates
    names = ("followers", "avg_likes", "avg_comments", "avg_shares", "avg_engagements")
    drafts = [AccountDraft(platform, "", **dict(zip(names, row, strict=True))) for row in rows]
    assert rates == [account_rate(draft)[0] for draft in drafts]


_CELLS = st.one_of(st.text(max_size=12), st.sampled_from([
    "handle", "followers", "name", "country", "@ana", "1.2M", "12..5K", "", "-", "Spain", "https://tiktok.com/@a",
    "a@b.co", '"',
    "5%", "TikTok", "2024-01-01", "\u202eabc", "Category",
]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.one_of(
    st.binary(max_size=300),
    st.lists(st.lists(_CELLS, max_size=6), max_size=8).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
    ),
    st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
))
def test_any_bytes_are_a_plan_or_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        plan = preview([path], platform=Platform.INSTAGRAM, today=TODAY)
    except KnownError as error:
        said = error.message
    else:
        said = "any.csv"
        assert plan.counts.total == len(plan.rows(limit=1_000))
    assert "any.csv" in said
