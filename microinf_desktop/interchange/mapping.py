"""Guesses what each column of a roster holds, by its heading and by the look of its values."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.numbers import parse_count
from microinf_desktop.domain.rosters import (
    ACCOUNT_FIELDS,
    COUNTS,
    REPEATABLE,
    ColumnMapping,
    F,
    RosterField,
    TableMapping,
)
from microinf_desktop.interchange.dates import day_in_name, is_day_first
from microinf_desktop.interchange.headers import Heading, header_signature, platform_in_names, read_heading
from microinf_desktop.interchange.layout import Layout
from microinf_desktop.interchange.profiles import Profile, fits, profile_column

# How much of the score the heading makes; the values make the rest.
_HEADING_WEIGHT = 0.6
_SAMPLES_SHOWN = 3


@dataclass(slots=True)
class _Column:
    """A column while it is being judged; `denied` is what its heading says but its values refute."""

    index: int
    text: str
    heading: Heading
    profile: Profile
    field: RosterField = F.IGNORE
    confidence: float = 0.0
    reason: str = "nothing recognised"
    denied: RosterField | None = None
    platform: Platform | None = None

    def take(self, field: RosterField, confidence: float, reason: str) -> None:
        self.field, self.confidence, self.reason = field, round(min(confidence, 1.0), 2), reason

    def drop(self, reason: str, confidence: float = 0.5) -> None:
        self.take(F.IGNORE, confidence, reason)


def guess_mapping(
    layout: Layout,
    rows: Sequence[Sequence[str]],
    hints: Sequence[str] = (),
    platform: Platform | None = None,
    today: date | None = None,
) -> TableMapping:
    """The mapping of a table from its layout and some of its rows of people.

    `hints` are the names of file and sheet; `platform` is what the user said, which wins over every guess.
    """
    columns = [_judge(layout, index, rows) for index in range(layout.width)]
    warnings: list[str] = []
    _swap_neighbours(columns, warnings)
    _find_by_values(columns, has_headings=layout.header_row > 0)
    warnings += _refuse_shifted(columns)
    _choose_handles(columns)
    _choose_among_equals(columns)
    warnings += _refuse_implausible(columns)
    taken_on = next((day for hint in hints if (day := day_in_name(hint)) and day <= (today or date.today())), None)
    found, reason = _platform_of(columns, hints, platform)
    return TableMapping(
        header_signature(layout.headings), tuple(_finished(column) for column in columns), found, reason,
        layout.header_row, taken_on, tuple(warnings),
    )


def mapping_to_json(mapping: TableMapping) -> str:
    """The choices of a mapping by heading, to be remembered under its signature."""
    chosen = []
    for column in mapping.columns:
        words = {"heading": column.heading, "field": column.field.value}
        if column.platform is not None:
            words["platform"] = column.platform.value
        chosen.append(words)
    platform = mapping.platform.value if mapping.platform else None
    return json.dumps({"platform": platform, "columns": chosen}, ensure_ascii=False)


def apply_remembered(mapping: TableMapping, remembered: str) -> TableMapping:
    """The mapping with the choices remembered for files with the same headings, in whatever order they come.

    What cannot be read (a setting of another version) is left out, and the guess stands.
    """
    try:
        data = json.loads(remembered)
        wanted: dict[str, list[dict[str, str]]] = {}
        for item in data["columns"]:
            wanted.setdefault(item["heading"], []).append(item)
        platform = Platform(data["platform"]) if data.get("platform") else mapping.platform
        columns = tuple(_remembered(column, wanted) for column in mapping.columns)
    except (ValueError, KeyError, TypeError):
        return mapping
    return replace(mapping, columns=columns, platform=mapping.platform or platform)


def _remembered(column: ColumnMapping, wanted: dict[str, list[dict[str, str]]]) -> ColumnMapping:
    items = wanted.get(column.heading)
    if not items:
        return column
    item = items.pop(0)
    field = RosterField(item["field"])
    platform = Platform(item["platform"]) if "platform" in item else column.platform
    if field is column.field and platform is column.platform:
        return column
    return replace(column, field=field, platform=platform, confidence=1.0, reason="as chosen last time")


def _judge(layout: Layout, index: int, rows: Sequence[Sequence[str]]) -> _Column:
    text = layout.headings[index]
    heading = read_heading(text)
    profile = profile_column([row[index] if index < len(row) else "" for row in rows])
    column = _Column(index, text, heading, profile, platform=heading.platform or layout.groups[index])
    field = _field_by_values(heading, profile)
    if field is None:
        return column
    if field is F.IGNORE:
        column.take(F.IGNORE, heading.score, "not needed")
        return column
    fit = fits(field, profile)
    if fit == 0:
        column.denied = field
        column.drop(f"its values are not what “{text}” says")
    else:
        score = _HEADING_WEIGHT * heading.score + (1 - _HEADING_WEIGHT) * fit
        column.take(field, score, f"heading “{text}”" if text else "its values")
    return column


def _field_by_values(heading: Heading, profile: Profile) -> RosterField | None:
    """What the heading says, corrected where the values decide between two readings."""
    field = heading.field
    if field is F.AVG_ENGAGEMENTS and (profile.percent > 0.5 or _looks_like_rates(profile)):
        return F.ENGAGEMENT_RATE
    if field is F.ENGAGEMENT_RATE and profile.percent < 0.5 and (profile.suffixed > 0.2 or profile.median > 100):
        return F.AVG_ENGAGEMENTS
    if heading.is_bare_platform:
        if profile.link > 0.3:
            return F.LINK
        return F.FOLLOWERS if profile.count > 0.8 and not profile.is_index and profile.median > 20 else F.HANDLE
    if field is F.HANDLE and profile.link > 0.5:
        return F.LINK
    if field is F.LINK and profile.link < 0.3 and profile.handle > 0.6:
        return F.HANDLE
    return field


def _looks_like_rates(profile: Profile) -> bool:
    has_fractions = any("." in value or "," in value for value in profile.values)
    return profile.small > 0.9 and has_fractions and profile.suffixed < 0.1


def _swap_neighbours(columns: Sequence[_Column], warnings: list[str]) -> None:
    """Two headings in each other's place: each neighbour's values suit the other's heading."""
    for left, right in pairwise(columns):
        if left.denied and right.denied and fits(left.denied, right.profile) and fits(right.denied, left.profile):
            names = f"“{left.text}” and “{right.text}”"
            warnings.append(f"The headings {names} look exchanged and were read the other way round.")
            left_field, right_field = left.denied, right.denied
            left.take(right_field, 0.5, f"the heading of column {right.index + 1} suits its values")
            right.take(left_field, 0.5, f"the heading of column {left.index + 1} suits its values")
            left.denied = right.denied = None


