"""What every test runs in: no screen, no network, no trace in the user's folders; and a fresh workspace."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from microinf_desktop.storage.workspace import Workspace

# Before the first import of Qt: without a screen it would abort the process instead of raising.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
    os.environ["LC_ALL"] = "C.UTF-8"

_HOME = tempfile.TemporaryDirectory(prefix="microinf-tests-")
atexit.register(_HOME.cleanup)
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = str(Path(_HOME.name, _name.lower()))

# The same examples at each run, so that a green suite stays green; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("suite", max_examples=50, deadline=None, derandomize=True, database=None)
settings.register_profile("explore", max_examples=1_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace, made once; copy it before opening."""
    from microinf_desktop.storage.workspace import Workspace  # storage is loaded only where it is tested

    folder = tmp_path_factory.mktemp("empty") / "agency"
    Workspace.create(folder).close()
    return folder


@pytest.fixture
def workspace(empty_workspace: Path, tmp_path: Path) -> Iterator["Workspace"]:
    """A workspace that is there and open."""
    from microinf_desktop.storage.workspace import Workspace

    with Workspace.open(shutil.copytree(empty_workspace, tmp_path / "agency")) as opened:
        yield opened
