"""The sample agency: repeatable, consistent with the rules of every room, and the same people in any size."""

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, func, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.clients import ClientDraft
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.compensation import check_terms
from microinf_desktop.domain.contracts import FindingSeverity, contract_findings
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import (
    BallHolder,
    CompensationModel,
    ContractState,
    DeliverableKind,
    DeliverableState,
    PaymentState,
    Platform,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.influencers import InfluencerDraft
from microinf_desktop.domain.metrics import MetricRead, check_read
from microinf_desktop.domain.recurrence import parse_rule
from microinf_desktop.domain.redlines import Wording
from microinf_desktop.domain.sequences import sequence_from_text
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance, violations
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.queries.deals import terms
from microinf_desktop.services import payments as payment_services
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.sample import create_sample
from microinf_desktop.storage import changelog, keys
from microinf_desktop.storage.backup import verify_workspace
from microinf_desktop.storage.tables import (
    Account,
    AccountSnapshot,
    Attachment,
    Campaign,
    ChecklistItem,
    Client,
    Collaboration,
    ComplianceDecision,
    Contract,
    ContractChange,
    ContractMove,
    ContractVersion,
    Deliverable,
    DisclosureCheck,
    Draft,
    Evidence,
    Influencer,
    Interaction,
    MetricSnapshot,
    Payment,
    Person,
    Series,
    Step,
    WorkTemplate,
)
from microinf_desktop.storage.workspace import Workspace

TODAY = date(2026, 11, 24)
S = DeliverableState
_APPROVED = (S.APPROVED, S.SCHEDULED, S.LIVE, S.PROOF_CAPTURED, S.METRICS_CAPTURED, S.COMPLETE)
_PROVED = (S.PROOF_CAPTURED, S.METRICS_CAPTURED, S.COMPLETE)
# Run in a process of its own, whose sets are ordered another way.
_ELSEWHERE = """
import sys
from pathlib import Path
from tests.services.test_sample import _create, _digest
folder = Path(sys.argv[1])
_create(folder, influencers=400).close()
print(_digest(folder))
"""


def _create(folder: Path, **wishes: Any) -> Workspace:
    workspace = Workspace.create(folder)
    create_sample(workspace, **{"today": TODAY, "contract_paper": _paper, **wishes})
    return workspace


def _paper(data: Any) -> tuple[bytes, Wording]:
    return b"%PDF-1.7 " + data.number.encode(), Wording()


def _digest(folder: Path) -> str:
    """How many tables there are, and a hash of everything in them but the times of the steps."""
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        tables = [name for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name")]
        digest = hashlib.sha256()
        for table in tables:
            names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            kept = [name for name in names if (table, name) != ("step", "at")]
            order = "id" if "id" in names else kept[0]
            for row in connection.execute(f'SELECT {", ".join(kept)} FROM "{table}" ORDER BY {order}'):
                digest.update(repr((table, row)).encode())
    return f"{len(tables)} {digest.hexdigest()}"


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with _create(tmp_path_factory.mktemp("big") / "agency", influencers=400) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with _create(tmp_path_factory.mktemp("sample") / "agency") as workspace:
        yield workspace


@pytest.fixture
def session(sample: Workspace) -> Iterator[Session]:
    with sample.reading() as opened:
        yield opened


def _all(session: Session, table: type[Any]) -> list[Any]:
    return list(session.exec(select(table).order_by(table.id)))


def _planned(session: Session) -> list[Deliverable]:
    return [row for row in _all(session, Deliverable) if not row.is_unplanned]


def _names(session: Session, table: type[SQLModel]) -> dict[int, str]:
    return {row.id: row.name for row in _all(session, table)}


# One step, sound, repeatable ----------------------------------------------------------------------------------

def test_it_is_one_step_that_undo_leaves_alone(sample: Workspace, session: Session) -> None:
    steps = _all(session, Step)
    assert [(step.label, step.kind) for step in steps] == [("Create the sample agency", "barrier")]
    assert changelog.next_undo(session) is None
    assert verify_workspace(sample.folder) == []


def test_the_same_seed_and_day_give_the_same_content_in_every_process(big: Workspace, tmp_path: Path) -> None:
    there = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(tmp_path / "agency")], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}, cwd=Path(__file__).parents[2],
    ).stdout.strip()
    assert int(there.split()[0]) > 25
    assert there == _digest(big.folder)


