"""Loads the catalogue of regulated products and of what minors need."""

from functools import lru_cache
from pathlib import Path

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.regulated import Need, Regulated, RegulatedKind
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

FORMAT = 1


@lru_cache(maxsize=4)
def load_regulated(path: Path | None = None) -> Regulated:
    """The program's catalogue, or another file; KnownError names the place of whatever is wrong."""
    path = path or resource("regulated.json")
    root = Node(path.name, "", read_json(path))
    if root.whole("format") != FORMAT:
        raise KnownError(f"{path.name}: format: {FORMAT} is expected.", HINT)
    kinds = tuple(_kind(node) for node in root.items("categories"))
    made = Regulated(kinds, _needs(root, "minors"), root.day("read_on"))
    root.done()
    return made


def _kind(node: Node) -> RegulatedKind:
    made = RegulatedKind(node.text("id"), node.text("title"), frozenset(node.texts("words")), _needs(node, "needs"))
    node.done()
    return made


def _needs(node: Node, key: str) -> tuple[Need, ...]:
    found = []
    for one in node.items(key):
        found.append(Need(one.text("rule"), one.text("country"), one.text("text"), one.text("url")))
        one.done()
    return tuple(found)
