"""Searches of many sentences decoded together, although each decides for itself what comes next.

What is done about one sentence is written as a generator: it yields the searches that it needs and
is sent what they found. The searches that several sentences wait for go to the model at once, which
on a CPU takes a fraction of the time that one after the other takes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from translation.families.family import Encoded


@dataclass(frozen=True, slots=True)
class Draft:
    """One hypothesis: its text, mean token log-probability, and the tokens of its body.

    ``attention`` has a row for each token of the body; it is empty unless it was asked for.
    ``replaced`` are the concepts whose term was put in afterwards. ``reconsidered``: taken instead
    of another one in which the checks found more (`translation.second_choice`).
    """

    text: str
    score: float
    cut: bool
    tokens: tuple[str, ...] = ()
    attention: tuple[tuple[float, ...], ...] = ()
    replaced: tuple[str, ...] = ()
    reconsidered: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: so many hypotheses of one sentence, best first."""

    encoded: Encoded
    hypotheses: int = 1
    attention: bool = False


Found = list[list[Draft]]
"""The drafts of each search."""

T = TypeVar("T")
Steps = Generator[list[Search], Found, T]


def together(jobs: Iterable[Steps[T]], search: Callable[[Sequence[Search]], Found]) -> list[T]:
    """What each job gives. ``search`` gets what all that still run are waiting for."""
    running = dict(enumerate(jobs))
    found: dict[int, Found | None] = dict.fromkeys(running)
    results: dict[int, T] = {}
    while running:
        asked: dict[int, list[Search]] = {}
        for number, job in list(running.items()):
            answer = found[number]
            try:
                asked[number] = next(job) if answer is None else job.send(answer)
            except StopIteration as done:
                results[number] = done.value
                del running[number]
        if not asked:
            break
        drafts = iter(search([each for searches in asked.values() for each in searches]))
        found = {number: [next(drafts) for _ in each] for number, each in asked.items()}
    return [results[number] for number in sorted(results)]
