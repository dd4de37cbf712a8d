"""Loads the thresholds of law and tax that the meters compare with."""

from functools import lru_cache
from pathlib import Path

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import minor_digits
from microinf_desktop.domain.thresholds import Needs, Scope, Threshold
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

FORMAT = 1


@lru_cache(maxsize=4)
def load_thresholds(path: Path | None = None) -> tuple[Threshold, ...]:
    """The thresholds of the program, or of another file; KnownError names the place of whatever is wrong."""
    path = path or resource("thresholds.json")
    root = Node(path.name, "", read_json(path))
    if root.whole("format") != FORMAT:
        raise KnownError(f"{path.name}: format: {FORMAT} is expected.", HINT)
    found = tuple(_threshold(node, path.name) for node in root.items("thresholds"))
    root.done()
    if len({one.id for one in found}) != len(found):
        raise KnownError(f"{path.name}: an id is there twice.", HINT)
    return found


def _threshold(node: Node, file: str) -> Threshold:
    currency, limit = node.text("currency"), node.whole("limit")
    if limit <= 0:
        raise KnownError(f"{file}: {node.place}limit: a positive number is expected.", HINT)
    made = Threshold(
        id=node.text("id"), title=node.text("title"), effective_from=node.day("from"), currency=currency,
        limit_minor=limit * 10 ** minor_digits(currency), scope=Scope(node.choice("scope", tuple(Scope))),
        country=node.text("country"), needs=Needs(node.choice("needs", tuple(Needs))), need=node.text("need"),
        base=node.text("base"), source=node.text("source"), url=node.text("url"), read_on=node.day("read_on"),
    )
    node.done()
    return made
