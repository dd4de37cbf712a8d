"""“May we use it here, today?”: rights against a use, a place, a country and a day; never a yes on a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.media import MediaBook, Place, Use
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import REMINDERS, AssetStanding, RightKind, StartEvent
from microinf_desktop.domain.territories import Regions

# What a kind of right allows by itself, and what a word for a medium may add ("TikTok Spark Ads" in a paid licence).
_USES = {
    RightKind.ORGANIC_REPOST: frozenset({Use.ORGANIC}),
    RightKind.PAID: frozenset({Use.ORGANIC, Use.PAID}),
    RightKind.FULL: frozenset({Use.ORGANIC, Use.PAID}),
    RightKind.ALLOWLISTING: frozenset({Use.FROM_ACCOUNT}),
    RightKind.SPARK_CODE: frozenset({Use.FROM_ACCOUNT}),
}
_BY_WORD = {
    RightKind.PAID: frozenset(Use), RightKind.FULL: frozenset(Use),
    RightKind.ORGANIC_REPOST: frozenset({Use.ORGANIC}),
}


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Lack(StrEnum):
    """What a right lacks for a use; the order is that in which a reader wants to hear of it."""

    NO_RIGHT = "no_right"
    WITHDRAWN = "withdrawn"
    UNSIGNED = "unsigned"
    USE = "use"
    MEDIUM = "medium"
    TERRITORY = "territory"
    TERM_OVER = "term_over"
    NOT_BEGUN = "not_begun"
    EDIT = "edit"
    PARTNER = "partner"
    CODE = "code"


class Doubt(StrEnum):
    """What nobody can tell from the register: a word nobody can read, or which post a file belongs to."""

    MEDIUM = "medium"
    TERRITORY = "territory"
    NO_TERRITORY = "no_territory"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Question:
    """A use: `country` is ISO 3166-1 alpha-2; `edited` means changed beyond the format, `by_partner` by a retailer."""

    place: Place
    use: Use
    country: str
    day: date
    edited: bool = False
    by_partner: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """A right as it counts for one asset.

    `is_signed`: typed by hand, or its contract is signed by both. `is_sure`: it certainly covers the asset; where a
    file is not linked to its post, a right that runs per post may or may not.
    """

    id: int
    kind: RightKind
    media: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    starts_with: StartEvent = StartEvent.DATE
    starts_on: date | None = None
    ends_on: date | None = None
    is_perpetual: bool = False
    may_edit: bool = False
    may_sublicense: bool = False
    code: str = ""
    withdrawn_on: date | None = None
    is_signed: bool = True
    is_sure: bool = True
    clause: str = ""
    contract: str = ""
    renewal: Money | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One right against the question: what it lacks, what is unclear about it, and the words nobody could read."""

    grant: Grant
    lacks: tuple[Lack, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def allows(self) -> bool:
        return not self.lacks and not self.doubts


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer with the right it rests on, or comes nearest to a yes with; `others` are the rest, nearest first."""

    answer: Answer
    best: Judged | None = None
    others: tuple[Judged, ...] = ()

    @property
    def until(self) -> date | None:
        """The last day of a yes; None is for ever, or no yes."""
        return self.best.grant.ends_on if self.answer is Answer.YES and self.best is not None else None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        if self.answer is Answer.YES:
            return ()
        return (Lack.NO_RIGHT,) if self.best is None else self.best.lacks


def rule(grants: Sequence[Grant], question: Question, media: MediaBook, regions: Regions) -> Ruling:
    """Yes where one right allows all of it, "cannot tell" where one might, else no with what comes nearest."""
    judged = sorted((judge(one, question, media, regions) for one in grants), key=_nearness)
    if not judged:
        return Ruling(Answer.NO)
    best = judged[0]
    if best.allows:
        answer = Answer.YES
    else:
        answer = Answer.NO if best.lacks else Answer.CANNOT_TELL
    return Ruling(answer, best, tuple(judged[1:]))


def judge(grant: Grant, question: Question, media: MediaBook, regions: Regions) -> Judged:
    """What one right lacks for the use in question."""
    lacks: list[Lack] = []
    doubts: list[Doubt] = []
    unknown: list[str] = []
    if grant.withdrawn_on is not None and grant.withdrawn_on <= question.day:
        lacks.append(Lack.WITHDRAWN)
    if not grant.is_signed:
        lacks.append(Lack.UNSIGNED)
    medium, unread = _medium(grant, question, media)
    if isinstance(medium, Lack):
        lacks.append(medium)
    elif medium is not None:
        doubts.append(medium)
        unknown += unread
    territory = regions.read(grant.territories)
    inside = territory.covers(question.country)
    if not any(word.strip() for word in grant.territories):
        doubts.append(Doubt.NO_TERRITORY)
    elif inside is None:
        doubts.append(Doubt.TERRITORY)
        unknown += territory.unknown
    elif not inside:
        lacks.append(Lack.TERRITORY)
    lacks += _term(grant, question.day)
    if question.edited and not grant.may_edit:
        lacks.append(Lack.EDIT)
    if question.by_partner and not grant.may_sublicense:
        lacks.append(Lack.PARTNER)
    if grant.kind is RightKind.SPARK_CODE and not grant.code.strip():
        lacks.append(Lack.CODE)
    if not grant.is_sure:
        doubts.append(Doubt.POST)
    return Judged(grant, tuple(lacks), tuple(doubts), tuple(unknown))


def _medium(grant: Grant, question: Question, media: MediaBook) -> tuple[Lack | Doubt | None, tuple[str, ...]]:
    """Whether the right covers the use at the place; with the words nobody could read where they might."""
    wanted, by_word = _USES[grant.kind], _BY_WORD.get(grant.kind, _USES[grant.kind])
    read = media.read(grant.media)
    # Accounts are named by platform; a medium that names nothing is not a medium everywhere.
    if question.use in wanted and question.place.value in grant.platforms:
        return None, ()
    here = [one for one in read.media if question.place in one.places]
    if any(question.use in (one.uses & by_word if one.uses else wanted) for one in here):
        return None, ()
    if read.unknown and question.use in by_word:
        return Doubt.MEDIUM, read.unknown
    if question.use not in wanted:
        return Lack.USE, ()
    # The place is named, but for another use only, such as organic posts on a paid licence.
    return (Lack.USE if here else Lack.MEDIUM), ()


def _term(grant: Grant, day: date) -> list[Lack]:
    if grant.starts_on is None or day < grant.starts_on:
        return [Lack.NOT_BEGUN]
    if grant.ends_on is None:
        return [] if grant.is_perpetual else [Lack.NOT_BEGUN]
    return [Lack.TERM_OVER] if day > grant.ends_on else []


_SERIOUS = {
    Lack.USE: 8, Lack.MEDIUM: 5, Lack.TERRITORY: 5, Lack.WITHDRAWN: 6, Lack.TERM_OVER: 3, Lack.NOT_BEGUN: 2,
    Lack.UNSIGNED: 2, Lack.EDIT: 2, Lack.PARTNER: 2, Lack.CODE: 1,
}


def _nearness(judged: Judged) -> tuple[int, int, int, int]:
    """Sorts what allows first (the longest first of all), then what might, then what lacks least."""
    grant = judged.grant
    lasts = -grant.ends_on.toordinal() if grant.ends_on is not None else (-date.max.toordinal() - 1)
    return sum(_SERIOUS[lack] for lack in judged.lacks), len(judged.doubts), lasts, grant.id


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on an asset: whether it may be used, until when (None: for ever), and by which right."""

    standing: AssetStanding
    until: date | None = None
    kind: RightKind | None = None


def badge(grants: Sequence[Grant], today: date) -> Badge:
    """The right that lasts longest, or the one that ends within 45 days, because something has to be done about it."""
    live = [one for one in grants if one.withdrawn_on is None or one.withdrawn_on > today]
    usable = [one for one in live if one.is_signed and one.is_sure and not _term(one, today)]
    if usable:
        ending = [one for one in usable if one.ends_on is not None and (one.ends_on - today).days <= max(REMINDERS)]
        if ending:
            first = min(ending, key=lambda one: one.ends_on or date.max)
            return Badge(AssetStanding.ENDING, first.ends_on, first.kind)
        longest = max(usable, key=lambda one: one.ends_on or date.max)
        return Badge(AssetStanding.USABLE, longest.ends_on, longest.kind)
    if any(Lack.TERM_OVER not in _term(one, today) for one in live):
        return Badge(AssetStanding.WAITING)
    over = [one.ends_on for one in live if one.ends_on is not None]
    return Badge(AssetStanding.EXPIRED, max(over)) if over else Badge(AssetStanding.NONE)
