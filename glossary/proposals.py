"""Terms that somebody wants in the termbase: a list for whoever may change it to look through.

It lies beside the hospital's overlay as JSON lines and is not encrypted. Therefore it never holds
a sentence: ``context`` names the place (an encounter and a turn), and a term is a few words.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from glossary.concepts import LANGUAGES, TermbaseError
from glossary.history import words
from glossary.overlay import Editor, utc_now

FILE = "proposals.jsonl"
LONGEST_TERM, MOST_WORDS = 60, 6
OPEN, TAKEN, REFUSED = "open", "taken", "refused"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may belong into the termbase. ``times`` is how often it was proposed."""

    term: str
    lang: str
    context: str
    who: str
    at: str
    state: str = OPEN
    times: int = 1


def propose(folder: Path, term: str, lang: str, context: str, who: str) -> bool:
    """Note ``term`` for review; False if it is no term but a sentence, or was refused before.

    ``context`` says where it was said ("encounter 3f2a, turn 12"), never what was said. Raises
    TermbaseError for an unknown language or a broken list, and OSError.
    """
    tidy = words(term)
    if lang not in LANGUAGES:
        raise TermbaseError(f"no such language: {lang}")
    if not tidy or len(tidy) > LONGEST_TERM or len(tidy.split()) > MOST_WORDS:
        return False
    known = {(each.lang, each.term): each for each in read_proposals(folder)}
    here = known.get((lang, tidy))
    if here is not None and here.state != OPEN:
        return False
    times = here.times + 1 if here is not None else 1
    _append(folder, Proposal(tidy, lang, words(context)[:80], words(who), utc_now(), OPEN, times))
    return True


def decide(folder: Path, proposal: Proposal, state: str, editor: Editor) -> None:
    """Note what became of a proposal: TAKEN or REFUSED. Raises NotPermittedError and OSError."""
    editor.require()
    _append(folder, replace(proposal, state=state))


def read_proposals(folder: Path) -> list[Proposal]:
    """All proposals as they stand now. Raises TermbaseError for a broken list."""
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise TermbaseError(f"{FILE}: {error.strerror}") from error
    found: dict[tuple[str, str], Proposal] = {}
    # The last piece has no end of line: it is empty, or half a line that a power cut left.
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        try:
            each = Proposal(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise TermbaseError(f"{FILE}: line {number}: {error}") from error
        found[each.lang, each.term] = each
    return list(found.values())


def open_proposals(folder: Path) -> list[Proposal]:
    """Those that nobody has decided about, the most frequent first. Raises TermbaseError."""
    waiting = [each for each in read_proposals(folder) if each.state == OPEN]
    return sorted(waiting, key=lambda each: -each.times)


def _append(folder: Path, proposal: Proposal) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    line = (json.dumps(asdict(proposal), ensure_ascii=False) + "\n").encode()
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
