"""Shapes of a timeline's signs, the same on screen and on paper: publishing and each kind of milestone has its own."""

from microinf_desktop.domain.enums import MilestoneKind

DIAMOND = 6.5  # from the middle of a diamond to its points
Corners = tuple[tuple[float, float], ...]

PUBLISH_SIGN: Corners = ((0, -DIAMOND), (DIAMOND, 0), (0, DIAMOND), (-DIAMOND, 0))
MARK_SIGNS: dict[MilestoneKind, Corners] = {
    MilestoneKind.BRIEF: ((-4.5, -6), (1.5, -6), (4.5, -3), (4.5, 6), (-4.5, 6)),  # a sheet with a folded corner
    MilestoneKind.SHIPPING: ((-5.5, -5), (5.5, -5), (5.5, 5), (-5.5, 5)),  # a box
    MilestoneKind.APPROVAL: ((-5.5, -5.5), (5.5, -5.5), (5.5, 0.5), (0, 6.5), (-5.5, 0.5)),  # a shield
    MilestoneKind.GO_LIVE: ((-4.5, -6), (6, 0), (-4.5, 6)),  # play
    MilestoneKind.REPORT: ((-6, 5.5), (-6, 1.5), (-2, 1.5), (-2, -2), (2, -2), (2, -5.5), (6, -5.5), (6, 5.5)),  # bars
    MilestoneKind.OTHER: PUBLISH_SIGN,
}
