"""Fonts of a PDF: the font set's files, known to Qt for layout and embedded as subsets.

Qt lays text out (`app.documents.writers.pdf_text`) and gives glyph numbers; those are only right
in the very file that Qt used. A system may have other versions of the same families, so each file
is given to Qt under a name of ours.

In the PDF each file becomes one composite font. A code stands for a pair (glyph, text it was made
from), so that what is extracted is the source's own text, also where two characters share a glyph.
"""

from __future__ import annotations

import struct
import threading
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from reportlab.pdfbase import pdfdoc

from app import fonts
from app.errors import AppError

UNITS: Final = 1000
"""Layout happens at this many pixels to the em, so positions are thousandths of the size."""

_KEPT_TABLES = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
_COMPOSITE_WORDS, _COMPOSITE_MORE = 0x0001, 0x0020
_COMPOSITE_SCALES = ((0x0008, 2), (0x0040, 4), (0x0080, 8))


class PdfError(AppError):
    """The document cannot be written as asked. Codes begin with ``pdf.``."""


class Sfnt:
    """A TrueType file cut into its tables, and put together again."""

    def __init__(self, data: bytes) -> None:
        self.tables: dict[bytes, bytes] = {}
        (count,) = struct.unpack_from(">H", data, 4)
        for number in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
            self.tables[tag] = data[offset : offset + length]

    @staticmethod
    def built(tables: dict[bytes, bytes]) -> bytes:
        """A TrueType file of ``tables``."""
        count = len(tables)
        power = count.bit_length() - 1
        head = struct.pack(
            ">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power)
        )
        offset = len(head) + 16 * count
        directory, body = b"", b""
        for tag, table in sorted(tables.items()):
            padded = table + b"\0" * (-len(table) % 4)
            total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
            directory += struct.pack(">4sLLL", tag, total, offset + len(body), len(table))
            body += padded
        return head + directory + body

    def renamed(self, family: str, style: str) -> bytes:
        """The file under another family name."""
        names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}"}
        records, texts = b"", b""
        for number, text in names.items():
            encoded = text.encode("utf-16-be")
            records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(texts))
            texts += encoded
        table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + texts
        return Sfnt.built({**self.tables, b"name": table})

    def subset(self, wanted: set[int]) -> bytes:
        """The file with the outlines of ``wanted`` glyphs and of their parts; numbers stay."""
        long_offsets = struct.unpack_from(">h", self.tables[b"head"], 50)[0]
        loca, glyf = self.tables[b"loca"], self.tables[b"glyf"]
        if long_offsets:
            offsets = struct.unpack(f">{len(loca) // 4}L", loca)
        else:
            offsets = tuple(2 * at for at in struct.unpack(f">{len(loca) // 2}H", loca))
        outlines: dict[int, bytes] = {}
        waiting = [0, *wanted]
        while waiting:
            glyph = waiting.pop()
            if glyph not in outlines:
                outlines[glyph] = glyf[offsets[glyph] : offsets[glyph + 1]]
                waiting.extend(_parts(outlines[glyph]))
        new_offsets, body, at = [0], [], 0
        for glyph in range(len(offsets) - 1):
            outline = outlines.get(glyph, b"")
            body.append(outline + b"\0" * (-len(outline) % 4))
            at += len(body[-1])
            new_offsets.append(at)
        head = bytearray(self.tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        tables = {tag: self.tables[tag] for tag in _KEPT_TABLES if tag in self.tables}
        return Sfnt.built(
            {
                **tables,
                b"head": bytes(head),
                b"glyf": b"".join(body),
                b"loca": struct.pack(f">{len(new_offsets)}L", *new_offsets),
            }
        )


def _parts(outline: bytes) -> list[int]:
    """Glyphs that a composite outline is put together from; none for a simple one."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    parts, at = [], 10
    while True:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        parts.append(glyph)
        at += 4 + (4 if flags & _COMPOSITE_WORDS else 2)
        at += next((size for bit, size in _COMPOSITE_SCALES if flags & bit), 0)
        if not flags & _COMPOSITE_MORE:
            return parts


_registered: dict[Path, Sfnt] = {}
_registering = threading.Lock()


def _register(path: Path, family: str, style: str) -> Sfnt:
    """The file's tables; the first call gives the file to Qt for the life of the process."""
    with _registering:
        if path not in _registered:
            try:
                sfnt = Sfnt(path.read_bytes())
            except OSError as error:
                raise PdfError("pdf.fonts_missing", files=path.name) from error
            data = QByteArray(sfnt.renamed(family, style))
            if QFontDatabase.addApplicationFontFromData(data) < 0:
                raise PdfError("pdf.fonts_damaged", files=path.name)
            _registered[path] = sfnt
        return _registered[path]


class Face:
    """One file of the font set. Belongs to the thread that makes it, as Qt's raw fonts do."""

    def __init__(self, path: Path, name: str, bold: bool) -> None:
        self.name = name
        family = f"Yizhen {name}"
        self.sfnt = _register(path, family, "Bold" if bold else "Regular")
        self.units_per_em: int = struct.unpack_from(">H", self.sfnt.tables[b"head"], 18)[0]
        self._long_metrics: int = struct.unpack_from(">H", self.sfnt.tables[b"hhea"], 34)[0]
        self.font = QFont(family)
        self.font.setPixelSize(UNITS)
        self.font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        self.font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self.font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        self._raw = QRawFont.fromFont(self.font)
        if bytes(self._raw.fontTable("head").data()) != self.sfnt.tables[b"head"]:
            raise PdfError("pdf.fonts_damaged", files=path.name)

    def covers(self, character: str) -> bool:
        """True when the file has a glyph of its own for the character."""
        return bool(self._raw.supportsCharacter(ord(character)))

    def advance(self, glyph: int) -> float:
        """Width of a glyph in thousandths of the size."""
        entry = min(glyph, self._long_metrics - 1)
        (width,) = struct.unpack_from(">H", self.sfnt.tables[b"hmtx"], 4 * entry)
        return float(width) * 1000 / self.units_per_em


class FontSet:
    """The font set in ``folder``. Raises PdfError ``pdf.fonts_missing`` when it is not complete."""

    def __init__(self, folder: Path) -> None:
        if missing := fonts.missing_files(folder):
            raise PdfError("pdf.fonts_missing", files=", ".join(missing))
        self._folder = folder.resolve()
        self._faces: dict[str, Face] = {}
        self._chosen: dict[tuple[str, str, bool], Face | None] = {}

    def face(self, family: fonts.Family, bold: bool) -> Face:
        """The face of a family, read when it is first wanted."""
        file = family.bold if bold else family.regular
        if file not in self._faces:
            self._faces[file] = Face(self._folder / file, file.removesuffix(".ttf"), bold)
        return self._faces[file]

    def face_for(self, character: str, lang: str, bold: bool) -> Face | None:
        """The best face for a character in a text of ``lang``; None when no file has it."""
        key = (character, lang, bold)
        if key not in self._chosen:
            faces = (self.face(family, bold) for family in fonts.order(lang))
            self._chosen[key] = next((face for face in faces if face.covers(character)), None)
        return self._chosen[key]


class EmbeddedFont:
    """A face inside one PDF: codes handed out while drawing, written when the PDF is saved."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._codes: dict[tuple[int, str], int] = {(0, ""): 0}

    def code(self, glyph: int, text: str) -> int:
        """The code that shows ``glyph`` and is read as ``text``."""
        return self._codes.setdefault((glyph, text), len(self._codes))

    def addObjects(self, document: Any) -> None:
        """Write the font (reportlab calls this on saving): its program, widths and text map."""
        glyphs = [glyph for glyph, _ in self._codes]
        subset = self.face.sfnt.subset(set(glyphs))
        name = f"{_tag(glyphs)}+{self.face.name}"
        program = _stream(document, subset, Length1=len(subset))
        descriptor = document.Reference(pdfdoc.PDFDictionary(self._descriptor(name, program)))
        widths = [round(self.face.advance(glyph), 2) for glyph in glyphs]
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray(widths)]),
                "CIDToGIDMap": _stream(document, struct.pack(f">{len(glyphs)}H", *glyphs)),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": _stream(document, self._text_map()),
            }
        )
        document.idToObject[pdfdoc.BasicFonts].dict[self.name] = document.Reference(font)

    def _descriptor(self, name: str, program: Any) -> dict[str, Any]:
        tables, scale = self.face.sfnt.tables, 1000 / self.face.units_per_em
        box = [round(value * scale) for value in struct.unpack_from(">4h", tables[b"head"], 36)]
        ascent, descent = struct.unpack_from(">2h", tables[b"hhea"], 4)
        return {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(box),
            "ItalicAngle": 0,
            "Ascent": round(ascent * scale),
            "Descent": round(descent * scale),
            "CapHeight": 714,
            "StemV": 130 if "Bold" in name else 80,
            "FontFile2": program,
        }

    def _text_map(self) -> bytes:
        lines = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self._codes.items()
            if text
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        body = "".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


def _tag(glyphs: list[int]) -> str:
    """Six capital letters that name a subset; the same glyphs give the same letters."""
    number = sum((at + 1) * (glyph + 7) for at, glyph in enumerate(glyphs))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _stream(document: Any, data: bytes, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(content=data)
    stream.dictionary.dict.update(entries)
    stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream)
