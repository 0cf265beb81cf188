"""From words with places to lines and paragraphs in the order a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
_ENDS = "。！？；.!?;:：”」』）)"
_HEAD_SIGNS = "：:"


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
    """Lines of a page: where an empty gutter parts it in two, first the left column."""
    gutter = _gutter(words, width)
    if gutter is None:
        return _lines(words, (0.0, width))
    wide = [word for word in words if word.left < gutter < word.right]
    top = max((word.bottom for word in wide), default=0.0)
    above = [word for word in words if word.bottom <= top + 1]
    below = [word for word in words if word.bottom > top + 1]
    return [
        *_lines(above, (0.0, width)),
        *_lines([word for word in below if word.right <= gutter], (0.0, gutter)),
        *_lines([word for word in below if word.right > gutter], (gutter, width)),
    ]


def _gutter(words: Sequence[Word], width: float) -> float | None:
    """The middle of an empty strip that parts the lower page into two columns of text."""
    if len(words) < 30:
        return None
    for at in range(35, 66):
        x = width * at / 100
        crossing = [word for word in words if word.left < x + 4 and word.right > x - 4]
        if crossing and min(word.top for word in crossing) > min(word.top for word in words) + 90:
            continue
        top = max((word.bottom for word in crossing), default=0.0)
        sides = [
            [word for word in words if word.top > top and word.right <= x],
            [word for word in words if word.top > top and word.left >= x],
        ]
        rows = [_lines(side, (0.0, width)) for side in sides]
        # Two columns of prose, not a form whose fields happen to leave a gap.
        if len(crossing) <= 6 and all(
            len(lines) >= 8 and sum(len(line.text) for line in lines) / len(lines) >= 12
            for lines in rows
        ):
            return x
    return None


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
