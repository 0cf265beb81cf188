"""Slot tables and compiled templates of the grammar; the text format is told in grammar.py."""

from __future__ import annotations

import bisect
import itertools
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPLITS = ("train", "dev", "test")
FOLDER = Path(__file__).with_name("templates")

REFERENCE = re.compile(
    r"\{(?P<upper>\^)?(?P<article>a:)?(?P<name>[a-z_]+)(?P<index>\d?)"
    r"(?P<filter>@[a-z0-9+\-]+)?(?:\.(?P<form>[a-z]+))?(?:~(?P<one>[^{}/]*)/(?P<many>[^{}/]*))?\}"
)
_RANGE = re.compile(r"<([0-9.,/\-]+)>")
_SINGULAR = {
    "is": "is",
    "has": "has",
    "was": "was",
    "does": "does",
    "it": "it",
    "they": "it",
    "this": "this",
    "s": "s",
    "es": "es",
}
_PLURAL = {
    "is": "are",
    "has": "have",
    "was": "were",
    "does": "do",
    "it": "them",
    "they": "they",
    "this": "these",
    "s": "",
    "es": "",
}
_FEMALE = {"he": "she", "him": "her", "his": "her", "ta": "她"}
_MALE = {"he": "he", "him": "him", "his": "his", "ta": "他"}

Forms = Mapping[str, str]
Term = tuple[str, str]


class GrammarError(Exception):
    """A template or slot table that cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A slot reference inside a text: which variable, in which form."""

    variable: int
    form: str
    one: str | None = None
    many: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One line of a slot table; ``inner`` is set when the line itself contains slots."""

    forms: Forms
    tags: frozenset[str]
    term: Term | None
    inner: Text | None

    @property
    def size(self) -> int:
        """Number of distinct texts this line stands for."""
        return 1 if self.inner is None else self.inner.size


@dataclass(frozen=True, slots=True)
class Pool:
    """The values one variable may take.

    ``ends`` are running totals of value sizes, or None if every value has size 1.
    """

    values: tuple[Value, ...]
    ends: tuple[int, ...] | None
    size: int

    def take(self, number: int, terms: list[Term]) -> Forms:
        """Return the forms of value ``number`` (0 <= number < size) and note its terms."""
        if self.ends is None:
            value = self.values[number]
        else:
            place = bisect.bisect_right(self.ends, number)
            value = self.values[place]
            if value.inner is not None:
                before = self.ends[place - 1] if place else 0
                zh, en = value.inner.render(number - before, terms)
                return {"zh": zh, "en": en, "^en": upper_first(en)}
        if value.term is not None:
            terms.append(value.term)
        return value.forms

    def draw(self, rng: random.Random) -> int:
        """Return the number of a value; each line of the table is equally likely."""
        place = rng.randrange(len(self.values))
        if self.ends is None:
            return place
        inner = self.values[place].inner
        before = self.ends[place - 1] if place else 0
        return before + (0 if inner is None else inner.draw(rng))


@dataclass(frozen=True, slots=True)
class Text:
    """A compiled zh/en text with its variables."""

    zh: tuple[str | Piece, ...]
    en: tuple[str | Piece, ...]
    pools: tuple[Pool, ...]
    earlier: tuple[tuple[int, ...], ...]
    """For every variable the earlier ones with the same pool, from which it must differ."""

    size: int

    def render(self, number: int, terms: list[Term]) -> tuple[str, str]:
        """Return pair ``number`` (0 <= number < size) of this text."""
        chosen: list[Forms] = []
        taken: list[int] = []
        for pool, earlier in zip(self.pools, self.earlier, strict=True):
            number, place = divmod(number, pool.size - len(earlier))
            if earlier:
                for other in sorted(taken[index] for index in earlier):
                    place += place >= other
            taken.append(place)
            chosen.append(pool.take(place, terms))
        return _join(self.zh, chosen), _join(self.en, chosen)

    def draw(self, rng: random.Random) -> int:
        """Return the number of a pair in which each line of every table is equally likely."""
        number, factor = 0, 1
        taken: list[int] = []
        for pool, earlier in zip(self.pools, self.earlier, strict=True):
            others = {taken[index] for index in earlier}
            place = pool.draw(rng)
            while place in others:
                place = pool.draw(rng)
            taken.append(place)
            number += factor * (place - sum(other < place for other in others))
            factor *= pool.size - len(earlier)
        return number


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence template, bound to one split for good."""

    id: str
    topic: str
    speaker: str
    split: str
    zh: str
    en: str
    text: Text


