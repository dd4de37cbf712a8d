"""What the client forms fill in, and what a client's data must look like to be used in briefs and documents."""

import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.text import fold

MOST_COLORS = 12
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(\.[^\s@,;<>\".]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.\-]*(\s?(x|ext\.?)\s?[0-9]{1,6})?", re.IGNORECASE)
_MENTION = re.compile(r"@\w[\w.\-]{0,49}")
_HASHTAG = re.compile(r"#\w{1,100}")
_HOST = re.compile(r"(https?://)?[^\s/@]+\.[^\s/@.]{2,}(/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person at the client; `is_decider` marks who usually decides approvals, `id` an entry that is stored."""

    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    is_decider: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CompetitorDraft:
    """A rival and the category it competes in; `id` marks an entry that is stored."""

    name: str
    category: str = ""
    id: int | None = None


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
        if not is_color(self.color):
            found.append(ValidationError("color", f"“{self.color}” is not a colour.", "Type it as #0B5B68."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        if self.country and not re.fullmatch(r"[A-Z]{2}", self.country):
            found.append(ValidationError("country", f"“{self.country}” is not a country code.", "Use two letters."))
        if not 0 <= self.payment_terms_days <= 365:
            found.append(ValidationError("payment_terms_days", "Payment terms are 0 to 365 days.", "Type a number."))
        for field, sentence in (
            ("website", website_problem(self.website)), ("time_zone", zone_problem(self.time_zone)),
            ("mandatory_mentions", mentions_problem(self.mandatory_mentions)),
            ("mandatory_hashtags", hashtags_problem(self.mandatory_hashtags)),
            ("palette", palette_problem(self.palette)),
            ("contacts", next(filter(None, map(contact_problem, self.contacts)), "")),
            ("competitors", competitors_problem(self.competitors)),
        ):
            if sentence:
                found.append(ValidationError(field, sentence))
        return found


def is_color(text: str) -> bool:
    """Whether the text is #RRGGBB."""
    return _COLOR.fullmatch(text) is not None


def email_problem(text: str) -> str:
    """Why this is no e-mail address, in a sentence; empty for one and for nothing."""
    if text and not _EMAIL.fullmatch(text):
        return f"“{text}” is not an e-mail address. Type it as name@example.com."
    return ""


def phone_problem(text: str) -> str:
    """Why this is no telephone number; empty for one and for nothing. Six to fifteen digits (ITU-T E.164)."""
    digits = sum(char.isdigit() for char in text)
    if text and not (_PHONE.fullmatch(text) and 6 <= digits <= 15):
        return f"“{text}” is not a telephone number. Type it as +44 1632 960 217."
    return ""


def website_problem(text: str) -> str:
    if text and not _HOST.fullmatch(text):
        return f"“{text}” is not a web address. Type it as https://example.com."
    return ""


def zone_problem(text: str) -> str:
    if text not in _zones():
        return f"“{text}” is not a time zone. Choose one such as Europe/Berlin."
    return ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"UTC"}


def mentions_problem(words: tuple[str, ...]) -> str:
    """The first word that is no @mention, with how to write it."""
    wrong = next((word for word in words if not _MENTION.fullmatch(word)), None)
    if wrong is None:
        return ""
    bare = re.sub(r"[^\w.\-]", "", wrong).lstrip(".-")[:50] or "brand"
    return f"“{wrong}” is not a mention. Type it as @{bare}."


def hashtags_problem(words: tuple[str, ...]) -> str:
    """The first word that is no #hashtag (letters, digits, underscore; not digits alone), with how to write it."""
    wrong = next((word for word in words if not _HASHTAG.fullmatch(word) or word[1:].isdigit()), None)
    if wrong is None:
        return ""
    bare = re.sub(r"\W", "", wrong)
    bare = f"brand{bare}" if not bare or bare.isdigit() else bare
    return f"“{wrong}” is not a hashtag. Type it as #{bare}."


def palette_problem(colors: tuple[str, ...]) -> str:
    wrong = next((color for color in colors if not is_color(color)), None)
    if wrong is not None:
        return f"“{wrong}” is not a colour. Type it as #0B5B68."
    if len(colors) > MOST_COLORS:
        return f"A palette holds {MOST_COLORS} colours at most. Remove {len(colors) - MOST_COLORS}."
    return ""


def contact_problem(contact: ContactDraft) -> str:
    """Why a contact cannot be stored; an entry without anything in it is left out and is no problem."""
    if not contact.name.strip():
        if contact.email or contact.phone or contact.role:
            return "A contact has no name. Type who it is."
        return ""
    return email_problem(contact.email) or phone_problem(contact.phone)


def competitors_problem(competitors: tuple[CompetitorDraft, ...]) -> str:
    seen: set[str] = set()
    for competitor in competitors:
        name = competitor.name.strip().casefold()
        if not name and competitor.category.strip():
            return "A competitor has no name. Type it, or remove the line."
        if name and name in seen:
            return f"“{competitor.name}” is listed twice. Remove one."
        seen.add(name)
    return ""


def contradictions(
    key_messages: tuple[str, ...], dos: tuple[str, ...], forbidden_words: tuple[str, ...]
) -> list[tuple[str, str]]:
    """(word, line): forbidden words that the client's own messages or do's use; creators would be told both."""
    found = []
    for word in forbidden_words:
        pattern = re.compile(rf"(?<!\w){re.escape(fold(word))}(?!\w)")
        found += [(word, line) for line in (*key_messages, *dos) if word.strip() and pattern.search(fold(line))]
    return found
