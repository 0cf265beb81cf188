"""What of a block is language and what is not: heads, names, dates, codes and values.

A block's text is cut into pieces. A piece with a target is settled by rule or by table; only the
others ever meet a translator. Nothing is replaced by a placeholder: models mangle those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.documents.blocks import Block, BlockKind
from app.documents.hospitals import NUMERALS, hospital_name
from app.documents.lab_rows import lab_row
from app.documents.romanise import is_chinese_name, romanise
from app.documents.sections import Entry, Head, sections, units, words_of
from glossary.types import TermMatch
from translation.checks.numeral_value_cjk import readings

FindTerms = Callable[[str], Sequence[TermMatch]]

_SPACED = frozenset(("en", "ru", "ar", "ko", "fr", "es"))
_LETTER = {
    "zh": re.compile("[\u3040-\u30ff\u3400-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff\u3400-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3\u3400-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u065f\u066e-\u06ff]"),
}
_DATE = re.compile(
    r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
    r"(?:\s*(\d{1,2})\s*[时:：点]\s*(\d{1,2})\s*分?(?::(\d{2}))?)?$"
)
_MONTH = re.compile(r"^(\d{4})年(\d{1,2})月$")
_AMOUNT = re.compile(r"^([<>≤≥]?\s*\d+(?:\.\d+)?(?:\s*[-–~～至]\s*\d+(?:\.\d+)?)?)\s*(\D{1,6})$")
_PACK = re.compile(r"^(\d+(?:\.\d+)?\s*(?:mg|g|ml|μg|IU|U))\s*[×xX*]\s*(\d+)\s*([^\d\s/]{1,2})$")
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.、)）](?!\d)|[(（]\d{1,3}[)）])\s*")
_NUMBERED_HAN = re.compile(
    rf"^\s*(?:(?P<plain>[{NUMERALS}]{{1,3}})[、.．]|[(（](?P<inside>[{NUMERALS}]{{1,3}})[)）])\s*(?![{NUMERALS}])"
)
"""Not "一、二级": that is a list of numbers."""
_LATIN_VALUE = re.compile(
    r"^[\s\d.,:;/%+\-–~<>≤≥=×*^()\[\]↑↓±°·]*(?:(?:mg|kg|g|μg|mcg|ml|mL|l|L|dl|dL|mmol|μmol|umol|"
    r"nmol|pmol|IU|mIU|U|mm|cm|m|mmHg|kPa|bpm|min|h|s|fl|fL|pg|ng|x|H)[\s\d.,/%+\-–~<>×*^()²³]*)*$"
)
_PAGE = re.compile(r"^第\s*(\d{1,4})\s*页(?:[\s，,/]*共\s*(\d{1,4})\s*页)?$")
_HOSPITAL = re.compile(
    r"^((?!.*(?:人民|中心|大学|附属|第|省|市|县|区|中医|医科|专科|儿童|妇|口腔|眼科|肿瘤|精神|军|我|本|外|转|入|出|住))"
    r"[\u3400-\u9fff]{2,4})医院$"
)
"""A hospital that has a name of its own and nothing else that would have to be translated."""
_HOSPITAL_FIRST = re.compile(
    r"^([\u3400-\u9fff]{2,20}?(?:医院|保健院))([\s·—-]*)(\S[^，。；：]{1,20})$"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_CLAUSE = re.compile(r"([，；、。])")
_CODE = re.compile(
    r"(?<![\w.])[A-Z]{1,4}[\w./-]*\d(?:[\w./-]*\w)?|(?<![\w.])\d{6,}(?![\w.])", re.ASCII
)
_PUNCTUATION = str.maketrans(
    {"（": " (", "）": ")", "，": ", ", "；": "; ", "：": ": ", "、": ", ", "。": ".", "～": "~",
     "【": "[", "】": "]", "\u3000": " "}
)  # fmt: skip


class How(StrEnum):
    """Where a target comes from. The names are part of the report."""

    TABLE = "table"
    TERM = "term"
    COPIED = "copied"
    RULE = "rule"
    NAME = "name"
    MEMORY = "memory"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block; ``target`` is None where a translator is needed."""

    source: str
    target: str | None
    how: How = How.TRANSLATED


