"""Writes installer/constraints.txt: the exact versions of everything this environment installed for the project.

Run `make pin` after the tests pass with newer dependencies. The file holds names and versions only, no address
of an index and no local path. What the environment has beyond the project's own needs is left out.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "installer" / "constraints.txt"
HEADER = "# Written by `make pin`: the versions the tests ran with, on Linux with Python {version}.\n"


def direct_requirements() -> list[Requirement]:
    """What pyproject.toml asks for: to build, to run, to test."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = document["project"]
    extras = [text for group in project["optional-dependencies"].values() for text in group]
    texts = [*document["build-system"]["requires"], *project["dependencies"], *extras]
    return [Requirement(text) for text in texts]


def closure(requirements: Iterable[Requirement]) -> dict[str, str]:
    """Names and installed versions of the requirements and of all they require here, by normalised name.

    PackageNotFoundError when one is not installed.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, extra) for requirement in requirements for extra in ("", *requirement.extras)]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found[name] = distribution(requirement.name).version
        for needed in _required_by(requirement.name, extra):
            waiting += [(needed, wanted) for wanted in ("", *needed.extras)]
    return found


def _required_by(name: str, extra: str) -> Iterator[Requirement]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def main() -> int:
    """Write the file; the exit code is 0."""
    pins = closure(direct_requirements())
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    header = HEADER.format(version=f"{sys.version_info.major}.{sys.version_info.minor}")
    CONSTRAINTS.write_text(header + "".join(lines), encoding="utf-8")
    print(f"{CONSTRAINTS.relative_to(ROOT)}: {len(pins)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
