"""The data of dossier and education sheet: what the record holds, and what it does not."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from microinf_desktop.domain.compliance import caption_sha256, findings_as_json
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.dossiers import local_moment
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import dossiers
from microinf_desktop.storage.tables import (
    Attachment,
    ComplianceDecision,
    ContractVersion,
    Deliverable,
    DisclosureCheck,
    Evidence,
    Violation,
    ViolationStep,
)
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, NOW, TODAY, a_contract, a_deal, a_deliverable, a_draft, an_agency

FAILED = findings_as_json([Finding("UK-CAP-01", "fail", "law", "Not clear.", "Say so.", "https://asa.example")], [])
PASSED = findings_as_json([], ["UK-CAP-01"])


def _check(item: int, area: str, verdict: str, hours: int, phase: str = "draft", **fields: object) -> DisclosureCheck:
    given = {"draft_number": 1, "caption": CAPTION, "caption_sha256": caption_sha256(CAPTION),
             "findings": FAILED if verdict == "fail" else PASSED, "pack_version": load_packs().get(area).version}
    return DisclosureCheck(
        deliverable_id=item, jurisdiction=area, verdict=verdict, platform_verdict="pass", phase=phase,
        checked_at=NOW + timedelta(hours=hours), checked_by="Ida", **{**given, **fields},
    )


def test_a_deliverable_carries_its_whole_record(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK", "US"]}, client={"country": "US"})
    with workspace.writing("Record") as session:
        item = session.get_one(Deliverable, deal.deliverable_id)
        item.verdict, item.published_at, item.live_url = "warn", NOW, "https://post.example/1"
        a_draft(session, deal.deliverable_id)
        session.add_all([
            _check(deal.deliverable_id, "UK", "fail", 1),
            _check(deal.deliverable_id, "UK", "warn", 2),
            _check(deal.deliverable_id, "US", "pass", 2, pack_version="2019.1"),
            ComplianceDecision(deliverable_id=deal.deliverable_id, caption_sha256=caption_sha256(CAPTION),
                               person_name="Ida Lund", reason="Said aloud", decided_at=NOW + timedelta(hours=3)),
        ])
        file = Attachment(sha256="ab" * 32, file_name="shot.png", media_type="image/png", size_bytes=3, added_at=NOW)
        session.add(file)
        session.flush()
        session.add(Evidence(deliverable_id=deal.deliverable_id, attachment_id=file.id, url="https://post.example/1",
                             captured_at=NOW, captured_zone="Europe/London", captured_by="Ida"))
    with workspace.reading() as session:
        data = dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
        again = dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
    (item,) = data.items
    assert [(c.jurisdiction, c.verdict) for c in item.draft_checks] == [("UK", Verdict.WARN), ("US", Verdict.PASS)]
    assert item.draft_checks[0].pack_checked_on == load_packs().get("UK").checked_on
    assert item.draft_checks[1].pack_checked_on is None  # that version is not held any more
    assert (item.live_checks, item.missing, item.needs_decision) == ((), (), False)
    assert [(d.person, d.reason) for d in item.decisions] == [("Ida Lund", "Said aloud")]
    assert [(p.sha256, p.zone, p.is_picture) for p in item.proofs] == [("ab" * 32, "Europe/London", True)]
    (fix,) = item.fixes
    assert (fix.jurisdiction, fix.rules, fix.passed_as) == ("UK", ("UK-CAP-01",), Verdict.WARN)
    assert (data.paper, data.document_id) == ("letter", again.document_id)


def test_a_later_failure_is_open_and_a_new_draft_outdates_a_check(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK"]})
    with workspace.writing("Record") as session:
        session.get_one(Deliverable, deal.deliverable_id).verdict = "fail"
        a_draft(session, deal.deliverable_id)
        a_draft(session, deal.deliverable_id, number=2, caption="Another text", received_at=NOW + timedelta(hours=9))
        session.add_all([_check(deal.deliverable_id, "UK", "pass", 1), _check(deal.deliverable_id, "UK", "fail", 2)])
    with workspace.reading() as session:
        (item,) = dossiers.dossier_data(session, deal.campaign_id, today=TODAY).items
    assert [fix.passed_at for fix in item.open_fixes] == [None]
    assert item.draft_checks[0].is_outdated
    assert (item.verdict, item.missing) == (Verdict.NOT_CHECKED, ("UK",))


def test_the_issued_contract_says_what_was_demanded(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK"]})
    with workspace.reading() as session:
        (item,) = dossiers.dossier_data(session, deal.campaign_id, today=TODAY).items
    assert item.instruction is None
    assert [term.jurisdiction for term in item.demanded] == ["UK"]
    term = {"platform": "instagram", "language": "en", "labels": ["Advertisement"], "placement": "At the top",
            "platform_tool": "", "jurisdiction": "UK"}
    with workspace.writing("Issue") as session:
        contract = a_contract(session, deal.collaboration_id, number="KL-7", signed_on=date(2026, 10, 3))
        file = Attachment(sha256="cd" * 32, file_name="c.pdf", size_bytes=3, added_at=NOW)
        session.add(file)
        session.flush()
        session.add(ContractVersion(
            contract_id=contract.id or 0, version=1, data=json.dumps({"disclosures": [term]}), data_sha256="x",
            attachment_id=file.id or 0, program_version="1", issued_at=NOW, issued_by="Ida",
        ))
    with workspace.reading() as session:
        (item,) = dossiers.dossier_data(session, deal.campaign_id, today=TODAY).items
    assert item.instruction is not None
    assert (item.instruction.number, item.instruction.sha256, item.instruction.signed_on) == (
        "KL-7", "cd" * 32, date(2026, 10, 3)
    )
    assert [term.labels for term in item.demanded] == [("Advertisement",)]


def test_what_was_dropped_unpublished_and_unknown_campaigns(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("More") as session:
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Gone", state="cancelled")
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Seen", state="replaced",
                      published_at=NOW)
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Files", kind="raw_ugc")
    with workspace.reading() as session:
        data = dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
        with pytest.raises(KnownError, match="no campaign 99"):
            dossiers.dossier_data(session, 99, today=TODAY)
    assert sorted(item.title for item in data.items) == ["Files", "Post", "Seen"]
    assert [item.title for item in data.items if not item.needs_label] == ["Files"]
    assert len(data.labelled) == 2


def test_one_label_that_passes_in_all_jurisdictions_is_asked_for(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK", "IE"]}, client={"name": "Brand & Co"},
                  deliverable={"kind": "reel"})
    with workspace.writing("More") as session:
        an_agency(session)
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, kind="story")
    with workspace.reading() as session:
        data = dossiers.education_data(session, deal.collaboration_id, today=TODAY)
    assert [(row.kinds, row.jurisdictions, row.text, row.form, row.fold) for row in data.rows] == [
        (("reel",), ("UK", "IE"), "#ad", "video", 125), (("story",), ("UK", "IE"), "#ad", "story", 125),
    ]
    assert data.rows[0].said == "This is an ad for Brand & Co"
    assert data.rows[0].platform_tool == "paid partnership label"
    uk, ireland = data.words
    # Ireland wants the hash; what it refuses may be fine elsewhere.
    assert "Ad" in uk.accepted
    assert "Ad" in ireland.refused
    assert "#ad" in ireland.accepted
    assert "#spon" in uk.refused
    assert (data.tie, data.paper) == ("fee", "a4")


def test_each_audience_reads_its_own_language(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["DE"], "audience_languages": ["de"]},
                  deliverable={"caption_language": "de"}, influencer={"languages": ["de"]})
    with workspace.reading() as session:
        data = dossiers.education_data(session, deal.collaboration_id, today=TODAY)
    assert [(row.text, row.tag, row.language) for row in data.rows] == [("Werbung |", "#werbung", "de")]
    assert (data.language, data.is_foreign) == ("de", False)
    assert "Unbezahlte Werbung" in data.words[0].refused


@pytest.mark.parametrize(("spoken", "asked", "language", "is_foreign"), [
    (["sv", "nl"], None, "nl", False), (["sv"], None, "en", True), ([], None, "en", False),
    (["sv"], "de-AT", "de", True),
    (["pt-BR", "en"], None, "pt", False),
])
def test_the_sheet_is_in_the_creators_language(
    workspace: Workspace, spoken: list[str], asked: str | None, language: str, is_foreign: bool
) -> None:
    deal = a_deal(workspace, influencer={"languages": spoken}, campaign={"jurisdictions": ["UK"]},
                  deliverable={"kind": "live_qa"})
    with workspace.reading() as session:
        data = dossiers.education_data(session, deal.collaboration_id, today=TODAY, language=asked)
        with pytest.raises(KnownError, match="no education sheet in “sv”"):
            dossiers.education_data(session, deal.collaboration_id, today=TODAY, language="sv")
    assert (data.language, data.is_foreign) == (language, is_foreign)
    assert data.rows[0].minutes > 0


@pytest.mark.parametrize(("parts", "said"), [
    ({"collaboration": {"relationship": "none"}}, "no tie to the brand"),
    ({"deliverable": {"kind": "event"}}, "no deliverables that the creator posts"),
    ({"campaign": {"jurisdictions": []}}, "no jurisdictions"),
])
def test_a_sheet_without_substance_is_refused(
    workspace: Workspace, parts: dict[str, dict[str, object]], said: str
) -> None:
    deal = a_deal(workspace, **parts)
    with workspace.reading() as session, pytest.raises(KnownError, match=said):
        dossiers.education_data(session, deal.collaboration_id, today=TODAY)


def test_a_moment_is_told_on_the_clock_of_its_zone() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    local, zone = local_moment(at, "Europe/Berlin")
    assert (local.date(), local.hour, zone) == (date(2026, 7, 2), 0, "Europe/Berlin, UTC+02:00")
    assert local_moment(at.replace(tzinfo=None), "UTC")[1] == "UTC"
    assert "“Mars/Base” is not known" in local_moment(at, "Mars/Base")[1]


def test_the_number_of_queries_does_not_grow_with_the_deliverables(workspace: Workspace) -> None:
    from sqlalchemy import event

    deal = a_deal(workspace, campaign={"jurisdictions": ["UK"]})
    counted: list[str] = []

    def queries() -> int:
        with workspace.reading() as session:
            dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
            engine = session.get_bind()
            listener = lambda *args: counted.append(args[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listener)
            counted.clear()
            dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
            event.remove(engine, "before_cursor_execute", listener)
        return len(counted)

    few = queries()
    with workspace.writing("More") as session:
        for _ in range(5):
            item = a_deliverable(session, deal.campaign_id, deal.collaboration_id)
            a_draft(session, item.id or 0)
            session.add(_check(item.id or 0, "UK", "fail", 1))
    assert 0 < queries() == few


def test_violations_looks_and_unplanned_posts_are_read(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK"]},
                  deliverable={"state": "live", "published_at": NOW, "is_unplanned": True, "discount_code": "KLARA20"})
    key = deal.deliverable_id
    with workspace.writing("Record") as session:
        session.get_one(Deliverable, key).verdict = "fail"
        session.add_all([
            _check(key, "UK", "fail", 1, "live", draft_number=None),
            _check(key, "UK", "pass", 24 * 9, "live", draft_number=None, caption="Ad: x", caption_sha256="x" * 64),
        ])
        proof = Attachment(sha256="ef" * 32, file_name="fix.png", media_type="image/png", size_bytes=1, added_at=NOW)
        session.add(proof)
        session.flush()
        shown = Evidence(deliverable_id=key, attachment_id=proof.id, captured_at=NOW + timedelta(days=9))
        session.add(shown)
        session.flush()
        broken = Violation(deliverable_id=key, jurisdiction="UK", rule="UK-CAP-01", what="Hidden", found_at=NOW,
                           state="fixed", closed_at=NOW + timedelta(days=9), closed_by="Kit", fix_evidence_id=shown.id)
        session.add(broken)
        session.flush()
        session.add(ViolationStep(violation_id=broken.id or 0, kind="notice", text="Mend it", sent_at=NOW, due_at=NOW))
    with workspace.reading() as session:
        data = dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
    (item,) = data.unplanned
    assert data.planned == ()
    assert item.discount_code == "KLARA20"
    assert [(look.verdict, look.is_changed, look.is_again) for look in item.looks] == [
        (Verdict.FAIL, False, False), (Verdict.PASS, True, True)]
    (found,) = item.violations
    assert (found.fix_proof, found.closed_by, [step.text for step in found.steps]) == ("ef" * 32, "Kit", ["Mend it"])
    assert [(pack.jurisdiction, pack.checks) for pack in data.packs] == [("UK", 2)]
