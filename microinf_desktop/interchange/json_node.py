"""JSON files of rules and texts read field by field: every mistake is named with its file and place."""

import json
from datetime import date
from pathlib import Path

from microinf_desktop.domain.errors import KnownError

HINT = "Restore the file from the installation or correct the field."
_REQUIRED = object()


def read_json(path: Path) -> object:
    """The content of a JSON file; KnownError when it cannot be read or is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnownError(f"{path.name} cannot be read: {error.strerror}.", HINT) from error
    except UnicodeDecodeError as error:
        raise KnownError(f"{path.name} is not UTF-8 text.", HINT) from error
    except json.JSONDecodeError as error:
        raise KnownError(f"{path.name}, line {error.lineno}: not valid JSON ({error.msg}).", HINT) from error


class Node:
    """One JSON object with its place in the file; every read is checked, and fields nobody reads are refused."""

    def __init__(self, file: str, place: str, value: object) -> None:
        self.file, self.place = file, place
        if not isinstance(value, dict):
            raise KnownError(f"{file}: {place or 'the file'}: an object is expected.", HINT)
        self.value: dict[str, object] = value
        self._seen: set[str] = set()

    def _fail(self, key: str, what: str) -> KnownError:
        return KnownError(f"{self.file}: {self.place}{key}: {what}.", HINT)

    def _get(self, key: str, default: object) -> object:
        self._seen.add(key)
        if key in self.value:
            return self.value[key]
        if default is _REQUIRED:
            raise self._fail(key, "the field is missing")
        return default

    def text(self, key: str, default: object = None) -> str:
        value = self._get(key, _REQUIRED if default is None else default)
        if not isinstance(value, str):
            raise self._fail(key, "a text is expected")
        if not value.strip() and default is None:
            raise self._fail(key, "the text is empty")
        return value

    def choice(self, key: str, allowed: tuple[str, ...] | frozenset[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self._fail(key, f"“{value}” is none of {', '.join(sorted(filter(None, allowed)))}")
        return value

    def flag(self, key: str, default: object = None) -> bool:
        value = self._get(key, _REQUIRED if default is None else default)
        if not isinstance(value, bool):
            raise self._fail(key, "true or false is expected")
        return value

    def whole(self, key: str, default: object = None) -> int:
        value = self._get(key, _REQUIRED if default is None else default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1_000_000_000:
            raise self._fail(key, "a whole number is expected")
        return value

    def day(self, key: str, *, optional: bool = False) -> date:
        value = self._get(key, _REQUIRED)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self._fail(key, "a date like 2026-11-24 is expected") from None

    def maybe_day(self, key: str) -> date | None:
        return self.day(key) if key in self.value else None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._fail(key, "a list of texts is expected")
        return tuple(value)

    def chosen(self, key: str, allowed: frozenset[str]) -> frozenset[str]:
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                raise self._fail(key, f"“{value}” is none of {', '.join(sorted(allowed))}")
        return frozenset(values)

    def numbers(self, key: str) -> dict[str, float]:
        value = self._get(key, {})
        if not isinstance(value, dict) or not all(
            isinstance(item, (int, float)) and not isinstance(item, bool) for item in value.values()
        ):
            raise self._fail(key, "an object of numbers is expected")
        return {name: float(item) for name, item in value.items()}

    def pair(self, key: str) -> tuple[int | None, int | None]:
        value = self._get(key, _REQUIRED)
        if (not isinstance(value, list) or len(value) != 2
                or not all(item is None or (isinstance(item, int) and item > 0) for item in value)):
            raise self._fail(key, "two whole numbers (or null) are expected")
        return value[0], value[1]

    def mapping(self, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self._fail(key, "an object is expected")
        for name, item in value.items():
            if item not in allowed:
                raise self._fail(f"{key}.{name}", f"“{item}” is none of {', '.join(allowed)}")
        return dict(value)

    def items(self, key: str) -> list["Node"]:
        value = self._get(key, [])
        if not isinstance(value, list):
            raise self._fail(key, "a list is expected")
        return [Node(self.file, f"{self.place}{key}[{n}].", item) for n, item in enumerate(value, 1)]

    def objects(self, key: str) -> dict[str, "Node"]:
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self._fail(key, "an object is expected")
        return {name: Node(self.file, f"{self.place}{key}.{name}.", item) for name, item in value.items()}

    def objects_of_texts(self, *keys: str) -> dict[str, dict[str, str]]:
        """Several objects whose values are all texts, by key."""
        found: dict[str, dict[str, str]] = {}
        for key in keys:
            value = self._get(key, _REQUIRED)
            if not isinstance(value, dict) or not all(isinstance(one, str) and one.strip() for one in value.values()):
                raise self._fail(key, "an object of texts is expected")
            found[key] = dict(value)
        return found

    def done(self) -> None:
        for key in self.value:
            if key not in self._seen and key != "note":
                raise self._fail(key, "nobody knows this field")
