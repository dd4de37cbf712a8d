"""The disclosure check over many deliverables at once: a campaign, a client or everything, in one step.

The texts are read and checked outside the writing transaction, so that others can go on writing meanwhile; then all
results are recorded together. Who cancels before that has recorded nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from microinf_desktop.domain.compliance import (
    BatchSummary,
    ComplianceFilter,
    Phase,
    caption_sha256,
    findings_as_json,
    strictest,
)
from microinf_desktop.domain.disclosure import CheckResult, PackSet, check_all
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.queries import compliance as queries
from microinf_desktop.queries.compliance_post import PostOfDraft, posts_for
from microinf_desktop.storage import bulk
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck, Draft
from microinf_desktop.storage.workspace import Workspace

_BLOCK = 200  # deliverables read at once, and between two looks at the token
_COLUMNS = ("id", "deliverable_id", "draft_number", "phase", "jurisdiction", "verdict", "platform_verdict", "findings",
            "caption", "caption_sha256", "pack_version", "checked_at", "checked_by")


@dataclass(frozen=True, slots=True)
class _Known:
    """A check on record, as far as it matters for the next one."""

    phase: str
    jurisdiction: str
    verdict: str
    said: tuple[str, str, str, str]
    caption_sha256: str
    draft_number: int | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class _Checked:
    """A deliverable with the verdict it gets and the results that say something new."""

    deliverable_id: int
    number: int
    caption: str
    caption_sha256: str
    verdict: Verdict
    new: tuple[CheckResult, ...]


def check_batch(
    workspace: Workspace, wanted: ComplianceFilter, packs: PackSet, *, now: datetime | None = None,
    progress: Progress = silent, token: CancelToken | None = None,
) -> BatchSummary:
    """Check the newest draft of every deliverable a filter finds and record the results as one step.

    As with a single check, the same outcome about the same draft adds nothing to the record. Raises Cancelled when
    asked to stop, with nothing recorded.
    """
    now, token = now or datetime.now(UTC), token or CancelToken()
    with workspace.reading() as session:
        found = queries.ids(session, wanted)
        tally: Counter[str] = Counter()
        checked: list[_Checked] = []
        for place in range(0, len(found), _BLOCK):
            block = found[place:place + _BLOCK]
            checked += _check_block(session, block, packs, now, tally, token)
            progress(place + len(block), len(found))
    token.check()
    counts, changed = _record(workspace, checked, now, token)
    return BatchSummary(counts, tally["no draft"], tally["no country"], tally["seen live"], changed)


def _check_block(
    session: Session, block: Sequence[int], packs: PackSet, now: datetime, tally: Counter[str], token: CancelToken
) -> list[_Checked]:
    posts, known = posts_for(session, block, on=now.date()), _known(session, block)
    checked = []
    for deliverable_id in block:
        token.check()
        one = posts.get(deliverable_id)
        checks = known.get(deliverable_id, [])
        if one is None:
            tally["no draft"] += 1
        elif not one.jurisdictions:
            tally["no country"] += 1
        elif any(check.phase == Phase.LIVE and check.checked_at >= one.received_at for check in checks):
            tally["seen live"] += 1
        else:
            checked.append(_check(deliverable_id, one, checks, packs, now))
    return checked


def _check(
    deliverable_id: int, one: PostOfDraft, known: Sequence[_Known], packs: PackSet, now: datetime
) -> _Checked:
    sha256 = caption_sha256(one.post.caption)
    newest = {check.jurisdiction: check for check in known}
    same = {code: check for code, check in newest.items()
            if (check.phase, check.caption_sha256, check.draft_number) == (Phase.DRAFT, sha256, one.number)}
    result = check_all(one.post, one.jurisdictions, packs, now.date())
    verdicts = {check.jurisdiction: check.verdict for check in known if check.phase == Phase.DRAFT
                and check.caption_sha256 == sha256 and check.draft_number in (None, one.number)}
    new = []
    for said in result.results.values():
        verdicts[said.jurisdiction] = said.verdict
        if said.jurisdiction not in same or same[said.jurisdiction].said != _said(said):
            new.append(said)
    verdict = strictest(Verdict(verdict) for verdict in verdicts.values())
    return _Checked(deliverable_id, one.number, one.post.caption, sha256, verdict, tuple(new))


def _said(result: CheckResult) -> tuple[str, str, str, str]:
    """What makes two checks say the same; a newer pack is a newer check."""
    return (result.verdict, result.platform_verdict, result.pack_version,
            findings_as_json(result.findings, result.passed_rules))


def _known(session: Session, block: Sequence[int]) -> dict[int, list[_Known]]:
    """The checks on record by deliverable, oldest first, without taking their findings apart."""
    c = DisclosureCheck
    found = session.execute(
        select(c.deliverable_id, c.phase, c.jurisdiction, c.verdict, c.platform_verdict, c.pack_version,  # type: ignore[call-overload]
               c.findings, c.caption_sha256, c.draft_number, c.checked_at)
        .where(col(c.deliverable_id).in_(block)).order_by(col(c.checked_at), col(c.id))
    )
    listed: dict[int, list[_Known]] = {}
    for key, phase, area, verdict, platform, pack, findings, sha256, number, at in found:
        listed.setdefault(key, []).append(
            _Known(phase, area, verdict, (verdict, platform, pack, findings), sha256, number, at)
        )
    return listed


# Recording ------------------------------------------------------------------------------------------------------


def _record(
    workspace: Workspace, checked: Sequence[_Checked], now: datetime, token: CancelToken
) -> tuple[dict[Verdict, int], int]:
    """Insert what is new and set the verdicts; returns how many got which, and how many have another draft by now."""
    counts: Counter[Verdict] = Counter()
    label = f"Check disclosure of {len(checked):,} deliverable{'s' if len(checked) != 1 else ''}"
    with workspace.writing(label) as session:
        kept = []
        for block in _blocks(checked):
            token.check()
            current = _current_drafts(session, [one.deliverable_id for one in block])
            kept += [one for one in block if current.get(one.deliverable_id) == (one.number, one.caption)]
        counts.update(one.verdict for one in kept)
        first = bulk.next_id(session, "disclosure_check")
        bulk.insert_rows(session, "disclosure_check", _COLUMNS, _rows(kept, first, now, workspace.person_name))
        _set_verdicts(session, kept)
    return dict(counts), len(checked) - len(kept)


def _rows(checked: Iterable[_Checked], first: int, now: datetime, who: str) -> Iterator[tuple[Any, ...]]:
    at = now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    row_id = first
    for one in checked:
        for result in one.new:
            yield (row_id, one.deliverable_id, one.number, str(Phase.DRAFT), result.jurisdiction, result.verdict,
                   result.platform_verdict, findings_as_json(result.findings, result.passed_rules), one.caption,
                   one.caption_sha256, result.pack_version, at, who)
            row_id += 1


def _set_verdicts(session: Session, checked: Sequence[_Checked]) -> None:
    wanted: dict[Verdict, list[int]] = {}
    for one in checked:
        wanted.setdefault(one.verdict, []).append(one.deliverable_id)
    for verdict, ids in wanted.items():
        for place in range(0, len(ids), _BLOCK):
            session.execute(
                update(Deliverable).where(col(Deliverable.id).in_(ids[place:place + _BLOCK]),
                                          col(Deliverable.verdict) != verdict)
                .values(verdict=verdict).execution_options(synchronize_session=False)
            )


def _current_drafts(session: Session, block: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Number and text of the newest drafts (with max(), SQLite takes the other columns from that row)."""
    found = session.execute(
        select(col(Draft.deliverable_id), func.max(Draft.number), col(Draft.caption))
        .where(col(Draft.deliverable_id).in_(block)).group_by(col(Draft.deliverable_id))
    )
    return {key: (number, caption) for key, number, caption in found}


def _blocks(checked: Sequence[_Checked]) -> Iterator[Sequence[_Checked]]:
    for place in range(0, len(checked), _BLOCK):
        yield checked[place:place + _BLOCK]
