"""What in a text tells who the patient is: names, birth dates, numbers, telephones, addresses.

Rules only, from ``data/identifiers.toml``. They find what is said in the usual ways; somebody must
still read a text that is given away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data" / "identifiers.toml"

_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’.-]*"
_NAME = re.compile(
    rf"{_CAPITAL}(?:[ \u00a0]+(?:(?:de|la|las|los|van|von|der|den|bin|ibn|al|el|da|dos|del|di|du)"
    rf"[ \u00a0]+)*{_CAPITAL}){{0,4}}"
)
_HAN = "\u3400-\u9fff"
_RUN = {
    "zh": re.compile(rf"[{_HAN}A-Za-z·•・. -]{{2,24}}"),
    "ja": re.compile(rf"[{_HAN}\u3040-\u30ffA-Za-z·・ -]{{2,24}}"),
    "ko": re.compile(r"[가-힣A-Za-z· -]{2,24}"),
    "th": re.compile(r"[\u0e00-\u0e7fA-Za-z ]{2,40}"),
}
_WORDS = re.compile(r"[^\W\d_][\w'’ًٌٍَُِّْ\u0900-\u0963\u0966-\u097f-]*")
_SPACELESS = frozenset(_RUN)
_CASED = frozenset(("en", "ru", "fr", "es"))

_YEAR = r"(?:19|20)\d\d"
_DATES = (
    rf"{_YEAR}\s*[-./年년]\s*\d{{1,2}}\s*[-./月월]\s*\d{{1,2}}\s*[日号일]?",
    r"\d{1,2}[-./]\d{1,2}[-./](?:(?:19|20)\d\d|\d\d)(?!\d)",
    r"[〇零一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}[日号])?",
    rf"{_YEAR}\s*[年년](?:\s*\d{{1,2}}\s*[月월])?",
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOCUMENT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}[ -]?\d{6,10}(?![A-Za-z0-9])")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_LONG = re.compile(r"(?<![\d.,/:])\+?\(?\d(?:[ \-()\u00a0]{0,2}\d){6,17}(?![.,/:]?\d)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TOKEN = re.compile(r"(?<![\w.])[A-Za-z]{0,4}-?\d[\dA-Za-z-]{3,}(?![\w-])")
_SEPARATORS = re.compile(r"[\s\-()\u00a0]")
_BEFORE, _AFTER = 30, 60
"""How far a birthday's date may stand before and behind the word that makes it one, in signs."""


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of a text."""

    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the patient beforehand: names, numbers, and the day of birth (ISO)."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class _Rules:
    lang: str
    name: re.Pattern[str]
    name_end: re.Pattern[str]
    name_asked: re.Pattern[str]
    title: re.Pattern[str] | None
    title_after: re.Pattern[str] | None
    cues: tuple[tuple[Kind, re.Pattern[str]], ...]
    digits: re.Pattern[str]
    dates: re.Pattern[str]
    months: tuple[str, ...]


def cues(text: str, lang: str) -> frozenset[Kind]:
    """Kinds that the text speaks or asks of: what follows answers them."""
    rules = _rules(lang)
    if rules is None:
        return frozenset()
    found = {kind for kind, pattern in rules.cues if pattern.search(text)}
    if rules.name_asked.search(text):
        found.add(Kind.NAME)
    return frozenset(found)


def names_given(text: str, lang: str, asked: bool) -> Iterator[str]:
    """Names that somebody gives as the patient's; ``asked``: the turn before asked for one."""
    rules = _rules(lang)
    if rules is None:
        return
    given = False
    for cue in rules.name.finditer(text):
        name = _name_after(text, cue.end(), rules)
        if name:
            given = True
            yield name
    bare = text.strip(" .,!。，！؟?？،\n")
    if asked and not given and not re.search(r"\d", bare) and _is_short(bare, lang):
        yield bare


def find(text: str, lang: str, known: Known, near: frozenset[Kind]) -> list[Found]:
    """What identifies the patient in a text, from left to right, not overlapping.

    ``near`` are the cues of the text itself, of its other side and of the turn before.
    """
    found = [*_names(text, lang, known.names), *_titled(text, lang)]
    dates = list(_dates(text, lang))
    found += _birth_dates(text, lang, dates, known.birth_date, near)
    found += _numbers(text, lang, known.numbers, near, dates)
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not chosen or chosen[-1].end <= one.start:
            chosen.append(one)
    return chosen


def _is_short(text: str, lang: str) -> bool:
    if lang in _SPACELESS:
        return 2 <= len(text) <= 12
    words = text.split()
    return 1 <= len(words) <= 4 and (lang not in _CASED or text[:1].isupper())


