"""What the bars and signs of a printed timeline mean, in one line under every page."""

from typing import Any

from microinf_desktop.documents.styles import ACCENT, DANGER, DONE, INK, LINE_STRONG, NOTE, TEXT_2, WHITE, rgb
from microinf_desktop.documents.text import draw_text, text_width
from microinf_desktop.documents.timeline_ink import BAR, BAR_INKS, DONE_INKS, arrow, box, hatch, lock, sign
from microinf_desktop.domain.enums import MilestoneKind
from microinf_desktop.domain.timeline_data import PUBLISH, STEP_WORDS, STEPS, TimelineData

_WORDS = NOTE.but(size=6.8, color=TEXT_2)
_ROW = 13.0
_KINDS = {
    MilestoneKind.BRIEF: "brief", MilestoneKind.SHIPPING: "shipping", MilestoneKind.APPROVAL: "approval",
    MilestoneKind.GO_LIVE: "go-live", MilestoneKind.REPORT: "report", MilestoneKind.OTHER: "milestone",
}


def draw_legend(canvas: Any, left: float, y: float, right: float, data: TimelineData) -> None:
    """Only what this timeline uses, from left to right, on a second line above when one is not enough."""
    rows: list[list[tuple[str, str, float]]] = [[]]
    x = left
    for key, word in _entries(data):
        room = text_width(word, _WORDS)
        if x + 16 + room > right and rows[-1]:
            rows.append([])
            x = left
        rows[-1].append((key, word, x))
        x += room + 27
    for number, row in enumerate(rows):
        base = y + (len(rows) - 1 - number) * _ROW
        for key, word, at in row:
            _draw_sign(canvas, key, at, base)
            draw_text(canvas, at + 16, base, word, _WORDS)


def _entries(data: TimelineData) -> list[tuple[str, str]]:
    items = list(data.items.values())
    bars = [bar for item in items for bar in item.bars]
    used = {bar.step for bar in bars} | ({PUBLISH} if any(item.publish_on for item in items) else set())
    locked = any(item.locked and not item.is_published for item in items) or any(mark.locked for mark in data.marks)
    found = [(step, STEP_WORDS[step].capitalize()) for step in STEPS if step in used]
    signs = (
        ("done", "Done", any(bar.is_done for bar in bars)),
        ("live", "Published", any(item.is_published for item in items)),
        ("late", "Late", any(bar.late_to for bar in bars) or bool(data.late)),
        ("waits", "Moves with what is late", bool(data.waiting)),
        ("fixed", "Fixed day", locked), ("link", "Waits for", bool(data.links)), ("today", "Today", True),
    )
    found += [(key, word) for key, word, is_used in signs if is_used]
    return found + [(kind.value, _KINDS[kind].capitalize()) for kind in MilestoneKind
                    if any(mark.kind is kind for mark in data.marks)]


def _draw_sign(canvas: Any, key: str, x: float, y: float) -> None:
    middle = y + 2.4
    low = middle - BAR / 2
    if key == PUBLISH:
        sign(canvas, x + 6, middle, None, INK, INK)
    elif key == "live":
        sign(canvas, x + 6, middle, None, DONE, DONE)
    elif key in BAR_INKS or key == "done":
        ground, edge, _ink = BAR_INKS.get(key, DONE_INKS)
        box(canvas, x, low, 12, ground, edge)
    elif key == "late":
        hatch(canvas, x, low, 12, alarm=True)
    elif key == "waits":
        box(canvas, x, low, 12, WHITE, DANGER, dashed=True)
    elif key == "fixed":
        lock(canvas, x + 3.5, middle, INK)
    elif key == "link":
        arrow(canvas, [(x, middle), (x + 12, middle)], LINE_STRONG)
    elif key == "today":
        canvas.setFillColorRGB(*rgb(ACCENT))
        canvas.rect(x + 5.4, low, 1.2, BAR, stroke=0, fill=1)
    else:
        sign(canvas, x + 6, middle, MilestoneKind(key), WHITE, INK)