def test_another_seed_changes_figures_and_keeps_the_cast(sample: Workspace, tmp_path: Path) -> None:
    with _create(tmp_path / "other", seed=8) as other, other.reading() as theirs, sample.reading() as ours:
        assert _names(ours, Influencer) == _names(theirs, Influencer)
        assert [a.followers for a in _all(ours, Account)] != [a.followers for a in _all(theirs, Account)]
    assert _digest(other.folder) != _digest(sample.folder)


def test_the_first_sixty_are_the_same_in_any_size(sample: Workspace, big: Workspace) -> None:
    with big.reading() as more, sample.reading() as few:
        assert len(_all(more, Influencer)) == 400
        assert [p.model_dump() for p in _all(more, Influencer)[:60]] == [p.model_dump() for p in _all(few, Influencer)]
        crowd = _all(more, Influencer)[60:]
        assert len({p.country for p in crowd}) > 15
        assert len({p.name for p in crowd}) > 300
        _assert_keys(more)
        assert verify_workspace(big.folder) == []


def test_a_broken_off_sample_leaves_the_workspace_empty(tmp_path: Path) -> None:
    token = CancelToken()

    def stop_late(done: int, total: int | None, text: str = "") -> None:
        if text == "Checks and evidence":
            token.cancel()

    with Workspace.create(tmp_path / "agency") as workspace:
        with pytest.raises(Cancelled):
            create_sample(workspace, today=TODAY, influencers=70, progress=stop_late, cancel=token)
        with workspace.reading() as session:
            assert _all(session, Influencer) == _all(session, Step) == _all(session, Attachment) == []
        assert [path for path in (workspace.folder / "attachments").rglob("*") if path.is_file()] == []
        assert create_sample(workspace, today=TODAY).influencers == 60


def test_what_cannot_be_made_is_refused_in_words(sample: Workspace, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "small") as workspace, pytest.raises(KnownError, match="at least 60"):
        create_sample(workspace, influencers=59, today=TODAY)
    with pytest.raises(KnownError, match="already holds an agency"):
        create_sample(sample, today=TODAY)


# Believable to the rules of each room -------------------------------------------------------------------------

def _as(draft: type[Any], row: SQLModel, **more: Any) -> Any:
    """A form's draft with the values of a row."""
    given = {name: getattr(row, name) for name in draft.__dataclass_fields__ if hasattr(row, name)}
    return draft(**{**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}, **more})


@pytest.mark.parametrize(
    ("table", "draft"),
    [(Influencer, InfluencerDraft), (Client, ClientDraft), (Campaign, CampaignDraft), (Collaboration, DealDraft),
     (Deliverable, DeliverableDraft)],
)
def test_every_row_would_pass_its_form(session: Session, table: type[SQLModel], draft: type[Any]) -> None:
    more: dict[str, Any] = {"accounts": ()} if draft is InfluencerDraft else {}
    problems = {str(problem) for row in _all(session, table) for problem in _as(draft, row, **more).problems()}
    assert problems == set()


def test_all_stages_and_states_are_there(session: Session) -> None:
    assert {p.stage for p in _all(session, Influencer)} == set(RelationshipStage)
    assert {d.state for d in _all(session, Deliverable)} == set(DeliverableState)
    assert {c.state for c in _all(session, Campaign)} == {"finished", "running", "planning"}
    assert sum(c.is_pilot for c in _all(session, Campaign)) == 2
    assert {c.compensation_model for c in _all(session, Collaboration)} == set(CompensationModel)
    assert {c.state for c in _all(session, Contract)} == set(ContractState)
    assert {p.state for p in _all(session, Payment)} == set(PaymentState)
    assert {d.verdict for d in _all(session, Deliverable)} == {"pass", "warn", "fail", "not_checked"}


