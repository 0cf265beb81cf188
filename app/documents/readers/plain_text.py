"""TXT and Markdown in any common encoding."""

from __future__ import annotations

import re
import unicodedata

from charset_normalizer import from_bytes

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run, grid_blocks

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LEGACY = {
    "zh": ("gb18030", "big5"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8-r", "cp866"),
    "ar": ("cp1256", "iso8859-6"),
    "fr": ("cp1252",),
    "es": ("cp1252",),
    "en": ("cp1252",),
}
"""Encodings from before Unicode in which texts of a language are found."""
_OWN = {
    "zh": "[\u4e00-\u9fff]",
    "ja": "[\u3040-\u30ff\u4e00-\u9fff]",
    "ko": "[\uac00-\ud7a3]",
    "ru": "[\u0400-\u04ff]",
    "ar": "[\u0600-\u06ff]",
}
_LATIN = "[A-Za-zÀ-ÿœŒ]"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LIST = re.compile(r"^(\s*)(?:[-*+•·]|\d{1,3}[.)](?!\d)|\d{1,3}、|[(（]\d{1,3}[)）])\s*(?=\S)")
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|—{3,})\s*$")
_DIVIDER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"
)


def decode(data: bytes, lang: str) -> str:
    """The text of a file. Raises DocumentError: ``document.not_text``, ``document.encoding``."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _clean(_decoded(data, name) or "")
    text = _decoded(data, "utf-8")
    if text is None:
        best = max(
            (t for name in _LEGACY.get(lang, ()) if (t := _decoded(data, name)) is not None),
            key=lambda t: _likeness(t, lang),
            default=None,
        )
        if best is not None and _likeness(best, lang) > 0.5:
            text = best
        elif (found := from_bytes(data[:200_000]).best()) is not None:
            text = _decoded(data, found.encoding)
    if text is None:
        raise DocumentError("document.encoding")
    return _clean(text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _likeness(text: str, lang: str) -> float:
    """The share of a text's letters that are of the language's own script and in common use."""
    letters = [c for c in text if ord(c) > 127 and unicodedata.category(c)[0] in "LMCS"]
    if not letters:
        return 0.0
    own = re.compile(_OWN.get(lang, _LATIN))
    return sum(bool(own.match(c)) for c in letters) / len(letters)


def _clean(text: str) -> str:
    if _CONTROL.search(text) or not text.strip():
        raise DocumentError("document.not_text" if text.strip() else "document.empty")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes, lang: str, *, markdown: bool = False) -> Document:
    """The blocks of a text: one a line. Raises DocumentError."""
    blocks: list[Block] = []
    lines = decode(data, lang).split("\n")
    at = tables = 0
    while at < len(lines):
        end = _table_end(lines, at, markdown)
        if end > at:
            rows = [_cells(line) for line in lines[at:end] if not _DIVIDER.match(line)]
            blocks += grid_blocks(tables, rows)
            tables += 1
            at = end
            continue
        block = _line(lines[at], at, markdown)
        if block is not None:
            blocks.append(block)
        at += 1
    return Document("markdown" if markdown else "text", tuple(blocks))


def _line(line: str, number: int, markdown: bool) -> Block | None:
    if not line.strip() or _RULE.match(line):
        return None
    name = f"l{number}"
    if markdown and (found := _HASHES.match(line)):
        return Block(name, BlockKind.HEADING, _runs(found[2], True), level=len(found[1]))
    if found := _LIST.match(line):
        # A number is part of the text; a bullet is only a look.
        text = line.strip() if found[0].strip()[:1] not in "-*+•·" else line[found.end() :]
        level = len(found[1].expandtabs(4)) // 2
        return Block(name, BlockKind.LIST_ITEM, _runs(text.strip(), markdown), level=level)
    return Block(name, BlockKind.PARAGRAPH, _runs(line.strip(), markdown))


def _runs(text: str, markdown: bool) -> tuple[Run, ...]:
    if not markdown:
        return (Run(text),)
    runs, at = [], 0
    for found in _EMPHASIS.finditer(text):
        runs.append(Run(text[at : found.start()]))
        runs.append(Run(found[2], bold=True) if found[1] else Run(found[3], italic=True))
        at = found.end()
    runs.append(Run(text[at:]))
    return tuple(run for run in runs if run.text) or (Run(text),)


def _table_end(lines: list[str], at: int, markdown: bool) -> int:
    """Behind the last line of the table that begins here; ``at`` where none does."""
    if markdown and "|" in lines[at] and at + 1 < len(lines) and _DIVIDER.match(lines[at + 1]):
        end = at
        while end < len(lines) and "|" in lines[end]:
            end += 1
        return end
    count = lines[at].strip().count("\t")
    end = at
    while count >= 2 and end < len(lines) and abs(lines[end].strip().count("\t") - count) <= 1:
        end += 1
    return end if end - at >= 2 else at


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [part.strip() for part in line.split("\t")]
    return [part.strip() for part in line.strip().strip("|").split("|")]