@dataclass(frozen=True, slots=True)
class Pair:
    """The languages of a job and how its terms are found."""

    source: str
    target: str
    find: FindTerms


def pieces_of(block: Block, pair: Pair, label: Entry | None = None) -> list[Piece]:
    """The pieces of a block: their sources together are its text.

    ``label`` is the field's label that stands in the cell to the left.
    """
    text = block.text
    cell = block.kind is BlockKind.CELL
    if label is not None:
        return _field_value(text, label, pair)
    if (settled := _settled(text, pair, cell)) is not None:
        return [settled]
    labels = sections(pair.source).labels(text)
    if labels and not text[: labels[0].start].strip():
        return _fields(text, labels, pair)
    return _hospital_and_title(text, pair) or _prose(text, pair, cell)


def _hospital_and_title(text: str, pair: Pair) -> list[Piece]:
    """A hospital's name with the kind of document behind it, as heads of pages have it."""
    found = _HOSPITAL_FIRST.match(text)
    if pair.source != "zh" or found is None:
        return []
    name, title = _value(found[1], pair), sections("zh").whole(found[3])
    if name is None or title is None or title.kind != "title":
        return []
    gap = Piece(found[2], " · ", How.COPIED) if found[2] else None
    head = name if gap is not None else Piece(name.source, f"{name.target} · ", name.how)
    last = Piece(found[3], title.in_(pair.target), How.TABLE)
    return [head, *([gap] if gap is not None else []), last]


def heading_in(text: str, pair: Pair) -> str:
    """A column's head in the target language; empty where only a translator could tell."""
    settled = _settled(text, pair, True)
    return settled.target or "" if settled is not None else ""


def _settled(text: str, pair: Pair, cell: bool) -> Piece | None:
    """The whole text, where no translator is needed."""
    entry = sections(pair.source).whole(text)
    if entry is not None and (cell or entry.kind != "word"):
        colon = _colon(pair.target).rstrip() if text.rstrip().endswith((":", "：")) else ""
        return Piece(text, entry.in_(pair.target) + colon, How.TABLE)
    return _value(text, pair) or (_term(text, pair) if cell else None)


def _value(text: str, pair: Pair) -> Piece | None:
    """Dates, numbers, codes, and amounts with a unit."""
    stripped = text.strip()
    if found := _DATE.match(stripped):
        clock = f" {int(found[4]):02}:{int(found[5]):02}" if found[4] else ""
        clock += f":{found[6]}" if found[6] else ""
        date = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}{clock}"
        return Piece(text, date, How.RULE)
    if pair.source == "zh" and (found := _PAGE.match(stripped)):
        key = "page_of" if found[2] else "page"
        return Piece(text, words_of(pair.target)[key].format(a=found[1], b=found[2]), How.RULE)
    if pair.source == "zh" and (found := _HOSPITAL.match(stripped)):
        name = romanise(found[1], pair.target)
        # No name of a person: written in one word.
        name = name.replace(" ", "").capitalize()
        return Piece(text, words_of(pair.target)["hospital"].format(a=name), How.NAME)
    if pair.source == "zh" and (place := hospital_name(stripped, pair.target)) is not None:
        return Piece(text, place, How.NAME)
    if found := _MONTH.match(stripped):
        return Piece(text, f"{found[1]}-{int(found[2]):02}", How.RULE)
    if not is_language(text, pair.source):
        return Piece(text, copied(text, pair.target), How.COPIED)
    if (found := _AMOUNT.match(stripped)) and (unit := _unit(found[2], pair, found[1])):
        gap = "" if unit.startswith("/") or pair.target in ("zh", "ja") else " "
        return Piece(text, found[1].replace("至", "-").strip() + gap + unit, How.RULE)
    if (found := _PACK.match(stripped)) and (unit := _unit(found[3], pair, found[2])):
        return Piece(text, f"{found[1]} × {found[2]} {unit}", How.RULE)
    return None


