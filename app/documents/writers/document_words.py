"""Words that every translated document says itself, in the source's and the target's language."""

from __future__ import annotations

from app.documents.document_content import Content
from app.documents.sections import words_of


def document_word(lang: str, key: str, **values: object) -> str:
    """A word of documents in a language, in English where the table lacks it."""
    return words_of(lang)[key].format(**values)


def kinds(made: Content) -> tuple[str, str]:
    """The kind of the document in both languages; a general word for an unknown kind."""
    langs = (made.info.source_lang, made.info.target_lang)
    kind = made.kind
    source, target = (
        kind.in_(lang) if kind is not None else document_word(lang, "title") for lang in langs
    )
    return source, target


def statement(made: Content, side: int) -> list[str]:
    """Who has made and who has reviewed the translation, and what was left open then."""
    lang = (made.info.source_lang, made.info.target_lang)[side]
    release = made.info.release
    if made.info.form:
        told = [document_word(lang, "form_notice")]
        if release is not None:
            told[0] += " " + document_word(
                lang, "form_confirmed", a=release.reviewer, b=release.reviewed_on
            )
        return told
    corrected = (
        [document_word(lang, "corrected", a=made.info.corrected)] if made.info.corrected else []
    )
    if release is None:
        return [document_word(lang, "notice"), *corrected]
    told = [document_word(lang, "notice_reviewed", a=release.reviewer, b=release.reviewed_on)]
    if release.override_by:
        told.append(
            document_word(
                lang, "override",
                a=release.open_findings, b=release.override_by, c=release.override_reason,
            )
        )  # fmt: skip
    if release.confirmed:
        told.append(document_word(lang, "confirmed", a=release.confirmed))
    if release.unreviewed:
        told.append(document_word(lang, "unreviewed", a=release.unreviewed))
    return [*told, *corrected]


def code_line(made: Content) -> str:
    """The verification code between its names: behind a word that is read from right to left its
    signs would change places."""
    info = made.info
    source, target = (document_word(lang, "code") for lang in (info.source_lang, info.target_lang))
    return f"{source}  {made.code}  {target}"
