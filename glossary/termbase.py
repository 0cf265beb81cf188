"""The termbase: finds the terms of a text and says which term the other language wants.

The longest match wins; where concepts share a form, the one of a wanted domain, then the one whose
preferred term it is, then the one whose domain the rest of the text speaks of.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from glossary.cache import Table, cached, place
from glossary.concepts import DATA, LANGUAGES, Concept, Terms, read_all
from glossary.context import Context
from glossary.fuzzy import Sounds
from glossary.index import KINDS, End, LanguageIndex, Span
from glossary.normalise import SIGN_BY_SIGN, keyed
from glossary.overlay import apply
from glossary.rules import Rules, When, read_rules
from glossary.store import content_key, files_of, read_terms, tables_of
from glossary.types import Register, TermMatch

_SIDED = frozenset(
    ("anatomy", "symptom", "finding", "disease", "procedure", "imaging", "dental", "emergency")
)
_DENIED = frozenset(
    "symptom finding disease drug drug_class test imaging procedure device obstetric dental "
    "emergency mental allergen tcm_pattern tcm_herb".split()
)
"""Only what somebody can be without is denied: "don't move your head" denies no head."""
_SIDES = frozenset(("left", "right", "bilateral"))
"""Concepts that are nothing but a side."""
_HOT = frozenset(("drug", "disease", "test"))
_MAKING = threading.Lock()


class Termbase:
    """Concepts of all domains. What a language needs is read when it is first asked for.

    May be used from any thread.
    """

    def __init__(
        self,
        concepts: Iterable[Concept] = (),
        version: str = "",
        *,
        rules: Rules | None = None,
        table: Table | None = None,
    ) -> None:
        """Of ``concepts``, or of compiled tables."""
        self.version = version
        self._rules = rules or read_rules()
        self._table = table or tables_of(tuple(concepts), self._rules)
        self._heads = [row for row in self._table("concepts").split("\n") if row]
        self._lock = threading.Lock()
        self._terms: dict[str, list[str]] = {}
        self._indices: dict[str, LanguageIndex] = {}
        self._sounds: dict[str, Sounds] = {}
        self._without: dict[str, frozenset[int]] = {}
        self._quiet: dict[str, frozenset[str]] = {}
        self._when: dict[str, dict[str, When]] = {}
        self._concepts: dict[int, Concept] = {}
        self._domains: dict[int, str] = {}
        self._numbers: dict[str, int] | None = None
        self._bares: dict[tuple[str, int, str, str, str], TermMatch] = {}

    @classmethod
    def load(cls, *folders: Path) -> Termbase:
        """The termbase of these folders (the shipped one if none is named), without a cache.

        A concept of a later folder replaces one of the same id. Raises TermbaseError for a
        broken file.
        """
        places = folders or (DATA,)
        return cls(read_folders(places), version_of(*places))

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts, in the order of the files."""
        return tuple(self._concept(number) for number in range(len(self._heads)))

    def __len__(self) -> int:
        return len(self._heads)

    def term_of(self, concept_id: str, lang: str) -> str:
        """The preferred term of a concept in a language; empty where there is none."""
        if self._numbers is None:
            ids = (json.loads(head)[0] for head in self._heads)
            self._numbers = {name: number for number, name in enumerate(ids)}
        number = self._numbers.get(concept_id)
        row = self._rows(lang)[number] if number is not None and lang in LANGUAGES else ""
        return read_terms(row).term if row else ""

    def prepare(self, *langs: str) -> None:
        """Read what these languages need now rather than at the first sentence."""
        for lang in langs:
            self._index(lang)
            self._rows(lang)

    def find(
        self, text: str, source_lang: str, target_lang: str, domains: Sequence[str] = ()
    ) -> tuple[TermMatch, ...]:
        """Terms in ``text`` from left to right, not overlapping, with the wanted terms."""
        if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
            return ()
        spans = self._fitting(text, source_lang, target_lang)
        if not spans:
            return ()
        chosen = _without_overlap(spans)
        context = Context(text, self._rules.of(source_lang))
        votes = self._votes(chosen)
        quiet = self._quiet_keys(source_lang)
        bares = []
        for span in chosen:
            end = span.ends[0]
            if len(span.ends) > 1:
                end = min(span.ends, key=lambda e: self._preference(e, domains, votes))
            bares.append((span, self._bare(end, (source_lang, target_lang), span.key)))
        context.taken = [(s.start, s.end) for s, b in bares if b.concept_id not in _SIDES]
        return tuple(
            self._match(bare, context, span.start, span.end, span.key in quiet)
            for span, bare in bares
        )

    def propose(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        found: Sequence[TermMatch] = (),
    ) -> tuple[TermMatch, ...]:
        """Terms that were probably misheard: ``term`` is what stands there, ``meant`` the form
        that sounds like it, ``wanted`` the term of the target language.

        ``found`` are the matches of `find`; their places are left alone.
        """
        if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
            return ()
        taken = [(match.start, match.end) for match in found]
        proposals = []
        context = Context(text, self._rules.of(source_lang))
        for hit in self._sounds_of(source_lang).propose(text, taken):
            heard = text[hit.start : hit.end].lower()
            if self._rows(target_lang)[hit.number] and heard not in context.rules.not_terms:
                bare = self._bare(End("a", hit.number), (source_lang, target_lang))
                match = self._match(bare, context, hit.start, hit.end, True)
                proposals.append(replace(match, fuzzy=True, register="", meant=hit.form))
        return tuple(proposals)

    def hot_words(
        self,
        lang: str,
        domains: Sequence[str] = (),
        most: int = 30,
        first: Sequence[str] = (),
    ) -> tuple[str, ...]:
        """Preferred terms that a recogniser may be told to expect, at most so many.

        The concepts ``first``, then the common ones of the rules, in their order; with ``domains``
        then the medicines, diseases and tests of these.
        """
        if lang not in LANGUAGES:
            return ()
        rows = self._rows(lang)
        heads = [json.loads(head)[:3] for head in self._heads]
        numbers = {head[0]: number for number, head in enumerate(heads)}
        wanted = (*first, *self._rules.steering.expected)
        chosen = [numbers[name] for name in wanted if name in numbers]
        chosen += [
            n for n, (_, domain, kind) in enumerate(heads) if domain in domains and kind in _HOT
        ]
        terms = (read_terms(rows[number]).term for number in dict.fromkeys(chosen) if rows[number])
        return tuple(islice(terms, most))

    def _fitting(self, text: str, source_lang: str, target_lang: str) -> list[Span]:
        """The forms of the text that have a term in the target language, where they mean it."""
        lacking = self._lacking(target_lang)
        when = self._when_keys(source_lang)
        spans = []
        for span in self._index(source_lang).spans(text):
            if lacking:
                span = span._replace(ends=tuple(e for e in span.ends if e.number not in lacking))
            rule = when.get(span.key)
            if span.ends and (not rule or rule.holds(text[: span.start], text[span.end :])):
                spans.append(span)
        return spans

    def _lacking(self, lang: str) -> frozenset[int]:
        """The concepts that have no term in a language: none of the shipped ones."""
        if lang not in self._without:
            rows = self._rows(lang)
            self._without[lang] = frozenset(n for n, row in enumerate(rows) if not row)
        return self._without[lang]

    def _votes(self, chosen: Sequence[Span]) -> Counter[str]:
        """How many terms of the text belong to each domain without a doubt."""
        sure = [span.ends[0].number for span in chosen if len(span.ends) == 1]
        return Counter(map(self._domain, sure) if len(sure) < len(chosen) else ())

    def _preference(
        self, end: End, domains: Sequence[str], votes: Counter[str]
    ) -> tuple[bool, int, int, int]:
        domain = self._domain(end.number) if domains or votes else ""
        return (bool(domains) and domain not in domains, end.rank, -votes[domain], end.number)

    def _domain(self, number: int) -> str:
        if number not in self._domains:
            self._domains[number] = str(json.loads(self._heads[number])[1])
        return self._domains[number]

    def _match(
        self, bare: TermMatch, context: Context, start: int, stop: int, quiet: bool
    ) -> TermMatch:
        term = context.text[start:stop]
        kind = bare.semantic_type
        return bare.at(
            start,
            stop,
            term,
            steers=bare.steers and not quiet and _may_steer(bare.register, term),
            negated=kind in _DENIED and context.is_negated(start, stop),
            side=context.side_of(start, stop) if kind in _SIDED else "",
        )

    def _bare(self, end: End, langs: tuple[str, str], form: str = "") -> TermMatch:
        """What is the same in every match of a form and concept between two languages.

        A form that leaves out a word of its term ("bronchitis" for acute bronchitis) wants one
        that leaves it out as well, where the target language has such a one.
        """
        key = (end.kind, end.number, *langs, form if end.kind == "a" else "")
        if key not in self._bares:
            concept_id, domain, kind, source, review, _codes, _note = json.loads(
                self._heads[end.number]
            )
            wanted = read_terms(self._rows(langs[1])[end.number])
            term, full = wanted.term, ""
            register = KINDS[end.kind]
            if register in (Register.ADMITTED, Register.ABBREVIATION):
                full = read_terms(self._rows(langs[0])[end.number]).term
            if register is Register.ADMITTED and _leaves_out(form, full, langs[0]):
                term = _shorter(wanted, langs[1])
            rules = self._rules.steering
            steers = kind in rules.types and (
                register in rules.registers or kind in rules.every_register
            )
            self._bares[key] = TermMatch(
                concept_id,
                0,
                0,
                "",
                term,
                kind,
                source,
                review,
                self.version,
                domain,
                register=register.value,
                plain=wanted.plain,
                accepted=tuple(dict.fromkeys((term, *_accepted(wanted)))),
                steers=steers,
                full=full if register is Register.ABBREVIATION else "",
            )
        return self._bares[key]

    def _quiet_keys(self, lang: str) -> frozenset[str]:
        if lang not in self._quiet:
            self._quiet[lang] = frozenset(_key(form, lang) for form in self._rules.of(lang).quiet)
        return self._quiet[lang]

    def _when_keys(self, lang: str) -> dict[str, When]:
        if lang not in self._when:
            self._when[lang] = {
                _key(form, lang): when for form, when in self._rules.of(lang).when.items()
            }
        return self._when[lang]

    def _concept(self, number: int) -> Concept:
        if number not in self._concepts:
            concept_id, domain, kind, source, review, codes, note = json.loads(self._heads[number])
            rows = {lang: self._rows(lang)[number] for lang in LANGUAGES}
            terms = {lang: read_terms(row) for lang, row in rows.items() if row}
            self._concepts[number] = Concept(
                concept_id, domain, kind, terms, codes, source, review, note
            )
        return self._concepts[number]

    def _rows(self, lang: str) -> list[str]:
        if lang not in self._terms:
            with self._lock:
                if lang not in self._terms:
                    rows = self._table(f"terms.{lang}").split("\n")
                    self._terms[lang] = rows if self._heads else []
        return self._terms[lang]

    def _index(self, lang: str) -> LanguageIndex:
        if lang not in self._indices:
            with self._lock:
                if lang not in self._indices:
                    text = self._table(f"index.{lang}")
                    self._indices[lang] = LanguageIndex.load(lang, text, self._rules.of(lang))
        return self._indices[lang]

    def _sounds_of(self, lang: str) -> Sounds:
        if lang not in self._sounds:
            with self._lock:
                if lang not in self._sounds:
                    self._sounds[lang] = Sounds.load(lang, self._table(f"sounds.{lang}"))
        return self._sounds[lang]


