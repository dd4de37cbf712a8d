"""Disclosure checks for the screen: engine results and records in one shape."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from microinf_desktop.domain.disclosure import AudienceResult, Finding, PackSet, Post, apply_fix, check_all
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.queries.compliance import CheckRow
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.widgets.findings import AreaResult

_MOST_EDITS = 6
_GLUE = " |:/"
_HEAD = 8  # characters of a caption that tell it from a label


def packs(workspace: Workspace, today: date | None = None) -> PackSet:
    """The rule packs with the agency's additions; the same object until these change."""
    from microinf_desktop.queries.packs import pack_set

    with workspace.reading() as session:
        return pack_set(session, today)


def from_engine(result: AudienceResult) -> list[AreaResult]:
    """A check made just now, in the order of the audience."""
    return [
        AreaResult(code, Verdict(one.verdict), Verdict(one.platform_verdict), one.findings, one.passed_rules,
                   one.pack_version, one.checked_on)
        for code, one in result.results.items()
    ]


def from_record(checks: Iterable[CheckRow]) -> list[AreaResult]:
    """Checks on record."""
    return [
        AreaResult(one.jurisdiction, one.verdict, one.platform_verdict, one.findings, one.passed_rules,
                   one.pack_version)
        for one in checks
    ]


def mend(post: Post, areas: Sequence[str], packs: PackSet, on: date) -> str:
    """The caption after the edits that help most over all jurisdictions; unchanged when none helps.

    One edit at a time, the one that leaves the fewest failures and then warnings; labels of two countries may
    contradict each other, so it ends when no edit improves on the last.
    """
    caption, best = post.caption, _weight(check_all(post, areas, packs, on))
    for _ in range(_MOST_EDITS):
        current = check_all(replace(post, caption=caption), areas, packs, on)
        edits = [one for result in current.results.values() for one in result.findings
                 if one.fix_edit is not None and one.severity != "info"]
        edited = ({apply_fix(caption, one) for one in edits} | _joint(caption, edits)) - {caption}
        weighed = [(_weight(check_all(replace(post, caption=text), areas, packs, on)), len(text), text)
                   for text in edited]
        if not weighed or min(weighed)[0] >= best:
            break
        best, _, caption = min(weighed)
    return caption


def _joint(caption: str, edits: Sequence[Finding]) -> set[str]:
    """Captions that open with the labels of two countries, "Werbung / Publicité | …", where readers need either."""
    # What moves a label forward has words of the caption in it; those are no labels.
    wanted = [edit for one in edits if (edit := one.fix_edit) is not None and edit.start == 0
              and edit.replacement.strip(_GLUE) and (edit.end == 0 or caption[:_HEAD] not in edit.replacement)]
    found = set()
    for first in wanted:
        old, rest = caption[:first.end], caption[first.end:]
        more = "/" if "/" in (old.rstrip(" ")[-1:], rest.lstrip(" ")[:1]) else "|"
        for label in filter(None, {old.strip(_GLUE), first.replacement.strip(_GLUE)}):
            for second in wanted:
                other = second.replacement.strip(_GLUE)
                if "\n" not in label + other and label.lower() != other.lower():
                    found.add(f"{label} / {other} {more} {rest.lstrip(_GLUE)}")
    return found


def _weight(result: AudienceResult) -> tuple[int, int]:
    found = [one.severity for part in result.results.values() for one in part.findings if one.scope == "law"]
    return found.count("fail"), found.count("warn")