def _find_by_values(columns: Sequence[_Column], *, has_headings: bool) -> None:
    """Columns whose values speak for themselves, where no heading gave the field."""
    taken = {column.field for column in columns}
    for column in columns:
        profile = column.profile
        free = column.field is F.IGNORE and (column.denied is not None or column.heading.field is None)
        if not free or profile.filled < 1:
            continue
        for field, share, floor in (
            (F.EMAIL, profile.email, 0.7), (F.LINK, profile.link, 0.7), (F.COUNTRY, profile.country, 0.7),
            (F.PLATFORM, profile.platform, 0.8),
        ):
            if share >= floor and field not in taken and _is_telling(field, profile):
                column.take(field, 0.4 + share * 0.2, "its values")
                taken.add(field)
                break
    if not has_headings:
        _find_without_headings(columns, taken)


def _is_telling(field: RosterField, profile: Profile) -> bool:
    """Two-letter words and a single value are too little to tell countries and platforms by."""
    if field is F.COUNTRY:
        return profile.filled >= 3 and profile.length > 2 and len(set(profile.values)) > 1
    return field is not F.PLATFORM or profile.filled >= 2


def _find_without_headings(columns: Sequence[_Column], taken: set[RosterField]) -> None:
    """A bare list: the most handle-like column, the largest counts, the words with spaces."""
    free = [column for column in columns if column.field is F.IGNORE and column.profile.filled]
    words = [c for c in free if c.profile.handle >= 0.6 and c.profile.distinct > 0.8 and fits(F.HANDLE, c.profile)]
    if words and F.LINK not in taken:
        best = max(words, key=lambda c: c.profile.handle)
        best.take(F.HANDLE, 0.5, "its values")
        free.remove(best)
    counts = [c for c in free if c.profile.count > 0.9 and not c.profile.is_index and fits(F.FOLLOWERS, c.profile)]
    if counts:
        best = max(counts, key=lambda c: c.profile.median)
        best.take(F.FOLLOWERS, 0.4, "the largest figures")
        free.remove(best)
    names = [c for c in free if c.profile.spaced > 0.3 and c.profile.distinct > 0.6 and fits(F.NAME, c.profile)]
    if names:
        max(names, key=lambda c: c.profile.spaced).take(F.NAME, 0.4, "its values")


