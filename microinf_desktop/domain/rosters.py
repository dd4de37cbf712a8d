"""Plain types of the roster import: what a column means, what a row would do, what is on record already."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.text import fold


class RosterField(StrEnum):
    """What a column of a roster can hold. Adding a detail of a person: a member here and its headings in
    resources/import/headers.json."""

    IGNORE = "ignore"
    HANDLE = "handle"
    LINK = "link"
    PLATFORM = "platform"
    TAKEN_ON = "taken_on"
    # figures of an account
    FOLLOWERS = "followers"
    AVG_LIKES = "avg_likes"
    AVG_COMMENTS = "avg_comments"
    AVG_VIEWS = "avg_views"
    AVG_SHARES = "avg_shares"
    AVG_ENGAGEMENTS = "avg_engagements"
    AUTHENTIC_ENGAGEMENTS = "authentic_engagements"
    ENGAGEMENT_RATE = "engagement_rate"
    # details of a person
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    LEGAL_NAME = "legal_name"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    CITY = "city"
    ADDRESS = "address"
    LANGUAGES = "languages"
    NICHES = "niches"
    TAGS = "tags"
    MANAGER_NAME = "manager_name"
    MANAGER_EMAIL = "manager_email"
    MANAGER_PHONE = "manager_phone"
    VAT_ID = "vat_id"
    NOTES = "notes"


F = RosterField
COUNTS = (
    F.FOLLOWERS, F.AVG_LIKES, F.AVG_COMMENTS, F.AVG_VIEWS, F.AVG_SHARES, F.AVG_ENGAGEMENTS, F.AUTHENTIC_ENGAGEMENTS,
)
ACCOUNT_FIELDS = frozenset({F.HANDLE, F.LINK, F.ENGAGEMENT_RATE, *COUNTS})
# Several columns may hold them: their words are put together.
LISTS = (F.NICHES, F.TAGS, F.LANGUAGES)
TEXTS = (
    F.NAME, F.LEGAL_NAME, F.EMAIL, F.PHONE, F.COUNTRY, F.CITY, F.ADDRESS, F.MANAGER_NAME, F.MANAGER_EMAIL,
    F.MANAGER_PHONE, F.VAT_ID, F.NOTES,
)
PERSON_FIELDS = (*TEXTS, *LISTS)
REPEATABLE = frozenset({F.IGNORE, F.NOTES, *LISTS})


class RateBase(StrEnum):
    """What an engagement rate was divided by."""

    FOLLOWERS = "followers"
    VIEWS = "views"
    REACH = "reach"
    IMPRESSIONS = "impressions"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is taken for, with what a person needs to judge it.

    `platform` is set where the heading names one ("TikTok followers"). `confidence` is 0 to 1. `zero_is_unknown`,
    `decimal`, `unit` (1,000 for "Followers (k)"), `is_fraction` (0.05 means 5 %), `base` and `day_first` say how
    its cells are read.
    """

    index: int
    heading: str
    field: RosterField
    platform: Platform | None = None
    confidence: float = 0.0
    reason: str = ""
    samples: tuple[str, ...] = ()
    zero_is_unknown: bool = False
    decimal: str = ""
    unit: int = 1
    is_fraction: bool = False
    base: RateBase = RateBase.FOLLOWERS
    day_first: bool = True


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table of a file is read; `signature` is the same for files with the same headings in any order.

    `header_row` is 0 when the table has no headings; `taken_on` is the day its figures are from, None for today.
    """

    signature: str
    columns: tuple[ColumnMapping, ...]
    platform: Platform | None = None
    platform_reason: str = ""
    header_row: int = 1
    taken_on: date | None = None
    warnings: tuple[str, ...] = ()

    def with_column(
        self, index: int, new_field: RosterField, platform: Platform | None = None
    ) -> "TableMapping":
        """The mapping with one column changed by hand; another column that held the field is set to ignore."""
        columns = []
        for column in self.columns:
            if column.index == index:
                column = replace(
                    column, field=new_field, platform=platform or column.platform, confidence=1.0,
                    reason="chosen by hand",
                )
            elif (
                column.field is new_field and new_field not in REPEATABLE
                and (column.platform or self.platform) == (platform or self.platform)
            ):
                column = replace(column, field=RosterField.IGNORE, reason=f"column {index + 1} was chosen instead")
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def with_platform(self, platform: Platform) -> "TableMapping":
        """The mapping for a platform chosen by hand."""
        return replace(self, platform=platform, platform_reason="chosen by hand")

    def of(self, wanted: RosterField) -> tuple[ColumnMapping, ...]:
        """The columns taken for a field, left to right."""
        return tuple(column for column in self.columns if column.field is wanted)


class RowStatus(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowRejection:
    """A row that cannot be imported: `row` counts from 1 with the heading, as a spreadsheet shows it.

    `line` is the line in a text editor where cells with line breaks make it another, else 0.
    """

    file: str
    row: int
    reason: str
    column: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The reason with the column it is about."""
        return f"{self.reason} (column {self.column})" if self.column else self.reason


