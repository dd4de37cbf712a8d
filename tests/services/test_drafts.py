"""Files of drafts: copied once, kept by the next version, removed with undo, cancelled without a trace."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from microinf_desktop.domain.deliverables import DraftDraft
from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.services.drafts import add_files, remove_file, save_draft
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Attachment, Draft, DraftFile
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal


def files_of(workspace: Workspace, number: int) -> list[str]:
    with workspace.reading() as session:
        found = session.exec(
            select(Attachment.file_name).join(DraftFile, col(DraftFile.attachment_id) == col(Attachment.id))
            .join(Draft, col(Draft.id) == col(DraftFile.draft_id)).where(Draft.number == number)
            .order_by(col(DraftFile.position))
        )
        return list(found.all())


def test_files_make_a_version_and_the_next_one_keeps_them(workspace: Workspace, tmp_path: Path) -> None:
    deliverable = a_deal(workspace).deliverable_id
    for name in ("cover.png", "clip.mp4"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    told: list[tuple[int, int | None, str]] = []
    paths = [tmp_path / "cover.png", tmp_path / "clip.mp4"]
    assert add_files(workspace, deliverable, paths, progress=lambda *seen: told.append(seen), today=TODAY) == 2
    assert told[-1] == (17_000, 17_000, "clip.mp4")
    assert files_of(workspace, 1) == ["cover.png", "clip.mp4"]
    save_draft(workspace, deliverable, DraftDraft("Ad: tea"), TODAY)
    assert files_of(workspace, 2) == ["cover.png", "clip.mp4"]
    with workspace.reading() as session:
        draft = session.exec(select(Draft).where(Draft.number == 2)).one()
        first = session.exec(select(DraftFile).where(DraftFile.draft_id == draft.id)).first()
        attachment = session.exec(select(Attachment).where(Attachment.file_name == "cover.png")).one()
    assert first is not None
    assert attachments.read(workspace.folder, attachment.sha256) == b"cover.png" * 1000
    assert add_files(workspace, deliverable, paths[:1], draft.id) == 0, "it is there already"
    remove_file(workspace, first.id or 0)
    assert files_of(workspace, 2) == ["clip.mp4"]
    changelog.undo(workspace)
    assert files_of(workspace, 2) == ["cover.png", "clip.mp4"]


def test_cancelled_or_refused_nothing_stays(workspace: Workspace, tmp_path: Path) -> None:
    deliverable = a_deal(workspace).deliverable_id
    (tmp_path / "a.png").write_bytes(b"first")
    (tmp_path / "b.png").write_bytes(b"second")
    token = CancelToken()

    def stop(done: int, total: int | None, text: str = "") -> None:
        if text == "a.png":
            token.cancel()

    with pytest.raises(Cancelled):
        add_files(workspace, deliverable, [tmp_path / "a.png", tmp_path / "b.png"], progress=stop, cancel=token)
    assert [path for path in (workspace.folder / "attachments").rglob("*") if path.is_file()] == []
    (tmp_path / "none.png").write_bytes(b"")
    for name, words in (("none.png", "is empty"), ("gone.png", "cannot be copied")):
        with pytest.raises(KnownError, match=words):
            add_files(workspace, deliverable, [tmp_path / name])
