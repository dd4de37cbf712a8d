"""Niche tests: stored, concluded, proposed from figures, undone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.niche_tests import NicheTestDraft, Outcome, proposed_outcome
from microinf_desktop.queries.niche_tests import Measured, measured, rows
from microinf_desktop.services.niche_tests import delete_niche_test, save_niche_test
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import MetricSnapshot
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal


def test_a_test_is_stored_concluded_and_deleted_with_undo(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = NicheTestDraft(deal.campaign_id, "Night bakers", "They bring cheaper clicks", "cost_per_engagement",
                           Decimal("0.40"), 6)
    key = save_niche_test(workspace, draft)
    done = replace(draft, result=Decimal("0.31"), outcome=Outcome.CONFIRMED, conclusion="Book them",
                   concluded_on=date(2026, 11, 24))
    save_niche_test(workspace, done, key)
    delete_niche_test(workspace, key)
    with pytest.raises(KnownError, match="deleted meanwhile"):
        save_niche_test(workspace, done, key)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert [row.draft for row in rows(session, deal.campaign_id)] == [done]
    save_niche_test(workspace, replace(done, outcome=Outcome.OPEN), key)
    with workspace.reading() as session:
        assert rows(session, deal.campaign_id)[0].draft.concluded_on is None, "an open test is not concluded"


@pytest.mark.parametrize(("change", "field"), [
    ({"niche": " "}, "niche"), ({"hypothesis": ""}, "hypothesis"), ({"metric": "luck"}, "metric"),
    ({"metric": "", "expected": Decimal(1)}, "metric"), ({"expected": Decimal(-1)}, "expected"),
    ({"sample_size": 0}, "sample_size"), ({"outcome": Outcome.REFUTED}, "conclusion"),
])
def test_what_cannot_be_stored_is_named(change: dict[str, object], field: str) -> None:
    draft = replace(NicheTestDraft(1, "n", "h", "reach"), **change)  # type: ignore[arg-type]
    assert [problem.field for problem in draft.problems()] == [field]


@pytest.mark.parametrize(("metric", "expected", "result", "sample", "outcome"), [
    ("reach", "100", "100", 5, Outcome.CONFIRMED), ("reach", "100", "99", 5, Outcome.REFUTED),
    ("cost_per_engagement", "0.4", "0.3", 9, Outcome.CONFIRMED),
    ("cost_per_engagement", "0.4", "0.5", 9, Outcome.REFUTED), ("reach", "100", "200", 4, Outcome.UNCLEAR),
    ("reach", "100", "200", None, Outcome.UNCLEAR), ("reach", "100", None, 9, Outcome.OPEN),
])
def test_the_outcome_follows_from_the_figures(
    metric: str, expected: str, result: str | None, sample: int | None, outcome: Outcome
) -> None:
    found = proposed_outcome(metric, Decimal(expected), None if result is None else Decimal(result), sample)
    assert found is outcome


def test_a_result_is_taken_from_the_posts(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"objectives": ["awareness"]}, deliverable={"state": "live"})
    with workspace.reading() as session:
        assert measured(session, deal.campaign_id, TargetMetric.ENGAGEMENTS).result is None
    with workspace.writing("Read") as session:
        session.add(MetricSnapshot(deliverable_id=deal.deliverable_id, taken_on=date(2026, 11, 24), reach=1_000,
                                   likes=40, comments=10, shares=0, saves=0))
    with workspace.reading() as session:
        assert measured(session, deal.campaign_id, TargetMetric.ENGAGEMENT_RATE_BY_REACH) == Measured(Decimal("5.0"), 1)
