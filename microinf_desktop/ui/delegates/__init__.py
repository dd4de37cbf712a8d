"""One delegate per column kind; each prepares a value once and draws it many times."""

from functools import cache

from microinf_desktop.ui.delegates.base import CellDelegate
from microinf_desktop.ui.delegates.figures import (
    CountDelegate,
    MoneyDelegate,
    NumberDelegate,
    PercentDelegate,
    ProgressDelegate,
)
from microinf_desktop.ui.delegates.signs import (
    BallDelegate,
    PlatformsDelegate,
    SignDelegate,
    SparklineDelegate,
    StatusDelegate,
    VerdictDelegate,
)
from microinf_desktop.ui.delegates.texts import (
    DateDelegate,
    DueDelegate,
    LinkDelegate,
    NameDelegate,
    TextDelegate,
)
from microinf_desktop.ui.models.columns import Kind

_CLASSES: dict[Kind, type[CellDelegate]] = {
    Kind.TEXT: TextDelegate, Kind.NAME: NameDelegate, Kind.NUMBER: NumberDelegate, Kind.COUNT: CountDelegate,
    Kind.PERCENT: PercentDelegate, Kind.MONEY: MoneyDelegate, Kind.PLATFORMS: PlatformsDelegate,
    Kind.SPARKLINE: SparklineDelegate, Kind.STATUS: StatusDelegate, Kind.DATE: DateDelegate, Kind.DUE: DueDelegate,
    Kind.PROGRESS: ProgressDelegate, Kind.LINK: LinkDelegate, Kind.VERDICT: VerdictDelegate, Kind.BALL: BallDelegate,
    Kind.SIGN: SignDelegate,
}


@cache
def delegate_for(kind: Kind) -> CellDelegate:
    """The delegate of a kind; one object serves all tables."""
    return _CLASSES[kind]()
