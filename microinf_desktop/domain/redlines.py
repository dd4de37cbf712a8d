"""Versions of a contract as words: what each says, line by line, and what changed from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a contract as its PDF prints them, without header, footer, contents and hash.

    A line is a title, a paragraph or a row of a table (cells parted by tabs); none is empty and none holds a line
    feed. `clause_numbers` are the printed numbers by clause id, in the order of the contract: {"purpose": "1"}.
    """

    lines: tuple[str, ...] = ()
    clause_numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)
