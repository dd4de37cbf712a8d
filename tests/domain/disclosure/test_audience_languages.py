"""An audience that reads several languages: each country is judged by the one it speaks."""

import pytest

from microinf_desktop.domain.disclosure import Post, check_all, demanded_label
from microinf_desktop.domain.disclosure.language import language_for, stated_languages
from microinf_desktop.interchange.packs import load_packs

GERMAN = "Werbung | Zwei ruhige Minuten mit @tarnwicktea und ein warmer Tee."


@pytest.mark.parametrize(("stated", "spoken", "expected"), [
    ("de fr", ("fr",), "fr"), ("de, fr-CA", ("en", "fr"), "fr"), ("de fr", ("nl",), "de"), (None, ("de",), ""),
    (" ", ("de",), ""), ("DE", ("fr",), "de"),
])
def test_the_first_language_a_country_speaks_counts(stated: str | None, spoken: tuple[str, ...], expected: str) -> None:
    assert language_for(stated, spoken) == expected


@pytest.mark.parametrize(("caption", "audience", "expected"), [
    ("fr", ("de", "fr"), "fr de"), ("en", ("de", "fr"), "de fr"), ("en", (), "en"), ("", (), None),
])
def test_the_captions_language_goes_first_where_the_audience_reads_it(
    caption: str, audience: tuple[str, ...], expected: str | None
) -> None:
    assert stated_languages(caption, audience) == expected


def test_a_german_label_is_no_label_for_french_readers() -> None:
    post = Post(caption=GERMAN, relationship="paid", audience_language="de fr", platform_label_used=False)
    found = check_all(post, ("DE", "FR"), load_packs())
    assert {area: result.verdict for area, result in found.results.items()} == {"DE": "pass", "FR": "warn"}
    assert found.verdict == "warn", "the strictest counts"
    french = [one for one in found.results["FR"].findings if one.scope == "law"]
    assert [one.problem for one in french] == ["label_language"]
    assert "Publicité" in french[0].fix


def test_the_label_to_demand_is_in_the_language_of_each_country() -> None:
    packs = load_packs()
    asked = {area: demanded_label(area, "instagram", "feed_post", "paid", "de fr", packs) for area in ("DE", "FR")}
    assert {area: label.language for area, label in asked.items()} == {"DE": "de", "FR": "fr"}
    assert asked["DE"].text.startswith("Werbung")
    assert asked["FR"].text.startswith("Publicité")