def test_the_cast_is_micro_and_comes_from_everywhere(session: Session) -> None:
    people = _all(session, Influencer)
    assert len(people) == 60
    assert len(_all(session, Person)) == 5
    assert all(1_000 <= p.top_followers <= 100_000 for p in people)
    assert sum(p.top_followers >= 5_000 for p in people) >= 57
    scripts = ("[Ͱ-Ͽ]", "[Ѐ-ӿ]", "[֐-׿]", "[؀-ۿ]", "[ऀ-ॿ]", "[一-鿿]", "[ァ-ヿ]", "[가-힣]", "[\U0001f300-\U0001faff]")
    for script in scripts:
        assert any(re.search(script, p.name) for p in people), script
    counted = Counter(a.influencer_id for a in _all(session, Account))
    assert set(counted.values()) == {1, 2, 3}
    assert {a.engagement_base for a in _all(session, Account)} == {"followers", "views", ""}


def test_accounts_show_their_latest_of_thirteen_months(session: Session) -> None:
    by_account: dict[int, list[AccountSnapshot]] = {}
    for row in _all(session, AccountSnapshot):
        by_account.setdefault(row.account_id, []).append(row)
    for account in _all(session, Account):
        course = by_account[account.id]
        assert len(course) == 13
        assert [row.taken_on for row in course] == sorted({row.taken_on for row in course})
        assert course[-1].taken_on <= TODAY
        assert (account.followers, account.avg_engagements) == (course[-1].followers, course[-1].avg_engagements)
        under = account.followers if account.engagement_base == "followers" else account.avg_views
        if account.engagement_base:
            assert account.engagement_rate_ppm == round(account.avg_engagements * 1_000_000 / under)


def _assert_keys(session: Session) -> None:
    accounts: dict[int, list[Account]] = {}
    for account in _all(session, Account):
        accounts.setdefault(account.influencer_id, []).append(account)
    for person in _all(session, Influencer):
        stored = person.model_dump()
        keys.apply_keys(person, sorted(accounts[person.id], key=lambda account: -(account.followers or 0)))
        assert person.model_dump() == stored, person.name
    session.expunge_all()


def test_stored_keys_are_what_would_be_computed(session: Session, sample: Workspace) -> None:
    _assert_keys(session)
    paid = {p.id: (p.last_paid_minor, p.last_paid_currency) for p in _all(session, Influencer)}
    assert sum(1 for minor, _ in paid.values() if minor) >= 8
    deals = [deal.id for deal in _all(session, Collaboration)]
    with pytest.raises(KnownError, match="rolled back"), sample.writing("Recompute") as writing:
        for deal_id in deals:
            payment_services._refresh_last_paid(writing, deal_id)
        writing.flush()
        assert {p.id: (p.last_paid_minor, p.last_paid_currency) for p in _all(writing, Influencer)} == paid
        raise KnownError("rolled back")


def test_a_minor_has_a_guardian_and_who_is_blocked_has_a_reason(session: Session) -> None:
    minors = [p for p in _all(session, Influencer) if p.birth_date and (TODAY - p.birth_date).days < 18 * 365]
    assert [bool(p.guardian_name) for p in minors] == [True]
    blocked = [p for p in _all(session, Influencer) if p.stage in ("do_not_contact", "blacklisted")]
    assert all(p.restriction_reason for p in blocked)
    in_campaigns = {deal.influencer_id for deal in _all(session, Collaboration)}
    assert not in_campaigns & {p.id for p in blocked}
    assert {i.kind for i in _all(session, Interaction)} >= {"email", "direct_message", "call", "meeting", "note"}


