"""Writes the glyphs a document used into its PDF: the main family as TrueType subsets, all else as drawn glyphs.

Drawn glyphs are Type 3 fonts: each code is one cluster (a letter with its marks, a ligature, an emoji) that is
drawn as paths or as a picture and that carries its text, so what is copied or searched is what was typed, in every
script, and nothing has to be hidden over the page.
"""

from typing import Any
from weakref import WeakKeyDictionary

from microinf_desktop.documents.fallback import Cluster, ShapeFace
from microinf_desktop.documents.fonts import MainFace

_GLYPHS_PER_FONT = 255
_documents: "WeakKeyDictionary[Any, DocumentFonts]" = WeakKeyDictionary()


def fonts_of(canvas: Any) -> "DocumentFonts":
    """The fonts of the PDF that a reportlab canvas is writing."""
    document = canvas._doc
    fonts = _documents.get(document)
    if fonts is None:
        fonts = _documents[document] = DocumentFonts()
        document.delayedFonts.append(fonts)
    return fonts


class DocumentFonts:
    """Collects what one PDF uses; reportlab calls `addObjects` when the file is written."""

    def __init__(self) -> None:
        self._main: dict[str, tuple[str, MainFace, set[str]]] = {}
        self._drawn: list[_DrawnFont] = []
        self._codes: dict[tuple[str, Cluster], tuple[str, int]] = {}

    def use(self, face: MainFace, text: str) -> str:
        """Note that `text` is set in a face of the main family; returns the name to use in the page."""
        entry = self._main.get(face.name)
        if entry is None:
            entry = self._main[face.name] = (f"M{len(self._main) + 1}", face, set())
        entry[2].update(text)
        return entry[0]

    def code(self, face: ShapeFace, cluster: Cluster) -> tuple[str, int]:
        """Name of the font and code of a drawn cluster."""
        key = (face.key, cluster)
        found = self._codes.get(key)
        if found is None:
            if not self._drawn or len(self._drawn[-1].glyphs) == _GLYPHS_PER_FONT:
                self._drawn.append(_DrawnFont(f"D{len(self._drawn) + 1}"))
            font = self._drawn[-1]
            font.glyphs.append((face, cluster))
            found = self._codes[key] = (font.name, len(font.glyphs))
        return found

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it so
        for name, face, characters in self._main.values():
            _link(document, name, _composite_font(document, name, face, characters))
        for font in self._drawn:
            _link(document, font.name, font.build(document))


def _link(document: Any, name: str, font: Any) -> None:
    from reportlab.pdfbase.pdfdoc import BasicFonts

    document.idToObject[BasicFonts].dict[name] = document.Reference(font, "font-" + name)


def _composite_font(document: Any, name: str, face: MainFace, characters: set[str]) -> Any:
    """A Type 0 font over a TrueType subset (PDF 32000-1, 9.7)."""
    used = sorted(characters & face.covered, key=lambda char: face.cids[char])
    base = f"{_tag(name)}+{face.postscript_name}"
    descriptor = _dictionary(
        Type="/FontDescriptor", FontName="/" + base, Flags=4, ItalicAngle=0,
        FontBBox=f"[{-1000} {face.descent * 1000:.0f} 2600 {face.ascent * 1000:.0f}]",
        Ascent=round(face.ascent * 1000), Descent=round(face.descent * 1000), CapHeight=727,
        StemV=90 if face.weight < 500 else 140,
        FontFile2=_stream(document, face.subset(used), f"file-{name}", length1=True),
    )
    widths = " ".join(f"{face.cids[char]} [{round(face.advances[char] * 1000, 2):g}]" for char in used)
    descendant = _dictionary(
        Type="/Font", Subtype="/CIDFontType2", BaseFont="/" + base, DW=0, W=f"[{widths}]",
        CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        CIDToGIDMap=_stream(document, _cid_to_gid(face, used), f"gids-{name}"),
        FontDescriptor=document.Reference(descriptor, f"descriptor-{name}"),
    )
    return _dictionary(
        Type="/Font", Subtype="/Type0", BaseFont="/" + base, Encoding="/Identity-H",
        DescendantFonts=_array([document.Reference(descendant, f"descendant-{name}")]),
        ToUnicode=_stream(document, _to_unicode({face.cids[c]: c for c in used}, digits=4), f"unicode-{name}"),
    )


def _cid_to_gid(face: MainFace, used: list[str]) -> bytes:
    table = bytearray(2 * (max((face.cids[char] for char in used), default=0) + 1))
    for char in used:
        table[2 * face.cids[char] : 2 * face.cids[char] + 2] = face.gids[char].to_bytes(2, "big")
    return bytes(table)


