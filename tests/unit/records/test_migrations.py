"""Each migration, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import migrations
from app.records.sql import sqlite3
from tests.fakes.record_access import raw

PATH = Path("records.db")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = raw(tmp_path / "records.db")
    yield opened
    opened.close()


def tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name for (name,) in found}


def test_migration_001_encounters(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:1])
    assert tables(connection) == {
        "encounters",
        "header_changes",
        "turns",
        "revisions",
        "findings",
        "terms",
        "gaps",
        "kept_audio",
    }
    assert migrations.version(connection) == 1
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO turns VALUES ('nobody', 1)")


def test_migration_002_attestations(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:1])
    connection.execute(
        "INSERT INTO encounters VALUES "
        "('e', '', 'zh', 'en', '', '', '', '', '', '', '', '', '{}', '')"
    )
    connection.execute("INSERT INTO turns VALUES ('e', 1)")
    connection.execute(
        "INSERT INTO revisions VALUES (1, 'e', 1, 1, 'doctor', 'zh', '好', 'en', 'Well.', 1, 0, 9, "
        "'speech', '', '[]', '')"
    )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:2])
    row = connection.execute("SELECT text, confidence, held, phrase_id FROM revisions").fetchone()
    assert tuple(row) == ("好", "sure", "[]", "")
    connection.execute(
        "INSERT INTO attestations VALUES (1, 'e', 1, 1, 'sent_as_is', '', 9, '[]', NULL, '')"
    )
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute(
            "INSERT INTO attestations VALUES (2, 'e', 1, 2, 'sent_as_is', '', 9, '[]', NULL, '')"
        )
    for table in ("attestations", "confirmations", "teach_backs"):
        assert table in tables(connection)
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute("DELETE FROM attestations")


def test_migration_003_audit(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:2])
    before = tables(connection)
    connection.execute(
        "INSERT INTO encounters VALUES ('e-1', '', 'zh', 'en', '', '', '', '', '', '', '', '', "
        "'{}', '')"
    )
    connection.execute("INSERT INTO turns VALUES ('e-1', 1)")
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:3])
    assert tables(connection) - before == {"audit", "encounter_owners", "authors", "purges"}
    for table in ("turns", "encounters"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO purges VALUES ('e-1', '', '', 'zhao', 'policy')")
    for table in ("turns", "encounters"):
        connection.execute(f"DELETE FROM {table}")
    for verb in ("DELETE FROM purges", "UPDATE purges SET user = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(verb)


def test_migration_004_search(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:3])
    before = tables(connection)
    for number, started in ((1, "2026-11-22"), (2, "2026-11-21")):
        connection.execute(
            f"INSERT INTO encounters VALUES ('e-{number}', '{started}', 'zh', 'en', '', '', 'Wang',"
            " '', '', '', '', '', '{}', '')"
        )
    connection.execute("INSERT INTO encounter_owners VALUES ('e-1', 'wang')")
    connection.execute("INSERT INTO turns VALUES ('e-1', 1), ('e-1', 2)")
    for turn, revision, text in ((1, 1, "左耳"), (1, 2, "右耳"), (2, 1, "胸痛三天")):
        connection.execute(
            "INSERT INTO revisions (encounter_id, turn, revision, party, lang, text, target_lang, "
            "translation, complete, start_ms, end_ms, origin, reason, doubt, created_at) VALUES "
            f"('e-1', {turn}, {revision}, 'doctor', 'zh', '{text}', 'en', '', 1, 0, 9, 'speech', "
            "'', '[]', '')"
        )
    for revision in (1, 3):
        connection.execute(
            f"INSERT INTO findings VALUES ({revision}, 0, 'dose', '', NULL, NULL, NULL, NULL)"
        )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:4])
    made = {name for name in tables(connection) - before if not name.startswith("turn_words_")}
    assert made == {"found_encounters", "turn_words", "open_turns", "states"}
    found = connection.execute("SELECT encounter_id, user FROM found_encounters ORDER BY number")
    assert [tuple(row) for row in found] == [("e-2", ""), ("e-1", "wang")]
    for words, keys in (("胸痛", [2 * 65536 + 2]), ("右耳", [2 * 65536 + 1]), ("左耳", [])):
        hits = connection.execute("SELECT rowid FROM turn_words WHERE turn_words MATCH ?", [words])
        assert [row[0] for row in hits] == keys
    assert connection.execute("SELECT id FROM open_turns").fetchall() == [(2 * 65536 + 2,)]


def test_migration_005_proposed_terms(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:4])
    before = tables(connection)
    connection.execute(
        "INSERT INTO encounters VALUES ('e-1', '', 'zh', 'en', '', '', '', '', '', '', '', '', "
        "'{}', '')"
    )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:5])
    assert tables(connection) - before == {"proposed_terms"}
    row = "'e-1', 1, 'zh', '阿胶', 'wang', '', "
    connection.execute(f"INSERT INTO proposed_terms VALUES (1, {row} 'open')")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute(f"INSERT INTO proposed_terms VALUES (2, {row} 'lost')")
    connection.execute("INSERT INTO purges VALUES ('e-1', '', '', 'zhao', 'policy')")
    connection.execute("DELETE FROM encounters")
    left = connection.execute("SELECT count(*) FROM proposed_terms").fetchone()
    assert tuple(left) == (0,), "the words of an encounter go with it"


def test_migration_006_summaries(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:5])
    before = tables(connection)
    connection.execute(
        "INSERT INTO encounters VALUES ('e-1', '', 'zh', 'en', '', '', '', '', '', '', '', '', "
        "'{}', '')"
    )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:6])
    assert tables(connection) - before == {"summaries"}
    connection.execute("INSERT INTO summaries VALUES ('e-1', 1, 'draft', '[]', '', '', '', '')")
    for verb in ("DELETE FROM summaries", "UPDATE summaries SET lines = '[1]'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(verb)
    connection.execute("INSERT INTO purges VALUES ('e-1', '', '', 'zhao', 'policy')")
    connection.execute("DELETE FROM encounters")
    left = connection.execute("SELECT count(*) FROM summaries").fetchone()
    assert tuple(left) == (0,), "the summary of an encounter goes with it"


def test_migration_007_intake(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:6])
    connection.execute(
        "INSERT INTO encounters VALUES ('e-1', '', 'zh', 'en', '', '', '', 'SMITH JOHN', '', '', "
        "'', '', '{}', '')"
    )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:7])
    row = connection.execute("SELECT * FROM encounters").fetchone()
    assert len(row) == 22
    assert set(tuple(row)[14:]) == {""}
    connection.execute("UPDATE encounters SET patient_name_local = '史密斯'")
    found = connection.execute("SELECT patient_name FROM found_encounters").fetchone()
    assert tuple(found) == ("SMITH JOHN 史密斯",)


def test_migration_008_documents(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:7])
    before = tables(connection)
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:8])
    assert tables(connection) - before == {
        "documents", "document_originals", "document_blocks", "document_texts", "document_marks",
        "document_releases", "memory_units",
    }  # fmt: skip
    connection.execute(
        "INSERT INTO documents VALUES ('d', '', 'a.txt', 'text', 'zh', 'en', '', 0, '[]', '', '', "
        "'{}', 'wang')"
    )
    connection.execute("INSERT INTO document_blocks VALUES (1, 'd', 0, 'b', '好', '{}')")
    text = "'', 'translated', '[]', '', '{}', 'wang', 'clinician', ''"
    connection.execute(f"INSERT INTO document_texts VALUES (1, 'd', 0, 1, {text})")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute(f"INSERT INTO document_texts VALUES (2, 'd', 1, 1, {text})")
    for verb in ("DELETE FROM document_texts", "UPDATE document_texts SET target = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(verb)
    connection.execute("INSERT INTO purges VALUES ('d', '', '', 'zhao', 'policy')")
    for table in ("document_texts", "document_blocks", "documents"):
        connection.execute(f"DELETE FROM {table}")


def test_migration_009_sounds(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:8])
    before = tables(connection)
    connection.execute(
        "INSERT INTO encounters (id, started_at, doctor_lang, patient_lang, hospital, department, "
        "doctor_name, patient_name, patient_number, consent_at, ended_at, app_version, packs, "
        "termbase_version) VALUES ('e', '', 'zh', 'en', '', '', '', '', '', '', '', '', '{}', '')"
    )
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:9])
    assert tables(connection) - before == {"sounds"}
    connection.execute("INSERT INTO sounds VALUES ('e', 1, 'f', 16000, 10, 'h', 't', '')")
    for statement in ("UPDATE sounds SET sha256 = 'x'", "DELETE FROM sounds"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            connection.execute(statement)
    connection.execute("UPDATE sounds SET removed_at = 'now'")
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute("UPDATE sounds SET removed_at = 'later'")
    connection.execute("INSERT INTO purges VALUES ('e', '', '', '', '')")
    connection.execute("DELETE FROM encounters")
    assert connection.execute("SELECT count(*) FROM sounds").fetchone()[0] == 0


def test_migration_010_header(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:9])
    connection.execute(
        "INSERT INTO encounters (id, started_at, doctor_lang, patient_lang, hospital, department, "
        "doctor_name, patient_name, patient_number, consent_at, ended_at, app_version, packs, "
        "termbase_version) VALUES ('e', '', 'zh', 'en', '', '', '', '', '', '', '', '', '{}', '')"
    )
    connection.execute("INSERT INTO encounter_owners VALUES ('e', 'wang')")
    connection.execute("INSERT INTO header_changes VALUES (1, 'e', 'department', '', 'ENT', 't')")
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:10])
    change = connection.execute("SELECT * FROM header_changes").fetchone()
    assert tuple(change) == (1, "e", "department", "", "ENT", "t", "", "", "")
    owner = connection.execute("SELECT user, salt FROM encounter_owners").fetchone()
    assert tuple(owner) == ("wang", "")
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute("UPDATE header_changes SET reason = 'x'")


def test_migration_011_answers(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:10])
    connection.execute(
        "INSERT INTO encounters (id, started_at, doctor_lang, patient_lang, hospital, department, "
        "doctor_name, patient_name, patient_number, consent_at, ended_at, app_version, packs, "
        "termbase_version) VALUES ('e', '', 'zh', 'en', '', '', '', '', '', '', '', '', '{}', '')"
    )
    made = (
        # turn, revision, held, created_at: 1 is held again, 2 for doubt only, 3 sent as it was,
        # 4 reviewed, 5 corrected since.
        (1, 1, '["dose"]', "1"), (1, 2, '["dose"]', "3"), (2, 1, '["doubt"]', "3"),
        (3, 1, '["dose"]', "3"), (4, 1, '["dose"]', "1"), (5, 1, '["dose"]', "3"),
        (5, 2, "[]", "3"),
    )  # fmt: skip
    for turn, revision, held, at in made:
        connection.execute("INSERT OR IGNORE INTO turns VALUES ('e', ?)", [turn])
        connection.execute(
            "INSERT INTO revisions (encounter_id, turn, revision, party, lang, text, target_lang, "
            "translation, complete, start_ms, end_ms, origin, reason, doubt, created_at, held) "
            "VALUES ('e', ?, ?, 'doctor', 'zh', '', 'en', '', 1, 0, 9, 'speech', '', '[]', ?, ?)",
            [turn, revision, at, held],
        )
    deed = "INSERT INTO attestations VALUES (?, 'e', ?, ?, ?, '', 0, '[]', NULL, '')"
    connection.execute(deed, [1, 1, 1, "corrected"])
    connection.execute(deed, [2, 3, 1, "sent_as_is"])
    connection.execute(deed, [3, 5, 1, "corrected"])
    connection.execute("DELETE FROM open_turns")
    connection.execute("INSERT INTO states VALUES (1, 'e', 'reviewed', '', '', '', '', '2')")
    connection.execute("INSERT INTO teach_backs VALUES (1, 'e', 1, NULL, 'asked', '[]', '')")
    migrations.migrate(connection, PATH, migrations.MIGRATIONS[:11])

    def still_open() -> list[int]:
        return [row[0] - 65536 for row in connection.execute("SELECT id FROM open_turns")]

    assert still_open() == [1, 2]
    assert connection.execute("SELECT revision FROM teach_backs").fetchone() == (None,)
    connection.execute(deed, [4, 1, 2, "ended"])
    connection.execute(deed, [5, 1, 1, "sent_as_is"])
    assert still_open() == [1, 2], "nobody decided, or about the one before"
    connection.execute(deed, [6, 1, 2, "sent_as_is"])
    assert still_open() == [2]


def test_every_migration_has_its_number_and_a_test() -> None:
    for number, step in enumerate(migrations.MIGRATIONS, 1):
        name = step.__name__
        assert name.startswith(f"migration_{number:03d}_")
        assert f"test_{name}" in globals(), f"write test_{name}"


def test_migrating_twice_does_nothing(connection: sqlite3.Connection) -> None:
    migrations.migrate(connection, PATH)
    before = connection.execute("PRAGMA schema_version").fetchone()
    migrations.migrate(connection, PATH)
    assert connection.execute("PRAGMA schema_version").fetchone() == before


def test_a_failed_step_leaves_the_version_before_it(connection: sqlite3.Connection) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise RuntimeError("cut off")

    def whole(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE whole (x)")

    first = migrations.MIGRATIONS[0]
    with pytest.raises(RuntimeError, match="cut off"):
        migrations.migrate(connection, PATH, (first, broken))
    assert migrations.version(connection) == 1
    assert "half" not in tables(connection)
    migrations.migrate(connection, PATH, (first, whole))
    assert migrations.version(connection) == 2
    assert "whole" in tables(connection)


def test_another_programs_database_is_left_alone(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(AppError) as caught:
        migrations.migrate(connection, PATH)
    assert caught.value.code == "records.not_a_record"
    assert tables(connection) == {"theirs"}
