"""The shipped benchmark files are sound, and a wrong file of an agency is named precisely."""

import json

import pytest

from microinf_desktop.domain.benchmarks import Benchmark, BenchmarkSource, BenchmarkUse, choose_benchmark
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.benchmarks import load_benchmarks

SOURCE = BenchmarkSource("X", "A study", "")


def test_every_shipped_value_names_source_denominator_and_a_year_or_none():
    library = load_benchmarks()
    assert len(library.benchmarks) > 50
    assert all(row.source.title and row.denominator for row in library.benchmarks)
    assert {row.currency for row in library.benchmarks if row.unit == "money"} == {"USD"}
    assert set(library.versions) == {"published", "tiers", "emv"}


def test_brand_accounts_are_never_compared_with_creators():
    library = load_benchmarks()
    brands = [row for row in library.benchmarks if row.account == "brand"]
    assert len(brands) >= 9
    assert {row.use for row in brands} == {BenchmarkUse.CONTEXT}
    found = library.find(
        "engagement_rate", platform=Platform.INSTAGRAM, followers=9_000, denominator="followers"
    )
    assert found
    assert not set(found) & set(brands)


def test_the_most_specific_published_value_comes_first():
    library = load_benchmarks()
    found = library.find("engagement_rate", platform=Platform.TIKTOK, followers=250_000, denominator="followers")
    assert (found[0].id, found[0].low) == ("tt-100k-imf-2025", 5.10)
    assert found[0].citation == (
        "The Influencer Marketing Factory, TikTok and Instagram engagement rates, 2025, by followers"
    )
    by_views = library.find("engagement_rate", platform=Platform.TIKTOK, followers=250_000, denominator="views")
    assert by_views == ()


def test_own_history_beats_the_table_from_five_posts_on():
    published = (Benchmark("x", "engagement_rate", 3.0, 6.0, "percent", "followers", SOURCE, 2025),)
    few = choose_benchmark([1.0, 2.0, None, 3.0, 4.0], published)
    many = choose_benchmark([1.0, 2.0, 3.0, 4.0, 9.0], published)
    assert (few.low, few.high, few.citation) == (3.0, 6.0, "A study, 2025, by followers")
    assert (many.low, many.n, many.citation) == (3.0, 5, "Own history, median of 5 posts")
    assert choose_benchmark([None], ()) is None


def test_publishers_disagree_about_tiers():
    tables = {table.id: table for table in load_benchmarks().tiers}
    assert tables["guide"].tier_of(15_000) == "micro"
    assert tables["hypeauditor"].tier_of(15_000) == "micro"
    assert tables["hypeauditor"].tier_of(50_000) == "mid"
    assert tables["later-fohr-2021"].tier_of(10_000) == "micro"
    assert tables["guide"].tier_of(100_000) == ""
    assert tables["guide"].tier_of(None) == ""


def test_emv_has_both_methods_and_one_default():
    library = load_benchmarks()
    assert library.default_emv.method == "impressions"
    assert {row.method for row in library.emv_sets} == {"impressions", "units"}
    skeepers = next(row for row in library.emv_sets if row.id == "skeepers")
    assert skeepers.for_platform(Platform.INSTAGRAM) == {"likes": 0.07, "comments": 3.46}
    assert skeepers.for_platform(Platform.PINTEREST) == {}


def _write(folder, name, key, rows, **head):
    content = {"version": "1", "format": 1, "sources": {"X": {"title": "A study"}}, key: rows} | head
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


ROW = {
    "id": "a", "measure": "engagement_rate", "low": 1, "high": 2, "unit": "percent", "denominator": "reach",
    "source": "X",
}


def test_a_file_of_the_agency_replaces_the_shipped_one(tmp_path):
    _write(tmp_path, "published", "benchmarks", [ROW])
    library = load_benchmarks(tmp_path)
    assert [row.id for row in library.benchmarks] == ["a"]
    assert library.emv_sets == load_benchmarks().emv_sets


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"denominator": ""}, "published.json: a: denominator is missing"),
        ({"low": "1"}, "a: low is not a number"),
        ({"low": True}, "a: low is not a number"),
        ({"low": 3}, "a: high is below low"),
        ({"source": "Y"}, "a: source “Y” is not among"),
        ({"unit": "money"}, "a: currency is not a code"),
        ({"unit": "people"}, "a: unit has to be one of"),
        ({"platform": "myspace"}, "a: platform “myspace” is not known"),
        ({"year": 2020.5}, "a: year is not a whole number"),
        ({"use": "target"}, "a: use has to be one of"),
        ({"is_vendor_claim": 1}, "a: is_vendor_claim is not of the kind bool"),
        ({"id": 7}, "entry 1: id is not of the kind str"),
    ],
)
def test_wrong_fields_are_named(tmp_path, change, problem):
    _write(tmp_path, "published", "benchmarks", [ROW | change])
    with pytest.raises(KnownError, match=problem) as caught:
        load_benchmarks(tmp_path)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("published", "{", "published.json cannot be read"),
        ("published", "[]", "format has to be 1"),
        ("tiers", '{"format": 1, "version": "1", "sources": {}, "tiers": [3]}', "entry 1 has to be an object"),
        ("emv", '{"format": 1, "version": "1", "sources": {}, "sets": []}', "exactly one set"),
    ],
)
def test_broken_files_are_named(tmp_path, name, text, problem):
    (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    with pytest.raises(KnownError, match=problem):
        load_benchmarks(tmp_path)


def test_bands_and_ids_are_checked(tmp_path):
    band = {"id": "t", "name": "T", "source": "X", "bands": [["micro", 10, 5]]}
    _write(tmp_path, "tiers", "tiers", [band])
    with pytest.raises(KnownError, match="t: bands has to hold"):
        load_benchmarks(tmp_path)
    _write(tmp_path, "published", "benchmarks", [ROW, ROW])
    with pytest.raises(KnownError, match="a: id is used twice"):
        load_benchmarks(tmp_path)