def test_nothing_leads_to_a_real_address(session: Session) -> None:
    texts = [
        str(value) for table in (Influencer, Client, Person, Deliverable, Draft) for row in _all(session, table)
        for value in row.model_dump().values() if isinstance(value, (str, list))
    ]
    mails = {host for text in texts for host in re.findall(r"[\w.-]+@([\w.-]+\.\w{2,})", text)}
    assert mails
    assert all(host.endswith(".example") for host in mails if "/" not in host)
    links = [row.live_url for row in _all(session, Deliverable) if row.live_url]
    assert all("sample" in link or ".example" in link for link in links)


def test_deals_and_payments_hang_together(session: Session) -> None:
    paid: dict[int, int] = Counter()
    for payment in _all(session, Payment):
        assert payment.amount_minor > 0
        assert (payment.paid_on is not None) == (payment.paid_minor > 0)
        if payment.milestone != "report":
            paid[payment.collaboration_id] += payment.amount_minor
    for deal in _all(session, Collaboration):
        if deal.fee_minor or deal.compensation_model in ("commission", "product_seeding"):
            check_terms(terms(session, deal.id or 0))
        if deal.id in paid:
            assert paid[deal.id] == deal.fee_minor
        posts = [d for d in _all(session, Deliverable) if d.collaboration_id == deal.id]
        fees = [d.fee_minor for d in posts if d.fee_minor is not None]
        assert not fees or sum(fees) == (deal.fee_minor or 0)


def test_contracts_past_the_draft_are_complete_and_issued(session: Session) -> None:
    packs, drafts_lack = load_packs(), set()
    issued = {version.contract_id: version for version in _all(session, ContractVersion)}
    numbers = [contract.number for contract in _all(session, Contract) if contract.kind == "agreement"]
    assert numbers == sorted(numbers)
    assert numbers[0] == "HB-2026-0118"
    for contract in _all(session, Contract):
        data = contract_data(session, contract.collaboration_id, packs, today=contract.sent_on or contract.created_on)
        fails = {one.check_id for one in contract_findings(data) if one.severity is FindingSeverity.FAIL}
        if contract.state == ContractState.DRAFT:
            drafts_lack |= fails
            assert contract.id not in issued
        else:
            assert fails == set(), contract.number
            assert json.loads(issued[contract.id].data)["number"] == contract.number
        days = [contract.created_on, contract.sent_on, contract.signed_on, contract.countersigned_on]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        assert known[-1] <= TODAY
    assert drafts_lack >= {"CON-01", "CON-10"}


def test_contracts_have_lived(session: Session) -> None:
    contracts = {contract.number: contract for contract in _all(session, Contract)}
    versions = _all(session, ContractVersion)
    assert {version.version for version in versions} == {1, 2}
    assert {contract.language for contract in contracts.values()} >= {"en", "de", "fr"}
    assert {contract.kind for contract in contracts.values()} == {"agreement", "amendment", "extension"}
    assert {contract.signed_check for contract in contracts.values()} == {"", "same", "differs", "unreadable"}
    last = {}
    for move in _all(session, ContractMove):
        if move.kind == "move":
            assert move.from_state == last.get(move.contract_id, "draft"), "no move is left out"
            last[move.contract_id] = move.to_state
    assert all(last.get(contract.id, "draft") == contract.state for contract in contracts.values())
    assert {change.state for change in _all(session, ContractChange)} == {"open", "accepted", "declined"}


# The work -----------------------------------------------------------------------------------------------------

def test_deliverables_are_where_their_state_says(session: Session) -> None:
    _assert_states(session, TODAY)


def _assert_states(session: Session, today: date) -> None:
    drafts, proofs, reads = (
        Counter(row.deliverable_id for row in _all(session, table)) for table in (Draft, Evidence, MetricSnapshot)
    )
    for row in _planned(session):
        state = S(row.state)
        holder = pipelines.holder(pipelines.DELIVERABLE, state) or BallHolder.US
        assert row.ball_holder == holder
        assert row.ball_since <= today
        assert row.ship_on is None or row.ship_on <= row.draft_due_on <= row.publish_on
        if state in _APPROVED or state in (S.DRAFT_IN, S.INTERNAL_REVIEW, S.CLIENT_REVIEW, S.CHANGES_REQUESTED):
            assert drafts[row.id], row.title
        if state in (S.NOT_STARTED, S.BRIEFED, S.CONCEPT_IN):
            assert not drafts[row.id], row.title
        if state in _PROVED:
            assert proofs[row.id], row.title
            assert row.published_at.date() <= today
            assert row.live_url
        if state in (S.METRICS_CAPTURED, S.COMPLETE):
            assert reads[row.id], row.title
        assert (row.published_at is not None) == (state in (S.LIVE, *_PROVED))
    for draft in _all(session, Draft):
        assert draft.received_at.date() <= today


