"""Loads the words for media and reads those of deals with them."""

from functools import lru_cache

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.media import MediaBook, Medium, Place, Use
from microinf_desktop.domain.text import fold
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

FORMAT = 1


@lru_cache(maxsize=1)
def load_media() -> MediaBook:
    """The media of the program; KnownError names the place of whatever is wrong in their file."""
    path = resource("media.json")
    root = Node(path.name, "", read_json(path))
    if root.whole("format") != FORMAT:
        raise KnownError(f"{path.name}: format: {FORMAT} is expected.", HINT)
    root.text("source")
    words: dict[str, Medium] = {}
    for node in root.items("media"):
        medium = Medium(
            frozenset(map(Place, node.chosen("places", frozenset(Place)))),
            frozenset(map(Use, node.chosen("uses", frozenset(Use)))),
        )
        for name in node.texts("names"):
            if words.setdefault(fold(name), medium) != medium:
                raise KnownError(f"{path.name}: {node.place}names: “{name}” stands twice.", HINT)
        node.done()
    root.done()
    return MediaBook(words)