def _unit(written: str, pair: Pair, amount: str) -> str | None:
    """A unit in the target language, in the form that goes with an amount."""
    table = units(pair.source).get(written.strip()) if pair.source == "zh" else None
    if table is None or pair.target not in table:
        return None
    forms = table[pair.target].split("~")
    return forms[_form(amount, pair.target)] if len(forms) > 1 else forms[0]


def _form(amount: str, lang: str) -> int:
    """Which form of a counted word goes with a number (the last one of a range)."""
    number = _DIGITS.findall(amount)[-1]
    if lang == "ru":
        if "." in number:
            return 1
        tens, ones = int(number) % 100, int(number) % 10
        if 11 <= tens <= 14 or ones == 0 or ones >= 5:
            return 2
        return 0 if ones == 1 else 1
    if lang == "ar":
        return 0 if "." not in number and 3 <= int(number) % 100 <= 10 else 1
    return 0 if float(number) == 1 or (lang == "fr" and float(number) < 2) else 1


def is_language(text: str, lang: str) -> bool:
    """Whether there is anything in a text that a translator is for."""
    letter = _LETTER.get(lang)
    if letter is not None:
        return bool(letter.search(text))
    if _LATIN_VALUE.match(text):
        return False
    without = _CODE.sub("", text)
    return any(c.isalpha() for c in without)


def copied(text: str, target_lang: str) -> str:
    """A value in another language: the same signs, with that language's punctuation."""
    if target_lang in ("zh", "ja"):
        return text
    return text.translate(_PUNCTUATION).strip(" ") if text.strip() else text


def _term(text: str, pair: Pair) -> Piece | None:
    """A term of the termbase, alone or with its abbreviation or a number beside it."""
    stripped = text.strip()
    matches = [
        match
        for match in pair.find(stripped)
        if not match.fuzzy and is_language(match.term, pair.source)
    ]
    if len(matches) != 1 or not matches[0].wanted:
        return None
    match = matches[0]
    before, after = stripped[: match.start], stripped[match.end :]
    if is_language(before, pair.source) or is_language(after, pair.source):
        return None
    wanted = match.wanted
    if not before and wanted[:1].islower():
        wanted = wanted[0].upper() + wanted[1:]
    rest = copied(after, pair.target)
    if rest[:1].isalnum() or (rest and after[:1] in "（("):
        rest = " " + rest
    return Piece(text, copied(before, pair.target) + wanted + rest, How.TERM)


def _fields(text: str, labels: Sequence[Head], pair: Pair) -> list[Piece]:
    """Labels with their values: "姓名：张三  性别：男  年龄：56岁"."""
    pieces: list[Piece] = []
    for number, head in enumerate(labels):
        stop = labels[number + 1].start if number + 1 < len(labels) else len(text)
        label = text[head.start : head.end]
        written = head.entry.in_(pair.target) + _colon(pair.target)
        pieces.append(Piece(label, written, How.TABLE))
        value = text[head.end : stop]
        core = value.strip(" \t\u3000")
        if core:
            pieces += _field_value(core, head.entry, pair)
        if number + 1 < len(labels):
            gap = value[len(value.rstrip(" \t\u3000")) :] if core else value
            pieces.append(Piece(gap, "   " if gap.strip("\n") == gap else "\n", How.COPIED))
    return pieces


def _field_value(value: str, entry: Entry, pair: Pair) -> list[Piece]:
    if entry.kind == "field.name" and pair.source == "zh":
        parts = re.split(r"([、，,/\s]+)", value)
        if all(is_chinese_name(part) for part in parts[::2] if part):
            return [
                Piece(part, romanise(part, pair.target), How.NAME)
                if number % 2 == 0
                else Piece(part, ", ", How.COPIED)
                for number, part in enumerate(parts)
                if part
            ]
    if entry.kind in ("field.code", "field.name") and not is_language(value, pair.source):
        return [Piece(value, value, How.COPIED)]
    if entry.kind == "field.bed" and (found := re.fullmatch(r"(\+?[\w-]*\d+)\s*床", value)):
        return [Piece(value, found[1], How.RULE)]
    settled = _settled(value, pair, True)
    return [settled] if settled is not None else _prose(value, pair, False)