def _name_after(text: str, start: int, rules: _Rules) -> str:
    rest = text[start:]
    skipped = len(rest) - len(rest.lstrip(" :：،,\u00a0"))
    rest = rest[skipped:]
    if rules.lang in _RUN:
        run = _RUN[rules.lang].match(rest)
        if run is None:
            return ""
        end = rules.name_end.search(run[0], 1)
        return run[0][: end.start() if end else len(run[0])].strip(" ·.-")
    if rules.lang in _CASED and any(sign.isupper() for sign in rest):
        cased = _NAME.match(rest)
        return cased[0].rstrip(".'’-") if cased else ""
    words: list[str] = []
    at = 0
    for word in _WORDS.finditer(rest):
        if rest[at : word.start()].strip() or rules.name_end.fullmatch(word[0]) or len(words) == 4:
            break
        words.append(word[0])
        at = word.end()
    return " ".join(words)


def _names(text: str, lang: str, names: Sequence[str]) -> Iterator[Found]:
    for name in names:
        for pattern in _forms(name):
            for match in pattern.finditer(text):
                yield Found(match.start("n"), match.end("n"), Kind.NAME, match["n"])


@lru_cache(maxsize=256)
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """How a name may stand in a text: whole, and its parts."""
    parts = [part for part in re.split(r"[\s·•・]+", name.strip()) if part]
    whole = r"[\s·•・]*".join(map(re.escape, parts))
    forms = [re.compile(_bounded(whole, parts[0]), re.IGNORECASE)] if parts else []
    if len(parts) > 1:
        back = r",?[\s·•・]*".join(map(re.escape, reversed(parts)))
        forms.append(re.compile(_bounded(back, parts[-1]), re.IGNORECASE))
    for part in parts:
        if re.fullmatch(rf"[{_HAN}\u3040-\u30ff]{{2,}}|[가-힣]{{2,}}", part):
            # A Chinese or Korean given name may stand alone: the signs behind the surname.
            given = part[1:] if len(parts) == 1 and len(part) == 3 else part
            forms.append(re.compile(f"(?P<n>{re.escape(given)})"))
        elif re.fullmatch(r"[А-Яа-яЁё'’-]{4,}", part):
            stem = re.sub("[аяйьеиоуы]$", "", part)
            forms.append(re.compile(rf"(?<!\w)(?P<n>{re.escape(stem)}\w{{0,3}})(?!\w)", re.I))
        elif re.fullmatch(r"[\u0600-\u06ff]{3,}", part):
            forms.append(re.compile(_bounded(re.escape(part), part)))
        elif len(part) >= 3:
            # Rose and Will are words, too: only with a capital.
            ways = "|".join(re.escape(way) for way in {part, part.capitalize(), part.upper()})
            forms.append(re.compile(_bounded(ways, part)))
    return tuple(forms)


def _bounded(pattern: str, first: str) -> str:
    if re.match(rf"[{_HAN}\u3040-\u30ff가-힣\u0e00-\u0e7f]", first):
        return f"(?P<n>{pattern})"
    # Arabic writes "and", "to", "with" together with the word.
    before = r"(?<!\w)[ولبفك]?" if re.match(r"[\u0600-\u06ff]", first) else r"(?<!\w)"
    return rf"{before}(?P<n>{pattern})(?:['’]s)?(?!\w)"


def _titled(text: str, lang: str) -> Iterator[Found]:
    rules = _rules(lang)
    if rules is None:
        return
    for pattern in (rules.title, rules.title_after):
        for match in pattern.finditer(text) if pattern is not None else ():
            yield Found(match.start("n"), match.end("n"), Kind.NAME, match["n"])


def _dates(text: str, lang: str) -> Iterator[re.Match[str]]:
    rules = _rules(lang) or _rules("en")
    assert rules is not None
    yield from rules.dates.finditer(text)


def _birth_dates(
    text: str, lang: str, dates: Sequence[re.Match[str]], birth: str, near: frozenset[Kind]
) -> Iterator[Found]:
    rules = _rules(lang)
    here = [] if rules is None else [
        cue.span() for kind, pattern in rules.cues if kind is Kind.BIRTH_DATE
        for cue in pattern.finditer(text)
    ]  # fmt: skip
    from_elsewhere = Kind.BIRTH_DATE in near and not here

    def close(start: int, end: int) -> bool:
        spans = ((a - _BEFORE <= end and start <= b + _AFTER) for a, b in here)
        return from_elsewhere or any(spans)

    for match in dates:
        if close(*match.span()) or (birth and _is_day(match[0], birth, rules)):
            yield Found(match.start(), match.end(), Kind.BIRTH_DATE, match[0])
    for match in re.finditer(rf"(?<![\d.,/-]){_YEAR}(?![\d.,/-]?\d)", text):
        if close(*match.span()):
            yield Found(match.start(), match.end(), Kind.BIRTH_DATE, match[0])


def _is_day(text: str, birth: str, rules: _Rules | None) -> bool:
    """Whether a date in any form is the day of birth."""
    year, month, day = (int(part) for part in birth.split("-"))
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    for place, names in enumerate(rules.months if rules is not None else (), 1):
        if re.search(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE):
            numbers.append(place)
    return sorted(numbers) in (sorted((year, month, day)), sorted((year % 100, month, day)))


