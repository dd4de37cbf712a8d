"""Design tokens: colours, type, sizes and motion of the design language, and the theme that is on now.

Widgets read `current()` while painting, so a switch needs no bookkeeping: `apply` sets palette and style
sheet, repaints, and emits `events().changed` for the few things that keep rendered pictures.
"""

from __future__ import annotations  # types of events and menus cost time at start

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from microinf_desktop.ui.record import Record

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Tone(StrEnum):
    """What colour may say; a shape or a word always says it too."""

    NEUTRAL = "neutral"
    PROGRESS = "progress"
    ATTENTION = "attention"
    DONE = "done"
    DANGER = "danger"


class Mode(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Density(StrEnum):
    COMPACT = "compact"
    COMFORTABLE = "comfortable"


class ToneColours(Record):
    """`ink` for glyphs and text on surface or tint, `tint` as a background."""

    ink: QColor
    tint: QColor


class Theme(Record):
    """One complete set of colours (design language, section 1)."""

    name: str
    dark: bool
    window: QColor
    surface: QColor
    sunken: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    tones: tuple[ToneColours, ...]
    charts: tuple[str, ...]
    chart_grey: str
    scrim: QColor

    def tone(self, tone: Tone) -> ToneColours:
        return self.tones[_TONE_ORDER[tone]]


_COLOURS = ("window", "surface", "sunken", "raised", "hover", "selected", "line", "line_strong", "text", "text2",
            "text3", "accent", "accent_hover", "on_accent")
_TONE_ORDER = {tone: place for place, tone in enumerate(Tone)}


def _theme(name: str, dark: bool, surfaces: str, inks: str, tones: str, charts: str, grey: str) -> Theme:
    inked = [QColor(value) for value in tones.split()]
    pairs = tuple(ToneColours(inked[i], inked[i + 1]) for i in range(0, 10, 2))
    colours = {key: QColor(value) for key, value in zip(_COLOURS, f"{surfaces} {inks}".split(), strict=True)}
    return Theme(name=name, dark=dark, tones=pairs, charts=tuple(charts.split()), chart_grey=grey,
                 scrim=QColor(0, 0, 0, 102), **colours)


LIGHT = _theme(
    "light", False,
    "#F5F4F1 #FFFFFF #FAF9F7 #FFFFFF #F3F2EE #E3EFF1 #E5E3DD #85817A",
    "#1C1B19 #56534D #6F6B64 #0B5B68 #084954 #FFFFFF",
    "#6F6B64 #EFEDE8 #3D67BE #E8EDF8 #8F5C00 #FBEFD5 #007D45 #E2F2E8 #AC2C30 #FBE8E6",
    "#0B5B68 #CC8200 #7D211A #5795D2 #622E96 #938B50", "#B9B5AC",
)
DARK = _theme(
    "dark", True,
    "#131312 #1A1A18 #161615 #242422 #232321 #17363B #32312E #7C7972",
    "#EDEBE6 #B6B2AA #9D998F #62C2CE #84D3DC #06262B",
    "#A5A199 #2B2A27 #9AA8F0 #22284A #E8C04E #3A2D10 #86CC9A #1A3321 #F27E70 #431E1A",
    "#62C2CE #F0B04C #E8647A #6F93E0 #EBBBEB #8E9A3E", "#6B6862",
)

# For clients that have not given a colour, in this order; shown as an 8 px swatch, never as text.
CLIENT_SWATCHES = (
    "#7E4A12", "#2A5B38", "#47609A", "#7A2B2B", "#6B4C8A", "#8A7A1F", "#1F6F78", "#A0522D", "#4F5D3A",
    "#8C3B66",
)

SPACE = (4, 8, 12, 16, 24, 32, 48)
ICON = 16
CONTROL_HEIGHT = 28
BAR_CONTROL_HEIGHT = 26
HEAD_HEIGHT = 28
PANEL_WIDTH = 380
FOLD_WIDTH = 1200  # below: sidebar folds, side panels overlay

# role: (pixels, weight) of the design language's type table.
_TYPE = {
    "title": (18, 600), "panel": (15, 600), "body": (13, 400), "name": (13, 500), "section": (13, 600),
    "secondary": (12, 400), "label": (12, 500), "caption": (11, 400), "figure": (19, 600), "tag": (10, 600),
}
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
_FALLBACKS = ("Source Sans Pro", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")


class ThemeEvents(QObject):
    """Tells those that keep rendered pictures that colours or row heights are others now."""

    changed = Signal()


class _State:
    """What `apply` decided last; one per process, as the application's palette is."""

    theme = LIGHT
    mode = Mode.LIGHT
    density = Density.COMPACT
    family = ""
    events: ThemeEvents | None = None
    fusion = False
    system_palette: QPalette | None = None


def current() -> Theme:
    """The colours that are on."""
    return _State.theme


def ink(name: str) -> QColor:
    """Colour by name: a text token ("text", "text2", "text3", "accent") or a tone ("danger")."""
    now = _State.theme
    found = getattr(now, name, None)
    return found if isinstance(found, QColor) else now.tone(Tone(name)).ink


def density() -> Density:
    return _State.density


def mode() -> Mode:
    return _State.mode


def row_height() -> int:
    """Height of a table row in logical pixels."""
    return 28 if _State.density is Density.COMPACT else 36


def events() -> ThemeEvents:
    if _State.events is None:
        _State.events = ThemeEvents()
    return _State.events


def make_application(arguments: list[str]) -> QApplication:
    """The application object with the Fusion style, asked for in a way that costs nothing at start.

    Setting the style later makes PySide create the QStyle class with all its enums: five milliseconds.
    """
    _State.fusion = True
    return QApplication([arguments[0] if arguments else "microinf", "-style", "fusion", *arguments[1:]])


def apply(app: QApplication, new_mode: Mode = Mode.SYSTEM, new_density: Density = Density.COMPACT) -> None:
    """Switch the running application to a mode and density; safe to call at any time."""
    if _State.system_palette is None:
        _State.system_palette = app.palette()
        if not _State.fusion:
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system(app))
    _State.mode, _State.density = Mode(new_mode), Density(new_density)
    _State.theme = _chosen_theme(app)
    app.setPalette(palette(_State.theme))
    app.setFont(font("body"))
    from microinf_desktop.ui.stylesheet import style_sheet

    app.setStyleSheet(style_sheet(_State.theme))
    if _State.events is not None:
        for widget in app.allWidgets():
            widget.update()
        _State.events.changed.emit()


def _follow_system(app: QApplication) -> None:
    if _State.mode is Mode.SYSTEM and _chosen_theme(app) is not _State.theme:
        apply(app, _State.mode, _State.density)


def _chosen_theme(app: QApplication) -> Theme:
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return from_palette(_State.system_palette or app.palette())
    if _State.mode is Mode.SYSTEM:
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if _State.mode is Mode.DARK else LIGHT


def from_palette(system: QPalette) -> Theme:
    """System high contrast: the user's palette wins, tints drop, glyphs stay (section 8)."""
    base, text = system.color(QPalette.ColorRole.Base), system.color(QPalette.ColorRole.Text)
    window, link = system.color(QPalette.ColorRole.Window), system.color(QPalette.ColorRole.Link)
    accent = link if abs(link.lightness() - base.lightness()) > 90 else text
    dark = base.lightness() < 128
    plain = DARK if dark else LIGHT
    tones = tuple(ToneColours(text, base) for _ in Tone)
    return Theme(
        "contrast", dark, window, base, base, window, base, base, text, text, text, text, text, accent, text, base,
        tones, plain.charts, plain.chart_grey, plain.scrim,
    )


def palette(theme: Theme) -> QPalette:
    """QPalette of a theme, so that stock controls and native parts fit in."""
    roles = QPalette.ColorRole
    made = QPalette()
    pairs = (
        (roles.Window, theme.surface), (roles.WindowText, theme.text), (roles.Base, theme.surface),
        (roles.AlternateBase, theme.sunken), (roles.Text, theme.text), (roles.Button, theme.surface),
        (roles.ButtonText, theme.text), (roles.BrightText, theme.on_accent), (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent), (roles.Link, theme.accent), (roles.LinkVisited, theme.text2),
        (roles.PlaceholderText, theme.text3), (roles.ToolTipBase, theme.raised), (roles.ToolTipText, theme.text),
        (roles.Light, theme.raised), (roles.Midlight, theme.hover), (roles.Mid, theme.line),
        (roles.Dark, theme.line_strong), (roles.Shadow, theme.line_strong), (roles.Accent, theme.accent),
    )
    for role, colour in pairs:
        made.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.text3)
    return made