def read_folders(folders: Iterable[Path]) -> list[Concept]:
    """The concepts of several folders; a later one of the same id takes the earlier's place.

    A folder may also hold a hospital's journal of changes; see `glossary.overlay`.
    """
    concepts: dict[str, Concept] = {}
    for folder in folders:
        concepts.update({concept.id: concept for concept in read_all(folder)})
        apply(concepts, folder)
    return list(concepts.values())


def standard(*overlays: Path, cache_folder: Path | None = None) -> Termbase:
    """The shipped termbase with the overlays' concepts over it, from the cache where there is one.

    Made once for the same content of the overlays, however many threads ask. The cache is named by
    the content of all files, so that it is never stale. Raises TermbaseError for a broken file.
    """
    with _MAKING:
        return _standard(overlays, cache_folder, _stamps(overlays))


def _stamps(overlays: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Tells whether a file of the overlays is another one than before."""
    states = ((path, path.stat()) for folder in overlays for path in files_of(folder))
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states)


@lru_cache(maxsize=4)
def _standard(
    overlays: tuple[Path, ...], cache_folder: Path | None, _stamps: tuple[tuple[str, int, int], ...]
) -> Termbase:
    folders = (DATA, *overlays)
    rules = read_rules()
    key = content_key(folders)

    def make() -> Table:
        return tables_of(tuple(read_folders(folders)), rules)

    parent = place("terms", key, cache_folder)
    return Termbase(version=version_of(*folders), rules=rules, table=cached(parent, key, make))


def version_of(*folders: Path) -> str:
    """A name for what the files of ``folders`` (the shipped ones if none is named) hold.

    The record keeps it with every match.
    """
    digest = hashlib.sha256()
    for folder in folders or (DATA,):
        for path in files_of(folder):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _without_overlap(spans: Sequence[Span]) -> list[Span]:
    """The longest spans first, the left one of two of a length; all in the order of the text."""
    chosen: list[Span] = []
    group: list[Span] = []
    reach = 0
    for span in spans:
        if span.start < reach:
            group.append(span)
        else:
            chosen += group if len(group) < 2 else _longest(group)
            group = [span]
        reach = max(reach, span.end)
    return chosen + _longest(group)


def _longest(group: list[Span]) -> list[Span]:
    """Of spans that hang together by overlapping those that stay."""
    chosen: list[Span] = []
    for span in sorted(group, key=lambda s: (s.start - s.end, s.start)):
        if not any(other.start < span.end and span.start < other.end for other in chosen):
            chosen.append(span)
    return sorted(chosen)


def _accepted(terms: Terms) -> tuple[str, ...]:
    plain = (terms.plain,) if terms.plain else ()
    return tuple(dict.fromkeys((terms.term, *terms.also, *terms.abbr, *plain)))


def _leaves_out(form: str, term: str, lang: str) -> bool:
    """Whether a form (its key) is the term without one or more of its words or signs."""
    whole = _key(term, lang)
    if lang in SIGN_BY_SIGN:
        return form != whole and f" {form} " in f" {whole} "
    return set(form.split(" ")) < set(whole.split(" "))


def _shorter(terms: Terms, lang: str) -> str:
    """The longest admitted form that leaves out a word of the preferred one, which it else is."""
    fitting = [form for form in terms.also if _leaves_out(_key(form, lang), terms.term, lang)]
    return max(fitting, key=len, default=terms.term)


def _may_steer(register: str, surface: str) -> bool:
    """An abbreviation of two letters means too many things."""
    return register != Register.ABBREVIATION or len(surface) > 2


def _key(form: str, lang: str) -> str:
    return " ".join(keyed(form, lang).keys)
