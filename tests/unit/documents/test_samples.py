"""The sample documents: read, settled by table and rule where that is possible, nothing lost."""

from __future__ import annotations

import re

import pytest

from app.documents.blocks import Document
from app.documents.jobs import DocumentJob, DoneBlock
from app.documents.protect import Pair
from app.documents.readers.limits import Limits
from app.documents.readers.read import parse
from app.documents.readers.sniff import kind_of
from app.engine.engine import Priority, RequestingEngine
from app.engine.protocol import Reply, Request, Translate, Translated
from glossary.termbase import standard
from tests.golden.documents.make_samples import Sample, make, samples
from translation.types import SentenceTranslation, Translation

SAMPLES = samples()
_SPACE = re.compile(r"\s+")


class EchoEngine(RequestingEngine):
    """Gives every line back as it is: what is not settled stays visible."""

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        assert isinstance(request, Translate)
        lines = [SentenceTranslation(s, s, 0.0) for s in request.text.split("\n")]
        return Translated(Translation(request.text, request.text, tuple(lines), True), 0.0)


def squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def read(sample: Sample) -> Document:
    data, limits = make(sample), Limits()
    extension = sample.file_name.rpartition(".")[2]
    return parse(data, kind_of(data, extension, limits), "zh", limits)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_line_is_a_block_and_what_can_be_settled_is(sample: Sample) -> None:
    document = read(sample)
    pair = Pair("zh", "en", lambda text: standard().find(text, "zh", "en"))
    done: list[DoneBlock] = list(DocumentJob(document, pair, EchoEngine()).run())
    assert {d.block.id for d in done} == {block.id for block in document.blocks}
    # Recognition takes one form of a character for the other.
    targets = {squeezed(d.block.text).replace("別", "别"): d for d in done}
    for source, reference in sample.lines:
        made = targets[squeezed(source.lstrip("# "))]
        if reference.startswith("="):
            assert made.state == "settled"
            assert squeezed(made.target) == squeezed(reference[1:])
        else:
            assert made.state == "translated", "the reference needs no translator"
            head, _, _ = reference.partition(": ")
            assert squeezed(made.target).startswith(squeezed(head[:3]))
    cells = [d for d in done if d.block.cell is not None]
    texts = [squeezed(text) for row in sample.table for text in row if text]
    assert [squeezed(d.block.text) for d in cells] == texts
    assert {d.state for d in cells} <= {"settled"}
    assert set(sample.settled) <= {d.target for d in done}
    joined = squeezed("\n".join(d.target for d in done))
    assert [value for value in sample.values if squeezed(value) not in joined] == []


def test_all_kinds_are_there_and_references_keep_the_numbers() -> None:
    assert len(SAMPLES) >= 12
    assert {"docx", "xlsx", "pdf", "png", "markdown", "gb18030"} == {s.format for s in SAMPLES}
    for sample in SAMPLES:
        for source, reference in sample.lines:
            if not reference.startswith("="):
                numbers = re.findall(r"\d+(?:\.\d+)?", source)
                assert [n for n in numbers if n not in reference] == [], source
