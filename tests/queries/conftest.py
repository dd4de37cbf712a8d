"""Fixtures for reads."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlmodel import Session


@pytest.fixture
def count_queries() -> Callable[[Session], list[str]]:
    """Collects the statements a session sends from now on."""

    def start(session: Session) -> list[str]:
        statements: list[str] = []
        event.listen(session.connection(), "before_cursor_execute", lambda *a: statements.append(a[2]))
        return statements

    return start
