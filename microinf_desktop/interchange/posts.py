"""Reads posts for the disclosure check from a JSONL file and yields verdicts as `microinf check` prints them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from microinf_desktop.domain.disclosure import CheckResult, PackSet, Post, check
from microinf_desktop.domain.errors import KnownError

MAX_LINE = 8_000_000
"""Bytes of one line; a longer one is not a post."""

_TEXTS = ("jurisdiction", "platform", "format", "relationship", "caption")
_CONTEXT_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(
        ("onscreen_text", "text_size", "contrast", "title", "bio", "first_comment",
         "disclosure_position", "role", "product_role", "incentive", "product_category"),
        ((str, int, float), "a text")),
    **dict.fromkeys(
        ("onscreen_start_s", "onscreen_duration_s", "duration_s", "frames", "frames_labelled",
         "disclosure_offset_chars", "previous_relationship_months", "influencer_age"),
        ((int, float), "a number")),
    **dict.fromkeys(
        ("obscured_by_ui", "persistent_overlay", "brand_influence", "brand_equals_name", "image_retouched",
         "virtual_influencer", "credential_displayed"),
        ((bool,), "true or false")),
    "audience_language": ((str, list), "a text or a list of texts"),
    "spoken": ((str, bool), "a text"),
    "spoken_times_s": ((list, int, float), "a list of numbers"),
    "image_tags": ((list, str), "a list of texts"),
}
_HINT = "Each line holds one post: id, jurisdiction, platform, format, relationship, caption, context."


def read_posts(path: Path | str) -> Iterator[Post]:
    """Posts of a JSONL file, blank lines skipped; KnownError names file, line and field of what is wrong."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            number = 0
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise KnownError(f"{file.name}, line {number}: longer than {MAX_LINE // 10**6} MB.", _HINT)
                text = _decode(file.name, number, line)
                if text.strip():
                    yield _post(file.name, number, text)
            if number == 0:
                raise KnownError(f"{file.name} is empty.", _HINT)
    except IsADirectoryError as error:
        raise KnownError(f"{file} is a folder, not a file of posts.", _HINT) from error
    except OSError as error:
        raise KnownError(f"{file} cannot be read: {error.strerror}.", "Check the path and its rights.") from error


def check_lines(
    path: Path | str, packs: PackSet, on: date | None = None, *, jurisdiction: str = ""
) -> Iterator[dict[str, Any]]:
    """One record per post in the shape `microinf check --json` prints; lazily, so that a long file streams.

    `jurisdiction` is taken instead of the posts' own.
    """
    for post, result in check_posts(path, packs, on, jurisdiction=jurisdiction):
        yield as_record(post, result)


def check_posts(
    path: Path | str, packs: PackSet, on: date | None = None, *, jurisdiction: str = ""
) -> Iterator[tuple[Post, CheckResult]]:
    """The same as posts with their results, which name the pack and the day its sources were read."""
    for post in read_posts(path):
        post = replace(post, jurisdiction=jurisdiction) if jurisdiction else post
        yield post, check(post, packs, on)


def as_record(post: Post, result: CheckResult) -> dict[str, object]:
    return {"id": post.id, "verdict": result.verdict, "platform_verdict": result.platform_verdict,
            "findings": [finding.as_record() for finding in result.findings]}


def _decode(name: str, number: int, line: bytes) -> str:
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise KnownError(f"{name}, line {number}: not UTF-8 text.", "Save the file as UTF-8.") from error


def _post(name: str, number: int, text: str) -> Post:
    where = f"{name}, line {number}"
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        detail = f" ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise KnownError(f"{where}: not valid JSON{detail}.", _HINT) from error
    if not isinstance(record, dict):
        raise KnownError(f"{where}: an object is expected.", _HINT)
    _check_fields(where, record)
    return Post.from_record({**record, "id": str(record.get("id", number))})


def _check_fields(where: str, record: Mapping[str, object]) -> None:
    for key in _TEXTS:
        if key not in record:
            raise KnownError(f"{where}: the field “{key}” is missing.", _HINT)
        if not isinstance(record[key], str):
            raise KnownError(f"{where}: “{key}” must be a text.", _HINT)
    if not str(record["jurisdiction"]).strip():
        raise KnownError(f"{where}: “jurisdiction” is empty.", _HINT)
    label = record.get("platform_label_used")
    if label is not None and not isinstance(label, bool):
        raise KnownError(f"{where}: “platform_label_used” must be true, false or null.", _HINT)
    context = record.get("context")
    if context is None:
        return
    if not isinstance(context, dict):
        raise KnownError(f"{where}: “context” must be an object.", _HINT)
    for key, value in context.items():
        types, words = _CONTEXT_TYPES.get(key, ((object,), ""))
        wrong_bool = isinstance(value, bool) and bool not in types and object not in types
        if value is not None and (wrong_bool or not isinstance(value, types)):
            raise KnownError(f"{where}: “context.{key}” must be {words}.", _HINT)
