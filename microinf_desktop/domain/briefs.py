"""The plain data of a creative brief for one creator: queries fill it, documents print it."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.contract_terms import DeliverableTerm, DisclosureTerm, Handle


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

    `story_prompts` are questions that help to tell a true story; empty takes those of the library. `why_you` is
    what the agency likes about this creator, `learnings` what worked last time. `locale` is a CLDR code, `paper`
    a4 or letter, `color` the client's.
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
    objectives: tuple[str, ...] = ()
    audience: BriefAudience | None = None
    key_messages: tuple[str, ...] = ()
    tone: str = ""
    visual_style: str = ""
    dos: tuple[str, ...] = ()
    donts: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    approved_claims: tuple[str, ...] = ()
    story_prompts: tuple[str, ...] = ()
    why_you: str = ""
    learnings: tuple[str, ...] = ()
    deliverables: tuple[DeliverableTerm, ...] = ()
    disclosures: tuple[DisclosureTerm, ...] = ()
    steps: tuple[BriefStep, ...] = ()
    contact: BriefContact | None = None
    time_zone: str = ""
    locale: str = "en_GB"
    paper: str = "a4"
    color: str = ""