def _refuse_shifted(columns: Sequence[_Column]) -> list[str]:
    """Where a figure's heading stands over words, the headings to its right are a column off: their figures are not
    what they say, so they are left for a person to choose."""
    start = next((c.index for c in columns if c.denied in COUNTS and c.profile.count < 0.2 and c.profile.filled), None)
    if start is None:
        return []
    dropped = [c for c in columns[start + 1 :] if c.field in COUNTS and c.field is not F.FOLLOWERS]
    for column in dropped:
        column.drop("the headings look shifted by a column from here on", 0.3)
    if not dropped:
        return []
    return [
        f"“{columns[start].text}” stands over words, so the headings after it look shifted: "
        f"{', '.join(f'“{c.text}”' for c in dropped[:4])} are left out. Choose what they hold to import them."
    ]


def _choose_handles(columns: Sequence[_Column]) -> None:
    """Tell handle from name among the columns whose headings say either: the values decide."""
    named = [c for c in columns if c.field in (F.HANDLE, F.NAME)]
    wide = {c.platform for c in named if c.field is F.HANDLE and c.platform} if named else set()
    if len(wide) > 1:
        named = [c for c in named if c.field is not F.HANDLE or c.platform is None]
    has_links = any(c.field is F.LINK for c in columns)
    ranked = sorted(named, key=_handle_score, reverse=True)
    if len(wide) <= 1 and ranked and _is_handle(ranked[0], ranked[1:], has_links):
        best = ranked.pop(0)
        best.take(F.HANDLE, max(best.confidence, 0.5 + best.profile.handle / 2), "its values look like handles")
    rest = sorted(ranked, key=_name_score, reverse=True)
    for place, column in enumerate(rest):
        if place == 0 and fits(F.NAME, column.profile):
            reason = column.reason if column.field is F.NAME else "its values look like names"
            column.take(F.NAME, max(column.confidence, 0.6), reason)
        else:
            column.drop("another column holds the name")


def _handle_score(column: _Column) -> float:
    """The look of the values, and the heading's word: "username" is certain, "channel" may be a title."""
    word = 0.0 if column.field is not F.HANDLE else 0.5 if column.heading.is_certain else 0.15
    return column.profile.handle + word + (0.01 if column.platform else 0.0)


def _name_score(column: _Column) -> float:
    return column.profile.spaced + (0.5 if column.field is F.NAME else 0.0)


def _is_handle(best: _Column, others: Sequence[_Column], has_links: bool) -> bool:
    """A column headed as a name must look far more like handles than the rest, as `Anna` and `Tom` do a little."""
    weight = best.profile.handle
    if best.field is F.HANDLE:
        return weight > 0.1 or not has_links
    return weight >= 0.75 or (weight >= 0.4 and any(weight - other.profile.handle >= 0.2 for other in others))