@dataclass(frozen=True, slots=True)
class ImportNote:
    """Something a person should look at, once per kind: how many rows it concerns and the first of them."""

    file: str
    column: str
    message: str
    count: int = 1
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSuggestion:
    """Two entries that may be one person; nothing is merged.

    `influencer_id` names somebody on record, else both are rows.
    """

    file: str
    row: int
    name: str
    other_name: str
    reason: str
    influencer_id: int | None = None
    other_file: str = ""
    other_row: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the preview; `detail` says why it is skipped or rejected, or what an update changes."""

    file: str
    row: int
    status: RowStatus
    name: str
    platform: Platform | None
    handle: str
    followers: int | None
    country: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Rows by what becomes of them; blank rows and repeated headings count as skipped."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        return self.created + self.updated + self.skipped + self.rejected


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `as_json()` is what the command line prints."""

    created: int
    updated: int
    skipped: int
    rejected: int
    rejections: tuple[RowRejection, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain data with the keys created, updated, skipped, rejected and rejections (file, row, reason)."""
        return {
            "created": self.created, "updated": self.updated, "skipped": self.skipped, "rejected": self.rejected,
            "rejections": [
                {"file": item.file, "row": item.row, "reason": item.text} for item in self.rejections
            ],
        }


class Figures(NamedTuple):
    """Counts of an account on a day, in the order of COUNTS; None is unknown."""

    followers: int | None = None
    avg_likes: int | None = None
    avg_comments: int | None = None
    avg_views: int | None = None
    avg_shares: int | None = None
    avg_engagements: int | None = None
    authentic_engagements: int | None = None

    def over(self, other: "Figures") -> "Figures":
        """These counts, with the other's where they are unknown."""
        return Figures(*(mine if mine is not None else theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(slots=True)
class AccountChange:
    """What an import writes for one account: `figures` by ISO day, and whether a day is new or corrects a snapshot.

    `account_id` is None for a new account. `latest` are the figures the account shows afterwards, None when they stay.
    """

    platform: Platform
    handle: str
    key: str
    url: str = ""
    account_id: int | None = None
    figures: dict[str, Figures] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    latest: Figures | None = None
    rate_ppm: int | None = None
    rate_base: str = ""


@dataclass(slots=True)
class PersonChange:
    """What an import writes for one person: `texts` and `lists` (JSON arrays) to set; `influencer_id` None adds one."""

    influencer_id: int | None
    texts: dict[RosterField, str]
    lists: dict[RosterField, str]
    accounts: list[AccountChange]


class ExistingAccount(NamedTuple):
    """An account on record; `latest` is the day of its last snapshot as ISO text, "" without one."""

    id: int
    influencer_id: int
    figures: Figures
    rate_ppm: int | None
    rate_base: str
    latest: str


class ExistingPerson(NamedTuple):
    """A person on record: the details in the order of TEXTS and, as JSON arrays, of LISTS; how many accounts."""

    texts: tuple[str, ...]
    lists: tuple[str, ...]
    accounts: int = 1


FoundAccounts = Mapping[str, Mapping[str, ExistingAccount]]


@dataclass(frozen=True, slots=True)
class RosterQuestion:
    """What an import needs to know of the roster on record: handle keys by platform, addresses, ISO days, names.

    `names` is asked last, with the accounts found: it gives the names of the rows that are not among them.
    """

    accounts: Mapping[str, Collection[str]]
    emails: Collection[str] = ()
    days: Collection[str] = ()
    names: Callable[[FoundAccounts], Collection[str]] = lambda found: ()


@dataclass(frozen=True, slots=True)
class ExistingRoster:
    """The part of the roster on record that an import touches.

    `accounts` by platform and handle key; `snapshots` by account id and ISO day; `emails` (lower case) and `names`
    (name keys) to the ids of people who have them. `revision` tells whether anything was written since.
    """

    revision: int = 0
    accounts: FoundAccounts = field(default_factory=dict)
    people: Mapping[int, ExistingPerson] = field(default_factory=dict)
    snapshots: Mapping[tuple[int, str], Figures] = field(default_factory=dict)
    emails: Mapping[str, Collection[int]] = field(default_factory=dict)
    names: Mapping[str, Collection[int]] = field(default_factory=dict)


Lookup = Callable[[RosterQuestion], ExistingRoster]


def nothing_on_record(question: RosterQuestion) -> ExistingRoster:
    """The lookup of an empty workspace."""
    return ExistingRoster()


def name_key(name: str) -> str:
    """What two spellings of a person's name share: folded, letters and digits only ("🌿 Ana-Lucía" → "ana lucia")."""
    folded = fold(name)
    if folded.replace(" ", "").isalnum():
        return folded
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())
