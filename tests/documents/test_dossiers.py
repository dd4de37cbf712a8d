"""The compliance dossier: everything recorded is printed, and gaps are named."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image

from microinf_desktop.documents import dossiers as dossier_room
from microinf_desktop.documents.dossiers import render_dossier, thumbnail
from microinf_desktop.documents.fonts import MissingGlyph
from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.contract_terms import DisclosureTerm
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.dossiers import (
    DossierCheck,
    DossierData,
    DossierDecision,
    DossierFix,
    DossierInstruction,
    DossierItem,
    DossierProof,
)
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform, Verdict
from tests.documents.pdf_reading import reader_of, squeezed, text_of

DAY = date(2026, 11, 24)
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HASH = "0123456789abcdef" * 4
FINDING = Finding("UK-POD-01", "warn", "law", "Nobody wrote the time down.", "Record it.",
                  "https://one.example/a ; https://two.example/b")
CHECK = DossierCheck("UK", Phase.DRAFT, Verdict.WARN, Verdict.PASS, (FINDING,), "Ad: <b>warm</b> tea", "f" * 64, 2,
                     "2026.11.1", DAY, NOON, "Ida Lund")
ITEM = DossierItem(
    7, "Morning reel", "Wren Aldersey", "paid", DeliverableKind.REEL, Platform.INSTAGRAM, DeliverableState.LIVE,
    Verdict.WARN, published_at=NOON, live_url="https://post.example/1",
    instruction=DossierInstruction("KL-7", 2, NOON, "Ida Lund", "c" * 64, date(2026, 6, 2)),
    demanded=(DisclosureTerm(Platform.INSTAGRAM, "en", ("Ad:", "#ad"), "First words.", "paid label", "UK"),),
    draft_checks=(CHECK,), decisions=(DossierDecision("Kit Penhaven", "Said aloud at 0:00", NOON, "f" * 64),),
    proofs=(DossierProof("screenshot", "https://post.example/1", NOON, "Europe/London", "Ida Lund", "whole post",
                         "shot.png", HASH, "image/png"),),
    fixes=(DossierFix("UK", NOON, ("UK-CAP-01",), NOON, Verdict.WARN),),
)


def _data(*items: DossierItem, **changes: Any) -> DossierData:
    return replace(DossierData("Kestrel Lane", "Tarnwick Tea", "Winter Blend", DAY, ("UK",), items,
                               time_zone="Europe/Berlin"), **changes)


def _picture(size: tuple[int, int] = (1170, 2532)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#2E6B3E").save(target, "PNG")
    return target.getvalue()


def test_the_dossier_prints_the_whole_record() -> None:
    data = _data(ITEM)
    made = render_dossier(data, pictures={HASH: _picture()})
    text = squeezed(text_of(made))
    for words in (
        "1 post: every label passes, or was accepted by name", "Wren Aldersey: Morning reel",
        "contract KL-7, version 2", "signed by the creator Tue, 2 Jun 2026",
        "“Ad:” or “#ad”", "First words.", "UK-POD-01", "(the law, warn)",
        "Nobody wrote the time down. Record it.", "2026.11.1, checked on 24 November 2026", "Ad: <b>warm</b> tea",
        "Wed, 1 Jul 2026, 14:00 (Europe/Berlin, UTC+02:00)", "13:00 (Europe/London, UTC+01:00)", HASH,
        "file read again, hash agrees", "Kit Penhaven accepted the warning", "Said aloud at 0:00", "no live check yet",
        "UK failed", "says warn", "https://two.example/b", f"Document {data.document_id}, page 1 of",
    ):
        assert squeezed(words) in text, words
    pictures = [image for page in reader_of(made).pages for image in page.images]
    assert len(pictures) == 1
    assert max(pictures[0].image.size) <= 550  # type: ignore[union-attr]


def test_same_record_same_bytes_and_another_record_another_name() -> None:
    first = render_dossier(_data(ITEM), pictures={HASH: _picture()})
    assert first == render_dossier(_data(ITEM), pictures={HASH: _picture()})
    assert _data(ITEM).document_id != _data(replace(ITEM, verdict=Verdict.FAIL)).document_id


def test_gaps_are_named() -> None:
    bare = replace(ITEM, verdict=Verdict.NOT_CHECKED, published_at=None, live_url="", instruction=None, demanded=(),
                   draft_checks=(), decisions=(), proofs=(), fixes=(), missing=("UK", "IE"))
    text = squeezed(text_of(render_dossier(_data(bare))))
    for words in (
        "Of 1 post, 1 not checked yet", "Nothing is published yet.", "no link on record", "no contract was issued",
        "none: the campaign has no jurisdictions", "no draft check yet", "has no check for UK, IE",
        "not published yet", "nothing to say before the first check", "none on file",
    ):
        assert squeezed(words) in text, words
    assert squeezed("no deliverables yet") in squeezed(text_of(render_dossier(_data())))


def test_what_went_wrong_is_not_hidden() -> None:
    item = replace(
        ITEM, verdict=Verdict.FAIL, fixes=(DossierFix("UK", NOON, ("UK-CAP-01",)),), needs_decision=True,
        draft_checks=(replace(CHECK, verdict=Verdict.FAIL, is_outdated=True, pack_checked_on=None),),
    )
    text = squeezed(text_of(render_dossier(_data(item), problems={HASH: "The file was changed."})))
    for words in ("Of 1 post, 1 fails", "open, no newer check stands better", "The file was changed.",
                  "the text was changed after this check", "no longer held", "still needs a named decision",
                  "1 missing or changed"):
        assert squeezed(words) in text, words
    unread = squeezed(text_of(render_dossier(_data(ITEM))))
    assert squeezed("hash agrees") not in unread  # nobody looked at the file
    broken = squeezed(text_of(render_dossier(_data(ITEM), pictures={HASH: b"no picture"})))
    assert squeezed("cannot be read as a picture") in broken


def test_no_label_needed_asks_for_none() -> None:
    text = squeezed(text_of(render_dossier(_data(replace(ITEM, needs_label=False)))))
    assert squeezed("No deliverable of this campaign needs a label") in text
    assert squeezed("no label is demanded") in text


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_the_paper_is_the_clients(paper: str, width: int) -> None:
    assert round(float(reader_of(render_dossier(_data(ITEM, paper=paper))).pages[0].mediabox.width)) == width


def test_a_long_caption_is_cut_and_says_so() -> None:
    item = replace(ITEM, draft_checks=(replace(CHECK, caption="word " * 400),))
    assert squeezed("cut; 2,000 characters in all") in squeezed(text_of(render_dossier(_data(item))))


def test_a_thumbnail_is_small_and_only_of_pictures() -> None:
    small = thumbnail(_picture((40, 30)))
    assert small is not None
    assert Image.open(io.BytesIO(small)).size == (40, 30)
    assert thumbnail(b"%PDF-1.7") is None
    assert thumbnail(b"") is None
    assert thumbnail(_picture()[:60]) is None


def test_characters_without_a_font_are_named_in_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    glyph = MissingGlyph("\ue000", "private", "Ana\ue000")
    monkeypatch.setattr(dossier_room, "missing_characters",
                        lambda texts: [glyph] if "Wren Aldersey" in set(texts) else [])
    # A record is printed all the same, and says what it leaves out.
    assert squeezed("U+E000 private") in squeezed(text_of(render_dossier(_data(ITEM))))
