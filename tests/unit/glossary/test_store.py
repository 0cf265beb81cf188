"""The compiled termbase: never stale, harmless when broken, overlays win."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from glossary.cache import cached
from glossary.concepts import Concept, TermbaseError, Terms
from glossary.rules import Rules, SteeringRules, read_rules
from glossary.store import content_key, table_names, tables_of, write_cache
from glossary.termbase import Termbase, read_folders

FILE = """
[_file]
domain = "test"

[{id}]
type = "drug"
zh = {{ term = "{zh}" }}
en = {{ term = "{en}" }}
"""


def write(folder: Path, name: str, concept: str, zh: str, en: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(FILE.format(id=concept, zh=zh, en=en), encoding="utf-8")


def concept(number: int, en: str) -> Concept:
    return Concept(f"c{number}", "test", "drug", {"en": Terms(en), "zh": Terms(f"药品{number}")})


def test_the_key_follows_data_names_and_rules(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    write(tmp_path / "data", "a.toml", "x", "甲药", "first")
    before = content_key([tmp_path / "data"], rules)
    assert content_key([tmp_path / "data"], rules) == before
    (rules / "en.toml").write_text('skip = "or"\n', encoding="utf-8")
    with_rule = content_key([tmp_path / "data"], rules)
    write(tmp_path / "data", "a.toml", "x", "甲药", "second")
    changed = content_key([tmp_path / "data"], rules)
    assert len({before, with_rule, changed}) == 3


def test_a_cache_is_written_once_and_read_after(tmp_path: Path) -> None:
    rules = read_rules()
    asked = []

    def make() -> object:
        asked.append(1)
        return tables_of([concept(1, "alphadrug")], rules)

    for _ in range(2):
        table = cached(tmp_path, "key", make)  # type: ignore[arg-type]
        found = Termbase(rules=rules, table=table).find("Take alphadrug.", "en", "zh")
        assert [match.wanted for match in found] == ["药品1"]
    assert asked == [1]
    written = {path.name for path in (tmp_path / "key").iterdir()}
    assert written == {"concepts", "index.en", "terms.zh"} <= set(table_names())


def test_a_cache_that_vanishes_or_breaks_is_made_again(tmp_path: Path) -> None:
    rules = read_rules()
    make = lambda: tables_of([concept(1, "alphadrug")], rules)  # noqa: E731
    write_cache(tmp_path, "key", make())
    termbase = Termbase(rules=rules, table=cached(tmp_path, "key", make))
    (tmp_path / "key" / "index.en").unlink()
    (tmp_path / "key" / "terms.zh").write_bytes(b"\xff\xfe")
    assert len(termbase.find("alphadrug", "en", "zh")) == 1


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    rules = read_rules()
    table = cached(
        tmp_path / "file" / "inside", "key", lambda: tables_of([concept(1, "x1y")], rules)
    )
    assert len(Termbase(rules=rules, table=table).find("x1y", "en", "zh")) == 1


def test_old_caches_go(tmp_path: Path) -> None:
    rules = Rules({}, SteeringRules())
    for number in range(7):
        cached(tmp_path, f"key{number}", lambda: tables_of([], rules))("concepts")
    assert len(list(tmp_path.iterdir())) == 4
    assert (tmp_path / "key6").is_dir()


def test_an_overlay_replaces_and_adds(tmp_path: Path) -> None:
    write(tmp_path / "shipped", "a.toml", "x", "甲药", "alphadrug")
    write(tmp_path / "overlay", "a.toml", "x", "甲药片", "alphadrug")
    write(tmp_path / "overlay", "b.toml", "y", "乙药", "betadrug")
    termbase = Termbase(read_folders([tmp_path / "shipped", tmp_path / "overlay"]))
    found = termbase.find("alphadrug, betadrug", "en", "zh")
    assert [match.wanted for match in found] == ["甲药片", "乙药"]


def test_a_broken_overlay_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[x\n", encoding="utf-8")
    with pytest.raises(TermbaseError, match=r"bad\.toml"):
        read_folders([tmp_path])


def test_the_first_language_is_read_once_however_many_threads_ask() -> None:
    names: list[str] = []
    lock = threading.Lock()
    inner = tables_of([concept(n, f"drug{n}x") for n in range(50)], read_rules())

    def table(name: str) -> str:
        with lock:
            names.append(name)
        return inner(name)

    termbase = Termbase(table=table)
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait()
        assert len(termbase.find("drug7x", "en", "zh")) == 1

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names.count("index.en") == 1
