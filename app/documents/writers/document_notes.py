"""What a reader of a translated document has to look at, in words."""

from __future__ import annotations

from app.documents.jobs import DoneBlock
from app.documents.sections import words_of
from app.documents.writers.pdf_words import Words
from app.records.model import FindingRecord

_STATES = ("failed", "incomplete")
_BY_MACHINE = "number.ocr"


def notes(done: DoneBlock, words: Words, lang: str) -> list[str]:
    """The notes of a block in a language, each once; what was read off a picture in one."""
    texts = words_of(lang)
    found = [texts[done.state]] if done.state in _STATES else []
    if done.block.doubt:
        found.append(texts["no_value"])
    read: list[str] = []
    for finding in done.findings:
        key, _, value = finding.message.partition(":")
        if key == _BY_MACHINE:
            read.append(value)
        else:
            found.append(words.finding(FindingRecord(finding.kind.value, finding.message)))
    if read:
        found.append(texts["ocr"].format(a=", ".join(dict.fromkeys(read))))
    return list(dict.fromkeys(found))
