"""What the client form fills in."""

import re
from dataclasses import dataclass

from microinf_desktop.domain.errors import ValidationError


@dataclass(frozen=True, slots=True)
class ContactDraft:
    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    is_decider: bool = False


@dataclass(frozen=True, slots=True)
class CompetitorDraft:
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """A client with brand guidelines as typed; `color` is #RRGGBB, `jurisdictions` are pack codes."""

    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    vat_id: str = ""
    website: str = ""
    category: str = ""
    color: str = "#0B5B68"
    currency: str = "EUR"
    payment_terms_days: int = 30
    jurisdictions: tuple[str, ...] = ()
    key_messages: tuple[str, ...] = ()
    tone: str = ""
    visual_style: str = ""
    dos: tuple[str, ...] = ()
    donts: tuple[str, ...] = ()
    mandatory_mentions: tuple[str, ...] = ()
    mandatory_hashtags: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    time_zone: str = "Europe/Berlin"
    notes: str = ""
    contacts: tuple[ContactDraft, ...] = ()
    competitors: tuple[CompetitorDraft, ...] = ()

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type the client's name."))
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", self.color):
            found.append(ValidationError("color", f"“{self.color}” is not a colour.", "Type it as #0B5B68."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        if self.country and not re.fullmatch(r"[A-Z]{2}", self.country):
            found.append(ValidationError("country", f"“{self.country}” is not a country code.", "Use two letters."))
        if not 0 <= self.payment_terms_days <= 365:
            found.append(ValidationError("payment_terms_days", "Payment terms are 0 to 365 days.", "Type a number."))
        return found
