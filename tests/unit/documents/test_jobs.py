"""Jobs: every block comes out once, in whatever way it is settled; a failure stays a failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.documents.blocks import Block, BlockKind, Document, Run
from app.documents.jobs import Batching, DocumentJob, Progress
from app.documents.protect import Pair
from app.documents.report import Job, report
from app.documents.writers.document_pdf import DocumentInfo, write_document_pdf
from app.engine.engine import EngineFailed, Priority, RequestingEngine
from app.engine.protocol import Failed, Reply, Request, Translate, Translated
from tests.fakes.table_translator import FakeTranslator
from translation.memory import Memory, Unit
from translation.translate_text import translate_text

TABLE = {
    "反复胸痛3天。": "Recurrent chest pain for 3 days.",
    "加重1小时。": "Worse for 1 hour.",
    "患者吸烟20年。": "The patient has smoked for 20 years.",
    "每日饮水2000ml。": "Drink 2000mmly a day.",
}


class TableEngine(RequestingEngine):
    """Answers from the table in this process; a text with 坏 in it fails."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Priority]] = []
        self.translator = FakeTranslator(TABLE)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        assert isinstance(request, Translate)
        self.asked.append((request.text, priority))
        if "坏" in request.text:
            return Failed("engine.failed")
        args = (request.text, request.source_lang, request.target_lang, request.terms)
        return Translated(translate_text(self.translator, *args), 1.0)


def document(*texts: str, from_ocr: bool = False) -> Document:
    blocks = [
        Block(f"b.p{at}", BlockKind.PARAGRAPH, (Run(text),), from_ocr=from_ocr)
        for at, text in enumerate(texts)
    ]
    return Document("text", tuple(blocks))


PAIR = Pair("zh", "en", lambda text: ())


def targets(job: DocumentJob) -> dict[str, tuple[str, str]]:
    return {done.block.text: (done.state, done.target) for done in job.run()}


def test_heads_by_table_and_the_rest_in_one_request_of_low_priority() -> None:
    engine = TableEngine()
    seen: list[Progress] = []
    made = document(
        "主诉：反复胸痛3天。加重1小时。", "患者吸烟20年。", "性别：男", "患者吸烟20年。"
    )
    job = DocumentJob(made, PAIR, engine, progress=seen.append)
    assert targets(job) == {
        "主诉：反复胸痛3天。加重1小时。": (
            "translated", "Chief complaint: Recurrent chest pain for 3 days. Worse for 1 hour.",
        ),
        "患者吸烟20年。": ("translated", "The patient has smoked for 20 years."),
        "性别：男": ("settled", "Sex: Male"),
    }  # fmt: skip
    assert [priority for _, priority in engine.asked] == [Priority.DOCUMENT]
    assert engine.asked[0][0].count("患者吸烟20年。") == 1
    assert (seen[-1].done, seen[-1].total) == (4, 4)


def test_what_fails_fails_alone_and_has_no_text() -> None:
    made = document("患者吸烟20年。", "这是坏句。", "无人认识。")
    job = DocumentJob(made, PAIR, TableEngine())
    done = {finished.block.text: finished for finished in job.run()}
    assert done["患者吸烟20年。"].state == "translated"
    assert (done["这是坏句。"].state, done["这是坏句。"].target) == ("failed", "")
    assert done["这是坏句。"].error == "engine.failed"
    assert done["无人认识。"].state == "incomplete"


def test_memory_goes_before_the_translator_and_near_units_are_only_proposed() -> None:
    memory = Memory([Unit("zh", "en", "患者吸烟 20年。", "Smoker for 20 years.")])
    engine = TableEngine()
    assert targets(DocumentJob(document("患者吸烟20年。"), PAIR, engine, memory)) != {}
    memory.add(Unit("zh", "en", "患者吸烟20年。", "Smoker for 20 years."))
    engine = TableEngine()
    job = DocumentJob(document("患者吸烟20年。"), PAIR, engine, memory)
    assert targets(job) == {"患者吸烟20年。": ("memory", "Smoker for 20 years.")}
    assert engine.asked == []


def test_a_wrong_number_from_the_memory_is_found() -> None:
    memory = Memory([Unit("zh", "en", "患者吸烟20年。", "Smoker for 30 years.")])
    (done,) = DocumentJob(document("患者吸烟20年。"), PAIR, TableEngine(), memory).run()
    assert done.findings


def test_a_torn_unit_is_found() -> None:
    (done,) = DocumentJob(document("每日饮水2000ml。"), PAIR, TableEngine()).run()
    assert "number.missing:2000ml" in [finding.message for finding in done.findings]


def test_every_number_from_a_picture_is_to_be_checked() -> None:
    (done,) = DocumentJob(document("年龄：56岁", from_ocr=True), PAIR, TableEngine()).run()
    assert [f.message for f in done.findings] == ["number.ocr:56"]
    assert done.target[slice(*(done.findings[0].target_span or ()))] == "56"


def test_cancelled_and_resumed_nothing_is_asked_twice() -> None:
    engine = TableEngine()
    made = document("患者吸烟20年。", "反复胸痛3天。", "加重1小时。")
    first = DocumentJob(made, PAIR, engine, batching=Batching(units=1))
    finished = {}
    for done in first.run():
        finished[done.block.id] = done
        first.cancel()
    assert len(finished) == 1
    rest = DocumentJob(made, PAIR, engine, finished=finished)
    assert len(list(rest.run())) == 3
    asked = "\n".join(text for text, _ in engine.asked)
    assert all(asked.count(block.text) == 1 for block in made.blocks)


def test_an_engine_that_is_gone_ends_the_job() -> None:
    class Gone(TableEngine):
        def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
            raise EngineFailed("engine.closed")

    with pytest.raises(EngineFailed, match=r"engine\.closed"):
        list(DocumentJob(document("患者吸烟20年。"), PAIR, Gone()).run())


def test_report_lists_every_block_also_those_not_done() -> None:
    made = document("性别：男", "患者吸烟20年。")
    done = list(DocumentJob(made, PAIR, TableEngine()).run())
    content = report(made, done[:1], Job("zh", "en"))
    assert [block["state"] for block in content["blocks"]] == ["settled", "open"]
    json.dumps(content)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("lang", ["en", "ar", "ja"])
def test_pdf_holds_both_languages(tmp_path: Path, lang: str) -> None:
    import pypdfium2

    pair = Pair("zh", lang, lambda text: ())
    made = document("出院小结", "性别：男", *["住院号：0012345"] * 60)
    done = list(DocumentJob(made, pair, TableEngine()).run())
    out = tmp_path / "out.pdf"
    write_document_pdf(done, DocumentInfo("zh", lang), out)
    opened = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_range() for page in opened)
    assert len(opened) >= 2
    assert text.count("0012345") == 120
    opened.close()
