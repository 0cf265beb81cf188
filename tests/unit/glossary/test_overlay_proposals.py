"""Proposed terms: a list to look through that never holds what a patient said."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.concepts import TermbaseError
from glossary.overlay import READER, Editor, NotPermittedError
from glossary.proposals import (
    FILE,
    REFUSED,
    TAKEN,
    decide,
    open_proposals,
    propose,
    read_proposals,
)

LI = Editor("li", lambda: True)


def test_the_most_frequent_comes_first_and_is_counted(tmp_path: Path) -> None:
    assert propose(tmp_path, "阿胶", "zh", "encounter 1, turn 2", "li")
    for turn in (3, 4):
        assert propose(tmp_path, " metamizole ", "en", f"encounter 1, turn {turn}", "li")
    found = open_proposals(tmp_path)
    assert [(p.term, p.times, p.context) for p in found] == [
        ("metamizole", 2, "encounter 1, turn 4"), ("阿胶", 1, "encounter 1, turn 2"),
    ]  # fmt: skip


def test_what_was_decided_is_not_asked_again(tmp_path: Path) -> None:
    propose(tmp_path, "阿胶", "zh", "", "li")
    propose(tmp_path, "那个", "zh", "", "li")
    first, second = read_proposals(tmp_path)
    with pytest.raises(NotPermittedError):
        decide(tmp_path, first, TAKEN, READER)
    decide(tmp_path, first, TAKEN, LI)
    decide(tmp_path, second, REFUSED, LI)
    assert open_proposals(tmp_path) == []
    assert not propose(tmp_path, "那个", "zh", "", "li")


def test_a_sentence_is_no_term(tmp_path: Path) -> None:
    assert not propose(tmp_path, "I have had this pain since my daughter died", "en", "", "li")
    assert not propose(tmp_path, "我" * 61, "zh", "", "li")
    assert not propose(tmp_path, "  ", "zh", "", "li")
    assert not (tmp_path / FILE).exists()


def test_half_a_line_is_cut_off_and_a_broken_one_is_named(tmp_path: Path) -> None:
    propose(tmp_path, "阿胶", "zh", "", "li")
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes() + b'{"term": "x')
    propose(tmp_path, "当归", "zh", "", "li")
    assert [p.term for p in read_proposals(tmp_path)] == ["阿胶", "当归"]
    path.write_bytes(b"x\n" + path.read_bytes())
    with pytest.raises(TermbaseError, match="line 1"):
        read_proposals(tmp_path)


def test_an_unknown_language_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(TermbaseError):
        propose(tmp_path, "x", "tlh", "", "li")
