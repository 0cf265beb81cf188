"""The rules of matching, read from ``glossary/data_rules``: one file a language, one for steering.

Rules are data: a false match is mended by a line there, not by a branch here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RULES = Path(__file__).resolve().parent / "data_rules"

_NEVER = re.compile(r"(?!)")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


@dataclass(frozen=True, slots=True)
class When:
    """What must stand, or must not stand, around a form of several meanings."""

    before: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None

    def holds(self, before: str, after: str) -> bool:
        """Whether the form means the concept between these two pieces of text."""
        return not (
            (self.before and not self.before.search(before))
            or (self.not_before and self.not_before.search(before))
            or (self.after and not self.after.search(after))
            or (self.not_after and self.not_after.search(after))
        )


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """The rules of one language; see ``data_rules/en.toml`` for what each means."""

    skip: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    ordinary: frozenset[str] = frozenset()
    not_terms: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    clitics: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    when: dict[str, When] = field(default_factory=dict)
    # The patterns from here on are for lower-case text.
    negated_before: re.Pattern[str] = _NEVER
    negated_after: re.Pattern[str] = _NEVER
    negation_stop: re.Pattern[str] = _NEVER
    question: re.Pattern[str] = _NEVER
    sides: re.Pattern[str] = _NEVER
    """Its group says which side: left, right, both."""
    side_reach: int = 0
    """How many characters from the term a side may stand."""


@dataclass(frozen=True, slots=True)
class SteeringRules:
    """Which matches may steer, and which may be proposed when misheard."""

    types: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    every_register: frozenset[str] = frozenset()
    fuzzy_types: frozenset[str] = frozenset()
    expected: tuple[str, ...] = ()
    """Concepts that a recogniser may be told to expect, the most wanted first."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and the files they came from (for the cache's key)."""

    languages: dict[str, LanguageRules]
    steering: SteeringRules

    def of(self, lang: str) -> LanguageRules:
        """The rules of a language; none where nobody wrote any."""
        return self.languages.get(lang, _NONE)


_NONE = LanguageRules()


def read_rules(folder: Path = RULES) -> Rules:
    """The rules in ``folder``. Raises ValueError (with the file) for a broken one."""
    languages: dict[str, LanguageRules] = {}
    steering = SteeringRules()
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            if path.stem == "steering":
                expected = tuple(data.pop("expected", ()))
                sets = {key: frozenset(value) for key, value in data.items()}
                steering = SteeringRules(**sets, expected=expected)
            else:
                languages[path.stem] = _language(data)
        except (ValueError, KeyError, TypeError, re.error) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return Rules(languages, steering)


def _language(data: dict[str, Any]) -> LanguageRules:
    negation, sides = data.get("negation", {}), data.get("sides", {})
    return LanguageRules(
        skip=tuple(data.get("skip", "").split()),
        quiet=tuple(form for form in data.get("quiet", "").split(", ") if form),
        ordinary=frozenset(data.get("ordinary", "").split()),
        not_terms=frozenset(data.get("not_terms", "").split()),
        single=frozenset(data.get("single", "").split()),
        clitics=tuple(sorted(data.get("clitics", "").split(), key=len, reverse=True)),
        particles=tuple(data.get("particles", "").split()),
        when={entry["form"]: _when(entry) for entry in data.get("when", [])},
        negated_before=_cue(negation.get("before")),
        negated_after=_cue(negation.get("after")),
        negation_stop=_cue(negation.get("stop")),
        question=_cue(negation.get("question")),
        sides=_sides(sides),
        side_reach=int(sides.get("reach", 0)),
    )


def _when(entry: dict[str, str]) -> When:
    names = ("before", "not_before", "after", "not_after")
    return When(*(_pattern(entry[name]) if name in entry else None for name in names))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _cue(text: str | None) -> re.Pattern[str]:
    """A pattern for lower-case text: without looking at cases it is twice as fast."""
    if text and _CAPITAL.search(text):
        raise ValueError(f"cues are written in small letters: {text}")
    return re.compile(text) if text else _NEVER


def _sides(cues: dict[str, str]) -> re.Pattern[str]:
    """One pattern for all sides; each cue's group says which. The ``edge``, which begins every
    cue, is looked at once a place."""
    groups = [f"(?P<{name}>{cues[name]})" for name in ("both", "left", "right") if name in cues]
    for name in ("both", "left", "right"):
        _cue(cues.get(name))
    return re.compile(f"{cues.get('edge', '')}(?:{'|'.join(groups)})") if groups else _NEVER
