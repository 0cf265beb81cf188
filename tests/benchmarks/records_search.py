"""How long a search of the record takes with very many turns.

``python tests/benchmarks/records_search.py [TURNS] [FOLDER]``: an encrypted record of 1,000,000
turns (33,334 encounters) in a temporary folder, made of words whose frequencies fall as in
language, with some turns that hold a word of their own. Each question is asked 15 times of a
reader that has just been opened, and then again; printed are the first, the middle and the worst
in milliseconds: of this thread's processor time for the search alone, then of the clock for the
search alone and for the whole call, which also writes the audit entry and waits until it is on the
disk. The clock says something only where nothing else runs. Wanted: at most 50 ms.

The file is kept in FOLDER when one is given, and used again.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.records import search
from app.records.access import Access, Actor, Role
from app.records.crypto import Key, open_connection
from app.records.migrations import migrate
from app.records.search import Query
from app.records.search_words import index_text
from app.records.states import State
from app.records.store import RecordReader

KEY = Key(bytes(range(32)))
RECORDS = Access(Actor("zhao", Role.RECORDS), KEY)
CLINICIAN = Access(Actor("wang-3", Role.CLINICIAN), KEY)
TURNS_EACH = 30
ZH = (
    "胸痛 咳嗽 发热 头痛 恶心 呕吐 腹泻 呼吸困难 左侧 右侧 三天 一周 每天 两次 饭后 血压 "
    "糖尿病 过敏 青霉素 疼 没有 有 医生 检查 您 我 的 了 吗 不 很 手术 吃药 睡觉 今天 昨天"
).split()
EN = (
    "the a I you have pain chest cough fever head nausea vomiting diarrhoea left right days week "
    "daily twice after meals blood pressure diabetes allergy penicillin no yes doctor check very "
    "not operation tablets sleep today yesterday mg breathing shortness"
).split()
QUESTIONS: dict[str, Query] = {
    "two signs, common (胸痛)": Query("胸痛"),
    "one sign, common (的)": Query("的"),
    "four signs (呼吸困难)": Query("呼吸困难"),
    "two words (胸痛 咳嗽)": Query("胸痛 咳嗽"),
    "across pairs (左侧胸痛)": Query("左侧胸痛"),
    "English, common (pain)": Query("pain"),
    "English, begun (che)": Query("che"),
    "both languages (chest 三天)": Query("chest 三天"),
    "rare (麒麟臂)": Query("麒麟臂"),
    "rare two signs (麟臂)": Query("麟臂"),
    "nowhere (犀角)": Query("犀角"),
    "common, one doctor": Query("胸痛", doctor="Doctor 7"),
    "common, one month": Query("胸痛", since="2024-05", until="2024-06"),
    "common, language": Query("胸痛", lang="ko"),
    "common, findings open": Query("胸痛", open_findings=True),
    "common, signed (none)": Query("胸痛", state=State.SIGNED),
    "no words": Query(),
    "no words, one patient": Query(patient="Patient 123"),
}


def sentence(words: list[str], dice: random.Random, glue: str) -> str:
    """About ten words; the first of the list are the most frequent."""
    weights = [1 / (at + 2) for at in range(len(words))]
    return glue.join(dice.choices(words, weights, k=dice.randint(5, 14)))


def fill(path: Path, turns: int) -> None:
    """Make the record, past the store: one durable step for each turn would take an hour."""
    dice = random.Random(7)
    zh, en = ZH[:], EN[:]
    dice.shuffle(zh)
    dice.shuffle(en)
    pool = [(sentence(zh, dice, ""), sentence(en, dice, " ")) for _ in range(20_000)]
    indexed = [(index_text(a), index_text(b)) for a, b in pool]
    connection = open_connection(path, KEY)
    migrate(connection, path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for number in range(1, -(-turns // TURNS_EACH) + 1):
        day = f"20{20 + number % 6:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        connection.execute(
            "INSERT INTO encounters (id, started_at, doctor_lang, patient_lang, hospital, "
            "department, doctor_name, patient_name, patient_number, consent_at, ended_at, "
            "app_version, packs, termbase_version) "
            "VALUES (?, ?, 'zh', ?, '', '', ?, ?, '', '', ?, '', '{}', '')",
            [f"e-{number}", f"{day}T08:00:00Z", ("en", "ru", "ko", "ar")[number % 4],
             f"Doctor {number % 50}", f"Patient {number}", f"{day}T09:00:00Z"],
        )  # fmt: skip
        connection.execute(
            "INSERT INTO encounter_owners (encounter_id, user) VALUES (?, ?)",
            [f"e-{number}", f"wang-{number % 50}"],
        )
        chosen = [_turn(pool, indexed, dice) for _ in range(TURNS_EACH)]
        put_turns(connection, number, chosen)
        opened = [key for key in range(1, TURNS_EACH + 1) if dice.random() < 0.02]
        connection.executemany(
            "INSERT INTO open_turns VALUES (?)", [[number * 65536 + turn] for turn in opened]
        )
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


Texts = tuple[str, str]


def _turn(pool: list[Texts], indexed: list[Texts], dice: random.Random) -> tuple[Texts, Texts]:
    which = dice.randrange(len(pool))
    (a, b), (one, two) = pool[which], indexed[which]
    if dice.random() < 0.00002:
        a, one = a + "麒麟臂", index_text(a + "麒麟臂")
    return (a, b), (one, two)


def put_turns(connection: Any, number: int, chosen: list[tuple[Texts, Texts]]) -> None:
    """The turns of an encounter and what the search holds of them."""
    encounter = f"e-{number}"
    connection.executemany(
        "INSERT INTO turns VALUES (?, ?)", [(encounter, at) for at in range(1, len(chosen) + 1)]
    )
    connection.executemany(
        "INSERT INTO revisions (encounter_id, turn, revision, party, lang, text, target_lang, "
        "translation, complete, start_ms, end_ms, origin, reason, doubt, created_at) "
        "VALUES (?, ?, 1, 'doctor', 'zh', ?, 'en', ?, 1, 0, 9, 'speech', '', '[]', '')",
        [(encounter, at, *texts) for at, (texts, _) in enumerate(chosen, 1)],
    )
    connection.executemany(
        "INSERT INTO turn_words (rowid, text, translation) VALUES (?, ?, ?)",
        [(number * 65536 + at, *words) for at, (_, words) in enumerate(chosen, 1)],
    )


def timed(
    work: Callable[[], object], runs: int, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, float, float]:
    """First, middle and worst of the later runs, in milliseconds."""
    taken = []
    for _ in range(runs):
        begun = clock()
        work()
        taken.append((clock() - begun) * 1000)
    return taken[0], statistics.median(taken[1:]), max(taken[1:])


def main() -> None:
    """Make the record, ask, print one JSON line for each question."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as between:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(between)
        path = folder / "records.db"
        if not path.exists():
            begun = time.perf_counter()
            fill(path, turns)
            print(json.dumps({"filled_s": round(time.perf_counter() - begun, 1)}))
        print(json.dumps({"turns": turns, "file_mib": path.stat().st_size >> 20}))
        for who, access in (("records", RECORDS), ("clinician", CLINICIAN)):
            ask(path, access, who)


def ask(path: Path, access: Access, who: str) -> None:
    """Every question as somebody."""
    user = None if who == "records" else access.actor.name
    for name, query in QUESTIONS.items():
        with RecordReader.open(path, access) as reader:
            connection = reader._database.conn
            look = partial(search.find, connection, query, user)
            cpu = timed(look, 15, time.thread_time)
            alone = timed(look, 15)
            whole = timed(partial(reader.find, query), 5)
            hits = sum(len(found.hits) or 1 for found in reader.find(query).found)
        shown = {"cpu_ms": cpu, "search_ms": alone, "call_ms": whole}
        rounded = {key: [round(value, 1) for value in values] for key, values in shown.items()}
        print(json.dumps({"who": who, "query": name, "hits": hits, **rounded}, ensure_ascii=False))


if __name__ == "__main__":
    main()
