"""What the program remembers between runs: one INI file, every key declared with its default."""

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

DEFAULTS: dict[str, str] = {
    "theme": "system",
    "density": "compact",
    "language": "en",
    "locale": "",
    "person": "",
    "window/geometry": "",
    "window/page": "today",
    "window/sidebar_folded": "auto",
    "palette/recent": "[]",
    "notify/today": "on",
    "notify/told": "[]",
    "workspaces/recent": "[]",
}
_STATE_PREFIXES = ("page/", "table/")


def default_path() -> Path:
    """The INI file in the platform's configuration folder; MICROINF_CONFIG_DIR overrides the folder."""
    folder = os.environ.get("MICROINF_CONFIG_DIR")
    if not folder:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        folder = str(Path(folder) / "microinf")
    return Path(folder) / "microinf.ini"


class Settings:
    """Typed access to the INI file; KeyError for a key that is neither declared nor a page's or table's state."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def text(self, key: str) -> str:
        return str(self._store.value(key, DEFAULTS[key]))

    def set_text(self, key: str, value: str) -> None:
        if key not in DEFAULTS:
            raise KeyError(key)
        self._store.setValue(key, value)

    def bytes(self, key: str) -> QByteArray:
        """A value that Qt made, such as window geometry."""
        return QByteArray.fromBase64(self.text(key).encode())

    def set_bytes(self, key: str, value: QByteArray) -> None:
        self.set_text(key, bytes(value.toBase64().data()).decode())

    def items(self, key: str) -> list[str]:
        """A remembered list, newest first."""
        import json  # not for the first paint

        found = json.loads(self.text(key))
        return [str(item) for item in found] if isinstance(found, list) else []

    def push(self, key: str, item: str, keep: int = 12) -> None:
        """Put an item first in a remembered list."""
        import json

        kept = [item, *(other for other in self.items(key) if other != item)]
        self.set_text(key, json.dumps(kept[:keep]))

    def state(self, key: str) -> dict[str, object]:
        """What a page (`page/<id>`) or table (`table/<name>`) remembers; empty when unknown or unreadable."""
        import json

        _require_state_key(key)
        try:
            found = json.loads(str(self._store.value(key, "{}")))
        except json.JSONDecodeError:
            return {}  # a hand-edited file: the page starts with its defaults
        return found if isinstance(found, dict) else {}

    def set_state(self, key: str, value: dict[str, object]) -> None:
        import json

        _require_state_key(key)
        self._store.setValue(key, json.dumps(value))

    def sync(self) -> None:
        """Write the file now."""
        self._store.sync()


def _require_state_key(key: str) -> None:
    if not key.startswith(_STATE_PREFIXES):
        raise KeyError(key)
