"""Storing reads: one per day, odd figures told and kept, impossible days refused."""

from datetime import timedelta

import pytest

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.metrics import DoubtKind, MetricRead
from microinf_desktop.queries import metrics as queries
from microinf_desktop.services import metrics
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Attachment
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_deal


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, deliverable={"state": "live", "published_at": NOW - timedelta(days=2)})


def test_a_second_read_of_the_day_replaces_the_first_and_keeps_its_proof(workspace: Workspace, deal: Deal) -> None:
    typed, shot = MetricRead(TODAY, reach=10, likes=1), (b"\x89PNG", "shot.png")
    first = metrics.save_read(workspace, deal.deliverable_id, typed, proof=shot, today=TODAY)
    second = metrics.save_read(
        workspace, deal.deliverable_id, MetricRead(TODAY, reach=20, is_estimated=True, source="insights"), today=TODAY
    )
    assert first.snapshot_id == second.snapshot_id
    with workspace.reading() as session:
        (row,) = queries.snapshots(session, deal.deliverable_id)
        file = session.get_one(Attachment, row.attachment_id)
    assert (row.read.reach, row.read.likes, row.read.is_estimated, row.read.source) == (20, None, True, "insights")
    assert attachments.read(workspace.folder, file.sha256) == b"\x89PNG"
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert queries.snapshots(session, deal.deliverable_id)[0].read.reach == 10


def test_odd_figures_are_told_and_kept_with_the_reason(workspace: Workspace, deal: Deal) -> None:
    day = TODAY - timedelta(days=1)
    metrics.save_read(workspace, deal.deliverable_id, MetricRead(day, likes=500), today=TODAY)
    odd = MetricRead(TODAY, reach=38_910, impressions=36_204, likes=100)
    saved = metrics.save_read(workspace, deal.deliverable_id, odd, reason="Likes were hidden", today=TODAY)
    assert {doubt.kind for doubt in saved.doubts} == {DoubtKind.REACH_ABOVE_IMPRESSIONS, DoubtKind.FALLING}
    with workspace.reading() as session:
        assert queries.snapshots(session, deal.deliverable_id)[-1].read.reach == 38_910
        newest = changelog.history(session, "metric_snapshot", saved.snapshot_id)[0]
    assert newest.step.label == "Enter figures: Likes were hidden"


def test_impossible_reads_are_refused(workspace: Workspace, deal: Deal) -> None:
    for read, field in (
        (MetricRead(TODAY, is_estimated=True), "reach"), (MetricRead(TODAY + timedelta(days=1), reach=1), "read_on"),
        (MetricRead(TODAY - timedelta(days=3), reach=1), "read_on"),
    ):
        with pytest.raises(ValidationError) as caught:
            metrics.save_read(workspace, deal.deliverable_id, read, today=TODAY)
        assert caught.value.field == field
    with pytest.raises(KnownError, match="deleted meanwhile"):
        metrics.save_read(workspace, 999, MetricRead(TODAY, reach=1), today=TODAY)


def test_a_read_can_be_deleted_and_brought_back(workspace: Workspace, deal: Deal) -> None:
    saved = metrics.save_read(workspace, deal.deliverable_id, MetricRead(TODAY, reach=1), today=TODAY)
    metrics.delete_read(workspace, saved.snapshot_id)
    with pytest.raises(KnownError, match="deleted meanwhile"):
        metrics.delete_read(workspace, saved.snapshot_id)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert len(queries.snapshots(session, deal.deliverable_id)) == 1
