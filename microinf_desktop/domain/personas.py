"""Whom a client wants to reach: the persona form's draft and the row that reads give back."""

import re
from dataclasses import dataclass

from microinf_desktop.domain.errors import ValidationError

# The youngest age the large networks admit, and an end that no table of ages passes.
YOUNGEST, OLDEST = 13, 99


@dataclass(frozen=True, slots=True)
class PersonaDraft:
    """A persona as typed; ages in whole years, countries ISO 3166-1 alpha-2, languages ISO 639-1."""

    client_id: int
    name: str
    age_from: int | None = None
    age_to: int | None = None
    gender: str = ""
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    behaviours: tuple[str, ...] = ()
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Give the persona a name people remember."))
        for field, age in (("age_from", self.age_from), ("age_to", self.age_to)):
            if age is not None and not YOUNGEST <= age <= OLDEST:
                found.append(ValidationError(field, f"Ages go from {YOUNGEST} to {OLDEST}.", "Type another age."))
        if not found and self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            found.append(ValidationError(
                "age_to", f"The oldest, {self.age_to}, is younger than the youngest, {self.age_from}.", "Swap the two."
            ))
        for field, codes, form, example in (
            ("countries", self.countries, r"[A-Z]{2}", "GB"), ("languages", self.languages, r"[a-z]{2,3}", "en"),
        ):
            wrong = next((code for code in codes if not re.fullmatch(form, code)), None)
            if wrong is not None:
                found.append(ValidationError(field, f"“{wrong}” is not in the list.", f"Use codes such as {example}."))
        return found


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """A persona with the campaigns that want to reach it, as (id, name), newest first."""

    id: int
    client_id: int
    name: str
    age_from: int | None
    age_to: int | None
    gender: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    behaviours: tuple[str, ...]
    notes: str
    campaigns: tuple[tuple[int, str], ...] = ()

    def as_draft(self) -> PersonaDraft:
        return PersonaDraft(**{name: getattr(self, name) for name in PersonaDraft.__dataclass_fields__})