def _join(parts: Iterable[str | Piece], chosen: list[Forms]) -> str:
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif part.one is None:
            out.append(chosen[part.variable][part.form])
        else:
            out.append(part.one if chosen[part.variable]["en"] == "1" else part.many)
    return "".join(out)


def upper_first(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def with_article(noun: str) -> str:
    """Return the English noun behind a or an; words that begin with a spoken vowel take an."""
    first = noun.split()[0]
    if first.isupper() and len(first) > 1:
        vowel = first[0] in "AEFHILMNORSX"  # letters read one by one: an MRI, a CT
    elif first[0].isdigit():
        vowel = re.match(r"8|11\b|18\b", first) is not None
    else:
        consonant = re.match(r"(?i)uni|ure|uri|uro|use|one\b|eu", first)
        vowel = first[0].lower() in "aeiou" and consonant is None
    return f"{'an' if vowel else 'a'} {noun}"


def _spread(pattern: str) -> list[str]:
    """Return the numbers of a range such as ``1-5``, ``10-60/10``, ``36.5-41/0.1`` or ``1,2-4``."""
    numbers: list[str] = []
    for item in pattern.split(","):
        span, _, step = item.partition("/")
        low, _, high = span.partition("-")
        if not high:
            numbers.append(low)
            continue
        places = max(len(part.partition(".")[2]) for part in (low, high, step or "1"))
        scale = 10**places
        first, last, by = (round(float(part) * scale) for part in (low, high, step or "1"))
        numbers += [f"{n / scale:.{places}f}" for n in range(first, last + 1, by)]
    return numbers


def _spread_line(line: str) -> Iterator[str]:
    """Yield the lines a line with number ranges stands for."""
    zh, bar, rest = line.partition("|")
    ranges = _RANGE.findall(zh)
    for numbers in itertools.product(*(_spread(pattern) for pattern in ranges)):
        left, right = zh, rest
        for pattern, number in zip(ranges, numbers, strict=True):
            left = left.replace(f"<{pattern}>", number, 1)
            right = right.replace("<>", number, 1)
        yield left + bar + right


class Grammar:
    """All slot tables and templates of a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read every TOML file; raise GrammarError for what cannot be understood."""
        self.tables: dict[str, list[str]] = {}
        self.term_tables: set[str] = set()
        self._values: dict[str, tuple[Value, ...]] = {}
        self._pools: dict[tuple[str, str], Pool] = {}
        self.templates: list[Template] = []
        for path in sorted(folder.glob("slots_*.toml")):
            for name, table in _read(path).items():
                if name in self.tables:
                    raise GrammarError(f"{path.name}: slot {name} is defined twice")
                self.tables[name] = table["values"]
                if table.get("term", False):
                    self.term_tables.add(name)
        for path in sorted(folder.glob("*.toml")):
            if not path.name.startswith("slots_"):
                self._add_templates(path)

    def _add_templates(self, path: Path) -> None:
        known = {template.id for template in self.templates}
        data = _read(path)
        for split in SPLITS:
            for key, row in data.get(split, {}).items():
                if key in known or len(row) != 3 or row[0] not in ("D", "P"):
                    raise GrammarError(f"{path.name}: template {key} is wrong or known already")
                known.add(key)
                speaker, zh, en = row
                try:
                    text = self.compile(zh, en)
                except GrammarError as error:
                    raise GrammarError(f"{path.name}: {key}: {error}") from error
                self.templates.append(Template(key, data["topic"], speaker, split, zh, en, text))

    def values(self, name: str) -> tuple[Value, ...]:
        """Return the values of a slot table; raise GrammarError if there is none."""
        if name not in self._values:
            if name == "dosed":
                lines: list[str] = self._dosed_lines()
            elif name in self.tables:
                lines = self.tables[name]
            else:
                raise GrammarError(f"unknown slot {name}")
            is_term = name in self.term_tables or name == "dosed"
            self._values[name] = tuple(
                self._value(single, is_term) for line in lines for single in _spread_line(line)
            )
        return self._values[name]

    def _dosed_lines(self) -> list[str]:
        """Return one line per drug and usual single dose (form mg, from the table drug)."""
        lines = []
        for line in self.tables["drug"]:
            usual = re.search(r"mg=([0-9.,]+)", line)
            if usual:
                lines += [line.replace(usual[0], f"mg={dose}") for dose in usual[1].split(",")]
        return lines

    def _value(self, line: str, is_term: bool) -> Value:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) not in (2, 3) or not cells[0] or not cells[1]:
            raise GrammarError(f"slot line {line!r} is not zh | en | tags")
        zh, en = cells[:2]
        extra = cells[2].split() if len(cells) == 3 else []
        tags = frozenset(word for word in extra if "=" not in word)
        given = {
            key: text.replace("_", " ")
            for key, _, text in (word.partition("=") for word in extra if "=" in word)
        }
        if "{" in line:
            return Value({"zh": zh, "en": en}, tags, None, self.compile(zh, en))
        is_term = is_term and "noterm" not in tags
        term = (zh, given.get("n", en)) if is_term else None
        forms = {"zh": zh, "en": en, "n": en}
        forms |= _PLURAL if "pl" in tags else _SINGULAR
        forms["y"] = zh if "v" in tags else f"有{zh}"
        forms |= _FEMALE if "f" in tags else _MALE
        forms |= given
        forms["a"] = en if "pl" in tags or "mass" in tags else with_article(en)
        forms |= {"^" + key: upper_first(text) for key, text in forms.items()}
        return Value(forms, tags, term, None)

    def pool(self, name: str, condition: str) -> Pool:
        """Return the values of a table that meet a condition such as ``@oral-child``."""
        key = (name, condition)
        if key not in self._pools:
            wanted = re.findall(r"(?:^@|\+)([a-z0-9]+)", condition)
            unwanted = re.findall(r"-([a-z0-9]+)", condition)
            values = tuple(
                value
                for value in self.values(name)
                if value.tags.issuperset(wanted) and value.tags.isdisjoint(unwanted)
            )
            if not values:
                raise GrammarError(f"no value of {name}{condition}")
            ends = tuple(itertools.accumulate(value.size for value in values))
            plain = all(value.inner is None for value in values)
            self._pools[key] = Pool(values, None if plain else ends, ends[-1])
        return self._pools[key]

    def compile(self, zh: str, en: str) -> Text:
        """Return the compiled text; a variable's condition may stand at any one mention."""
        conditions: dict[str, str] = {}
        for match in REFERENCE.finditer(zh + en):
            variable = match["name"] + match["index"]
            condition = match["filter"] or ""
            if condition and conditions.get(variable, "") not in ("", condition):
                raise GrammarError(f"two conditions for {variable}")
            conditions[variable] = condition or conditions.get(variable, "")
        order = list(conditions)
        keys = [(name.rstrip("0123456789"), conditions[name]) for name in order]
        pools = tuple(self.pool(*key) for key in keys)
        earlier = tuple(tuple(j for j in range(i) if keys[j] == keys[i]) for i in range(len(keys)))
        size = 1
        for pool, others in zip(pools, earlier, strict=True):
            size *= pool.size - len(others)
        places = {name: index for index, name in enumerate(order)}
        return Text(_parts(zh, places, "zh"), _parts(en, places, "en"), pools, earlier, size)


def _parts(text: str, places: Mapping[str, int], language: str) -> tuple[str | Piece, ...]:
    parts: list[str | Piece] = []
    end = 0
    for match in REFERENCE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        form = "a" if match["article"] else match["form"] or language
        place = places[match["name"] + match["index"]]
        parts.append(Piece(place, (match["upper"] or "") + form, match["one"], match["many"] or ""))
    parts.append(text[end:])
    if any(isinstance(part, str) and re.search(r"[{}<>]", part) for part in parts):
        raise GrammarError(f"brackets left over in {text!r}")
    return tuple(part for part in parts if part != "")


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    return data
