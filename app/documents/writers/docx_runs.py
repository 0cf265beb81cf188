"""Runs of a DOCX for a translation: each stretch of it in the look its source has.

A translation says in another order what the original says, so a look can only follow where it is
known what became of a stretch: a settled piece, a sentence, a value that is the same in both
languages, or a known term. Everything else takes the look of its sentence.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.documents.jobs import DoneBlock, Part
from app.documents.readers.docx import run_elements, run_text
from app.documents.writers.pdf_scripts import is_rtl, ltr_runs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SAME = re.compile(r"[A-Za-z0-9]")
_CHINESE_FONT = re.compile(
    r"[\u3040-\u9fff]|SimSun|SimHei|FangSong|KaiTi|YaHei|DengXian|STSong|STHeiti|MS Mincho|PingFang"
)
_FONT = "Arial"
_OPENS, _CLOSES = "\u200f\u200e", "\u200e\u200f"
"""Outside like Arabic, inside like Latin; not every word processor knows isolates."""
_LOCALES = {"zh": "zh-CN", "en": "en-US", "ru": "ru-RU", "ar": "ar-SA", "ko": "ko-KR",
            "ja": "ja-JP", "fr": "fr-FR", "es": "es-ES"}  # fmt: skip
_COMPLEX = {"b": "bCs", "i": "iCs", "sz": "szCs"}
"""Looks that scripts like Arabic have under other names."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of a translation in the look ``look`` of a source run (None: no look of its own)."""

    text: str
    look: Any


def stretches(paragraph: Any, done: DoneBlock) -> list[Stretch]:
    """The translation of a paragraph, cut where its look changes."""
    looks: list[Any] = []
    at_sign: list[int] = []
    known: dict[tuple[str, ...], int] = {}
    for run in run_elements(paragraph):
        look = run.find(W + "rPr")
        key = _key(look)
        if key not in known:
            known[key] = len(looks)
            looks.append(look)
        at_sign += [known[key]] * len(run_text(run))
    if len(looks) < 2 or len(at_sign) != len(done.block.text):
        look = looks[0] if looks else None
        return [Stretch(done.target, look)] if done.target else []
    chosen = _chosen(done, at_sign)
    places = groupby(range(len(done.target)), key=lambda at: chosen[at])
    return [
        Stretch("".join(done.target[at] for at in group), looks[number]) for number, group in places
    ]


def _key(look: Any) -> tuple[str, ...]:
    """What makes two looks the same; that of a language is none."""
    if look is None:
        return ()
    kept = copy.deepcopy(look)
    for name in ("lang", "noProof"):
        for found in kept.findall(W + name):
            kept.remove(found)
    for fonts in kept.findall(W + "rFonts"):
        fonts.attrib.pop(W + "hint", None)
        if not fonts.attrib:
            kept.remove(fonts)
    return tuple(sorted(_told(child) for child in kept))


def _told(element: Any) -> str:
    inside = "".join(_told(child) for child in element)
    return f"{element.tag}{sorted(element.attrib.items())}{inside}"


def _chosen(done: DoneBlock, looks: Sequence[int]) -> list[int]:
    """The look of each sign of the target."""
    source, target = done.block.text, done.target
    usual = _most(looks, source, 0, len(source), 0)
    chosen: list[int | None] = [None] * len(target)
    cursor = 0
    whole = Part(0, len(source), target)
    for part in done.parts or (whole,):
        at = target.find(part.target, cursor)
        if at < 0:
            continue
        cursor = at + len(part.target)
        main = _most(looks, source, part.start, part.end, usual)
        chosen[at:cursor] = [main] * (cursor - at)
        for start, end, look in _others(looks, part, main):
            for left, right in _found(done, start, end, at, cursor):
                chosen[left:right] = [look] * (right - left)
    filled: list[int] = []
    for known in chosen:
        filled.append(known if known is not None else filled[-1] if filled else usual)
    return filled


def _most(looks: Sequence[int], source: str, start: int, end: int, usual: int) -> int:
    """The look of most of a stretch; the usual one where two have the same share."""
    signs = [look for at, look in enumerate(looks[start:end], start) if not source[at].isspace()]
    counts = Counter(signs or looks[start:end] or [usual])
    return max(counts, key=lambda look: (counts[look], look == usual))


