"""The ladder after a violation and the words that are sent."""

from datetime import UTC, datetime, timedelta

from microinf_desktop.domain.disclosure import Finding
from microinf_desktop.domain.violations import Rung, deadline, first_rung, next_rung

NOW = datetime(2026, 11, 24, 9, 0, 30, tzinfo=UTC)


def finding(problem: str, severity: str = "fail") -> Finding:
    return Finding("GEN-VIDEO-01", severity, "law", "Not in the video.", "Show it.", "S1", problem=problem)


def test_what_is_missing_in_the_picture_needs_a_new_post() -> None:
    assert first_rung([finding("not_in_video")]) is Rung.REPUBLISH
    assert first_rung([finding("not_in_video", "warn"), finding("hidden")]) is Rung.NOTICE


def test_nobody_escalates_before_the_deadline() -> None:
    assert next_rung([], None, NOW) is Rung.NOTICE
    assert next_rung([], None, NOW, Rung.REPUBLISH) is Rung.REPUBLISH
    assert next_rung([Rung.NOTICE], NOW + timedelta(seconds=1), NOW) is None
    assert next_rung([Rung.NOTICE], NOW, NOW) is Rung.REPUBLISH
    assert next_rung([Rung.TAKE_DOWN, Rung.NOTICE], None, NOW) is Rung.HOLD_PAY
    assert next_rung(list(Rung), None, NOW) is None


def test_deadlines_are_full_minutes() -> None:
    assert deadline(NOW, 24) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
