"""Changes to clients and their mood boards."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from microinf_desktop.domain.clients import ClientDraft, CompetitorDraft, ContactDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Campaign, Client, ClientContact, ClientImage, Competitor
from microinf_desktop.storage.workspace import Workspace


def save_client(
    workspace: Workspace, draft: ClientDraft, client_id: int | None = None, logo: tuple[bytes, str] | None = None,
    *, without_logo: bool = False,
) -> int:
    """Add a client or store the changed form; `logo` is (bytes, file name), `without_logo` takes it away.

    Returns the id.
    """
    for problem in draft.problems():
        raise problem
    label = f"Add {draft.name}" if client_id is None else f"Edit {draft.name}"
    try:
        with workspace.writing(label) as session:
            client = Client(name="") if client_id is None else _client(session, client_id)
            for name in ClientDraft.__dataclass_fields__:
                if name not in ("contacts", "competitors"):
                    value = getattr(draft, name)
                    value = value.strip() if isinstance(value, str) else value
                    setattr(client, name, list(value) if isinstance(value, tuple) else value)
            if without_logo:
                client.logo_attachment_id = None
            if logo is not None:
                client.logo_attachment_id = attachments.store(workspace.folder, session, *logo)
            session.add(client)
            session.flush()
            assert client.id is not None
            _replace_parts(session, client.id, draft)
            return client.id
    except IntegrityError as error:
        raise ValidationError(
            "name", f"There already is a client “{draft.name}”, perhaps in the archive.", "Choose another name."
        ) from error


def delete_client(workspace: Workspace, client_id: int) -> None:
    """Delete a client without campaigns; KnownError naming a campaign otherwise."""
    with workspace.reading() as session:
        name = _client(session, client_id).name
    with workspace.writing(f"Delete {name}") as session:
        campaign = session.exec(select(Campaign.name).where(Campaign.client_id == client_id)).first()
        if campaign is not None:
            raise KnownError(f"{name} has campaigns, for example “{campaign}”.", "Archive the client instead.")
        session.delete(_client(session, client_id))


def archive_client(workspace: Workspace, client_id: int, archived: bool = True) -> None:
    with workspace.writing("Archive client" if archived else "Restore client") as session:
        _client(session, client_id).is_archived = archived


def _client(session: Session, client_id: int) -> Client:
    client = session.get(Client, client_id)
    if client is None:
        raise KnownError("This client was deleted meanwhile.", "Undo the deletion first.")
    return client


def _replace_parts(session: Session, client_id: int, draft: ClientDraft) -> None:
    """Contacts and competitors as the draft lists them; unchanged ones keep their rows."""
    wanted: tuple[tuple[type[ClientContact] | type[Competitor], Sequence[Any]], ...] = (
        (ClientContact, [contact for contact in draft.contacts if contact.name.strip()]),
        (Competitor, [rival for rival in draft.competitors if rival.name.strip()]),
    )
    for table, parts in wanted:
        statement: SelectOfScalar[Any] = select(table).where(col(table.client_id) == client_id)
        existing = list(session.exec(statement))
        kept = [_stored_part(part, existing) for part in parts]
        for row in existing:
            if row not in kept:
                session.delete(row)
        session.flush()
        for part, row in zip(parts, kept, strict=True):
            row = row or table(client_id=client_id, name="")
            for name in {field.name for field in fields(part)} - {"id"}:
                value = getattr(part, name)
                setattr(row, name, value.strip() if isinstance(value, str) else value)
            session.add(row)
            session.flush()


def _stored_part(part: ContactDraft | CompetitorDraft, existing: list[Any]) -> Any:
    """The row an entry stands for: its own, else, for an entry typed anew, the one of the same name."""
    if part.id is not None:
        return next((row for row in existing if row.id == part.id), None)
    return next((row for row in existing if row.name == part.name), None)


# mood images


def add_images(workspace: Workspace, client_id: int, pictures: Sequence[tuple[bytes, str]]) -> list[int]:
    """Put pictures, as (bytes, file name), at the end of the mood board; one that is there already is left out.

    Returns the ids of what was added.
    """
    label = "Add a mood image" if len(pictures) == 1 else f"Add {len(pictures)} mood images"
    with workspace.writing(label) as session:
        _client(session, client_id)
        images = _images(session, client_id)
        shown, place = {image.attachment_id for image in images}, len(images)
        added = []
        for content, file_name in pictures:
            attachment_id = attachments.store(workspace.folder, session, content, file_name)
            if attachment_id not in shown:
                image = ClientImage(client_id=client_id, attachment_id=attachment_id, position=place)
                session.add(image)
                session.flush()
                added.append(image.id or 0)
                shown.add(attachment_id)
                place += 1
        return added


def caption_image(workspace: Workspace, image_id: int, caption: str) -> None:
    with workspace.writing("Caption a mood image") as session:
        _image(session, image_id).caption = caption.strip()


def move_image(workspace: Workspace, image_id: int, place: int) -> None:
    """Put a picture at another place of the board, counted from 0; the others close up."""
    with workspace.writing("Reorder mood images") as session:
        moved = _image(session, image_id)
        others = [image for image in _images(session, moved.client_id) if image.id != image_id]
        others.insert(max(0, min(place, len(others))), moved)
        for position, image in enumerate(others):
            image.position = position


def remove_images(workspace: Workspace, image_ids: Sequence[int]) -> None:
    """Take pictures off the board (undoable); their files stay in the workspace."""
    with workspace.writing("Remove a mood image" if len(image_ids) == 1 else "Remove mood images") as session:
        for image_id in image_ids:
            session.delete(_image(session, image_id))


def _images(session: Session, client_id: int) -> list[ClientImage]:
    statement = select(ClientImage).where(ClientImage.client_id == client_id)
    return list(session.exec(statement.order_by(col(ClientImage.position), col(ClientImage.id))))


def _image(session: Session, image_id: int) -> ClientImage:
    image = session.get(ClientImage, image_id)
    if image is None:
        raise KnownError("This picture was removed meanwhile.", "Undo the removal first.")
    return image
