"""The creative brief: what a person writes, the data of one creator's document, and how two versions differ."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from microinf_desktop.domain.contract_terms import DeliverableTerm, DisclosureTerm, Handle
from microinf_desktop.domain.errors import ValidationError

# Parts of a stored version that say when it was made, not what it says.
_EDITION = frozenset({"version", "dated"})


class BriefState(StrEnum):
    """Where a creator's brief stands; CHANGED means that it would read differently if it were sent again."""

    NOT_SENT = "not_sent"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    CHANGED = "changed"


class AcknowledgementWay(StrEnum):
    """How a creator confirmed the brief."""

    EMAIL = "email"
    MESSAGE = "message"
    CALL = "call"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class BriefDraft:
    """The general part of a campaign's brief as written; lists hold one thing a line.

    Empty `story_prompts` and an empty `freedom_statement` stand for those of the house.
    """

    opening: str = ""
    talking_points: tuple[str, ...] = ()
    story_prompts: tuple[str, ...] = ()
    dos: tuple[str, ...] = ()
    donts: tuple[str, ...] = ()
    approved_claims: tuple[str, ...] = ()
    call_to_action: str = ""
    visual_direction: str = ""
    freedom_statement: str = ""
    learnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefPageDraft:
    """The creator's own page as written; empty parts leave those of the general part in place."""

    why_you: str = ""
    talking_points: tuple[str, ...] = ()
    story_prompts: tuple[str, ...] = ()
    freedom_statement: str = ""

    @property
    def is_empty(self) -> bool:
        return self == BriefPageDraft()


@dataclass(frozen=True, slots=True)
class AcknowledgementDraft:
    """A creator's confirmation as typed."""

    day: date
    name: str = ""
    way: AcknowledgementWay = AcknowledgementWay.EMAIL
    note: str = ""

    def problems(self, sent_on: date, today: date) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if self.day > today:
            found.append(ValidationError("day", "The day lies in the future.", "Enter the day it was confirmed."))
        if self.day < sent_on:
            found.append(ValidationError("day", f"The brief was sent on {sent_on:%d %b %Y}, after this day.",
                                         "Enter the day it was confirmed."))
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Enter who confirmed it."))
        return found


@dataclass(frozen=True, slots=True)
class BriefAudience:
    """Whom the campaign wants to reach; ages in years, countries as names or ISO codes, languages as tags."""

    name: str = ""
    age_from: int | None = None
    age_to: int | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefItem:
    """A deliverable with the wording it has to carry: `caption` word for word, `min_characters` in the caption."""

    term: DeliverableTerm
    caption: str = ""
    call_to_action: str = ""
    min_characters: int | None = None


@dataclass(frozen=True, slots=True)
class BriefImage:
    """A picture of the client's mood board, named by the SHA-256 of its bytes."""

    sha256: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class BriefStep:
    """A day the creator has to know about."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class BriefContact:
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class BriefData:
    """A creative brief, version by version; empty parts are left out of the document.

    `talking_points` are for everybody, `own_points` for this creator. Empty `story_prompts` and `freedom` take those
    of the clause library. `is_labelled` is False where no tie to the brand has to be disclosed. `palette` holds
    #RRGGBB colours. `locale` is a CLDR code, `paper` a4 or letter, `color` the client's.
    """

    campaign: str
    client: str
    agency: str
    creator: str
    version: int
    dated: date
    handles: tuple[Handle, ...] = ()
    product: str = ""
    summary: str = ""
    opening: str = ""
    objectives: tuple[str, ...] = ()
    audience: BriefAudience | None = None
    key_messages: tuple[str, ...] = ()
    talking_points: tuple[str, ...] = ()
    own_points: tuple[str, ...] = ()
    call_to_action: str = ""
    tone: str = ""
    visual_style: str = ""
    visual_direction: str = ""
    palette: tuple[str, ...] = ()
    images: tuple[BriefImage, ...] = ()
    dos: tuple[str, ...] = ()
    donts: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    approved_claims: tuple[str, ...] = ()
    story_prompts: tuple[str, ...] = ()
    freedom: str = ""
    why_you: str = ""
    learnings: tuple[str, ...] = ()
    items: tuple[BriefItem, ...] = ()
    is_labelled: bool = True
    disclosures: tuple[DisclosureTerm, ...] = ()
    steps: tuple[BriefStep, ...] = ()
    contact: BriefContact | None = None
    time_zone: str = ""
    locale: str = "en_GB"
    paper: str = "a4"
    color: str = ""
    logo_sha256: str = ""


@dataclass(frozen=True, slots=True)
class MadeBrief:
    """A brief as it would be sent; `pdf` is empty where the newest version says the same already."""

    collaboration_id: int
    data: BriefData
    pdf: bytes

    @property
    def file_name(self) -> str:
        return brief_file_name(self.data.campaign, self.data.creator, self.data.version)


@dataclass(frozen=True, slots=True)
class StandingBrief:
    """A brief as it stands: the newest version where it says the same, else a preview that says it was not sent.

    `version` and `sent_on` are those of the newest version, 0 and None before the first was sent.
    """

    pdf: bytes
    is_sent: bool
    version: int = 0
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What sending came to: creators with their version number, split by whether it is new."""

    sent: tuple[tuple[str, int], ...] = ()
    unchanged: tuple[tuple[str, int], ...] = ()
    briefed: int = 0


