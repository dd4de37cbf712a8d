"""Changes to personas of a client."""

from sqlmodel import Session, select

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.personas import PersonaDraft
from microinf_desktop.storage.tables import Client, Persona
from microinf_desktop.storage.workspace import Workspace

_LISTS = ("countries", "languages", "interests", "behaviours")


def save_persona(workspace: Workspace, draft: PersonaDraft, persona_id: int | None = None) -> int:
    """Add a persona or store the changed form; the name is the client's only one of its kind. Returns the id."""
    for problem in draft.problems():
        raise problem
    label = f"Add persona {draft.name}" if persona_id is None else f"Edit persona {draft.name}"
    with workspace.writing(label) as session:
        if session.get(Client, draft.client_id) is None:
            raise KnownError("This client was deleted meanwhile.", "Undo the deletion first.")
        others = _names(session, draft.client_id, but=persona_id)
        if draft.name.strip().casefold() in {name.casefold() for name in others}:
            raise ValidationError("name", f"There already is a persona “{draft.name}”.", "Choose another name.")
        row = Persona(client_id=draft.client_id, name="") if persona_id is None else _persona(session, persona_id)
        for name in PersonaDraft.__dataclass_fields__:
            value = getattr(draft, name)
            setattr(row, name, list(value) if name in _LISTS else value.strip() if isinstance(value, str) else value)
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def duplicate_persona(workspace: Workspace, persona_id: int) -> int:
    """A copy under a free name, used by no campaign yet; returns its id."""
    with workspace.writing("Duplicate a persona") as session:
        row = _persona(session, persona_id)
        taken = {name.casefold() for name in _names(session, row.client_id)}
        number, name = 2, f"{row.name} (copy)"
        while name.casefold() in taken:
            name, number = f"{row.name} (copy {number})", number + 1
        copy = Persona(**{**row.model_dump(exclude={"id"}), "name": name})
        session.add(copy)
        session.flush()
        assert copy.id is not None
        return copy.id


def delete_persona(workspace: Workspace, persona_id: int) -> None:
    """Delete a persona and take it out of the campaigns that use it (undoable)."""
    with workspace.reading() as session:
        name = _persona(session, persona_id).name
    with workspace.writing(f"Delete persona {name}") as session:
        session.delete(_persona(session, persona_id))


def _persona(session: Session, persona_id: int) -> Persona:
    row = session.get(Persona, persona_id)
    if row is None:
        raise KnownError("This persona was deleted meanwhile.", "Undo the deletion first.")
    return row


def _names(session: Session, client_id: int, but: int | None = None) -> list[str]:
    found = session.exec(select(Persona.id, Persona.name).where(Persona.client_id == client_id))
    return [name for persona_id, name in found if persona_id != but]