def _choose_among_equals(columns: Sequence[_Column]) -> None:
    """One column per field and platform: of figures the exact ones, of the rest the surest."""
    groups: dict[tuple[RosterField, Platform | None], list[_Column]] = {}
    for column in columns:
        if column.field not in REPEATABLE:
            platform = column.platform if column.field in ACCOUNT_FIELDS else None
            groups.setdefault((column.field, platform), []).append(column)
    for (field, _), group in groups.items():
        if len(group) == 1:
            continue
        if field in COUNTS:
            best = min(group, key=lambda c: (round(c.profile.suffixed, 1), -c.profile.digits, c.index))
        else:
            best = max(group, key=lambda c: (c.confidence, -c.index))
        for column in group:
            if column is not best:
                if field in COUNTS and _same_figures(column.profile, best.profile):
                    column.drop(f"rounded copy of column {best.index + 1}", 0.9)
                else:
                    column.drop(f"column {best.index + 1} was taken instead", 0.4)


def _same_figures(first: Profile, second: Profile) -> bool:
    pairs = [
        (parse_count(a, first.decimal), parse_count(b, second.decimal))
        for a, b in zip(first.values[:50], second.values[:50], strict=False) if _is_count(a) and _is_count(b)
    ]
    close = sum(a is not None and b is not None and abs(a - b) <= 0.06 * max(a, b) for a, b in pairs)
    return bool(pairs) and close >= 0.9 * len(pairs)


def _is_count(text: str) -> bool:
    try:
        parse_count(text)
    except ValueError:
        return False
    return True


def _refuse_implausible(columns: Sequence[_Column]) -> list[str]:
    """Figures that cannot be averages per post: totals under a heading that does not say average."""
    by_field = {column.field: column for column in columns}
    followers = by_field.get(F.FOLLOWERS)
    warnings: list[str] = []
    if followers is None or not followers.profile.median:
        return warnings
    for field, factor in ((F.AVG_LIKES, 5), (F.AVG_COMMENTS, 2), (F.AVG_VIEWS, 100), (F.AVG_SHARES, 2)):
        column = by_field.get(field)
        if column and not column.heading.is_average and column.profile.median > factor * followers.profile.median:
            column.drop("too large for an average per post: probably a total", 0.6)
            warnings.append(f"“{column.text}” is left out: its figures are too large for averages per post.")
    return warnings


def _platform_of(
    columns: Sequence[_Column], hints: Sequence[str], said: Platform | None
) -> tuple[Platform | None, str]:
    """The platform of rows that do not name their own, and why."""
    if said is not None:
        return said, "as you said"
    if any(column.field is F.PLATFORM for column in columns):
        return None, "a column names it"
    named = {column.platform for column in columns if column.platform is not None}
    if len(named) == 1:
        return named.pop(), "named in a heading"
    if named:
        return None, "each column names its own"
    linked = {p for column in columns if column.field is F.LINK for p in column.profile.platforms}
    if len(linked) == 1:
        return linked.pop(), "the links lead there"
    in_names = platform_in_names(hints)
    if in_names is not None:
        return in_names[0], f"named in “{in_names[1]}”"
    return None, "the links tell" if linked else ""


def _finished(column: _Column) -> ColumnMapping:
    profile, field = column.profile, column.field
    is_rate = field is F.ENGAGEMENT_RATE
    biggest = max((float(v.replace(",", ".")) for v in profile.values if _is_plain(v)), default=100.0)
    return ColumnMapping(
        index=column.index, heading=column.text, field=field,
        platform=column.platform if field in ACCOUNT_FIELDS else None,
        confidence=column.confidence, reason=column.reason, samples=profile.values[:_SAMPLES_SHOWN],
        # Among figures in the hundreds a 0 is a gap; among single digits it may be true.
        zero_is_unknown=field is F.FOLLOWERS or (field in COUNTS and profile.median >= 50),
        decimal=profile.decimal if field in COUNTS or is_rate else "",
        unit=column.heading.unit if field in COUNTS and profile.suffixed < 0.1 else 1,
        is_fraction=is_rate and profile.percent < 0.5 and biggest <= 1.0,
        base=column.heading.base, day_first=is_day_first(profile.values),
    )


def _is_plain(value: str) -> bool:
    text = value.replace(",", ".", 1)
    return text.replace(".", "", 1).isdecimal() and text.isascii()
