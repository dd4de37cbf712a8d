"""Changes to the agency's profile, people and workspace settings."""

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from microinf_desktop.domain import workload
from microinf_desktop.domain.agency import AgencyDraft, PersonDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.schedule import LeadTimes, with_changes
from microinf_desktop.queries import lead_times
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Agency, Person, Setting
from microinf_desktop.storage.workspace import Workspace

MOST_A_WEEK = 100

def save_profile(workspace: Workspace, draft: AgencyDraft, logo: tuple[bytes, str] | None = None) -> None:
    """Store the profile; `logo` is (bytes, file name)."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit the agency's profile") as session:
        agency = session.get(Agency, 1) or Agency(id=1, name=draft.name)
        for name in AgencyDraft.__dataclass_fields__:
            setattr(agency, name, getattr(draft, name))
        if logo is not None:
            agency.logo_attachment_id = attachments.store(workspace.folder, session, *logo)
        session.add(agency)


def save_person(workspace: Workspace, draft: PersonDraft, person_id: int | None = None) -> int:
    if not draft.name.strip():
        raise ValidationError("name", "The name is empty.", "Type the person's name.")
    with workspace.writing(f"Add {draft.name}" if person_id is None else f"Edit {draft.name}") as session:
        person = Person(name="") if person_id is None else session.get_one(Person, person_id)
        person.name, person.email, person.role = draft.name.strip(), draft.email.strip(), draft.role.strip()
        person.is_active = draft.is_active
        session.add(person)
        session.flush()
        assert person.id is not None
        return person.id


def sign_in(workspace: Workspace, person_id: int) -> None:
    """Sign the steps from now on with this person."""
    with workspace.reading() as session:
        person = session.get_one(Person, person_id)
        workspace.person_id, workspace.person_name = person.id, person.name


def save_setting(workspace: Workspace, name: str, value: Any, label: str = "Change a setting") -> None:
    """Store a workspace setting as JSON; None removes it."""
    store_settings(workspace, {name: value}, label)


def store_settings(workspace: Workspace, values: Mapping[str, Any], label: str) -> None:
    """Store several workspace settings as JSON in one step; None removes one."""
    with workspace.writing(label) as session:
        for name, value in values.items():
            row = session.exec(select(Setting).where(col(Setting.name) == name)).first()
            if value is None:
                if row is not None:
                    session.delete(row)
                continue
            encoded = json.dumps(value, ensure_ascii=False, sort_keys=True)
            row = row or Setting(name=name, value=encoded)
            row.value = encoded
            session.add(row)


def save_lead_times(workspace: Workspace, changes: Mapping[str, Mapping[str, int]]) -> None:
    """Store what the agency changed of the lead times: step to working days, by kind or under “default”.

    It replaces what was stored; nothing at all goes back to what the program ships. ValidationError naming the
    kind or the step that does not exist, or a number of days that is not possible.
    """
    stored: dict[str, dict[str, int]] = {}
    for kind, days in changes.items():
        if kind != lead_times.DEFAULT and kind not in set(DeliverableKind):
            raise ValidationError(kind, f"“{kind}” is no kind of deliverable.", "Use a kind, or “default”.")
        with_changes(LeadTimes(), days)
        if days:
            stored[kind] = dict(days)
    save_setting(workspace, lead_times.SETTING, stored or None, "Change lead times")


def save_workload_limit(workspace: Workspace, limit: int | None) -> None:
    """Store how many deliverables a week are not too many for a creator; None goes back to what the program ships.

    ValidationError for a number that is no limit.
    """
    if limit is not None and not 1 <= limit <= MOST_A_WEEK:
        raise ValidationError(
            workload.SETTING, f"{limit} deliverables a week are no limit.",
            f"Type 1 to {MOST_A_WEEK}, or leave it empty.",
        )
    save_setting(workspace, workload.SETTING, limit, "Change the limit of a creator's week")
