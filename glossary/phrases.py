"""Verified phrases: sentences and answers that were written in every language beforehand.

Nothing translates them while the patient waits. A phrase is said by the doctor or tapped by the
patient; it may expect an answer that the patient taps: yes or no, a choice, a place on the body,
a pain, a number, a date. Everything tapped has its wording in all languages here, so that it goes
on record like any other turn.

The texts are in ``glossary/data_phrases``. ``review`` says who has read them: "second reading" is
one by their author, language by language; nobody else has read those. A new phrase needs its
pinyin: ``python -m glossary.phrase_lint --pinyin`` writes it and checks everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from glossary.concepts import LANGUAGES
from glossary.phrase_files import PHRASES, Entry, PhraseError, read_entries
from glossary.phrase_search import PhraseSearch, read_pinyin

__all__ = [
    "LANGUAGES",
    "Answer",
    "AnswerKind",
    "Hit",
    "Phrase",
    "PhraseError",
    "Phrases",
    "Region",
    "Speaker",
    "Wording",
]

Texts = Mapping[str, str]
"""A text by its language."""


DONT_KNOW = "dont-know"


class Speaker(StrEnum):
    """Whose words they are."""

    DOCTOR = "doctor"
    PATIENT = "patient"


class AnswerKind(StrEnum):
    """How the patient may answer by tapping."""

    NONE = "none"
    YES_NO = "yes_no"
    """The options `Phrases.yes_no`: yes, no, I don't know."""
    PAIN_SCALE = "pain_scale"
    """One of `Phrases.faces`: 0 to 10."""
    BODY_MAP = "body_map"
    """One or more of `Phrases.regions`."""
    NUMBER = "number"
    """A number of ``unit``; see `Phrases.number`."""
    DATE = "date"
    """A day, or one of the options `Phrases.days`; see `Phrases.date`."""
    CHOICE = "choice"
    """One of ``options``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is expected. ``unit`` is a key for `Phrases.unit`, ``options`` ids of options."""

    kind: AnswerKind = AnswerKind.NONE
    unit: str = ""
    options: tuple[str, ...] = ()

    @classmethod
    def parse(cls, written: str) -> Answer:
        """``yes_no``, ``number:celsius``, ``choice:[a,b]``... Raises ValueError."""
        name, _, rest = written.partition(":")
        kind = AnswerKind(name)
        if (kind in (AnswerKind.NUMBER, AnswerKind.CHOICE)) != bool(rest):
            raise ValueError(f"answer {written!r}")
        if kind is AnswerKind.NUMBER:
            return cls(kind, unit=rest)
        if kind is AnswerKind.CHOICE:
            options = tuple(option.strip() for option in rest.strip("[]").split(","))
            return cls(kind, options=options)
        return cls(kind)


@dataclass(frozen=True, slots=True)
class Wording:
    """Something with a name in every language: an option, a unit, a face, a step, a specialty."""

    id: str
    texts: Texts
    kind: str = ""

    def text(self, lang: str) -> str:
        """The text in a language of `LANGUAGES`."""
        return self.texts[lang]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in every language. ``review`` is "draft" or "second reading" (by its author)."""

    id: str
    speaker: Speaker
    step: str
    specialties: tuple[str, ...]
    answer: Answer
    texts: Texts
    source: str
    review: str
    also: tuple[str, ...] = ()
    """Chinese words that find it as well: 头痛 where it says 头疼."""

    def text(self, lang: str) -> str:
        """The sentence in a language of `LANGUAGES`."""
        return self.texts[lang]


@dataclass(frozen=True, slots=True)
class Region:
    """A place on the body map. ``view`` is "front" or "back"; ``side`` the patient's own side:
    "left", "right" or empty (in the middle)."""

    id: str
    view: str
    side: str
    texts: Texts

    def text(self, lang: str) -> str:
        """The place in a language of `LANGUAGES`, its side included."""
        return self.texts[lang]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was searched for. ``lang`` is the language whose text matched best
    ("zh" for pinyin), ``score`` grows with the likeness and means nothing else."""

    phrase: Phrase
    lang: str
    score: float