def brief_file_name(campaign: str, creator: str, version: int | None = None) -> str:
    """"second-pot-wren-aldersey-brief-v2.pdf": a name every system takes; letters of any script stay."""
    words = "-".join((campaign, creator, "brief")).lower()
    name = "-".join("".join(char if char.isalnum() else " " for char in words).split())
    return f"{name}.pdf" if version is None else f"{name}-v{version}.pdf"


# What is missing ------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class BriefGap:
    """Something a brief lacks. `place` is where it is mended: brief, collaboration, campaign, deliverable or people.

    `record_id` is the deliverable's; `blocks` says that no version can be sent without it.
    """

    message: str
    fix: str
    place: str
    blocks: bool = True
    record_id: int | None = None


def brief_gaps(data: BriefData) -> tuple[BriefGap, ...]:
    """What is missing, what forbids sending first."""
    found = sorted(_gaps(data), key=lambda gap: not gap.blocks)
    return tuple(found)


def _gaps(data: BriefData) -> Iterator[BriefGap]:
    if not data.items:
        yield BriefGap(f"No deliverable is planned for {data.creator}.", "Add what is to be made.", "collaboration")
    if data.is_labelled and not data.disclosures and any(item.term.is_published for item in data.items):
        yield BriefGap("No rules are chosen, so the brief cannot say which words label the posts.",
                       "Choose the jurisdictions of the campaign.", "campaign")
    for item in data.items:
        yield from _gaps_of(item.term)
    if not (data.opening.strip() or data.summary.strip()):
        yield BriefGap("Nothing says what the campaign is about.", "Write an opening.", "brief", blocks=False)
    if not (data.key_messages or data.talking_points or data.own_points):
        yield BriefGap("There is nothing people should remember.", "Add key messages or talking points.", "brief",
                       blocks=False)
    if data.contact is None or not (data.contact.email.strip() or data.contact.phone.strip()):
        yield BriefGap("Nobody is named for questions.", "Give the owner of the campaign an e-mail address.", "people",
                       blocks=False)


def _gaps_of(term: DeliverableTerm) -> Iterator[BriefGap]:
    name = term.title.strip() or term.kind.value.replace("_", " ").capitalize()
    if term.publish_on is None and term.is_published:
        yield BriefGap(f"“{name}” has no publish day.", "Enter the day.", "deliverable", record_id=term.record_id)
    if term.draft_due_on is None and term.is_published:
        yield BriefGap(f"“{name}” has no day for the draft.", "Enter the day.", "deliverable", blocks=False,
                       record_id=term.record_id)


# Versions -------------------------------------------------------------------------------------------------------

