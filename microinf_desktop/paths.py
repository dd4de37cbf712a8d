"""Where resources/ and icons/ are: in a checkout, in an installed wheel, in a frozen bundle."""

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _data_root() -> Path:
    """The folder that holds `resources/` and `icons/`; FileNotFoundError when the installation is incomplete."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle)] if bundle else []
    candidates += [_PACKAGE / "_data", _PACKAGE.parent]
    for root in candidates:
        if (root / "resources").is_dir() and (root / "icons").is_dir():
            return root
    raise FileNotFoundError(f"resources/ and icons/ were not found beside {_PACKAGE}")


def resource(*parts: str) -> Path:
    """Path of a file below `resources/`, e.g. `resource("packs", "us.json")`."""
    return _data_root().joinpath("resources", *parts)


def icon(*parts: str) -> Path:
    """Path of a file below `icons/`."""
    return _data_root().joinpath("icons", *parts)
