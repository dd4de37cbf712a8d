"""Changes to clients."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from microinf_desktop.domain.clients import ClientDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Campaign, Client, ClientContact, Competitor
from microinf_desktop.storage.workspace import Workspace


def save_client(
    workspace: Workspace, draft: ClientDraft, client_id: int | None = None, logo: tuple[bytes, str] | None = None
) -> int:
    """Add a client or store the changed form; `logo` is (bytes, file name). Returns the id."""
    for problem in draft.problems():
        raise problem
    label = f"Add {draft.name}" if client_id is None else f"Edit {draft.name}"
    try:
        with workspace.writing(label) as session:
            client = Client(name="") if client_id is None else _client(session, client_id)
            for name in ClientDraft.__dataclass_fields__:
                if name not in ("contacts", "competitors"):
                    value = getattr(draft, name)
                    setattr(client, name, list(value) if isinstance(value, tuple) else value)
            if logo is not None:
                client.logo_attachment_id = attachments.store(workspace.folder, session, *logo)
            session.add(client)
            session.flush()
            assert client.id is not None
            _replace_parts(session, client.id, draft)
            return client.id
    except IntegrityError as error:
        raise ValidationError(
            "name", f"There already is a client “{draft.name}”, or a competitor is named twice.", "Choose another name."
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
    wanted: tuple[tuple[type[ClientContact] | type[Competitor], list[dict[str, Any]]], ...] = (
        (ClientContact, [
            {"name": c.name, "email": c.email, "phone": c.phone, "role": c.role, "is_decider": c.is_decider}
            for c in draft.contacts if c.name.strip()
        ]),
        (Competitor, [{"name": c.name, "category": c.category} for c in draft.competitors if c.name.strip()]),
    )
    for table, parts in wanted:
        statement: SelectOfScalar[Any] = select(table).where(col(table.client_id) == client_id)
        existing = {row.name: row for row in session.exec(statement)}
        for name, row in existing.items():
            if name not in {values["name"] for values in parts}:
                session.delete(row)
        session.flush()
        for values in parts:
            kept = existing.get(values["name"]) or table(client_id=client_id, name="")
            for name, value in values.items():
                setattr(kept, name, value)
            session.add(kept)