def _others(looks: Sequence[int], part: Part, main: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of a part that look otherwise than most of it."""
    at = part.start
    for look, group in groupby(looks[part.start : part.end]):
        end = at + len(list(group))
        if look != main:
            yield at, end, look
        at = end


def _found(
    done: DoneBlock, start: int, end: int, left: int, right: int
) -> Iterator[tuple[int, int]]:
    """Where in the target, between ``left`` and ``right``, a stretch of the source is said."""
    text = done.block.text[start:end].strip(" \t，。；：、,.;:")
    wanted = [text] if _SAME.search(text) and text.isascii() else []
    for term in done.terms:
        if start <= term.start and term.end <= end:
            wanted += sorted({term.wanted, *term.accepted}, key=len, reverse=True)
    for form in filter(None, wanted):
        inside = re.search(re.escape(form), done.target[left:right], re.IGNORECASE)
        if inside is not None:
            yield left + inside.start(), left + inside.end()


def directed(text: str) -> str:
    """A text from right to left with marks around amounts and Latin words, for word processors:
    otherwise "140/90 mmHg" would be read as "mmHg 140/90"."""
    return directed_parts([Stretch(text, None)])[0].text


def undirected(text: str) -> str:
    """The same without `directed`'s marks; other marks, or those elsewhere, stay."""
    plain = text.replace(_OPENS, "").replace(_CLOSES, "")
    return plain if text == directed(plain) else text


def directed_parts(parts: Sequence[Stretch]) -> list[Stretch]:
    """The same for stretches of one text: an amount may go over several."""
    found = ltr_runs("".join(part.text for part in parts))
    starts, ends = {start for start, _ in found}, {end for _, end in found}
    made, at = [], 0
    for part in parts:
        text = ""
        for sign in part.text:
            text += (_OPENS if at in starts else "") + sign
            at += 1
            text += _CLOSES if at in ends else ""
        made.append(Stretch(text, part.look))
    return made


def runs(parent: Any, parts: Sequence[Stretch], lang: str) -> list[Any]:
    """Run elements that say the stretches in ``lang``; ``parent`` makes them."""
    made = []
    for part in parts:
        run = parent.makeelement(W + "r")
        run.append(_look(run, part.look, lang))
        for number, line in enumerate(part.text.split("\n")):
            if number:
                run.append(run.makeelement(W + "br"))
            for column, text in enumerate(line.split("\t")):
                if column:
                    run.append(run.makeelement(W + "tab"))
                if text:
                    written = run.makeelement(W + "t", {_SPACE: "preserve"})
                    written.text = text
                    run.append(written)
        made.append(run)
    return made


def _look(run: Any, look: Any, lang: str) -> Any:
    """A source run's look for another language: fonts and the names that its script needs."""
    made = copy.deepcopy(look) if look is not None else run.makeelement(W + "rPr")
    for fonts in made.findall(W + "rFonts"):
        fonts.attrib.pop(W + "hint", None)
        if lang not in ("zh", "ja"):
            for name in ("ascii", "hAnsi", "cs"):
                if _CHINESE_FONT.search(fonts.get(W + name, "")):
                    fonts.set(W + name, _FONT)
    for found in made.findall(W + "lang"):
        made.remove(found)
    if is_rtl(lang):
        for name, other in _COMPLEX.items():
            found = made.find(W + name)
            if found is not None and made.find(W + other) is None:
                twin = made.makeelement(W + other, dict(found.attrib))
                found.addnext(twin)
        if made.find(W + "rtl") is None:
            made.append(made.makeelement(W + "rtl"))
    locale = _LOCALES.get(lang)
    if locale is not None:
        kind = "bidi" if is_rtl(lang) else "eastAsia" if lang in ("zh", "ja", "ko") else "val"
        made.append(made.makeelement(W + "lang", {W + kind: locale}))
    return made


def right_to_left(paragraph: Any) -> None:
    """Make a paragraph run from right to left."""
    properties = paragraph.get_or_add_pPr()
    if properties.find(W + "bidi") is None:
        properties.insert_element_before(
            properties.makeelement(W + "bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing",
            "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
            "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
            "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
        )  # fmt: skip
