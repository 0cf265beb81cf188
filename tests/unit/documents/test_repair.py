"""Second attempts: a value that a translation has lost comes back, or is written behind it."""

from __future__ import annotations

import pytest

from app.documents.blocks import Block, BlockKind, Document, Run
from app.documents.jobs import DocumentJob
from app.documents.protect import Pair
from app.documents.repair import put_back, stood_in
from app.engine.engine import Priority, RequestingEngine
from app.engine.protocol import Reply, Request, Translate, Translated
from translation.types import SentenceTranslation, Translation


class Engine(RequestingEngine):
    """Knows these lines; anything else becomes "nothing of the kind"."""

    def __init__(self, **known: str) -> None:
        self.known = known
        self.asked: list[str] = []

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        assert isinstance(request, Translate)
        texts = request.text.split("\n")
        self.asked += texts
        lines = [
            SentenceTranslation(text, self.known.get(text, "Nothing of the kind."), 0.0)
            for text in texts
        ]
        return Translated(Translation(request.text, "", tuple(lines), True), 0.0)


def translated(engine: Engine, text: str, target: str = "en") -> tuple[str, list[str]]:
    block = Block("b", BlockKind.PARAGRAPH, (Run(text),))
    pair = Pair("zh", target, lambda _: ())
    (done,) = DocumentJob(Document("text", (block,)), pair, engine).run()
    return done.target, [finding.message for finding in done.findings]


def test_a_measure_that_a_model_cannot_copy_is_asked_for_as_a_small_number() -> None:
    engine = Engine(**{
        "结节大小约6mm×5mm。": "A nodule of 6mmmm.",
        "结节大小约7毫米。": "A nodule of about 7 millimeters.",
    })  # fmt: skip
    target, findings = translated(engine, "结节大小约6mm×5mm。")
    assert target == "A nodule of about 6mm×5mm."
    assert findings == []


def test_a_clause_that_was_lost_is_asked_for_by_itself() -> None:
    engine = Engine(**{
        "反复头痛3天，体温38度。": "Headache for 3 days.",
        "反复头痛3天，": "Recurrent headache for 3 days,",
        "体温38度。": "temperature 38 degrees.",
    })  # fmt: skip
    target, findings = translated(engine, "反复头痛3天，体温38度。")
    assert target == "Recurrent headache for 3 days, temperature 38 degrees."
    assert findings == []


def test_what_stays_lost_is_written_behind_and_stays_a_finding() -> None:
    target, findings = translated(Engine(), "引流量250ml，淡红色。")
    assert target.endswith("[values in the original: 250ml]")
    assert findings


def test_what_is_right_is_asked_for_once() -> None:
    engine = Engine(**{"体温38.2℃。": "Temperature 38.2 ℃."})
    assert translated(engine, "体温38.2℃。")[0] == "Temperature 38.2 ℃."
    assert engine.asked == ["体温38.2℃。"]


def test_stand_ins_are_free_and_plain_numbers_stay() -> None:
    text, held = stood_in("第7天引流250ml，血压180/100mmHg，共3次", "zh")
    assert text == "第7天引流6毫升，血压8，共3次"
    assert held == (("6", "250ml"), ("8", "180/100mmHg"))


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("about 7 mm long", "about 6mm×5mm long"), ("7 of 7 mm", None), ("none", None),
     ("17 mm and 0.7", None)],
)  # fmt: skip
def test_measures_come_back_only_where_it_is_clear_where(target: str, wanted: str | None) -> None:
    assert put_back(target, [("7", "6mm×5mm")], "en") == wanted