def _prose(text: str, pair: Pair, cell: bool) -> list[Piece]:
    number = _NUMBERED.match(text)
    if number is not None and number.end() < len(text):
        shown = copied(number[0].strip().replace("、", "."), pair.target).strip() + " "
        return [
            Piece(number[0], shown, How.COPIED),
            *_behind_number(text[number.end() :], pair, cell),
        ]
    number = _NUMBERED_HAN.match(text) if pair.source == "zh" else None
    if number is not None and number.end() < len(text) and pair.target != "ja":
        inside = number["inside"]
        shown = f"({readings(inside)[0]:g}) " if inside else f"{readings(number['plain'])[0]:g}. "
        rest = text[number.end() :]
        return [Piece(number[0], shown, How.RULE), *_behind_number(rest, pair, cell)]
    row = lab_row(text)
    if row is not None and (item := _settled(row.item, pair, True)) is not None:
        gap = text[text.find(row.item) + len(row.item) : text.rfind(row.values)]
        return [item, Piece(gap, " ", How.COPIED), Piece(row.values, row.values, How.COPIED)]
    return _clauses(text, pair) or [Piece(text, None)]


def _behind_number(text: str, pair: Pair, cell: bool) -> list[Piece]:
    """What stands behind the number of a list's item or of a section."""
    settled = _settled(text, pair, True)
    if settled is not None:
        return [settled]
    labels = sections(pair.source).labels(text)
    if labels and not text[: labels[0].start].strip():
        return _fields(text, labels, pair)
    return _prose(text, pair, cell)


def _clauses(text: str, pair: Pair) -> list[Piece]:
    """Prose of which every clause is settled by itself: "阿司匹林 100mg，每日1次，口服。"."""
    parts = _CLAUSE.split(text)
    if len(parts) < 2 or len(text) > 120:
        return []
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        if number % 2 or not part.strip():
            pieces.append(Piece(part, copied(part, pair.target), How.COPIED))
            continue
        settled = _settled(part, pair, True)
        if settled is None or settled.target is None:
            return []
        target = settled.target
        if pieces and pair.target in _SPACED:
            target = target[:1].lower() + target[1:] if target[1:2].islower() else target
        pieces.append(Piece(part, target, settled.how))
    return [_ending(piece, pair) if piece.source else piece for piece in pieces if piece.source]


def _ending(piece: Piece, pair: Pair) -> Piece:
    """A comma keeps the space behind it that another script needs."""
    wanted = {"，": ", ", "；": "; ", "、": ", ", "。": "."}
    if pair.target == "ar":
        wanted |= {"，": "، ", "；": "؛ ", "、": "، "}
    if piece.source in wanted and pair.target not in ("zh", "ja"):
        return Piece(piece.source, wanted[piece.source], How.COPIED)
    return piece


def _colon(lang: str) -> str:
    return {"zh": "：", "ja": "：", "fr": " : "}.get(lang, ": ")


def protected_terms(text: str, names: dict[str, str]) -> list[TermMatch]:
    """Names of known persons and codes in prose, as terms that must come out.

    ``names`` gives what each name is in the target language.
    """
    found = []
    for name, wanted in names.items():
        for match in re.finditer(re.escape(name), text):
            found.append(_must(match, wanted, "person"))
    found += [_must(match, match[0], "code") for match in _CODE.finditer(text)]
    return found


def _must(match: re.Match[str], wanted: str, kind: str) -> TermMatch:
    return TermMatch(
        f"{kind}:{match.start()}", match.start(), match.end(), match[0], wanted, kind,
        accepted=(wanted,), steers=kind == "person",
    )  # fmt: skip