class _DrawnFont:
    """A Type 3 font (PDF 32000-1, 9.6.5) of up to 255 clusters; one unit is a thousandth of the font size."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.glyphs: list[tuple[ShapeFace, Cluster]] = []

    def build(self, document: Any) -> Any:
        procedures: dict[str, Any] = {}
        pictures: dict[str, Any] = {}
        for code, (face, cluster) in enumerate(self.glyphs, 1):
            content = _draw_cluster(document, face, cluster, pictures)
            procedures[f"g{code}"] = _stream(document, content.encode("ascii"), f"glyph-{self.name}-{code}")
        count = len(self.glyphs)
        names = " ".join(f"/g{code}" for code in range(1, count + 1))
        return _dictionary(
            Type="/Font", Subtype="/Type3", Name="/" + self.name, FontBBox="[0 0 0 0]",
            FontMatrix="[0.001 0 0 0.001 0 0]", FirstChar=1, LastChar=count,
            Widths="[" + " ".join(f"{cluster.width:g}" for _, cluster in self.glyphs) + "]",
            Encoding=f"<< /Type /Encoding /Differences [1 {names}] >>",
            CharProcs=_dictionary(**procedures),
            Resources=_dictionary(**({"XObject": _dictionary(**pictures)} if pictures else {})),
            ToUnicode=_stream(
                document,
                _to_unicode({code: cluster.text for code, (_, cluster) in enumerate(self.glyphs, 1)}, digits=2),
                f"unicode-{self.name}",
            ),
        )


def _draw_cluster(document: Any, face: ShapeFace, cluster: Cluster, pictures: dict[str, Any]) -> str:
    """The glyph procedure: d1 takes the colour of the text, d0 brings its own."""
    drawn: list[str] = []
    colored = False
    for gid, x, y in cluster.glyphs:
        picture = face.picture(gid)
        layers = face.layers(gid)
        if picture is not None:
            data, (left, bottom, width, height) = picture
            name = _picture(document, data, pictures)
            drawn.append(f"q {width:.1f} 0 0 {height:.1f} {x + left:.1f} {y + bottom:.1f} cm /{name} Do Q")
        elif layers:
            paths = [(color, face.outline(layer)) for layer, color in layers]
            body = " ".join(f"{r:.3f} {g:.3f} {b:.3f} rg {path} f" for (r, g, b), path in paths if path)
            drawn.append(f"q 1 0 0 1 {x:g} {y:g} cm {body} Q")
        elif face.outline(gid):
            path = face.outline(gid)
            drawn.append(f"q 1 0 0 1 {x:g} {y:g} cm {path} f Q" if x or y else f"{path} f")
        colored = colored or picture is not None or bool(layers)
    if colored:
        return f"{cluster.width:g} 0 d0 " + " ".join(drawn)
    return f"{cluster.width:g} 0 -3000 -3000 9000 3000 d1 " + " ".join(drawn)


def _picture(document: Any, data: bytes, pictures: dict[str, Any]) -> str:
    """Add the PNG of a colour glyph once per document."""
    import hashlib
    import io

    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfdoc

    name = "E" + hashlib.sha256(data).hexdigest()[:16]
    if name not in document.idToObject:
        image = pdfdoc.PDFImageXObject(name, ImageReader(io.BytesIO(data)), mask="auto")
        mask = getattr(image, "_smask", None)
        if mask is not None:
            image.smask = document.Reference(mask, name + "-mask")
        document.Reference(image, name)
    pictures[name] = document.Reference(document.idToObject[name])
    return name


def _to_unicode(texts: dict[int, str], digits: int) -> bytes:
    """A ToUnicode CMap (PDF 32000-1, 9.10.3), in blocks of 100 as the CMap specification demands."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", f"<{'0' * digits}> <{'F' * digits}>", "endcodespacerange",
    ]
    entries = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items()]
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _tag(name: str) -> str:
    """The six capital letters that mark a subset, fixed so that the bytes do not change."""
    return "MICRO" + chr(ord("A") + int(name[1:]) - 1)


def _dictionary(**entries: Any) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFDictionary

    return PDFDictionary(entries)


def _array(items: list[Any]) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFArray

    return PDFArray(items)


def _stream(document: Any, content: bytes, name: str, *, length1: bool = False) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress

    stream = PDFStream(content=content)
    if length1:
        stream.dictionary["Length1"] = len(content)
    if document.compression:
        stream.filters = [PDFZCompress]
    return document.Reference(stream, name)
