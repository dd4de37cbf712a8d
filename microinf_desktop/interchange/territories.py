"""Loads the names of regions and reads the territories of deals with them."""

import re
from functools import lru_cache

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.territories import Regions
from microinf_desktop.domain.text import fold
from microinf_desktop.interchange.country_names import country_names
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

FORMAT = 1
_CODE = re.compile("[A-Z]{2}")


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """The regions of the program; KnownError names the place of whatever is wrong in their file."""
    path = resource("territories.json")
    root = Node(path.name, "", read_json(path))
    if root.whole("format") != FORMAT:
        raise KnownError(f"{path.name}: format: {FORMAT} is expected.", HINT)
    root.text("source")
    groups: dict[str, frozenset[str]] = {}
    for node in root.items("regions"):
        countries = frozenset(node.texts("countries"))
        groups.update({fold(name): countries for name in node.texts("names")})
        node.done()
    everywhere = frozenset(map(fold, root.texts("everywhere")))
    root.done()

    def country_of(text: str) -> str | None:
        if _CODE.fullmatch(text):  # the usual case does not load the names of all countries
            return text
        guess = country_names().find(text)
        return guess.code if guess is not None and not guess.doubt else None

    return Regions(groups, everywhere, country_of)
