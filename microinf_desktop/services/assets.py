"""Changes to the content library: files in, links to deliverables, shelving."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.rights import AssetDraft, AssetKind
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.queries.assets import Offered
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Asset, Attachment, Collaboration, Deliverable, UsageRight
from microinf_desktop.storage.workspace import Workspace


def add_files(
    workspace: Workspace, collaboration_id: int, paths: Sequence[Path], deliverable_id: int | None = None,
    progress: Progress = silent, cancel: CancelToken | None = None,
) -> int:
    """Take files into the library of a deal; returns how many are new there.

    They are copied first, which can take long and be cancelled (then nothing stays), and named in one short step.
    KnownError for a file that cannot be read or kept.
    """
    with attachments.copied_in(workspace, paths, progress, cancel or CancelToken()) as copied:
        number = len(copied)
        with workspace.writing("Add 1 file to the library" if number == 1 else f"Add {number} files to the library"
                               ) as session:
            _require_deal(session, collaboration_id)
            files = [Offered(collaboration_id, deliverable_id or 0, attachments.named(session, one), one.file_name,
                             "") for one in copied]
            return _take_in(workspace, session, files)


def take_in(workspace: Workspace, files: Sequence[Offered]) -> int:
    """Take files that are in the workspace already, such as those of drafts, into the library; returns how many."""
    number = len(files)
    with workspace.writing("Add 1 file to the library" if number == 1 else f"Add {number} files to the library"
                           ) as session:
        return _take_in(workspace, session, files)


def save_asset(workspace: Workspace, asset_id: int, draft: AssetDraft) -> None:
    """Store the changed form of an asset; it can be linked to a deliverable of its own deal only."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit an asset") as session:
        asset = _asset(session, asset_id)
        _link(session, asset, draft.deliverable_id)
        asset.title, asset.kind = draft.title.strip(), draft.kind
        asset.url, asset.notes = draft.url.strip(), draft.notes.strip()


def link_assets(workspace: Workspace, asset_ids: Sequence[int], deliverable_id: int | None) -> None:
    """Say which post files belong to; the rights of that post count for them."""
    with workspace.writing("Link to a deliverable" if deliverable_id else "Take a link away") as session:
        for asset_id in asset_ids:
            _link(session, _asset(session, asset_id), deliverable_id)


def shelve_assets(workspace: Workspace, asset_ids: Sequence[int], archived: bool = True) -> None:
    """Put assets away, or bring them back; their rights and files stay."""
    with workspace.writing("Put away" if archived else "Bring back") as session:
        for asset_id in asset_ids:
            _asset(session, asset_id).is_archived = archived


def delete_assets(workspace: Workspace, asset_ids: Sequence[int]) -> None:
    """Delete assets from the library; their files stay in the workspace. KnownError for one that has rights."""
    with workspace.writing("Delete an asset" if len(asset_ids) == 1 else "Delete assets") as session:
        for asset_id in asset_ids:
            asset = _asset(session, asset_id)
            if session.exec(select(UsageRight.id).where(UsageRight.asset_id == asset_id)).first() is not None:
                raise KnownError(f"“{asset.title}” has usage rights of its own.", "Put it away instead.")
            session.delete(asset)


def _take_in(workspace: Workspace, session: Session, files: Sequence[Offered]) -> int:
    added = 0
    for file in files:
        known = session.exec(select(Asset.id).where(
            Asset.collaboration_id == file.collaboration_id, Asset.attachment_id == file.attachment_id
        )).first()
        if known is not None:
            continue
        added += 1
        attachment = session.get_one(Attachment, file.attachment_id)
        post = session.exec(select(Asset).where(
            Asset.deliverable_id == file.deliverable_id, col(Asset.attachment_id).is_(None)
        )).first() if file.deliverable_id else None
        if post is not None:  # the post stands in the library without a file so far
            post.attachment_id, post.kind = file.attachment_id, asset_kind(attachment.media_type)
            session.add(post)
        else:
            session.add(Asset(
                collaboration_id=file.collaboration_id, deliverable_id=file.deliverable_id or None,
                attachment_id=file.attachment_id, title=Path(file.file_name).stem or file.file_name,
                kind=asset_kind(attachment.media_type), added_at=datetime.now(UTC), added_by=workspace.person_name,
            ))
        session.flush()
    return added


def asset_kind(media_type: str) -> AssetKind:
    """What a file of a media type (`image/png`) is in the library."""
    family = media_type.partition("/")[0]
    if family in ("image", "video"):
        return AssetKind.PHOTO if family == "image" else AssetKind.VIDEO
    return AssetKind.TEXT if family == "text" or media_type == "application/pdf" else AssetKind.OTHER


def _link(session: Session, asset: Asset, deliverable_id: int | None) -> None:
    if deliverable_id is not None:
        post = session.get(Deliverable, deliverable_id)
        if post is None or post.collaboration_id != asset.collaboration_id:
            raise ValidationError(
                "deliverable_id", "That deliverable belongs to another deal.", "Choose one of the same creator."
            )
    asset.deliverable_id = deliverable_id
    session.add(asset)


def _require_deal(session: Session, collaboration_id: int) -> None:
    if session.get(Collaboration, collaboration_id) is None:
        raise KnownError("This deal was deleted meanwhile.", "Undo the deletion, then try again.")


def _asset(session: Session, asset_id: int) -> Asset:
    asset = session.get(Asset, asset_id)
    if asset is None:
        raise KnownError("This asset was deleted meanwhile.", "Undo the deletion, then try again.")
    return asset
