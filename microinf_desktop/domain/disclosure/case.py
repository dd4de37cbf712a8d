"""What one check carries around: the post, its plan, its captions, and the problems found so far."""

from dataclasses import dataclass, field
from typing import NamedTuple

from microinf_desktop.domain.disclosure.caption import Caption
from microinf_desktop.domain.disclosure.language import guess, language_for
from microinf_desktop.domain.disclosure.lexicon import Hit
from microinf_desktop.domain.disclosure.packs import RANK
from microinf_desktop.domain.disclosure.plan import Plan
from microinf_desktop.domain.disclosure.post import Post


class Problem(NamedTuple):
    """Something wrong or unsettled; start and end are folded positions in the caption, -1 when not in it."""

    kind: str
    severity: str
    start: int = -1
    end: int = -1
    label: str = ""
    rule: str = ""
    detail: str = ""
    hit: Hit | None = None


class Candidate(NamedTuple):
    """One way in which the post might own up to the tie, with what is wrong about it."""

    rank: int
    problems: tuple[Problem, ...]
    channel: str
    hit: Hit | None = None


@dataclass(slots=True)
class Case:
    """One post under one plan."""

    post: Post
    plan: Plan
    caption: Caption
    tie: str
    problems: list[Problem] = field(default_factory=list)
    denials: list[Problem] = field(default_factory=list)
    _language: str | None = None
    _hits: list[Hit] | None = None

    @property
    def hits(self) -> list[Hit]:
        """Every listed word in the caption, found once."""
        if self._hits is None:
            self._hits = self.plan.area.lexicon.find(self.caption)
        return self._hits

    def raise_problem(self, kind: str, start: int = -1, end: int = -1, label: str = "") -> None:
        """Adds a problem with the severity of this jurisdiction; none where it does not mind."""
        severity = self.plan.severity(kind)
        if severity != "ok":
            self.problems.append(Problem(kind, severity, start, end, label))

    def problem(self, kind: str, start: int = -1, end: int = -1, label: str = "", hit: Hit | None = None) -> Problem:
        return Problem(kind, self.plan.severity(kind), start, end, label, hit=hit)

    @property
    def language(self) -> str:
        """Language of the audience if stated, else of the caption if it shows, else ""."""
        if self._language is None:
            stated = language_for(self.post.audience_language, self.plan.area.pack.languages)
            self._language = stated or guess(self.caption.words, self.caption.text)
        return self._language

    @property
    def demand_language(self) -> str:
        return self.language or self.plan.area.pack.languages[0]


def candidate(problems: list[Problem], channel: str, hit: Hit | None = None) -> Candidate:
    """A candidate ranked by its gravest problem; what the jurisdiction does not mind is left out."""
    if not problems:
        return Candidate(0, (), channel, hit)
    real = tuple([problem for problem in problems if problem.severity != "ok"])
    return Candidate(max([RANK[problem.severity] for problem in real], default=0), real, channel, hit)


def best(candidates: list[Candidate]) -> Candidate | None:
    """The least grave candidate; among equals the one with fewer problems, then the first."""
    if len(candidates) < 2:  # nearly always
        return candidates[0] if candidates else None
    return min(candidates, key=_weight)


def _weight(item: Candidate) -> tuple[int, int]:
    return item.rank, sum(problem.severity != "info" for problem in item.problems)
