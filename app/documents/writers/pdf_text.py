"""Text of a PDF: Qt's text layout, drawn glyph by glyph with reportlab.

Qt knows scripts, directions, line breaking and Chinese punctuation; reportlab writes the file.
Positions inside a laid-out line are thousandths of the type size (see `pdf_fonts.UNITS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption
from reportlab.pdfgen.canvas import Canvas

from app import fonts
from app.documents.writers.pdf_fonts import UNITS, EmbeddedFont, Face, FontSet, PdfError
from app.documents.writers.pdf_scripts import (
    CONTROLS,
    IN_NUMBER,
    JOINED,
    NBSP,
    WORD_JOINER,
    by_utf16,
    is_rtl,
    ltr_positions,
    prepared,
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: size and line distance in points, colour as 0xRRGGBB."""

    size: float
    leading: float
    color: int
    bold: bool = False
    strike: bool = False
    mark: int = 0
    """Colour of the underlined stretches."""
    note: int = 0
    """Colour of notes in the text that are not part of it."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that stand for one piece of text, from left to right: (glyph, x, y)."""

    text: str
    face: Face
    glyphs: tuple[tuple[int, float, float], ...]
    at: int
    """Where the piece begins in the source text."""
    rtl: bool
    is_note: bool = False

    @property
    def base(self) -> int:
        """The place in ``glyphs`` of the widest, which the others are marks of."""
        widths = [self.face.advance(glyph) for glyph, _, _ in self.glyphs]
        return widths.index(max(widths))

    @property
    def left(self) -> float:
        """The left edge."""
        return min(x for _, x, _ in self.glyphs)

    @property
    def right(self) -> float:
        """The right edge, with the advance."""
        return max(x + self.face.advance(glyph) for glyph, x, _ in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """A laid-out line: clusters in visual order, and underlined stretches (left, right)."""

    clusters: tuple[Cluster, ...]
    style: Style
    rtl: bool
    left: float
    right: float
    underlined: tuple[tuple[float, float], ...] = ()

    @property
    def width(self) -> float:
        """Width in points, without the space at the line's end."""
        return (self.right - self.left) * self.style.size / UNITS


class TextSetter:
    """Sets texts for one PDF: lays out with Qt, draws with reportlab, collects the fonts."""

    def __init__(self, font_set: FontSet) -> None:
        self._fonts = font_set
        self._embedded: dict[str, EmbeddedFont] = {}
        self._set: dict[tuple[str, str, Style, float], tuple[Line, ...]] = {}
        """Captions, parties and notes come back with every turn: they are laid out once."""

    def lines(
        self,
        text: str,
        lang: str,
        style: Style,
        width: float,
        spans: Sequence[Span] = (),
        notes: Sequence[Span] = (),
    ) -> list[Line]:
        """``text`` broken into lines of at most ``width`` points; ``spans`` are underlined,
        ``notes`` have the colour of notes.

        Raises PdfError ``pdf.missing_glyphs`` with the characters that no font has.
        """
        plain = not spans and not notes
        known = self._set.get((text, lang, style, width)) if plain else None
        if known is not None:
            return list(known)
        lines: list[Line] = []
        at = 0
        for piece in text.splitlines(keepends=True) or [""]:
            here = [(start - at, end - at) for start, end in spans]
            quiet = [(start - at, end - at) for start, end in notes]
            paragraph = piece.rstrip("\r\n").replace("\t", " ")
            lines.extend(self._paragraph(paragraph, lang, style, width, here, quiet))
            at += len(piece)
        if plain:
            self._set[text, lang, style, width] = tuple(lines)
        return lines

    def _paragraph(
        self,
        text: str,
        lang: str,
        style: Style,
        width: float,
        spans: Sequence[Span],
        notes: Sequence[Span],
    ) -> list[Line]:
        rtl = is_rtl(lang)
        shown, origin, written = prepared(text, rtl)
        layout = QTextLayout(shown)
        faces = by_utf16(self._faces(shown, lang, style.bold), shown)
        layout.setFormats(_formats(faces))
        layout.setTextOption(_option(rtl))
        if shown:
            layout.setFont(self._fonts.face(fonts.order(lang)[0], style.bold).font)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * UNITS / style.size)
            if not rtl:
                _keep_number_whole(line, shown)
        layout.endLayout()
        lines = []
        for number in range(layout.lineCount()):
            clusters = _clusters(layout.lineAt(number), shown, faces, origin, written)
            if notes:
                clusters = [replace(each, is_note=_inside(each, notes)) for each in clusters]
            lines.append(_line(clusters, style, rtl, spans))
        return lines

    def _faces(self, text: str, lang: str, bold: bool) -> list[Face]:
        """The face of each character; marks and controls take that of what they follow."""
        chosen: list[Face] = []
        missing: dict[str, None] = {}
        latin = ltr_positions(text) if is_rtl(lang) else frozenset()
        text = text.replace(NBSP, " ")
        first = self._fonts.face(fonts.order(lang)[0], bold)
        for at, character in enumerate(text):
            before = chosen[-1] if chosen else first
            if CONTROLS.match(character) or (
                (JOINED.match(character) or character == " ") and before.covers(character)
            ):
                chosen.append(before)
                continue
            # Numbers and drug names inside Arabic are set whole in the Latin face: the Arabic
            # file has digits and no slash, and a mixture looks like a misprint.
            face = self._fonts.face_for(character, "en" if at in latin else lang, bold)
            if face is None:
                missing[character] = None
            chosen.append(face or first)
        if missing:
            shown = " ".join(f"{sign} U+{ord(sign):04X}" for sign in missing)
            raise PdfError("pdf.missing_glyphs", characters=shown)
        return chosen

    def draw(self, canvas: Canvas, line: Line, x: float, baseline: float, box: float = 0) -> None:
        """Draw a line whose box begins at ``x``; right to left it ends at ``x + box``."""
        style, scale = line.style, line.style.size / UNITS
        if line.rtl:
            x += box - line.width
        x -= line.left * scale
        out = ["q BT"]
        for part in _same_face(line.clusters):
            out.append(f"{_rgb(style.note if part[0].is_note else style.color)} rg")
            out.append(f"/{self._embed(canvas, part[0].face).name} {style.size:g} Tf")
            out.extend(self._shown(canvas, part, x, baseline, scale))
        out.append("ET Q")
        for left, right in line.underlined:
            out.append(_rule(x + left * scale, x + right * scale, baseline - 2.2, style.mark))
        if style.strike and line.clusters:
            edge = (x + line.left * scale, x + line.right * scale)
            out.append(_rule(*edge, baseline + 0.32 * style.size, style.color))
        canvas._code.append("\n".join(out))

    def _shown(
        self, canvas: Canvas, part: Sequence[Cluster], x: float, baseline: float, scale: float
    ) -> list[str]:
        """Operators that show clusters of one face: as few moves as the positions allow."""
        font = self._embed(canvas, part[0].face)
        out: list[str] = []
        run: list[str] = []
        pen: tuple[float, float] | None = None

        def flush() -> None:
            if run:
                out.append(f"[{' '.join(run)}] TJ")
                run.clear()

        for actual_text, glyphs in _pieces(part):
            if actual_text:
                flush()
                written = actual_text.encode("utf-16-be").hex().upper()
                out.append(f"/Span <</ActualText <FEFF{written}>>> BDC")
            for glyph, left, up, text in glyphs:
                if pen is None or pen[1] != up:
                    flush()
                    place = f"{x + left * scale:.3f} {baseline - up * scale:.3f}"
                    out.append(f"1 0 0 1 {place} Tm")
                elif abs(left - pen[0]) >= 1:
                    run.append(f"{pen[0] - left:.0f}")
                run.append(f"<{font.code(glyph, text):04X}>")
                pen = (left + part[0].face.advance(glyph), up)
            if actual_text:
                flush()
                out.append("EMC")
        flush()
        return out

    def _embed(self, canvas: Canvas, face: Face) -> EmbeddedFont:
        if face.name not in self._embedded:
            font = EmbeddedFont(face, f"Y{len(self._embedded) + 1}")
            self._embedded[face.name] = font
            canvas._doc.delayedFonts.append(font)
        return self._embedded[face.name]


