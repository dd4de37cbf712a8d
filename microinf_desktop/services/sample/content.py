"""Reads what people wrote for the sample in `resources/sample/`, and turns its day words into dates."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.periods import parse_day
from microinf_desktop.paths import resource

Entry = dict[str, Any]
PEOPLE_FILES = ("islands", "continent", "americas", "world")
# The order in which the agency won them; the running one comes first in lists by date anyway.
CAMPAIGN_FILES = ("second-pot", "barrier-season", "after-work-miles", "saison-barriere")


@cache
def load(*parts: str) -> Any:
    """A JSON file below `resources/sample/`, read once."""
    return json.loads(resource("sample", *parts).read_text(encoding="utf-8"))


def people() -> list[Entry]:
    """The sixty, in the order of their ids."""
    return [person for name in PEOPLE_FILES for person in load("people", f"{name}.json")]


def campaigns() -> Iterator[Entry]:
    for name in CAMPAIGN_FILES:
        yield load("campaigns", f"{name}.json")


@dataclass(frozen=True, slots=True)
class Clock:
    """The sample's time: `today` and a seed, so that the same both give the same dates, hours and figures."""

    today: date
    seed: int

    def dice(self, *topic: object) -> Random:
        """Random numbers of a topic, the same in every process (text seeds are hashed with SHA-512)."""
        return Random(f"{self.seed}:{':'.join(str(part) for part in topic)}")

    def day(self, words: str | int | None, calendar: WorkingCalendar | None = None) -> date | None:
        """`-12d`, `+3wd`, `today` or a number of days from today; None stays None."""
        if words is None:
            return None
        if isinstance(words, int):
            return self.today + timedelta(days=words)
        return parse_day(words, self.today, calendar)

    def workday(self, words: str | None, calendar: WorkingCalendar) -> date | None:
        """The same, moved back to a day on which people sign, pay and send."""
        day = self.day(words, calendar)
        return None if day is None else calendar.on_or_before(day)

    def moment(self, day: date, *topic: object, first_hour: int = 8, last_hour: int = 17) -> datetime:
        """A working hour of a day, in UTC."""
        dice = self.dice("hour", day, *topic)
        return datetime.combine(day, time(dice.randint(first_hour, last_hour), dice.randrange(60)), UTC)


def words(text: str) -> list[str]:
    """ "tea,books" as a list."""
    return [part for part in text.split(",") if part]


def minor(amount: float | None) -> int | None:
    """Major units as written in the files to minor units; all currencies of the sample have two digits."""
    return None if amount is None else round(amount * 100)
