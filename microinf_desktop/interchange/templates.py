"""Reads the templates in `resources/templates/` (or an agency's own file) and refuses what is wrong in words.

Three files: `lead_times.json` (working days per deliverable kind), `checklists.json` (items per kind, built
from groups) and `campaigns.json`. An own file replaces the shipped one as a whole, so that the agency sees all
of what counts in one place.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from microinf_desktop.domain.campaign_templates import (
    NOT_IN_TERMS,
    CampaignTemplate,
    TemplateDeliverable,
    TemplateMilestone,
)
from microinf_desktop.domain.checklists import Anchor, ChecklistTemplate, ItemTemplate
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.enums import (
    BallHolder,
    CompensationModel,
    DeliverableKind,
    MilestoneKind,
    Objective,
    Platform,
    TargetMetric,
)
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.schedule import LeadTimes, with_changes
from microinf_desktop.domain.targets import Target
from microinf_desktop.paths import resource

FORMAT_VERSION = 1
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def load_lead_times(own: Path | None = None) -> Mapping[DeliverableKind, LeadTimes]:
    """Lead times of every kind of deliverable; KnownError naming the file and place when it cannot be used."""
    return _load("lead_times.json", own, _lead_times)


def load_checklists(own: Path | None = None) -> Mapping[DeliverableKind, ChecklistTemplate]:
    """The checklist template of every kind of deliverable; KnownError as above."""
    return _load("checklists.json", own, _checklists)


def load_campaigns(own: Path | None = None) -> tuple[CampaignTemplate, ...]:
    """The campaign templates in the order of the file; KnownError as above."""
    return _load("campaigns.json", own, _campaigns)


@cache
def shipped_lead_times() -> Mapping[DeliverableKind, LeadTimes]:
    """The lead times that come with the program, read once."""
    return load_lead_times()


@cache
def shipped_checklists() -> Mapping[DeliverableKind, ChecklistTemplate]:
    """The checklists that come with the program, read once."""
    return load_checklists()


@cache
def shipped_campaigns() -> tuple[CampaignTemplate, ...]:
    """The campaign templates that come with the program, read once."""
    return load_campaigns()


class _Wrong(Exception):  # noqa: N818 - internal: becomes a KnownError that names the file
    """Something in a template file that cannot be used; the text says where and what."""


def _load(name: str, own: Path | None, build: Callable[[dict[str, Any]], T]) -> T:
    path = own or resource("templates", name)
    hint = "Correct the file, or remove it to use the templates that come with the program."
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict):
            raise _Wrong("it holds no JSON object")
        if document.get("version") != FORMAT_VERSION:
            raise _Wrong(f"version {document.get('version')!r} is not {FORMAT_VERSION}")
        return build(document)
    except OSError as error:
        raise KnownError(f"The template file {path} cannot be read: {error.strerror}.", hint) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise KnownError(f"The template file {path} is not valid JSON: {error}.", hint) from error
    except _Wrong as error:
        raise KnownError(f"The template file {path} cannot be used: {error}.", hint) from error


def _field(entry: object, name: str, kind: type[T], where: str, default: T | None = None) -> T:
    """A value of a JSON object, checked for its type; `default` None means it is required."""
    if not isinstance(entry, dict):
        raise _Wrong(f"{where} is not an object")
    value = entry.get(name, default)
    if value is None:
        raise _Wrong(f"{where} lacks “{name}”")
    # bool is an int in Python, but true is no number of days.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _Wrong(f"{where}: “{name}” should be of type {kind.__name__}, not {value!r}")
    return value


def _optional(entry: object, name: str, kind: type[T], where: str) -> T | None:
    if isinstance(entry, dict) and entry.get(name) is None:
        return None
    return _field(entry, name, kind, where)


def _word(value: object, vocabulary: type[E], where: str) -> E:
    if not isinstance(value, str) or value not in set(vocabulary):
        raise _Wrong(f"{where}: {value!r} is not one of {', '.join(vocabulary)}")
    return vocabulary(value)


def _known_keys(entry: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    if unknown := sorted(set(entry) - set(allowed)):
        raise _Wrong(f"{where} has an unknown key “{unknown[0]}”")


def _kinds(document: dict[str, Any]) -> dict[DeliverableKind, Any]:
    """The `kinds` object with all kinds in it."""
    entries = _field(document, "kinds", dict, "the file")
    found = {_word(key, DeliverableKind, "kinds"): value for key, value in entries.items()}
    if missing := [kind for kind in DeliverableKind if kind not in found]:
        raise _Wrong(f"kinds lacks “{missing[0]}”")
    return found


def _lead_times(document: dict[str, Any]) -> dict[DeliverableKind, LeadTimes]:
    default = _changed(LeadTimes(), _field(document, "default", dict, "the file"), "default")
    return {kind: _changed(default, entry, f"kinds.{kind}") for kind, entry in _kinds(document).items()}


def _changed(lead_times: LeadTimes, entry: object, where: str) -> LeadTimes:
    if not isinstance(entry, dict):
        raise _Wrong(f"{where} is not an object")
    days = {name: _field(entry, name, int, where) for name in entry}
    try:
        return with_changes(lead_times, days)
    except ValidationError as error:
        raise _Wrong(f"{where}: {error}") from None


def _checklists(document: dict[str, Any]) -> dict[DeliverableKind, ChecklistTemplate]:
    groups = {
        name: tuple(_item(entry, f"groups.{name}") for entry in _list(entries, f"groups.{name}"))
        for name, entries in _field(document, "groups", dict, "the file", {}).items()
    }
    return {
        kind: ChecklistTemplate(kind, _with_groups(_list(entries, f"kinds.{kind}"), groups, f"kinds.{kind}"))
        for kind, entries in _kinds(document).items()
    }


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong(f"{where} is not a list")
    return value


def _with_groups(
    entries: list[Any], groups: Mapping[str, tuple[ItemTemplate, ...]], where: str
) -> tuple[ItemTemplate, ...]:
    items: list[ItemTemplate] = []
    for entry in entries:
        if isinstance(entry, str):
            if entry.removeprefix("@") not in groups or not entry.startswith("@"):
                raise _Wrong(f"{where}: there is no group “{entry}”")
            items.extend(groups[entry.removeprefix("@")])
        else:
            items.append(_item(entry, where))
    texts = [item.text for item in items]
    if twice := [text for text in texts if texts.count(text) > 1]:
        raise _Wrong(f"{where}: “{twice[0]}” is there twice")
    return tuple(items)


def _item(entry: object, where: str) -> ItemTemplate:
    text = _field(entry, "text", str, where).strip()
    if not text:
        raise _Wrong(f"{where} has an item without text")
    assert isinstance(entry, dict)  # _field has seen to it
    _known_keys(entry, ("text", "anchor", "offset", "holder"), f"{where}, “{text}”")
    anchor = entry.get("anchor")
    offset = _field(entry, "offset", int, f"{where}, “{text}”", 0)
    if offset and anchor is None:
        raise _Wrong(f"{where}, “{text}” has an offset but no anchor")
    return ItemTemplate(
        text,
        None if anchor is None else _word(anchor, Anchor, f"{where}, “{text}”"),
        offset,
        _word(entry.get("holder", BallHolder.US), BallHolder, f"{where}, “{text}”"),
    )


def _campaigns(document: dict[str, Any]) -> tuple[CampaignTemplate, ...]:
    templates = tuple(_campaign(entry) for entry in _field(document, "campaigns", list, "the file"))
    keys = [template.key for template in templates]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise _Wrong(f"campaigns: “{twice[0]}” is there twice")
    return templates


def _campaign(entry: object) -> CampaignTemplate:
    key = _field(entry, "key", str, "a campaign")
    where = f"campaign “{key}”"
    lead_times = _field(entry, "lead_times", dict, where, {})
    _changed(LeadTimes(), lead_times, f"{where}, lead_times")
    fewest, most = (_field(entry, name, int, where) for name in ("min_creators", "max_creators"))
    run_days = _field(entry, "run_days", int, where)
    if not 1 <= fewest <= most or run_days < 1:
        raise _Wrong(f"{where}: needs at least 1 day and 1 creator, and no fewer creators at most than at least")
    return CampaignTemplate(
        key,
        _field(entry, "name", str, where),
        _field(entry, "summary", str, where),
        tuple(_word(word, Objective, where) for word in _field(entry, "objectives", list, where)),
        _word(_field(entry, "compensation", str, where), CompensationModel, where),
        run_days, fewest, most,
        tuple(_deliverable(part, where) for part in _field(entry, "deliverables", list, where)),
        tuple(_milestone(part, where) for part in _field(entry, "milestones", list, where)),
        lead_times,
        _field(entry, "is_pilot", bool, where, default=False),
        tuple(_target(part, where) for part in _field(entry, "targets", list, where, [])),
        _terms(_field(entry, "terms", dict, where, {}), where),
    )


def _target(entry: object, where: str) -> tuple[TargetMetric, Decimal]:
    metric = _word(_field(entry, "metric", str, where), TargetMetric, where)
    try:
        return metric, Target(metric, Decimal(_field(entry, "value", str, where))).value
    except (InvalidOperation, ValidationError) as error:
        raise _Wrong(f"{where}, target {metric}: {error}") from None


def _terms(entry: dict[str, Any], where: str) -> dict[str, Any]:
    allowed = tuple(name for name in DealDraft.__dataclass_fields__ if name not in NOT_IN_TERMS)
    _known_keys(entry, allowed, f"{where}, terms")
    given: dict[str, Any] = {k: tuple(value) if isinstance(value, list) else value for k, value in entry.items()}
    if "compensation_model" in given:
        given["compensation_model"] = _word(given["compensation_model"], CompensationModel, f"{where}, terms")
    try:
        problems = DealDraft(**given).problems()
    except TypeError as error:
        raise _Wrong(f"{where}, terms: {error}") from None
    if problems:
        raise _Wrong(f"{where}, terms: {problems[0]}")
    return given


def read_campaign_template(text: str, key: str) -> CampaignTemplate:
    """An agency's own template as the workspace stores it; KnownError naming what cannot be used."""
    try:
        return _campaign({**json.loads(text), "key": key})
    except (json.JSONDecodeError, TypeError, _Wrong) as error:
        raise KnownError(
            f"The template {key} cannot be used: {error}.", "Delete it and save the campaign as a template again."
        ) from error


def write_campaign_template(template: CampaignTemplate) -> str:
    """The text that `read_campaign_template` reads; equal templates give equal texts."""
    entry = asdict(template)
    del entry["key"]
    entry["targets"] = [{"metric": metric.value, "value": format(value, "f")} for metric, value in template.targets]
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, default=str)


def _deliverable(entry: object, where: str) -> TemplateDeliverable:
    kind = _word(_field(entry, "kind", str, where), DeliverableKind, where)
    return TemplateDeliverable(
        kind,
        _word(_field(entry, "platform", str, where), Platform, where),
        _field(entry, "day", int, where, 0),
        _field(entry, "quantity", int, where, 1),
        _optional(entry, "frames", int, where),
        _optional(entry, "keep_live_days", int, where),
        _field(entry, "title", str, where, ""),
    )


def _milestone(entry: object, where: str) -> TemplateMilestone:
    return TemplateMilestone(
        _field(entry, "name", str, where),
        _word(_field(entry, "kind", str, where), MilestoneKind, where),
        _field(entry, "day", int, where),
    )