def test_the_real_engine_has_judged_and_warnings_are_decided(session: Session) -> None:
    creators = _names(session, Influencer)
    deals = {deal.id: creators[deal.influencer_id] for deal in _all(session, Collaboration)}
    failing_online = []
    for row in _planned(session):
        standing = compliance.standing(session, row.id)
        assert standing is not None
        assert row.verdict == (standing.verdict if standing.checks else Verdict.NOT_CHECKED), row.title
        if S(row.state) not in _APPROVED:
            continue
        assert standing.verdict is not Verdict.NOT_CHECKED, row.title
        if standing.verdict is Verdict.FAIL:
            failing_online.append(deals[row.collaboration_id])
        assert not standing.needs_decision, row.title
    assert failing_online == ["Bryn Cadwaladr-Moss"]
    assert all(decision.reason.strip() for decision in _all(session, ComplianceDecision))


def test_a_post_nobody_planned_was_found_checked_and_written_about(session: Session) -> None:
    (row,) = [row for row in _all(session, Deliverable) if row.is_unplanned]
    (check,) = compliance.checks(session, row.id)
    (proof,) = compliance.evidence(session, row.id)
    (violation,) = violations.of_deliverable(session, row.id)
    assert (row.state, row.publish_on, row.verdict, check.verdict) == (S.LIVE, None, "fail", Verdict.FAIL)
    assert row.published_at < check.checked_at < proof.captured_at
    assert row.discount_code in check.caption
    assert len(violation.steps) == 1


def test_drafts_break_the_rules_the_way_people_do(session: Session) -> None:
    failed = [check for check in _all(session, DisclosureCheck) if check.verdict == "fail"]
    rules = {(check.jurisdiction, one["rule"]) for check in failed for one in json.loads(check.findings)["findings"]}
    assert {area for area, _ in rules} >= {"US", "UK", "IE", "DE", "FR"}
    assert {
        ("UK", "UK-STORY-01"), ("US", "US-FTC-TIKTOK-01"), ("US", "GEN-UNDER-01"), ("DE", "DE-WORD-01"),
    } <= rules
    texts = " ".join(check.caption for check in failed)
    for broken in ("#collab", "#gifted", "#nachfüllen", "poem first", "Merci à"):
        assert broken in texts
    checks = _all(session, DisclosureCheck)
    assert sum(check.verdict == "pass" for check in checks) > len(checks) * 0.6


def test_approved_texts_hold_what_the_brief_asks_for(session: Session) -> None:
    newest: dict[int, Draft] = {}
    for draft in _all(session, Draft):
        newest[draft.deliverable_id] = draft
    for row in _planned(session):
        if row.state in _APPROVED:
            wanted = [*row.required_mentions, *row.required_hashtags, *row.required_links, row.discount_code]
            assert [word for word in wanted if word not in newest[row.id].caption] == [], row.title


def test_finished_work_was_read_three_times_and_the_figures_can_be_right(session: Session) -> None:
    campaigns = {c.id: c for c in _all(session, Campaign)}
    reads: dict[int, list[MetricSnapshot]] = {}
    for row in _all(session, MetricSnapshot):
        reads.setdefault(row.deliverable_id, []).append(row)
    fields = MetricRead.__dataclass_fields__
    for row in _all(session, Deliverable):
        found = reads.get(row.id, [])
        if campaigns[row.campaign_id].state == "finished" and row.state in _APPROVED:
            assert [(one.taken_on - row.publish_on).days for one in found] == [1, 7, 30], row.title
        previous = None
        for one in found:
            assert one.taken_on <= TODAY
            read = MetricRead(read_on=one.taken_on, **{n: getattr(one, n) for n in fields if n != "read_on"})
            doubts = check_read(read, Platform(row.platform), DeliverableKind(row.kind), previous)
            assert doubts == (), (row.title, doubts)
            previous = read


