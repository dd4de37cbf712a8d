"""The compliance dossier: everything recorded is printed, and gaps are named."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image

from microinf_desktop.documents import dossiers as dossier_room
from microinf_desktop.documents.dossiers import render_dossier
from microinf_desktop.documents.fonts import MissingGlyph
from microinf_desktop.documents.pictures import thumbnail
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
    DossierLook,
    DossierPack,
    DossierProof,
    DossierStep,
    DossierViolation,
    seen_words,
)
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform, Verdict
from microinf_desktop.domain.violations import Rung, ViolationState
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


VIOLATION = DossierViolation(
    "UK", "UK-CAP-01", "The label is hidden.", "Ad:", "First words", "https://one.example/a", NOON, "Ida Lund",
    ViolationState.FIXED,
    (DossierStep(Rung.NOTICE, "Hello Wren, mend the label", NOON, "Ida Lund", datetime(2026, 7, 2, 12, 0, tzinfo=UTC)),
     DossierStep(Rung.HOLD_PAY, "We hold the pay", NOON, "Kit Penhaven", None, "clause 9")),
    HASH, NOON, "Kit Penhaven", "", HASH,
)


def test_a_violation_is_printed_with_every_step_and_its_proofs() -> None:
    text = squeezed(text_of(render_dossier(_data(replace(ITEM, violations=(VIOLATION,))))))
    for said in ("UK-CAP-01: The label is hidden.", "proof 1", "“Ad:”; First words", "Asked for the fix",
                 "Hello Wren, mend the label", "by Thu, 2 Jul 2026, 14:00", "Pay held", "under clause 9",
                 "fixed, closed Wed, 1 Jul 2026, 14:00"):
        assert squeezed(said) in text, said
    unsent = replace(VIOLATION, steps=(), state=ViolationState.OPEN, closed_at=None, fix_proof="")
    text = squeezed(text_of(render_dossier(_data(replace(ITEM, violations=(unsent,))))))
    assert squeezed("nothing was sent yet") in text
    assert squeezed("open: neither fixed nor taken down") in text


def test_an_unplanned_post_stands_under_its_own_head_and_outside_the_plan() -> None:
    extra = replace(ITEM, id=8, title="Grid post", is_unplanned=True, discount_code="WREN10", instruction=None)
    text = text_of(render_dossier(_data(ITEM, extra)))
    said = squeezed(text)
    assert squeezed("Unplanned posts Found online and never agreed on") in said
    assert squeezed("the post carries the code WREN10") in said
    assert squeezed("Deliverables 1 all that") in said
    assert said.index(squeezed("Wren Aldersey: Morning reel")) < said.index(squeezed("Found online and never agreed"))
    assert squeezed("Unplanned posts Found") not in squeezed(text_of(render_dossier(_data(ITEM))))


def test_looks_packs_and_hashes_are_listed() -> None:
    again = datetime(2026, 7, 9, 12, 0, tzinfo=UTC)
    looks = (DossierLook(NOON, "Ida Lund", Verdict.PASS, ("UK",), "f" * 64),
             DossierLook(again, "Kit Penhaven", Verdict.FAIL, ("UK",), "e" * 64, True, True))
    packs = (DossierPack("UK", "2026.11.1", DAY, 4), DossierPack("UK", "2019.1", None, 1))
    data = _data(replace(ITEM, looks=looks, next_look_at=again), packs=packs)
    text = squeezed(text_of(render_dossier(data, problems={HASH: "The file was changed."})))
    for said in ("Looked again Fail for UK, Thu, 9 Jul 2026, 14:00 (Europe/Berlin, UTC+02:00) by Kit Penhaven",
                 "the text had changed since", "UK 2019.1 version no longer held", "UK 2026.11.1 Tue, 24 Nov 2026 4",
                 "Contract Wren Aldersey KL-7, version 2"):
        assert squeezed(said) in text, said
    assert [one.sha256 for one in data.hashes] == ["c" * 64, "f" * 64, HASH]
    assert text.count(squeezed("The file was changed.")) == 2, "at the proof and in the list of hashes"


def test_a_small_picture_is_not_blown_up() -> None:
    from microinf_desktop.documents.dossier_parts import Pictures

    tiny = thumbnail(_picture((40, 50)))
    assert tiny is not None
    strip = Pictures([("Proof 1", tiny)])
    assert strip.wrap(500, 500)[1] == 50 * 72 / 150 + 12


def test_a_look_says_what_was_seen_besides_the_caption() -> None:
    seen = seen_words({"onscreen_text": "", "spoken": "This is an ad", "frames_labelled": 1, "frames": 3,
                       "platform_label_used": False, "title": None, "onscreen_start_s": 1.5})
    assert seen == ("no text on the screen; said: “This is an ad”; 1 of 3 frames labelled; "
                    "the platform's label not used")
    assert seen_words({}) == ""
    look = replace(CHECK, phase=Phase.LIVE, seen=seen)
    text = squeezed(text_of(render_dossier(_data(replace(ITEM, live_checks=(look,))))))
    assert squeezed(seen) in text
