"""The matrix: SQL slices agree with the standing of each row, whatever was recorded."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from microinf_desktop.domain.compliance import ComplianceFilter, ComplianceView, caption_sha256
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.today import TodayKind
from microinf_desktop.queries import compliance, today
from microinf_desktop.services.compliance_deadlines import set_deadlines
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import ComplianceDecision, Deliverable, DisclosureCheck
from microinf_desktop.storage.workspace import Workspace
from tests.builders import (
    CAPTION,
    NOW,
    TODAY,
    a_campaign,
    a_client,
    a_collaboration,
    a_deal,
    a_deliverable,
    a_draft,
    chain,
)

EMPTY = '{"findings": [], "passed": []}'


def a_check(session: Session, deliverable_id: int, area: str, verdict: str, hours: int = 0, **fields: object) -> None:
    caption = str(fields.pop("caption", CAPTION))
    given_fields = {"draft_number": 1, "phase": "draft", "platform_verdict": "pass", "findings": EMPTY}
    session.add(DisclosureCheck(
        deliverable_id=deliverable_id, jurisdiction=area, verdict=verdict, caption=caption,
        caption_sha256=caption_sha256(caption), pack_version="2026.11", checked_at=NOW + timedelta(hours=hours),
        checked_by="Ida", **{**given_fields, **fields},
    ))


def a_decision(session: Session, deliverable_id: int, hours: int = 0, caption: str = CAPTION) -> None:
    session.add(ComplianceDecision(
        deliverable_id=deliverable_id, caption_sha256=caption_sha256(caption), person_name="Ida", reason="Fine",
        decided_at=NOW + timedelta(hours=hours),
    ))


def listed(workspace: Workspace, view: ComplianceView, **parts: object) -> list[int]:
    with workspace.reading() as session:
        return compliance.ids(session, ComplianceFilter(view, now=NOW + timedelta(days=3), **parts))  # type: ignore[arg-type]


def expected(row: compliance.MatrixRow) -> set[ComplianceView]:
    views = set()
    if row.verdict is Verdict.FAIL:
        views.add(ComplianceView.FAILING)
    elif row.verdict is Verdict.NOT_CHECKED:
        views |= {ComplianceView.NOT_CHECKED} if row.draft_number else set()
    elif row.standing.needs_decision:
        views.add(ComplianceView.UNDECIDED)
    if row.live_overdue:
        views.add(ComplianceView.LIVE_OVERDUE)
    return views


VERDICTS = st.sampled_from(["pass", "warn", "fail"])
RECORDS = st.lists(st.one_of(
    st.tuples(st.just("check"), st.sampled_from(["UK", "US", "DE"]), VERDICTS, st.integers(0, 6), st.booleans()),
    st.tuples(st.just("live"), st.sampled_from(["UK", "US"]), VERDICTS, st.integers(0, 60), st.booleans()),
    st.tuples(st.just("decision"), st.integers(0, 6), st.booleans()),
), max_size=8)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS, st.booleans(), st.sampled_from([0, 1, 2]), st.sampled_from([[], ["UK"], ["UK", "US"]]), st.booleans())
def test_the_slices_agree_with_each_rows_standing(
    workspace: Workspace, records: list[tuple[object, ...]], reset: bool, drafts: int, areas: list[str], live: bool
) -> None:
    with workspace.writing("Build") as session:
        published = {"state": "live", "published_at": NOW + timedelta(hours=5)} if live else {}
        deal = chain(session, campaign={"jurisdictions": areas}, client={"jurisdictions": ["US"]},
                     deliverable={"verdict": "not_checked" if reset else "pass", **published})
        for number in range(1, drafts + 1):
            a_draft(session, deal.deliverable_id, number=number, received_at=NOW + timedelta(hours=2 * number - 2))
        for record in records:
            if record[0] == "decision":
                a_decision(session, deal.deliverable_id, record[1], CAPTION if record[2] else "other")  # type: ignore[arg-type]
            else:
                fields = {"phase": "live", "draft_number": None} if record[0] == "live" else {}
                a_check(session, deal.deliverable_id, *record[1:4], caption=CAPTION if record[4] else "other", **fields)  # type: ignore[arg-type]
    now = NOW + timedelta(days=3)
    with workspace.reading() as session:
        (row,) = compliance.rows(session, [deal.deliverable_id], now)
        shown = {
            view for view in ComplianceView
            if compliance.ids(session, ComplianceFilter(view, campaign_id=deal.campaign_id, now=now))
        }
        counts = compliance.counts(session, now, campaign_id=deal.campaign_id)
    wanted = expected(row)
    assert shown - {ComplianceView.ALL, ComplianceView.OPEN} == wanted
    assert (ComplianceView.OPEN in shown) == bool(wanted)
    assert counts.open == bool(wanted)
    assert counts.failing == (ComplianceView.FAILING in wanted)
    assert counts.live_overdue == (ComplianceView.LIVE_OVERDUE in wanted)


def test_campaign_client_text_and_jurisdiction_narrow_the_matrix(workspace: Workspace) -> None:
    first = a_deal(workspace, influencer={"name": "Łucja Öz"}, campaign={"jurisdictions": ["UK"]})
    second = a_deal(workspace, campaign={"jurisdictions": []}, client={"jurisdictions": ["DE", "AT"]})
    archived = a_deal(workspace, campaign={"state": "archived"})
    a_deal(workspace, deliverable={"state": "cancelled"})
    a_deal(workspace, deliverable={"kind": "raw_ugc"})
    one, two = first.deliverable_id, second.deliverable_id
    view = ComplianceView.ALL
    assert listed(workspace, view) == [one, two]
    assert listed(workspace, view, text="lucja") == [one]
    assert listed(workspace, view, client_id=second.client_id) == [two]
    assert listed(workspace, view, jurisdiction="DE") == [two]
    assert listed(workspace, view, campaign_id=archived.campaign_id) == [archived.deliverable_id]
    with workspace.reading() as session:
        assert compliance.jurisdictions(session) == ["UK", "US", "AT", "DE"]
        for key in compliance.SORT_KEYS:
            assert sorted(compliance.ids(session, sort=key, descending=True)) == [one, two]


def test_a_live_post_is_due_for_a_look_a_day_after(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "live", "published_at": NOW})
    with workspace.reading() as session:
        (row,) = compliance.rows(session, [deal.deliverable_id], NOW + timedelta(hours=23))
        assert (row.live_check_due, row.live_overdue) == (NOW + timedelta(hours=24), False)
        (row,) = compliance.rows(session, [deal.deliverable_id], NOW + timedelta(hours=25))
        assert row.live_overdue
    with workspace.writing("Look") as session:
        a_check(session, deal.deliverable_id, "UK", "pass", hours=20, phase="live", draft_number=None)
    with workspace.reading() as session:
        (row,) = compliance.rows(session, [deal.deliverable_id], NOW + timedelta(hours=25))
    assert (row.live_check_due, row.live_overdue, row.looks_again) == (NOW + timedelta(days=7), False, True)


def test_a_post_is_looked_at_again_after_the_days_the_agency_set(workspace: Workspace) -> None:
    """Not a story, not what may be gone by then, not what is complete."""
    made = {
        "post": a_deal(workspace, deliverable={"state": "live", "published_at": NOW}),
        "story": a_deal(workspace, deliverable={"state": "live", "published_at": NOW, "kind": "story"}),
        "short": a_deal(workspace, deliverable={"state": "live", "published_at": NOW, "keep_live_days": 3}),
        "complete": a_deal(workspace, deliverable={"state": "complete", "published_at": NOW}),
    }
    with workspace.writing("Look") as session:
        for deal in made.values():
            a_check(session, deal.deliverable_id, "UK", "pass", hours=2, phase="live", draft_number=None)
    post = made["post"].deliverable_id

    def overdue(days: float) -> list[int]:
        now = NOW + timedelta(days=days)
        with workspace.reading() as session:
            found = compliance.ids(session, ComplianceFilter(ComplianceView.LIVE_OVERDUE, now=now))
            rows = compliance.rows(session, [deal.deliverable_id for deal in made.values()], now)
        assert [row.id for row in rows if row.live_overdue] == found
        return found

    def listed_today() -> list[tuple[int, date | None]]:
        with workspace.reading() as session:
            return [(item.record_id, item.due_on) for item in today.items(session, TODAY, 7)
                    if item.kind is TodayKind.RECHECK]

    assert (overdue(6.9), overdue(7)) == ([], [post])
    assert listed_today() == [(post, date(2026, 12, 1))]
    set_deadlines(workspace, 3, 48)
    assert (overdue(2.9), overdue(3)) == ([], [post, made["short"].deliverable_id])
    set_deadlines(workspace, 0, 24)
    assert (overdue(30), listed_today()) == ([], [])
    changelog.undo(workspace)
    with workspace.writing("Look again") as session:
        for name in ("post", "short"):
            a_check(session, made[name].deliverable_id, "UK", "pass", hours=73, phase="live", draft_number=None)
    assert (overdue(30), listed_today()) == ([], [])


@pytest.mark.parametrize(("recheck", "answer", "field"), [(-1, 24, "recheck"), (366, 24, "recheck"), (7, 0, "answer")])
def test_deadlines_out_of_bounds_are_refused(workspace: Workspace, recheck: int, answer: int, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        set_deadlines(workspace, recheck, answer)
    assert caught.value.field == field


def test_history_joins_checks_decisions_and_evidence_newest_first(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Record") as session:
        a_draft(session, deal.deliverable_id)
        session.get_one(Deliverable, deal.deliverable_id).verdict = "warn"
        a_check(session, deal.deliverable_id, "UK", "warn")
        a_decision(session, deal.deliverable_id, 2)
    with workspace.reading() as session:
        newest, oldest = compliance.history(session, deal.deliverable_id)
        standing = compliance.standing(session, deal.deliverable_id)
    assert (newest.kind, newest.who, newest.text) == ("decision", "Ida", "Accepted the warning: Fine")
    assert (oldest.kind, oldest.jurisdiction, oldest.verdict) == ("check", "UK", Verdict.WARN)
    assert oldest.text == "Draft 1 checked with pack 2026.11: no findings"
    assert standing is not None
    assert (standing.missing, standing.decision is not None) == (("US",), True)


def test_rows_take_the_same_number_of_queries_for_any_number(
    workspace: Workspace, count_queries: Callable[[Session], list[str]]
) -> None:
    ids = []
    with workspace.writing("Build") as session:
        client = a_client(session)
        campaign = a_campaign(session, client.id or 0)
        for _ in range(12):
            deal = chain(session)
            ids.append(deal.deliverable_id)
            a_draft(session, deal.deliverable_id)
        assert campaign.id
    with workspace.reading() as session:
        queries = count_queries(session)
        compliance.rows(session, ids[:1])
        for_one = len(queries)
        compliance.rows(session, ids)
    assert len(queries) - for_one == for_one <= 10


def test_the_post_carries_what_deal_campaign_and_draft_say(workspace: Workspace) -> None:
    deal = a_deal(
        workspace,
        campaign={"jurisdictions": ["DE", "UK"], "audience_languages": ["de", "en"], "product_category": "food"},
        collaboration={"relationship": "hybrid"}, influencer={"birth_date": date(2009, 11, 25)},
        deliverable={"kind": "reel", "caption_language": "en", "frames": 2},
    )
    with workspace.writing("Drafts") as session:
        a_draft(session, deal.deliverable_id, caption="first", onscreen_text="")
        a_draft(session, deal.deliverable_id, number=2, caption="second", onscreen_text="Werbung",
                onscreen_start_ms=500, onscreen_duration_ms=3_000, duration_ms=25_000, spoken_text="Werbung",
                platform_label_used=True)
    with workspace.reading() as session:
        post = compliance.post_for(session, deal.deliverable_id, on=date(2026, 11, 24))
        first = compliance.post_for(session, deal.deliverable_id, 1, jurisdiction="UK", caption="typed")
        assert compliance.jurisdictions_for(session, deal.deliverable_id) == ("DE", "UK")
        with pytest.raises(KnownError, match="deleted meanwhile"):
            compliance.post_for(session, 999)
    assert (post.jurisdiction, post.platform, post.format, post.relationship) == ("DE", "instagram", "video", "hybrid")
    assert (post.caption, post.onscreen_text, post.onscreen_start_s, post.duration_s) == ("second", "Werbung", 0.5, 25)
    assert (post.spoken, post.platform_label_used, post.frames, post.audience_language) == ("Werbung", True, 2, "en de")
    assert (post.influencer_age, post.product_category, post.brand_influence) == (16, "food", True)
    assert (post.title, post.first_comment) == (None, None)
    assert (first.jurisdiction, first.caption, first.onscreen_text) == ("UK", "typed", "")


def test_a_gift_leaves_the_brands_influence_unknown(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"relationship": "gifted", "compensation_model": "product_seeding"})
    with workspace.writing("Deliverable") as session:
        other = a_collaboration(session, deal.campaign_id, chain(session).influencer_id, relationship="none")
        plain = a_deliverable(session, deal.campaign_id, other.id or 0).id or 0
    with workspace.reading() as session:
        assert compliance.post_for(session, deal.deliverable_id).brand_influence is None
        assert compliance.post_for(session, plain).brand_influence is None