_Glyph = tuple[int, float, float, str]


def _pieces(part: Sequence[Cluster]) -> Iterable[tuple[str, list[_Glyph]]]:
    """Glyphs to be shown together, each with its text; the first value is text for them all.

    Left to right, several glyphs of one cluster (Thai, Hindi) are read as the cluster's text.
    Right to left, readers order letters by where they stand and tear such a piece from its
    neighbours: there the base glyphs carry the text and the marks come after them, mute.
    """
    row: list[_Glyph] = []
    marks: list[_Glyph] = []
    for cluster in part:
        base = cluster.base
        glyphs = [
            (*glyph, cluster.text if number == base else "")
            for number, glyph in enumerate(cluster.glyphs)
        ]
        if len(glyphs) == 1 or cluster.rtl:
            row.append(glyphs.pop(base))
            marks.extend(glyphs)
        else:
            yield "", row
            yield cluster.text, glyphs
            row = []
    yield "", row
    yield "", marks


def _option(rtl: bool) -> QTextOption:
    option = QTextOption()
    direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(direction)
    option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    return option


def _keep_number_whole(line: QTextLine, shown: str) -> None:
    """Make a line that ends inside "140/90" end before it: Qt's word breaker for Thai cuts there
    and heeds no joiner."""
    units = by_utf16(shown, shown)
    end = line.textStart() + line.textLength()
    if end >= len(units) or not IN_NUMBER.match("".join(units[end - 1 : end + 1])):
        return
    cut = end - 1
    while cut > line.textStart() and (
        units[cut - 1].isdigit() or units[cut - 1] in f"./{WORD_JOINER}"
    ):
        cut -= 1
    if cut > line.textStart():
        left: Any = line.cursorToX(cut)  # PySide gives (x, position), its stub says otherwise.
        line.setLineWidth((left[0] if isinstance(left, tuple) else left) - 1)


