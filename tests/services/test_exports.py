"""The full export: complete, readable elsewhere, all or nothing."""

import csv
import json
from pathlib import Path

import pytest

from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.interchange.exports import unique_names
from microinf_desktop.services.exports import export_workspace
from microinf_desktop.storage import attachments
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_deal


def test_everything_is_in_the_export(workspace: Workspace, tmp_path: Path) -> None:
    a_deal(workspace, influencer={"name": "=Łucja & Co", "niches": ["tea", "home"]})
    with workspace.writing("Attach") as session:
        attachments.store(workspace.folder, session, b"one", "proof.png")
        attachments.store(workspace.folder, session, b"two", "proof.png")
    counts = export_workspace(workspace, tmp_path / "out")
    assert counts["influencer"] == 1
    with (tmp_path / "out/csv/influencer.csv").open(encoding="utf-8-sig", newline="") as handle:
        row = next(csv.DictReader(handle))
    assert (row["name"], row["niches"]) == ("'=Łucja & Co", "tea; home")
    data = json.loads((tmp_path / "out/workspace.json").read_text(encoding="utf-8"))
    assert data["influencer"][0]["niches"] == ["tea", "home"]
    assert data["influencer"][0]["name"] == "=Łucja & Co"
    assert {p.read_bytes() for p in (tmp_path / "out/files").iterdir()} == {b"one", b"two"}


def test_a_used_folder_is_refused_and_cancel_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine")
    with pytest.raises(KnownError, match="not an empty folder"):
        export_workspace(workspace, tmp_path / "used")
    cancel = CancelToken()
    cancel.cancel()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        export_workspace(workspace, tmp_path / "out", cancel=cancel)
    assert sorted(tmp_path.iterdir()) == before


def test_file_names_stay_apart_and_legal() -> None:
    assert list(unique_names([(1, "a/b.png"), (2, "A_b.png"), (3, "")])) == [
        (1, "a_b.png"), (2, "2 A_b.png"), (3, "file")
    ]
