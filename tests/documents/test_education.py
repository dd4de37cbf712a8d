"""The education sheet: what, where and which switch, on one page, in seven languages."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from microinf_desktop.documents import education as education_room
from microinf_desktop.documents.education import render_education
from microinf_desktop.documents.fonts import MissingGlyph
from microinf_desktop.domain.dossiers import EducationData, EducationRow, EducationWords
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.education import education_languages, education_texts
from tests.documents.pdf_reading import reader_of, squeezed, text_of

DAY = date(2026, 11, 24)
ROW = EducationRow(Platform.INSTAGRAM, (DeliverableKind.REEL, DeliverableKind.STORY), ("UK", "IE"), "en", "Ad:", "#ad",
                   "This is an ad for Tarnwick", "video", 125, 0, ("Twice.",), "paid partnership label")
WORDS = EducationWords("UK", "the United Kingdom", "en", ("Ad", "Advert"), ("#spon", "#collab"), "2026.11.1", DAY, True)
ENGLISH = education_texts()


def _sheet(rows: int = 1, areas: int = 1, **changes: Any) -> EducationData:
    made = EducationData("Kestrel Lane", "Tarnwick Tea", "Winter Blend", "Wren Aldersey", DAY, "fee", (ROW,) * rows,
                         (WORDS,) * areas)
    return replace(made, **changes)


def _text(data: EducationData, language: str = "en") -> str:
    return squeezed(text_of(render_education(data, education_texts(language))))


def test_the_sheet_says_what_where_and_which_switch() -> None:
    made = render_education(_sheet(), ENGLISH)
    text = squeezed(text_of(made))
    for words in (
        "for Wren Aldersey. Your followers have to see at once that you are paid.", "Instagram Reel, Story",
        "United Kingdom and Ireland, English", "or #ad", "(within 125 characters)",
        "Say: “This is an ad for Tarnwick”. Twice.",
        "Paid partnership label", "United Kingdom, English", "Ad, Advert", "#spon, #collab",
        "by rules 2026.11.1, checked on 24 November 2026",
        "I have read this and will label my posts for Tarnwick Tea in this way.", "Signature of Wren Aldersey",
        "Place and date", "Page 1 of 1",
    ):
        assert squeezed(words) in text, words
    assert squeezed("which is not among the languages") not in text
    assert made == render_education(_sheet(), ENGLISH)


@pytest.mark.parametrize(("language", "words"), [
    ("de", ("So kennzeichnest du deine Beiträge", "dass du bezahlt wirst", "Vereinigtes Königreich, Englisch",
            "Vereinigtes Königreich und Irland, Englisch", "24. November 2026", "Unterschrift: Wren Aldersey",
            "Seite 1 von 1")),
    ("fr", ("Comment signaler tes publications", "Royaume-Uni, anglais", "24 novembre 2026",
            "Instagram : Reel, Story")),
    ("es", ("Cómo identificar tus publicaciones", "Reino Unido, inglés", "24 de noviembre de 2026", "Historia")),
    ("it", ("Come segnalare i tuoi post", "Regno Unito, inglese", "24 novembre 2026", "oppure #ad")),
    ("nl", ("Zo label je je posts", "Verenigd Koninkrijk, Engels", "24 november 2026")),
    ("pt", ("Como identificar as suas publicações", "Reino Unido, inglês", "24 de novembro de 2026", "você")),
])
def test_every_language_prints_its_own_words_and_the_packs_labels(language: str, words: tuple[str, ...]) -> None:
    data = _sheet(language=language)
    text = _text(data, language)
    for one in (*words, "This is an ad for Tarnwick", "Advert", "#collab"):
        assert squeezed(one) in text, one
    for english in ("How to label", "Understood as advertising", "Place and date", "Page 1 of"):
        assert squeezed(english) not in text, english
    made = render_education(data, education_texts(language))
    assert made == render_education(data, education_texts(language))
    assert str(reader_of(made).trailer["/Root"]["/Lang"]).startswith(language)


def test_it_admits_a_foreign_language_and_doubtful_rules() -> None:
    data = _sheet(is_foreign=True, words=(replace(WORDS, is_sourced=False, accepted=()),))
    text = _text(data)
    for words in ("This sheet is in English, which is not among the languages", "so ask us first",
                  "no example in the rules"):
        assert squeezed(words) in text, words


def test_a_remark_of_the_packs_is_translated_where_known() -> None:
    also = ("#ad where the creator has to post.", "A remark nobody has translated.")
    text = _text(replace(_sheet(), rows=(replace(ROW, also=also),)), "de")
    assert squeezed("#ad, wo du posten musst.") in text
    assert squeezed(also[1]) in text


def test_the_agencys_additions_are_named_in_the_language_of_the_sheet() -> None:
    data = _sheet(words=(replace(WORDS, pack_version="2026.11.1 + 3 of the agency"),))
    assert squeezed("by rules 2026.11.1 + 3 of the agency, checked") in _text(data)
    assert squeezed("nach den Regeln 2026.11.1 + 3 der Agentur, geprüft") in _text(data, "de")


def test_the_platform_is_named_once() -> None:
    rows = (
        replace(ROW, platform=Platform.TIKTOK, kinds=(DeliverableKind.TIKTOK_VIDEO,)),
        replace(ROW, platform=Platform.BLOG, kinds=(DeliverableKind.BLOG_FEATURE,), form="page", platform_tool=""),
    )
    text = _text(replace(_sheet(), rows=rows))
    assert squeezed("TikTok TikTok") not in text
    assert squeezed("Blog Blog") not in text
    assert squeezed("Content disclosure setting") in text


@pytest.mark.parametrize("language", education_languages())
def test_more_to_say_is_set_smaller_on_the_one_page(language: str) -> None:
    for rows, areas in ((1, 1), (4, 2), (6, 4)):
        data = _sheet(rows, areas, language=language, is_foreign=True)
        assert len(reader_of(render_education(data, education_texts(language))).pages) == 1, (rows, areas)


def test_too_much_for_one_page_goes_on() -> None:
    much = render_education(_sheet(30, 4), ENGLISH)
    assert len(reader_of(much).pages) > 1
    assert squeezed("Signature of") in squeezed(text_of(much))


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_the_paper_is_the_clients(paper: str, width: int) -> None:
    made = render_education(_sheet(paper=paper), ENGLISH)
    assert round(float(reader_of(made).pages[0].mediabox.width)) == width


def test_characters_without_a_font_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    glyph = MissingGlyph("\ue000", "private", "Ana\ue000")
    monkeypatch.setattr(education_room, "missing_characters",
                        lambda texts: [glyph] if "Wren Aldersey" in set(texts) else [])
    with pytest.raises(KnownError, match=r"U\+E000 private"):
        render_education(_sheet(), ENGLISH)
