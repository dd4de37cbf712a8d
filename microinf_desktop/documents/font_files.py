"""Finds font files on this machine: the main family and everything that can stand in for it."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
# Debian names the file after the axis, the project itself after the family.
_VARIABLE_NAMES = ("inter-roman.var.ttf", "inter.var.ttf", "intervariable.ttf", "inter[opsz,wght].ttf",
                   "inter-variablefont_opsz,wght.ttf", "inter-variablefont_slnt,wght.ttf")
_STATIC_NAMES = {400: "inter-regular.ttf", 600: "inter-semibold.ttf"}
_SOURCE_SANS_NAMES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
WEIGHTS = (400, 600)


@dataclass(frozen=True, slots=True)
class FamilyFiles:
    """Where the main family comes from: one file per weight; the same variable file may serve both."""

    name: str
    files: tuple[tuple[int, Path], ...]

    def file(self, weight: int) -> Path:
        return dict(self.files)[weight]


def font_folders() -> tuple[Path, ...]:
    """Folders in which this system, this user and the installed packages keep fonts, in order of preference."""
    home = Path.home()
    if sys.platform == "win32":
        folders = [Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts",
                   Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    else:
        shared = os.environ.get("XDG_DATA_DIRS", "") or "/usr/local/share:/usr/share"
        folders = [Path(os.environ.get("XDG_DATA_HOME", "") or home / ".local" / "share") / "fonts", home / ".fonts"]
        folders += [Path(part) / "fonts" for part in shared.split(":") if part]
    return (*folders, *_package_folders())


def _package_folders() -> Iterator[Path]:
    """Fonts that arrive with our own dependencies: Source Sans Pro, and DejaVu inside matplotlib."""
    for package, parts in (("font_source_sans_pro", ("files",)), ("matplotlib", ("mpl-data", "fonts", "ttf"))):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent.joinpath(*parts)


def list_font_files(folders: tuple[Path, ...]) -> list[Path]:
    """All font files below the folders; order is that of the folders, then of the names, so it is repeatable."""
    found: list[Path] = []
    for folder in folders:
        for root, directories, names in os.walk(folder):
            directories.sort()
            found += [Path(root, name) for name in sorted(names) if name.lower().endswith(_SUFFIXES)]
    return list(dict.fromkeys(found))


def find_main_family(files: list[Path]) -> FamilyFiles:
    """Inter when it is installed (variable before static), else the Source Sans Pro that pip installed.

    One decision for all documents: Inter, as on the screen; Source Sans Pro only where no Inter file can be
    found. Raises FileNotFoundError when the installation lacks even that package.
    """
    by_name: dict[str, Path] = {}
    for path in files:
        by_name.setdefault(path.name.lower(), path)
    for name in _VARIABLE_NAMES:
        if name in by_name:
            return FamilyFiles("Inter", tuple((weight, by_name[name]) for weight in WEIGHTS))
    if all(name in by_name for name in _STATIC_NAMES.values()):
        return FamilyFiles("Inter", tuple((weight, by_name[name]) for weight, name in _STATIC_NAMES.items()))
    folder = next(_package_folders(), None)
    if folder is None or not all((folder / name).is_file() for name in _SOURCE_SANS_NAMES.values()):
        raise FileNotFoundError("neither Inter nor the package font-source-sans-pro is installed")
    return FamilyFiles("Source Sans Pro", tuple((weight, folder / name) for weight, name in _SOURCE_SANS_NAMES.items()))


def static_instance(path: Path, weight: int) -> bytes:
    """The TrueType bytes of one weight; a variable file is instanced by HarfBuzz (about 10 ms)."""
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(path)))
    axes = {axis.tag: axis for axis in face.axis_infos}
    if not axes:
        return path.read_bytes()
    request = hb.SubsetInput()
    request.keep_everything()
    request.pin_all_axes_to_default(face)
    if "wght" in axes:
        request.pin_axis_location(face, "wght", weight)
    return bytes(hb.subset(face, request).blob.data)


@cache
def tabular_font_file(weight: int) -> Path:
    """A TTF of the main family whose figures all have one width, for libraries that want a file (matplotlib).

    Kept in the user's cache folder under the hash of its source; in a temporary folder where that cannot be
    written. The documents of this package do not need it: they embed glyphs themselves.
    """
    import platformdirs

    source = find_main_family(list_font_files(font_folders())).file(weight)
    data = static_instance(source, weight)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}-{weight}-tabular.ttf"
    folder = Path(platformdirs.user_cache_dir("microinf-desktop", appauthor=False)) / "fonts"
    target = folder / name
    if target.is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write_atomically(folder, name, _with_tabular_figures(data))
    except OSError:  # read-only or full cache: the file is only a copy, a temporary one serves as well
        return _write_atomically(Path(tempfile.mkdtemp(prefix="microinf-fonts-")), name, _with_tabular_figures(data))


def _write_atomically(folder: Path, name: str, data: bytes) -> Path:
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    os.replace(temporary, folder / name)
    return folder / name


def _with_tabular_figures(data: bytes) -> bytes:
    """Point the digits of the character map at the glyphs of the `tnum` feature."""
    import io

    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    buffer = hb.Buffer()
    buffer.add_str("0123456789")
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(hb.Blob(data))), buffer, {"tnum": True, "calt": False, "kern": False})
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    order = font.getGlyphOrder()
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({ord("0") + n: order[info.codepoint] for n, info in enumerate(buffer.glyph_infos)})
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
