"""The termbase of a profile: the shipped data with the hospital's layer over it."""

from __future__ import annotations

import getpass
import threading
from pathlib import Path

from app.errors import AppError
from app.profile import Profile
from app.records import keys
from app.records.access import Act, Actor, Role
from glossary.concepts import TermbaseError
from glossary.exchange import FormatError
from glossary.history import ChangedElsewhereError
from glossary.overlay import READER, Editor, NotPermittedError, TermBook
from glossary.termbase import Termbase, standard
from glossary.types import TermMatch


class TermsError(AppError):
    """The hospital's terms or a file of terms cannot be used. Codes begin with ``terms.``."""


def profile_terms(profile: Profile) -> Termbase:
    """The termbase with this profile's overlay. Raises TermsError."""
    try:
        return standard(profile.terms)
    except TermbaseError as error:
        raise terms_error(error) from error


def open_book(profile: Profile, editor: Editor = READER) -> TermBook:
    """The shipped terms and the profile's, to look at and for ``editor`` to change.

    Raises TermsError.
    """
    try:
        return TermBook(standard().concepts, profile.terms, editor)
    except TermbaseError as error:
        raise terms_error(error) from error


def may_edit(profile: Profile, actor: Actor) -> bool:
    """Whether a user of this profile may change its terms: administrators may.

    While a profile has no administrator, every user of it may. Raises KeysError.
    """
    people = keys.read_keys(profile.keys).people
    if not any(member.name == actor.name and member.role == actor.role for member in people):
        return False
    return actor.may(Act.GLOSSARY) or not any(m.role == Role.ADMINISTRATOR for m in people)


def terms_error(error: TermbaseError | OSError, path: Path | None = None) -> TermsError:
    """What went wrong with the terms or with the file at ``path``, for people."""
    file = {"file": path.name} if path is not None else {}
    if isinstance(error, FormatError):
        place = {"line": error.line, "column": error.column, "what": error.what}
        return TermsError(f"terms.file.{error.code}", **file, **place)
    if isinstance(error, NotPermittedError):
        return TermsError("terms.not_permitted")
    if isinstance(error, ChangedElsewhereError):
        return TermsError("terms.changed_elsewhere")
    if isinstance(error, OSError):
        return TermsError("terms.not_written", **file, reason=error.strerror or "")
    return TermsError("terms.damaged", reason=str(error))


class LateTerms:
    """Finds terms of a profile for a window: they are read in a thread when first wanted, and
    until then none are found. A damaged layer of the hospital's is left out."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._termbase: Termbase | None = None
        self.reading: threading.Thread | None = None

    def __call__(self, text: str, lang: str, other: str) -> tuple[TermMatch, ...]:
        """See `Termbase.find`."""
        if self._termbase is not None:
            return self._termbase.find(text, lang, other)
        if self.reading is None:
            self.reading = threading.Thread(
                target=self._read, args=(lang, other), name="terms", daemon=True
            )
            self.reading.start()
        return ()

    def _read(self, *langs: str) -> None:
        try:
            termbase = profile_terms(self._profile)
        except TermsError:
            termbase = standard()
        termbase.prepare(*langs)
        self._termbase = termbase


def person(name: str = "") -> str:
    """Who changes the terms: ``name``, or whoever is logged in to this machine."""
    try:
        return name.strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
