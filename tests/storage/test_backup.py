"""Backup, verify, thin and restore."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.storage import attachments, backup
from microinf_desktop.storage.tables import Client
from microinf_desktop.storage.workspace import Workspace


def names(folder: Path) -> list[str]:
    with Workspace.open(folder, writable=False) as workspace, workspace.reading() as session:
        return list(session.exec(select(Client.name).order_by(Client.id)))


def test_backup_and_restore_bring_the_old_state_back(workspace: Workspace) -> None:
    with workspace.writing("Add") as session:
        session.add(Client(name="Before"))
    made = backup.make_backup(workspace.folder)
    with workspace.writing("Add") as session:
        session.add(Client(name="After"))
    with pytest.raises(KnownError, match="is open in"):
        backup.restore_backup(workspace.folder, made.path)
    workspace.close()
    safety = backup.restore_backup(workspace.folder, made.path)
    assert names(workspace.folder) == ["Before"]
    backup.restore_backup(workspace.folder, safety)
    assert names(workspace.folder) == ["Before", "After"]


def test_a_damaged_backup_is_not_restored(workspace: Workspace) -> None:
    made = backup.make_backup(workspace.folder)
    content = bytearray(made.path.read_bytes())
    content[100:4000] = b"\xff" * 3900
    made.path.write_bytes(content)
    workspace.close()
    with pytest.raises(KnownError, match="cannot be restored"):
        backup.restore_backup(workspace.folder, made.path)
    assert names(workspace.folder) == []


def test_a_cancelled_backup_leaves_nothing(workspace: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        backup.make_backup(workspace.folder, cancel=cancel)
    assert list((workspace.folder / "backups").iterdir()) == []


def test_verify_finds_a_changed_and_a_missing_file(workspace: Workspace) -> None:
    with workspace.writing("Attach") as session:
        attachments.store(workspace.folder, session, b"one", "one.png")
        attachments.store(workspace.folder, session, b"two", "two.png")
    assert backup.verify_workspace(workspace.folder) == []
    one, two = sorted((workspace.folder / "attachments").rglob("*"), key=lambda p: p.is_file())[-2:]
    one.write_bytes(b"forged")
    two.unlink()
    problems = backup.verify_workspace(workspace.folder)
    assert len(problems) == 2
    assert any("was changed" in p for p in problems)
    assert any("is missing" in p for p in problems)


def test_thinning_keeps_the_day_then_one_a_day_then_one_a_month(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    now = datetime(2026, 11, 24, 12, 0)
    for hours in (1, 5, 30, 34, 24 * 40, 24 * 41, 24 * 42):
        (folder / f"{now - timedelta(hours=hours):%Y-%m-%d_%H-%M-%S}_automatic.db").touch()
    (folder / f"{now - timedelta(hours=34):%Y-%m-%d_%H-%M-%S}_manual.db").touch()
    deleted = backup.thin_backups(tmp_path, now)
    assert len(deleted) == 3
    assert len(backup.list_backups(tmp_path)) == 5
