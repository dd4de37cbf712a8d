"""Everybody beyond the sixty: any number of people from name pools, written in bulk with even memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.domain.text import fold
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.storage import bulk, keys

CHUNK = 5_000
_PEOPLE = (
    "id", "name", "legal_name", "email", "phone", "country", "city", "address", "languages", "niches", "tags", "stage",
    "stage_since", "owner_id", "manager_name", "manager_email", "manager_phone", "legal_form", "tax_residence",
    "vat_id", "vat_note", "guardian_name", "guardian_address", "source", "restriction_reason", "next_action", "notes",
    "sort_name", "search_text", "platforms",
    "primary_handle", "top_followers", "engagement_rate_ppm", "engagement_base", "last_paid_currency",
)
_ACCOUNTS = (
    "id", "influencer_id", "platform", "handle", "handle_key", "url", "category", "followers", "avg_likes",
    "avg_comments", "avg_views", "avg_shares", "avg_engagements", "engagement_rate_ppm", "engagement_base",
)
_SNAPSHOTS = (
    "id", "account_id", "taken_on", "followers", "avg_likes", "avg_comments", "avg_views", "avg_shares",
    "avg_engagements", "source",
)
# Ways to combine platforms, the usual ones more often.
_SETS = (
    (Platform.INSTAGRAM,), (Platform.INSTAGRAM,), (Platform.INSTAGRAM,), (Platform.TIKTOK,), (Platform.TIKTOK,),
    (Platform.YOUTUBE,), (Platform.INSTAGRAM, Platform.TIKTOK), (Platform.INSTAGRAM, Platform.TIKTOK),
    (Platform.INSTAGRAM, Platform.YOUTUBE), (Platform.TIKTOK, Platform.INSTAGRAM, Platform.YOUTUBE),
)
_STAGES = (
    *("prospect",) * 60, *("vetted",) * 20, *("contacted",) * 11, *("in_talks",) * 4, *("dormant",) * 4, "completed",
)
_SNAPSHOT_DAYS = (0, 121, 242, 363)
_OLDEST_DAY = 730
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def add_crowd(
    session: Session, clock: Clock, have: int, wanted: int, progress: Progress, cancel: CancelToken
) -> None:
    """People number `have` + 1 to `wanted`, in chunks, so that memory does not grow with their number."""
    maker = _Maker(session, clock)
    for start in range(have, wanted, CHUNK):
        cancel.check()
        progress(start, wanted, "People")
        maker.write(start, min(start + CHUNK, wanted))


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    languages: str
    cities: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    pattern: str

    @classmethod
    def read(cls, entry: dict[str, Any]) -> "_Country":
        first, second = ("{family}", "{given}") if entry.get("family_first") else ("{given}", "{family}")
        return cls(
            entry["code"], _json(entry["languages"]), tuple(entry["cities"]), tuple(entry["given"]),
            tuple(entry["family"]), first + ("" if entry.get("joined") else " ") + second,
        )


class _Maker:
    """Makes and writes people; one stream of random numbers, in the order of the ids."""

    def __init__(self, session: Session, clock: Clock) -> None:
        pools = content.load("pools.json")
        self._session = session
        # One text per day of the last two years, instead of one per snapshot.
        self._days = [(clock.today - timedelta(days=back)).isoformat() for back in range(_OLDEST_DAY + 1)]
        self._dice = clock.dice("crowd")
        self._countries = [_Country.read(one) for one in pools["countries"] for _ in range(one["weight"])]
        self._niches = [(name, tuple(handle_words)) for name, handle_words in pools["niches"].items()]
        self._sources: list[str] = pools["sources"]
        self._tags = [(tag, _json(content.words(tag))) for tag in pools["tags"]]
        self._owners = len(content.load("agency.json")["people"])
        self._next_person = bulk.next_id(session, "influencer")
        self._next_account = bulk.next_id(session, "account")
        self._next_snapshot = bulk.next_id(session, "account_snapshot")

    def write(self, start: int, end: int) -> None:
        """People number `start` (counted from 0) up to `end`, with accounts and snapshots."""
        people: list[tuple[Any, ...]] = []
        accounts: list[tuple[Any, ...]] = []
        snapshots: list[tuple[Any, ...]] = []
        for number in range(start, end):
            self._add(number, people, accounts, snapshots)
        bulk.insert_rows(self._session, "influencer", _PEOPLE, people)
        bulk.insert_rows(self._session, "account", _ACCOUNTS, accounts)
        bulk.insert_rows(self._session, "account_snapshot", _SNAPSHOTS, snapshots)

    def _add(
        self, number: int, people: list[tuple[Any, ...]], accounts: list[tuple[Any, ...]],
        snapshots: list[tuple[Any, ...]],
    ) -> None:
        dice = self._dice
        country = dice.choice(self._countries)
        name = country.pattern.format(given=dice.choice(country.given), family=self._family(country))
        niches = dice.sample(self._niches, 2 if dice.random() < 0.4 else 1)
        sort_name, latin = _folded(name)
        handle = f"{latin}.{dice.choice(niches[0][1])}.{_base36(number)}"
        person_id, self._next_person = self._next_person, self._next_person + 1
        mine = [self._account(person_id, platform, handle) for platform in dice.choice(_SETS)]
        mine.sort(key=lambda account: -account[7])
        accounts.extend(self._numbered(mine))
        snapshots.extend(self._snapshots(accounts[-len(mine) :]))
        city = dice.choice(country.cities) if dice.random() < 0.8 else ""
        email = f"{handle.replace('.', '-')}@mail.example" if dice.random() < 0.6 else ""
        listed = [niche[0] for niche in niches]
        tag, tags = dice.choice(self._tags)
        top = mine[0]
        people.append((
            person_id, name, name, email, "", country.code, city, "", country.languages, _json(listed), tags,
            dice.choice(_STAGES), self._days[dice.randint(1, _OLDEST_DAY)],
            dice.randint(1, self._owners) if dice.random() < 0.3 else None, *("",) * 9,
            dice.choice(self._sources), "", "", "", sort_name,
            keys.search_text(name, [account[3] for account in mine], (email, city, *listed, tag)),
            ",".join(account[2] for account in mine), handle, top[7], top[13], top[14], "",
        ))

    def _family(self, country: _Country) -> str:
        """A family name, every third of them double where names are written with a space."""
        name = self._dice.choice(country.family)
        if " " not in country.pattern or "-" in name or self._dice.random() > 0.35:
            return name
        return f"{name}-{self._dice.choice(country.family)}"

    def _account(self, person_id: int, platform: Platform, handle: str) -> tuple[Any, ...]:
        """An account without its id; columns as in `_ACCOUNTS`."""
        dice = self._dice
        followers = min(180_000, max(1_200, round(dice.lognormvariate(9.7, 0.85))))
        likes_per = {Platform.INSTAGRAM: (0.012, 0.075), Platform.TIKTOK: (0.03, 0.13), Platform.YOUTUBE: (0.02, 0.07)}
        low, high = likes_per[platform]
        views = round(followers * dice.uniform(0.12, 0.8))
        base, unit = (followers, "followers") if platform is Platform.INSTAGRAM else (views, "views")
        engaged = max(1, round(base * dice.uniform(low, high)))
        comments = round(engaged * 0.05)
        shares = None if platform is Platform.YOUTUBE else round(engaged * 0.06)
        return (
            None, person_id, platform.value, handle, handle, "", "", followers, engaged - comments - (shares or 0),
            comments, views, shares, engaged, round(engaged * 1_000_000 / base), unit,
        )

    def _numbered(self, mine: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for account in mine:
            yield (self._next_account, *account[1:])
            self._next_account += 1

    def _snapshots(self, mine: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """A year of the largest account in thirds, the latest of the others."""
        for rank, account in enumerate(mine):
            for back in reversed(_SNAPSHOT_DAYS if rank == 0 else _SNAPSHOT_DAYS[:1]):
                followers = round(account[7] * (1 - back / 363 * self._dice.random() * 0.5)) if back else account[7]
                averages = account[8:13] if back == 0 else (None,) * 5
                yield (self._next_snapshot, account[0], self._days[back + 3], followers, *averages, "")
                self._next_snapshot += 1


@lru_cache(maxsize=32_768)
def _folded(name: str) -> tuple[str, str]:
    """The sort key of a name, and its first word as a handle would have it, "creator" where it is not Latin."""
    word = fold(name).split(" ")[0].split("-")[0].replace("'", "")
    return keys.sort_name(name), word if word.isascii() and word else "creator"


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def _json(words: list[str]) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))
