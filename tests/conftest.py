"""Fixtures for every room: a fresh workspace per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from microinf_desktop.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "agency") as opened:
        yield opened
