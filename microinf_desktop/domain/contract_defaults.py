"""What an agency wants in all its contracts: who signs, the law, the ladder of kill fees, the numbers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from microinf_desktop.domain.contract_terms import AgencyRole, KillFee
from microinf_desktop.domain.errors import KnownError, ValidationError

SETTING = "contracts.defaults"
# The stages a kill fee can be due at, in the order of the work.
STAGES = ("signature", "recording", "draft", "approval", "publication")
_PART = re.compile(r"\{(agency|year|yy|number)(?::0?(\d))?\}")
_BRACES = re.compile(r"[{}]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class ContractDefaults:
    """Empty means that the program's own rule counts: the campaign's owner signs, the seat decides, no ladder.

    `number_pattern` may use {agency} (initials), {year}, {yy} and {number:04} (padded with zeros); `first_number` is
    where a year begins. `parameters` replace defaults of the clause library.
    """

    signatory: str = ""
    signatory_title: str = ""
    entity_type: str = ""
    role: AgencyRole = AgencyRole.PRINCIPAL
    law_country: str = ""
    law: str = ""
    court: str = ""
    language: str = "en"
    number_pattern: str = "{agency}-{year}-{number:04}"
    first_number: int = 1
    kill_fees: tuple[KillFee, ...] = ()
    parameters: tuple[tuple[str, str | int], ...] = ()


def defaults_value(defaults: ContractDefaults) -> dict[str, Any] | None:
    """What the workspace setting holds: the parts that differ from the program's; None when none does."""
    plain, shipped = asdict(defaults), asdict(ContractDefaults())
    return {name: value for name, value in plain.items() if value != shipped[name]} or None


def defaults_of(value: Mapping[str, Any] | None) -> ContractDefaults:
    """The reverse of `defaults_value`; KnownError when it is damaged."""
    stored = dict(value or {})
    try:
        known = {item.name for item in fields(ContractDefaults)} & stored.keys()
        read = {name: stored[name] for name in known}
        if "role" in read:
            read["role"] = AgencyRole(read["role"])
        read["kill_fees"] = tuple(KillFee(**one) for one in read.get("kill_fees", ()))
        read["parameters"] = tuple((str(name), plain) for name, plain in read.get("parameters", ()))
        return ContractDefaults(**read)
    except (ValueError, TypeError) as error:
        raise KnownError(
            f"The settings for contracts cannot be read: {error}.", "Restore a backup, or save the settings again."
        ) from error


def require_defaults(defaults: ContractDefaults) -> None:
    """ValidationError naming the field that will not do."""
    problem = pattern_problem(defaults.number_pattern)
    if problem:
        raise ValidationError("number_pattern", problem, "Write it like {agency}-{year}-{number:04}.")
    if not 1 <= defaults.first_number <= 9_999_999:
        raise ValidationError("first_number", "A year begins with a number from 1.", "Type 1, or more.")
    for fee in defaults.kill_fees:
        if not 0 <= fee.percent <= 100:
            raise ValidationError("kill_fees", f"{fee.percent} % is no share of the fee.", "Type 0 to 100.")


def pattern_problem(pattern: str) -> str:
    """Why a pattern cannot number contracts; empty when it can."""
    names = [match.group(1) for match in _PART.finditer(pattern)]
    rest = _PART.sub("", pattern)
    if names.count("number") != 1:
        return "The pattern needs {number} once."
    if "year" not in names and "yy" not in names:
        return "The pattern needs {year} or {yy}, because numbers begin anew each year."
    if _BRACES.search(rest):
        return "The pattern may use {agency}, {year}, {yy} and {number:04}."
    if _FORBIDDEN.search(rest):
        return "Files are named by the number, so it cannot hold signs such as / : * ?"
    return ""


def contract_number(pattern: str, number: int, year: int, agency: str) -> str:
    """A number written by the pattern: "{agency}-{year}-{number:04}" gives KL-2026-0143."""
    def filled(match: re.Match[str]) -> str:
        width = int(match.group(2) or 0)
        values = {"agency": agency, "year": str(year), "yy": f"{year % 100:02}", "number": f"{number:0{width}}"}
        return values[match.group(1)]

    return _PART.sub(filled, pattern)


def next_number(pattern: str, taken: Iterable[str], year: int, agency: str, first: int = 1) -> str:
    """The lowest number of the year that is free, so that no number is left out; `first` is where a year begins.

    Numbers of the year that lie below `first`, or were given before by hand, count as taken. Where all numbers taken
    lie above `first`, as in a workspace that came from another program, it goes on from the lowest of them.
    """
    parts, end = [], 0
    for match in _PART.finditer(pattern):
        parts.append(re.escape(pattern[end : match.start()]))
        if match.group(1) == "number":
            parts.append(r"(\d+)")
        else:
            parts.append(re.escape(contract_number(match.group(), 0, year, agency)))
        end = match.end()
    wanted = re.compile("".join(parts) + re.escape(pattern[end:]))
    used = {int(found.group(1)) for number in taken if (found := wanted.fullmatch(number))}
    number = first if first > 1 else min(used, default=1)
    while number in used:
        number += 1
    return contract_number(pattern, number, year, agency)
