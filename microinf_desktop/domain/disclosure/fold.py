"""Whether a label shows before the reader taps "more": by characters and by lines, per platform."""

from microinf_desktop.domain.disclosure.packs import PlatformRow

SHOWN, UNSURE, HIDDEN = "shown", "unsure", "hidden"


def fold_state(row: PlatformRow, start: int, end: int, line: int) -> str:
    """SHOWN, UNSURE (devices and sources differ) or HIDDEN for a label at code points [start, end) on `line`.

    Source: platforms table of the packs. A platform without a fold shows everything.
    """
    if row.chars_hard is not None and start >= row.chars_hard:
        return HIDDEN
    if row.lines_hard is not None and line > row.lines_hard:
        return HIDDEN
    if row.chars_sure is not None and end > row.chars_sure:
        return UNSURE
    if row.lines_sure is not None and line > row.lines_sure:
        return UNSURE
    return SHOWN
