"""What the roster's forms fill in and what its lists are asked for."""

import re
from dataclasses import dataclass, field
from datetime import date

from microinf_desktop.domain.enums import InteractionKind, Platform, RelationshipStage
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.formulas import engagement_rate_by_followers, engagement_rate_by_views, engagements

# One @, a dot in the domain, no spaces: enough to catch slips without refusing real addresses.
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
RESTRICTED = frozenset({RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED})


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """A profile as typed; `handle` may be a profile link. Averages are per post."""

    platform: Platform
    handle: str
    id: int | None = None
    url: str = ""
    followers: int | None = None
    avg_likes: int | None = None
    avg_comments: int | None = None
    avg_views: int | None = None
    avg_shares: int | None = None
    avg_engagements: int | None = None


def account_rate(account: AccountDraft, base: str = "followers") -> tuple[int | None, str]:
    """Engagement rate of an account in parts per million, with its base: "followers", or "views" where asked.

    Average engagements when the source gives them, else the sum of the parts the platform counts (field guide 1).
    (None, "") when the base or the engagements are unknown.
    """
    engaged = account.avg_engagements
    if engaged is None:
        parts = {"likes": account.avg_likes, "comments": account.avg_comments, "shares": account.avg_shares}
        engaged = engagements(account.platform, None, parts).value
    if base == "views":
        rate = engagement_rate_by_views(engaged, account.avg_views)
    else:
        base, rate = "followers", engagement_rate_by_followers(engaged, account.followers)
    return (None, "") if rate is None else (round(rate * 10_000), base)


@dataclass(frozen=True, slots=True)
class InfluencerDraft:
    """A person as typed in the form; `problems` says what cannot be stored."""

    name: str
    legal_name: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    address_checked_on: date | None = None
    languages: tuple[str, ...] = ()
    niches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stage: RelationshipStage = RelationshipStage.PROSPECT
    owner_id: int | None = None
    manager_name: str = ""
    manager_email: str = ""
    manager_phone: str = ""
    legal_form: str = ""
    tax_residence: str = ""
    vat_id: str = ""
    vat_note: str = ""
    birth_date: date | None = None
    guardian_name: str = ""
    guardian_address: str = ""
    source: str = ""
    restriction_reason: str = ""
    restriction_until: date | None = None
    next_action: str = ""
    next_action_on: date | None = None
    notes: str = ""
    accounts: tuple[AccountDraft, ...] = field(default=())

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do; empty when the draft is sound."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type the person's name or handle."))
        for name in ("email", "manager_email"):
            value = getattr(self, name).strip()
            if value and not _EMAIL.fullmatch(value):
                found.append(
                    ValidationError(name, f"“{value}” is not an e-mail address.", "Type it as name@example.com.")
                )
        for name in ("country", "tax_residence"):
            value = getattr(self, name).strip()
            if value and not re.fullmatch(r"[A-Z]{2}", value):
                found.append(ValidationError(name, f"“{value}” is not a country code.", "Use two letters such as DE."))
        if self.birth_date is not None and not date(1900, 1, 1) <= self.birth_date <= date.today():
            found.append(ValidationError("birth_date", "The date of birth is not possible.", "Correct the year."))
        if self.stage in RESTRICTED and not self.restriction_reason.strip():
            found.append(
                ValidationError("restriction_reason", "A blocked person needs a reason.", "Write why, in one line.")
            )
        return found


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What was said with a person, when (UTC) and by whom."""

    influencer_id: int
    summary: str
    kind: InteractionKind = InteractionKind.NOTE
    campaign_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class InfluencerFilter:
    """What the roster shows; empty parts do not filter. Rates are parts per million (30,000 = 3 %)."""

    text: str = ""
    platforms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    niches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    owner_ids: tuple[int, ...] = ()
    min_followers: int | None = None
    max_followers: int | None = None
    min_rate_ppm: int | None = None
    max_rate_ppm: int | None = None