def brief_json(data: BriefData) -> str:
    """The data as canonical JSON: sorted keys, dates in ISO form; what is stored beside a version that was sent."""
    return json.dumps(asdict(data), sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def sha256_of(stored: str) -> str:
    """SHA-256 of a version's JSON."""
    return hashlib.sha256(stored.encode("ascii")).hexdigest()


def same_content(stored: str, data: BriefData) -> bool:
    """Whether a stored version says what `data` says, whatever its number and day.

    Empty parts do not count, so that a part that a later program adds does not make every version look changed.
    """
    return bool(_content(json.loads(stored)) == _content(json.loads(brief_json(data))))


def _content(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _content(part) for key, part in value.items() if key not in _EDITION}
        return {key: part for key, part in kept.items() if part not in (None, "", [], {})}
    return [_content(part) for part in value] if isinstance(value, list) else value


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a brief")


@dataclass(frozen=True, slots=True)
class BriefChange:
    """A part of the brief that reads differently in two versions; "" where one of them lacks it."""

    part: str
    old: str
    new: str


def as_stored(field: str, value: str) -> str:
    """A stored word as it is; kinds read like words."""
    return value.replace("_", " ").capitalize() if field == "kind" else value


def brief_changes(old: str, new: str, named: Callable[[str, str], str] = as_stored) -> tuple[BriefChange, ...]:
    """What differs between two stored versions, part by part in the order of the document.

    `named(field, value)` says how a stored word is written: of "platform", "kind", "language", "jurisdiction", "day".
    """
    before, after = dict(_parts(json.loads(old), named)), dict(_parts(json.loads(new), named))
    order = [*after, *(part for part in before if part not in after)]
    return tuple(
        BriefChange(part, before.get(part, ""), after.get(part, ""))
        for part in order if before.get(part, "") != after.get(part, "")
    )


_TEXTS = (
    ("product", "Product"), ("summary", "Summary"), ("opening", "Opening"), ("why_you", "Why you"),
    ("objectives", "Aim"), ("key_messages", "Key messages"), ("talking_points", "Talking points"),
    ("own_points", "Own talking points"), ("call_to_action", "Call to action"), ("story_prompts", "Story prompts"),
    ("freedom", "Freedom statement"), ("tone", "Tone"), ("visual_style", "Visual style"),
    ("visual_direction", "Visual direction"), ("palette", "Colours"), ("dos", "Do"), ("donts", "Do not"),
    ("forbidden_words", "Words to leave out"), ("approved_claims", "Approved claims"), ("learnings", "Learnings"),
)
_REST = (("time_zone", "Time zone"), ("client", "Client"), ("campaign", "Campaign"), ("creator", "Creator"),
         ("agency", "Agency"))


def _parts(stored: Mapping[str, Any], named: Callable[[str, str], str]) -> Iterator[tuple[str, str]]:
    """(name, text) of everything a version says."""
    for key, name in _TEXTS:
        yield name, _lines(stored.get(key))
    audience = stored.get("audience") or {}
    yield "Audience", ", ".join(filter(None, (_flat(value) for value in audience.values())))
    for number, item in enumerate(stored.get("items", ()), 1):
        term = item["term"]
        name = term["title"] or named("kind", term["kind"])
        yield f"Deliverable {number}: {name}", "\n".join(_item_lines(item, named))
    yield "Advertising label", "\n".join(
        f"{', '.join(named(key, term[key]) for key in ('platform', 'language', 'jurisdiction'))}: "
        f"{' or '.join(term['labels'])}. {term['placement']} {term['platform_tool']}".strip()
        for term in stored.get("disclosures", ())
    )
    yield "Days", "\n".join(f"{named('day', step['day'])} {step['what']}" for step in stored.get("steps", ()))
    yield "Pictures", "\n".join(image["caption"] or image["sha256"][:8] for image in stored.get("images", ()))
    yield "Contact", ", ".join(filter(None, (_flat(value) for value in (stored.get("contact") or {}).values())))
    for key, name in _REST:
        yield name, _lines(stored.get(key))


_TERM_WORDS = (
    ("quantity", "Number"), ("min_seconds", "Seconds at least"), ("frames", "Frames"),
    ("caption_language", "Language"), ("account", "Account"), ("mentions", "Mentions"), ("hashtags", "Hashtags"),
    ("links", "Links"), ("discount_code", "Code"), ("talking_points", "Points"), ("draft_due_on", "Draft"),
    ("publish_on", "Publish"), ("keep_live_days", "Days live"),
)


_NAMED = {"caption_language": "language", "draft_due_on": "day", "publish_on": "day"}


def _item_lines(item: Mapping[str, Any], named: Callable[[str, str], str]) -> Iterator[str]:
    more = (("caption", "Caption"), ("call_to_action", "Call to action"), ("min_characters", "Characters at least"))
    for source, words in ((item["term"], _TERM_WORDS), (item, more)):
        for key, name in words:
            text = _flat(source.get(key))
            if text:
                yield f"{name}: {named(_NAMED[key], text) if key in _NAMED else text}"


def _lines(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