def font(role: str = "body", weight: int = 0) -> QFont:
    """A font of the type table with tabular figures; `weight` 400, 500 or 600 replaces the role's own."""
    return QFont(_font(role, weight, family()))


@lru_cache(maxsize=64)
def _font(role: str, weight: int, name: str) -> QFont:
    pixels, own_weight = _TYPE[role]
    made = QFont(name)
    made.setPixelSize(pixels)
    made.setWeight(_WEIGHTS[weight or own_weight])
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def family() -> str:
    """The interface family: Inter when installed, else Source Sans Pro from its package, else a system font."""
    if not _State.family:
        _State.family = _find_family()
    return _State.family


def _find_family() -> str:
    from PySide6.QtGui import QFontDatabase

    if QFontDatabase.hasFamily("Inter"):
        return "Inter"
    _load_source_sans()
    return next((name for name in _FALLBACKS if QFontDatabase.hasFamily(name)), QFont().defaultFamily())


def _load_source_sans() -> None:
    """Register the fonts of the font-source-sans-pro package (OFL) with this process."""
    from importlib.util import find_spec
    from pathlib import Path

    from PySide6.QtGui import QFontDatabase

    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        return
    folder = Path(spec.submodule_search_locations[0]) / "files"
    for weight in ("Regular", "Semibold", "Bold", "It"):
        QFontDatabase.addApplicationFont(str(folder / f"SourceSansPro-{weight}.ttf"))


def motion(milliseconds: int) -> int:
    """Duration of a movement; 0 when the system asks for less motion."""
    from PySide6.QtWidgets import QStyle  # five milliseconds of enums, too dear for the first paint

    app = QApplication.instance()
    if not isinstance(app, QApplication) or not app.isEffectEnabled(Qt.UIEffect.UI_General):
        return 0
    return milliseconds if app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0 else 0


def set_background(widget: QWidget, role: str) -> None:
    """Fill a plain widget with the token `window`, `surface`, `sunken` or `raised`, also after a switch."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    widget.setProperty("fill", role)
