"""Exports of a profile: what somebody has chosen, done with the profile's record, key and terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.deidentify import Deidentify
from app.documents.export import Format, Wish
from app.documents.export_many import Outcome, Progress, Put, export_many, put_plain
from app.documents.writers.layouts import FindTerms, Layout
from app.documents.writers.sign import open_seal
from app.profile import Profile
from app.records.access import Access
from app.records.reader import RecordReader
from app.records.sealed_files import SUFFIX, FileCipher, seal_bytes
from app.whole_file import Parts

if TYPE_CHECKING:
    from glossary.termbase import Termbase

_PSEUDONYMS = "pseudonyms"
"""The purpose that the key of pseudonyms is derived for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody has chosen, before any file of theirs has been opened.

    ``certificate`` is a PKCS#12 file; ``language`` see `layouts.shape`.
    """

    folder: Path
    format: Format = Format.PDF
    layout: Layout = Layout.SIDE_BY_SIDE
    language: str = ""
    deidentify: Deidentify = Deidentify.NO
    password: str = field(default="", repr=False)
    certificate: Path | None = None
    certificate_password: str = field(default="", repr=False)
    zone: tzinfo | None = None

    def wish(self, profile: Profile, access: Access) -> Wish:
        """The same with everything opened. Raises SignError and ExportError."""
        wish = Wish(
            format=self.format,
            layout=self.layout,
            language=self.language,
            deidentify=self.deidentify,
            password=self.password,
            seal=open_seal(self.certificate, self.certificate_password)
            if self.certificate is not None
            else None,
            secret=access.key.derived(_PSEUDONYMS),
            zone=self.zone,
            find_terms=_finder(profile) if self.layout is Layout.PATIENT_COPY else None,
        )
        wish.check()
        return wish


def export_chosen(
    profile: Profile,
    access: Access,
    encounter_ids: Sequence[str],
    choice: Choice,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    put: Put | None = None,
) -> Outcome:
    """Write the files; see `export_many`. For a thread of its own: opens the record itself.

    Text layout needs a QGuiApplication. Raises AppError where nothing could be begun.
    """
    wish = choice.wish(profile, access)
    with RecordReader.open(profile.records, access) as reader:
        return export_many(
            reader,
            encounter_ids,
            wish,
            choice.folder,
            put or put_plain(Parts(profile.parts)),
            progress,
            cancelled,
        )


def export_one(profile: Profile, access: Access, encounter_id: str, choice: Choice) -> Path:
    """Write one file and return its path. Raises AppError where there is none."""
    outcome = export_chosen(profile, access, [encounter_id], choice)
    for failed in outcome.failed:
        raise failed.error
    return outcome.written[0].path


def put_sealed(access: Access, cipher: FileCipher, profile_id: str) -> Put:
    """The file encrypted with the profile's own cipher; it opens in this profile only."""

    def put(path: Path, data: bytes) -> Path:
        sealed = path.with_name(path.name + SUFFIX)
        seal_bytes(data, sealed, access.key, cipher, profile_id)
        return sealed

    return put


def _finder(profile: Profile) -> FindTerms:
    """The profile's terms, read when the first is looked for."""

    @cache
    def termbase() -> Termbase:
        from glossary.concepts import TermbaseError
        from glossary.termbase import standard

        try:
            return standard(profile.terms)
        except TermbaseError:
            # The glossary window says what is wrong; a copy for the patient need not wait.
            return standard()

    return lambda text, lang, target: termbase().find(text, lang, target)
