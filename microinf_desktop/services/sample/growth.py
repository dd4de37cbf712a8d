"""Thirteen months of believable figures for an account: followers that grow, averages that wobble, one spike."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from microinf_desktop.domain.enums import Platform

MONTHS = 13
# Views per follower and the parts of an engagement (likes, comments, shares) that such accounts show.
_VIEWS = {Platform.TIKTOK: (0.35, 0.9), Platform.YOUTUBE: (0.12, 0.4), Platform.INSTAGRAM: (0.3, 0.8)}
_PARTS = {
    Platform.INSTAGRAM: (0.89, 0.05), Platform.TIKTOK: (0.88, 0.03), Platform.YOUTUBE: (0.93, 0.07),
    Platform.X: (0.78, 0.1),
}
BASES = {Platform.INSTAGRAM: "followers", Platform.X: "followers", Platform.TIKTOK: "views", Platform.YOUTUBE: "views"}


@dataclass(frozen=True, slots=True)
class Course:
    """How an account developed: followers and rate (per cent) today, growth in a year (0.4 is 40 %), a jump.

    `jump` is (month counted from the first, factor): followers were that much lower before it.
    """

    platform: Platform
    followers: int
    rate: float | None
    growth: float
    jump: tuple[int, float] | None = None


def month_days(last: date) -> list[date]:
    """Thirteen monthly days that end with `last`."""
    found = []
    for back in range(MONTHS - 1, -1, -1):
        months = last.year * 12 + last.month - 1 - back
        year, month = divmod(months, 12)
        found.append(date(year, month + 1, min(last.day, 28)) if back else last)
    return found


def snapshots(course: Course, today: date, dice: Random) -> list[dict[str, Any]]:
    """Columns of the account's snapshots, oldest first; the last one is its figures of now."""
    days = month_days(today - timedelta(days=dice.randint(1, 6)))
    rows = []
    for month, (day, followers) in enumerate(zip(days, _followers(course, dice), strict=True)):
        rows.append({"taken_on": day, "followers": followers, **_averages(course, followers, month, dice)})
    return rows


def rate_of(platform: Platform, figures: dict[str, Any]) -> tuple[int | None, str]:
    """Engagement rate in parts per million and the base it is measured on."""
    base = BASES.get(platform, "")
    under = figures["followers"] if base == "followers" else figures["avg_views"]
    if not base or not under or figures["avg_engagements"] is None:
        return None, ""
    return round(figures["avg_engagements"] * 1_000_000 / under), base


def _followers(course: Course, dice: Random) -> list[int]:
    """Followers month by month: growth comes in bursts and lulls, a few months lose a little."""
    steps = [dice.gammavariate(0.8, 1.0) - 0.12 for _ in range(MONTHS - 1)]
    whole = sum(steps) or 1.0
    values, done = [], 0.0
    for month in range(MONTHS):
        value = course.followers * (1 + course.growth) ** (done - 1)
        if course.jump is not None and month < course.jump[0]:
            value /= course.jump[1]
        values.append(round(value * (1 + dice.gauss(0, 0.004))))
        done += steps[month] / whole if month < MONTHS - 1 else 0.0
    return [*values[:-1], course.followers]


def _averages(course: Course, followers: int, month: int, dice: Random) -> dict[str, Any]:
    """Average likes, comments, views and shares of a post; their sum over the base is the rate."""
    low, high = _VIEWS.get(course.platform, (0.0, 0.0))
    views = round(followers * (low + (high - low) * dice.random() * 0.25 + (high - low) * 0.4)) or None
    base = views if BASES.get(course.platform) == "views" else followers
    wobble = 1 + dice.gauss(0, 0.05) * (month < MONTHS - 1)
    if course.rate is None or base is None:
        return dict.fromkeys(("avg_likes", "avg_comments", "avg_views", "avg_shares", "avg_engagements"))
    engaged = round(base * course.rate / 100 * wobble)
    like_share, comment_share = _PARTS[course.platform]
    likes, comments = round(engaged * like_share), round(engaged * comment_share)
    shares = engaged - likes - comments if course.platform is not Platform.YOUTUBE else None
    return {
        "avg_likes": likes if shares is not None else engaged - comments, "avg_comments": comments,
        "avg_views": views, "avg_shares": shares, "avg_engagements": engaged,
    }