def test_checklists_follow_the_state(session: Session) -> None:
    items: dict[int, list[ChecklistItem]] = {}
    for item in _all(session, ChecklistItem):
        items.setdefault(item.deliverable_id, []).append(item)
    for row in _planned(session):
        done = [item.done_on is not None for item in items[row.id]]
        if row.state == S.NOT_STARTED:
            assert not any(done)
        if row.state in _APPROVED:
            # What the contract asks for comes after the approval.
            own = [item.done_on is not None for item in items[row.id] if item.source != "contract"]
            assert sum(own) >= len(own) * 0.5
        assert all(item.done_on is None or item.done_on <= TODAY for item in items[row.id])


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 1, 1), date(2026, 8, 30)])
def test_it_holds_on_any_day(tmp_path: Path, today: date) -> None:
    """A leap day, a holiday, a Sunday: states, dates and verdicts stay consistent."""
    with _create(tmp_path / "agency", today=today) as workspace, workspace.reading() as session:
        _assert_states(session, today)
        assert {d.state for d in _all(session, Deliverable)} == set(DeliverableState)
        late = [
            row for row in _all(session, Deliverable)
            if row.state == S.BRIEFED and row.draft_due_on and row.draft_due_on < today
        ]
        assert late
        assert all(m.taken_on <= today for m in _all(session, MetricSnapshot))
        bought = _all(session, Payment)
        assert all(payment.paid_on is None or payment.paid_on <= today for payment in bought)


def test_every_decision_of_the_client_says_who_and_when(session: Session) -> None:
    decided = [deal for deal in _all(session, Collaboration) if deal.client_decision != "pending"]
    assert decided
    assert not [deal.id for deal in decided if not deal.client_decided_by or deal.client_decided_on is None]
    assert all(deal.client_decided_on < TODAY for deal in decided if deal.client_decided_on)


def test_a_series_comes_back_by_its_rule_and_the_agency_has_a_sequence(session: Session) -> None:
    (recurring,) = [row for row in _all(session, Series) if row.name == "Carnet de vent"]
    pieces = sorted((row for row in _all(session, Deliverable) if row.series_id == recurring.id),
                    key=lambda row: row.series_position)
    rule = parse_rule(recurring.rule)
    assert recurring.kind == "recurring"
    assert len(pieces) == rule.count == 3
    assert [(later.publish_on - earlier.publish_on).days for earlier, later in pairwise(pieces)] == [14, 14]
    assert all(piece.draft_due_on < piece.publish_on for piece in pieces)
    own = [row for row in _all(session, WorkTemplate) if row.kind == "sequence"]
    assert [sequence_from_text(row.name, row.data).problems() for row in own] == [[]]


def test_names_of_other_scripts_have_draft_contracts(session: Session) -> None:
    creators = {person.id: person.name for person in _all(session, Influencer)}
    deals = {deal.id: creators[deal.influencer_id] for deal in _all(session, Collaboration)}
    drafts = {deals[one.collaboration_id] for one in _all(session, Contract) if one.state == "draft"}
    assert {"林沐晴", "يوسف بنمرزاق", "🌿 Bee & The Kettle"} <= drafts


def test_saving_a_deal_adds_no_checks(session: Session) -> None:
    before = session.exec(select(func.count(ChecklistItem.id))).one()
    follow_deal(session, [deal.id or 0 for deal in _all(session, Collaboration)], TODAY)
    session.flush()
    assert session.exec(select(func.count(ChecklistItem.id))).one() == before
    session.rollback()
