"""What the agency's profile and its people fill in."""

import re
from dataclasses import dataclass

from microinf_desktop.domain.errors import ValidationError


@dataclass(frozen=True, slots=True)
class AgencyDraft:
    """The profile printed on documents; `locale` as en_GB, `accent_color` as #RRGGBB."""

    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    registration_number: str = ""
    currency: str = "EUR"
    locale: str = "en_GB"
    time_zone: str = "Europe/Berlin"
    governing_law: str = ""
    accent_color: str = "#0B5B68"

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type the agency's name."))
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", self.accent_color):
            found.append(ValidationError("accent_color", "This is not a colour.", "Type it as #0B5B68."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        if self.country and not re.fullmatch(r"[A-Z]{2}", self.country):
            found.append(ValidationError("country", f"“{self.country}” is not a country code.", "Use two letters."))
        return found


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """Somebody at the agency."""

    name: str
    email: str = ""
    role: str = ""
    is_active: bool = True
