"""From words with places to lines and paragraphs in the order a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Box = tuple[float, float, float, float]
_ENDS = "。！？；.!?;:：”」』）)"
_HEAD_SIGNS = "：:"
_PAUSES = ("，", "。", "；", "、", ", ", ". ", "; ")
_LEAST_LINES = 3
_HALF_GUTTER = 4 / 595
"""Of the page's width: a gutter is at least 8 points wide on A4."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; y grows downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words of one line, from left to right, and the edges of its column."""

    words: tuple[Word, ...]
    column: tuple[float, float]

    @property
    def text(self) -> str:
        """The line's text; a gap as wide as two characters becomes two spaces."""
        joined = ""
        last: Word | None = None
        for word in self.words:
            if last is not None:
                gap = word.left - last.right
                height = last.bottom - last.top
                if gap > 1.4 * height:
                    joined += "  "
                elif not (_cjk(last.text[-1]) and _cjk(word.text[0])) or gap > 0.15 * height:
                    joined += " "
            joined += word.text
            last = word
        return joined

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The height of its highest word."""
        return max(word.bottom - word.top for word in self.words)


def in_reading_order(words: Sequence[Word], width: float) -> list[TextLine]:
    """Lines of a page: where an empty gutter parts a piece of it in two, first the left column."""
    found = _gutter(words, width)
    if found is None:
        return _lines(words, (0.0, width))
    gutter, top, bottom = found
    between = [word for word in words if word.bottom > top + 1 and word.top < bottom - 1]
    return [
        *_lines([word for word in words if word.bottom <= top + 1], (0.0, width)),
        *_lines([word for word in between if word.right <= gutter], (0.0, gutter)),
        *_lines([word for word in between if word.right > gutter], (gutter, width)),
        *_lines([w for w in words if w.top >= bottom - 1 and w.bottom > top + 1], (0.0, width)),
    ]


def _gutter(words: Sequence[Word], width: float) -> tuple[float, float, float] | None:
    """The middle of an empty strip between two columns of text, and from where to where (upper
    and lower edge) it goes: the highest piece of the page that no word crosses."""
    half = width * _HALF_GUTTER
    found = list[tuple[float, float, float]]()
    end = max((word.bottom for word in words), default=0.0) + 1
    for at in range(35, 66):
        x = width * at / 100
        crossing = sorted(
            (word.top, word.bottom)
            for word in words
            if word.left < x + half and word.right > x - half
        )
        borders = [(0.0, 0.0), *crossing, (end, end)]
        pieces = [(one[1], two[0]) for one, two in pairwise(borders)]
        top, bottom = max(pieces, key=lambda piece: piece[1] - piece[0])
        inside = [word for word in words if word.top >= top - 1 and word.bottom <= bottom + 1]
        sides = [
            _lines([word for word in inside if word.right <= x], (0.0, width)),
            _lines([word for word in inside if word.left >= x], (0.0, width)),
        ]
        if all(_is_column(lines) for lines in sides):
            found.append((x, top, bottom))
    highest = max((bottom - top for _, top, bottom in found), default=0.0)
    best = [each for each in found if each[2] - each[1] > highest - 1]
    return best[len(best) // 2] if best else None


def _is_column(lines: Sequence[TextLine]) -> bool:
    """Prose in lines, not fields of a form that happen to leave a gap."""
    if len(lines) < _LEAST_LINES:
        return False
    usual = sum(len(line.text) for line in lines) / len(lines)
    prose = sum(any(sign in line.text for sign in _PAUSES) for line in lines)
    if len(lines) >= 8 and usual >= 12:
        return True
    return usual >= 7 and 2 * prose >= len(lines)


def _lines(words: Sequence[Word], column: tuple[float, float]) -> list[TextLine]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        for row in rows[-2:]:
            if row[0].top < middle < row[0].bottom:
                row.append(word)
                break
        else:
            rows.append([word])
    return [TextLine(tuple(sorted(row, key=lambda word: word.left)), column) for row in rows]


def paragraphs(
    lines: Sequence[TextLine], tables: Sequence[Box] = ()
) -> Iterator[tuple[float, str, float]]:
    """(top, text, size) of each paragraph: a line that runs to the edge goes on in the next."""
    text, top, size = "", 0.0, 0.0
    last: TextLine | None = None
    edges: dict[tuple[float, float], float] = {}
    for line in lines:
        edges[line.column] = max(edges.get(line.column, 0.0), line.words[-1].right)
    for line in lines:
        if last is not None and _goes_on(last, line, edges, tables):
            text += ("" if _cjk(text[-1]) and _cjk(line.text[0]) else " ") + line.text
        else:
            if text:
                yield top, text, size
            text, top, size = line.text, line.top, line.size
        last = line
    if text:
        yield top, text, size


def _goes_on(
    last: TextLine,
    line: TextLine,
    edges: dict[tuple[float, float], float],
    tables: Sequence[Box],
) -> bool:
    gap = line.top - last.bottom
    if last.column != line.column or gap > 0.9 * last.size or gap < -last.size:
        return False
    if abs(line.size - last.size) > 0.2 * last.size:
        return False
    if any(last.bottom <= box[1] + 2 and line.top >= box[3] - 2 for box in tables):
        return False
    full = last.words[-1].right > edges[last.column] - 2.2 * last.size
    begins = line.words[0].left > last.words[0].left + 1.2 * line.size
    head = any(sign in line.text[:9] for sign in _HEAD_SIGNS)
    numbered = line.text[:1].isdigit() and any(sign in line.text[1:4] for sign in ".、)）")
    return full and not begins and not head and not numbered and last.text[-1] not in _ENDS[:1]


def _cjk(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"