def _numbers(
    text: str,
    lang: str,
    known: Sequence[str],
    near: frozenset[Kind],
    dates: Sequence[re.Match[str]],
) -> Iterator[Found]:
    rules, taken = _rules(lang), [match.span() for match in dates]

    def free(match: re.Match[str]) -> bool:
        return not any(a < match.end() and match.start() < b for a, b in taken)

    def found(match: re.Match[str], kind: Kind) -> Found:
        return Found(match.start(), match.end(), kind, match[0])

    for number in known:
        signs = [re.escape(sign) for sign in number if sign.isalnum()]
        if len(signs) >= 4:
            written = rf"(?<!\w){'[ ./-]?'.join(signs)}(?!\w)"
            for match in re.finditer(written, text, re.IGNORECASE):
                yield found(match, Kind.NUMBER)
    for match in _EMAIL.finditer(text):
        yield found(match, Kind.EMAIL)
    for pattern in (_IDENTITY, _DOCUMENT):
        for match in pattern.finditer(text):
            yield found(match, Kind.NUMBER)
    asked = near & {Kind.NUMBER, Kind.PHONE}
    spoken = Kind.PHONE if asked == {Kind.PHONE} else Kind.NUMBER
    for match in _LONG.finditer(text):
        joined = _SEPARATORS.sub("", match[0])
        telephone = joined.startswith("+") or bool(_MOBILE.fullmatch(joined))
        whole = match[0].lstrip("+(").isdigit()
        if free(match) and not _is_quantity(text, match.end()) and (telephone or whole or asked):
            yield found(match, Kind.PHONE if telephone else spoken)
    for match in _TOKEN.finditer(text) if asked else ():
        enough = sum(sign.isdigit() for sign in match[0]) >= 4
        if enough and free(match) and not _is_quantity(text, match.end()):
            yield found(match, spoken)
    for match in rules.digits.finditer(text) if rules is not None else ():
        yield found(match, spoken)


def _is_quantity(text: str, end: int) -> bool:
    return bool(re.match(rf"\s*(?:/|(?:{_data()['units']})(?![A-Za-z]))", text[end:]))


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def _rules(lang: str) -> _Rules | None:
    entry = _data().get(lang.split("-")[0].lower())
    if not isinstance(entry, dict):
        return None
    base = lang.split("-")[0].lower()
    kinds = ((Kind.BIRTH_DATE, "birth"), (Kind.NUMBER, "number"), (Kind.PHONE, "phone"))
    return _Rules(
        base,
        _any(entry["name"]),
        _any(entry["name_end"]),
        _any(entry["name_asked"]),
        _before(entry["title"], base),
        _behind(entry["title_after"], base),
        tuple((kind, _any(entry[key])) for kind, key in kinds),
        _digit_words(entry["digits"], base),
        _date_pattern(entry["months"]),
        tuple(entry["months"]),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _before(titles: Sequence[str], lang: str) -> re.Pattern[str] | None:
    if not titles:
        return None
    words = "|".join(titles)
    if lang == "th":
        return re.compile(
            rf"(?:{words})\s?(?P<n>[\u0e01-\u0e4e]{{2,20}}(?: [\u0e01-\u0e4e]{{2,20}})?)"
        )
    if lang in _CASED:
        return re.compile(rf"(?<!\w)(?i:{words})\.?\s+(?P<n>{_CAPITAL}(?:\s+{_CAPITAL})?)")
    return re.compile(rf"(?<!\w)(?:{words})\s+(?P<n>[\w\u0900-\u097f]{{2,20}})")


def _behind(titles: Sequence[str], lang: str) -> re.Pattern[str] | None:
    if not titles:
        return None
    words = "|".join(titles)
    data = _data()
    foreign = f"[{data['transliteration']}]{{2,8}}"
    names = {
        "zh": rf"{foreign}(?:[·•]{foreign})*|[{data['surnames']}]",
        "ja": "[\u30a1-\u30fa\u30fc・]{2,16}",
        "ko": "(?!아저|마음)[가-힣]{2,4}",
    }[lang]
    return re.compile(rf"(?P<n>{names})(?= ?(?:{words}))")


def _digit_words(words: Sequence[str], lang: str) -> re.Pattern[str]:
    if lang in ("zh", "ja", "ko"):
        signs = "".join(words).replace("|", "")
        return re.compile(rf"[{signs}](?:[ -]?[{signs}]){{6,}}")
    one = "|".join(words)
    if lang == "th":
        return re.compile(rf"(?:{one})(?:[ -]?(?:{one})){{6,}}")
    return re.compile(rf"(?<!\w)(?:{one})(?:[ ,-]+(?:{one})){{6,}}(?!\w)", re.IGNORECASE)


def _date_pattern(months: Sequence[str]) -> re.Pattern[str]:
    ways = list(_DATES)
    if months:
        name = "(?:" + "|".join(months) + ")"
        ways.insert(0, rf"(?<!\w){name}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}")
        ways.insert(
            0,
            rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|-го|º)?\s+(?:(?:of|de)\s+)?{name}\.?"
            rf"(?:\s+(?:de|del|года)?)?,?\s*{_YEAR}",
        )
    return re.compile("|".join(f"(?:{way})" for way in ways), re.IGNORECASE)