@dataclass(slots=True)
class Phrases:
    """All phrases and answers. Cheap to load, never changes; may be used from any thread."""

    phrases: tuple[Phrase, ...]
    wordings: Mapping[str, Mapping[str, Wording]]
    """By kind ("option", "unit", "face", "step", "specialty", "prompt", "month"), then by id."""
    regions: tuple[Region, ...]
    pinyin: Mapping[str, str] = field(default_factory=dict)
    _by_id: dict[str, Phrase] = field(init=False)
    _search: PhraseSearch = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {phrase.id: phrase for phrase in self.phrases}
        self._search = PhraseSearch(
            [(phrase.id, phrase.texts, phrase.also) for phrase in self.phrases], self.pinyin
        )

    @classmethod
    def load(cls, *folders: Path) -> Phrases:
        """The phrases of these folders (the shipped ones if none is named).

        An entry of a later folder replaces one of the same id. Raises PhraseError.
        """
        places = folders or (PHRASES,)
        entries = [entry for place in places for entry in read_entries(place)]
        return cls.of(entries, {k: v for place in places for k, v in read_pinyin(place).items()})

    @classmethod
    def of(cls, entries: Iterable[Entry], pinyin: Mapping[str, str]) -> Phrases:
        """From the entries of files. Raises PhraseError for one that lacks something."""
        phrases: dict[str, Phrase] = {}
        regions: dict[str, Region] = {}
        wordings: dict[str, dict[str, Wording]] = defaultdict(dict)
        for entry in entries:
            kind = entry.text("kind")
            if kind == "phrase":
                phrases[entry.id] = _phrase(entry)
            elif kind == "region":
                regions[entry.id] = _region(entry)
            else:
                wordings[kind][entry.id] = Wording(entry.id, _texts(entry), kind)
        return cls(tuple(phrases.values()), dict(wordings), tuple(regions.values()), pinyin)

    def phrase(self, phrase_id: str) -> Phrase:
        """A phrase by its id. Raises KeyError: ids come from here."""
        return self._by_id[phrase_id]

    def search(
        self,
        query: str,
        langs: Sequence[str] = LANGUAGES,
        speaker: Speaker | None = Speaker.DOCTOR,
        limit: int = 50,
    ) -> list[Hit]:
        """Phrases that have the query's words in one of ``langs``, the best first.

        Chinese is also found in traditional signs, by pinyin ("toutong", "tóu tòng") and by its
        initials ("tt"). Case, accents, width and Arabic vowel signs do not matter, the last word
        may be unfinished. An empty query finds nothing. ``speaker`` None: phrases of both parties.
        """
        hits = []
        for phrase_id, lang, score in self._search.find(query, langs):
            phrase = self._by_id[phrase_id]
            if speaker is None or phrase.speaker is speaker:
                hits.append(Hit(phrase, lang, score))
        return hits[:limit]

    def by_step(
        self, speaker: Speaker = Speaker.DOCTOR, specialty: str = ""
    ) -> dict[str, tuple[Phrase, ...]]:
        """The phrases of a party by step, steps in the order of a consultation.

        With a specialty, only phrases of that specialty (the general ones are under "general").
        """
        found: dict[str, list[Phrase]] = {step: [] for step in self.wordings.get("step", {})}
        for phrase in self.phrases:
            if phrase.speaker is speaker and (not specialty or specialty in phrase.specialties):
                found[phrase.step].append(phrase)
        return {step: tuple(phrases) for step, phrases in found.items() if phrases}

    @property
    def specialties(self) -> tuple[Wording, ...]:
        """The specialties, "general" first."""
        return self.of_kind("specialty")

    @property
    def faces(self) -> tuple[Wording, ...]:
        """The pain scale: eleven labels, ids "0" to "10"."""
        return self.of_kind("face")

    @property
    def yes_no(self) -> tuple[Wording, ...]:
        """Yes, no, I don't know."""
        return tuple(self.option(name) for name in ("yes", "no", DONT_KNOW))

    @property
    def days(self) -> tuple[Wording, ...]:
        """Days to tap instead of a date: today, yesterday..."""
        return self.of_kind("day")

    def of_kind(self, kind: str) -> tuple[Wording, ...]:
        """All wordings of a kind, in the order of the file."""
        return tuple(self.wordings.get(kind, {}).values())

    def option(self, option_id: str) -> Wording:
        """An option of a choice, or of yes and no. Raises KeyError."""
        return self.wordings["option"][option_id]

    def options(self, phrase: Phrase) -> tuple[Wording, ...]:
        """The options to tap after a phrase: those of a choice, or yes, no, I don't know.

        Nobody is forced to choose what is not so: a choice ends with "I don't know" as well.
        """
        if phrase.answer.kind is AnswerKind.YES_NO:
            return self.yes_no
        names = dict.fromkeys((*phrase.answer.options, DONT_KNOW))
        return tuple(map(self.option, names)) if phrase.answer.options else ()

    def step(self, step_id: str) -> Wording:
        """The name of a step. Raises KeyError."""
        return self.wordings["step"][step_id]

    def unit(self, unit_id: str) -> Wording:
        """A unit of numbers, with "{n}" where the number stands. Raises KeyError."""
        return self.wordings["unit"][unit_id]

    def prompt(self, prompt_id: str) -> Wording:
        """What is written above a keypad, a calendar, a body map. Raises KeyError."""
        return self.wordings["prompt"][prompt_id]

    def number(self, unit_id: str, value: str) -> Texts:
        """A tapped number with its unit in every language, such as "38.5 °C"."""
        unit = self.unit(unit_id)
        return {lang: unit.text(lang).replace("{n}", value) for lang in LANGUAGES}

    def pain(self, level: int) -> Texts:
        """A tapped pain of 0 to 10 in every language, such as "Pain: 7 of 10 (severe pain)"."""
        face, pattern = self.wordings["face"][str(level)], self.prompt("pain-answer")
        return {
            lang: pattern.text(lang).replace("{n}", str(level)).replace("{label}", face.text(lang))
            for lang in LANGUAGES
        }

    def date(self, year: int, month: int, day: int) -> Texts:
        """A tapped day in every language, such as "5 March 2026"."""
        name, pattern = self.wordings["month"][str(month)], self.prompt("date-answer")
        return {
            lang: pattern.text(lang)
            .replace("{y}", str(year))
            .replace("{m}", name.text(lang))
            .replace("{d}", str(day))
            for lang in LANGUAGES
        }

    def places(self, region_ids: Sequence[str]) -> Texts:
        """Tapped places of the body in every language, joined as a list. Raises KeyError."""
        by_id = {region.id: region for region in self.regions}
        chosen = [by_id[name] for name in region_ids]
        comma = self.prompt("comma")
        lists = {
            lang: comma.text(lang).join(region.text(lang) for region in chosen)
            for lang in LANGUAGES
        }
        return {lang: text[:1].upper() + text[1:] for lang, text in lists.items()}


def _phrase(entry: Entry) -> Phrase:
    try:
        return Phrase(
            id=entry.id,
            speaker=Speaker(entry.text("speaker")),
            step=entry.text("step"),
            specialties=entry.words("specialties") or ("general",),
            answer=Answer.parse(entry.text("answer", "none")),
            texts=_texts(entry),
            source=entry.text("source"),
            review=entry.text("review", "draft"),
            also=entry.words("also"),
        )
    except ValueError as error:
        raise PhraseError(f"{entry.file}: {entry.id}: {error}") from error


def _region(entry: Entry) -> Region:
    return Region(entry.id, entry.text("view"), entry.text("side"), _texts(entry))


def _texts(entry: Entry) -> Texts:
    texts = {lang: entry.text(lang) for lang in LANGUAGES if lang in entry.values}
    if len(texts) < len(LANGUAGES):
        missing = ", ".join(lang for lang in LANGUAGES if lang not in texts)
        raise PhraseError(f"{entry.file}: {entry.id}: missing: {missing}")
    return texts