def _formats(faces: Sequence[Face]) -> list[QTextLayout.FormatRange]:
    # One face for each stretch is said outright: where Qt falls back by itself inside a stretch,
    # it gives wrong positions of the glyphs in the text.
    formats: list[QTextLayout.FormatRange] = []
    for at, face in enumerate(faces):
        if at and faces[at - 1] is face:
            formats[-1].length += 1
            continue
        part = QTextLayout.FormatRange()
        part.start, part.length = at, 1
        part.format = QTextCharFormat()
        part.format.setFont(face.font)
        formats.append(part)
    return formats


def _clusters(
    line: QTextLine,
    shown: str,
    faces: Sequence[Face],
    origin: Sequence[int],
    written: Sequence[str],
) -> list[Cluster]:
    """The line's clusters, in visual order where the text has directions."""
    found: dict[int, list[tuple[int, float, float]]] = {}
    rtl: set[int] = set()
    flags = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll
    for run in line.glyphRuns(-1, -1, flags):
        glyphs, indexes, places = run.glyphIndexes(), run.stringIndexes(), run.positions()
        for glyph, index, place in zip(glyphs, indexes, places, strict=True):
            found.setdefault(index, []).append((glyph, place.x(), place.y()))
        rtl.update(indexes if run.isRightToLeft() else ())
    units = by_utf16(range(len(shown)), shown)
    end = line.textStart() + line.textLength()
    starts = sorted(found)
    clusters = []
    base = _baseline(found)
    for start, stop in pairwise([*starts, end]):
        stop_at = units[stop] if stop < len(units) else len(shown)
        text = CONTROLS.sub("", "".join(written[units[start] : stop_at]))
        placed = tuple((glyph, x, y - base) for glyph, x, y in found[start])
        if text:
            at = origin[units[start]]
            clusters.append(Cluster(text, faces[start], placed, at, start in rtl))
    while clusters and clusters[-1].text.isspace():
        clusters.pop()  # The space at a line's end would stand outside the column.
    if clusters and clusters[-1].text[-1].isspace():
        clusters[-1] = replace(clusters[-1], text=clusters[-1].text.rstrip())
    return sorted(clusters, key=lambda cluster: cluster.left)


def _baseline(found: dict[int, list[tuple[int, float, float]]]) -> float:
    """The height most glyphs stand at: marks are set above or below it."""
    heights: dict[float, int] = {}
    for glyphs in found.values():
        for _, _, y in glyphs:
            heights[y] = heights.get(y, 0) + 1
    return max(heights, key=heights.__getitem__) if heights else 0.0


def _line(clusters: Sequence[Cluster], style: Style, rtl: bool, spans: Sequence[Span]) -> Line:
    inked = [cluster for cluster in clusters if cluster.text.strip()]
    marked: list[tuple[float, float]] = []
    for cluster in inked:
        if _inside(cluster, spans):
            if marked and cluster.left - marked[-1][1] < UNITS / 2:
                marked[-1] = (marked[-1][0], cluster.right)
            else:
                marked.append((cluster.left, cluster.right))
    left = min((cluster.left for cluster in inked), default=0.0)
    right = max((cluster.right for cluster in inked), default=0.0)
    return Line(tuple(clusters), style, rtl, left, right, tuple(marked))


def _inside(cluster: Cluster, spans: Sequence[Span]) -> bool:
    return any(start <= cluster.at < end for start, end in spans)


def _same_face(clusters: Sequence[Cluster]) -> Iterable[list[Cluster]]:
    part: list[Cluster] = []
    for cluster in clusters:
        if part and (part[-1].face, part[-1].is_note) != (cluster.face, cluster.is_note):
            yield part
            part = []
        part.append(cluster)
    if part:
        yield part


def _rgb(color: int) -> str:
    return " ".join(f"{(color >> shift & 255) / 255:.3f}" for shift in (16, 8, 0))


def _rule(left: float, right: float, y: float, color: int) -> str:
    return f"q {_rgb(color)} RG 0.8 w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S Q"


def new_canvas(path: str | BinaryIO, size: tuple[float, float], **options: Any) -> Canvas:
    """A reportlab canvas that declares no font of its own."""
    return _PlainCanvas(path, pagesize=size, pageCompression=1, **options)


class _PlainCanvas(Canvas):  # type: ignore[misc]
    def _make_preamble(self) -> None:
        # reportlab would name Helvetica here, which is never embedded.
        self._preamble = "1 0 0 1 0 0 cm"
