"""Translation memory and its exchange as TMX."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation.memory import Memory, Unit
from translation.tmx import TmxError, read_tmx, write_tmx

ONE = Unit("zh", "en", "低盐饮食。", "Low-salt diet.", "li", "20260101T000000Z")


def test_only_spaces_and_widths_may_differ_in_an_exact_match() -> None:
    memory = Memory([ONE, Unit("zh", "en", "口服 5 mg", "5 mg by mouth")])
    assert memory.exact("口服 ５ mg ", "zh", "en") is not None
    assert memory.exact("口服 6 mg", "zh", "en") is None
    assert memory.exact("低盐饮食。", "zh", "fr") is None


def test_the_newest_unit_of_a_source_wins() -> None:
    memory = Memory([ONE])
    memory.add(Unit("zh", "en", "低盐饮食。", "old", changed="20200101T000000Z"))
    assert [unit.target for unit in memory.units()] == ["Low-salt diet."]
    memory.add(Unit("zh", "en", "低盐饮食。", "new", changed="20270101T000000Z"))
    assert [unit.target for unit in memory.units()] == ["new"]


def test_near_matches_say_whether_the_numbers_are_the_same() -> None:
    other = Unit("zh", "en", "无关的话", "y")
    memory = Memory([Unit("zh", "en", "阿司匹林100mg每日1次", "x"), other])
    (near,) = memory.near("阿司匹林200mg每日1次", "zh", "en")
    assert near.score > 80
    assert not near.same_numbers
    (near,) = memory.near("阿司匹林100mg每日1次。", "zh", "en")
    assert near.same_numbers


def test_tmx_comes_back_as_it_went(tmp_path: Path) -> None:
    units = [ONE, Unit("zh", "en", "a < b & “c”\n下一行", "a < b")]
    path = tmp_path / "memory.tmx"
    assert write_tmx(units, path) == 2
    assert read_tmx(path.read_bytes(), "zh", "en") == units
    assert read_tmx(path.read_bytes(), "en", "zh")[0].source == "Low-salt diet."
    assert list(tmp_path.iterdir()) == [path]


def test_tmx_of_other_programs() -> None:
    data = b"""<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><body><tu>
    <tuv xml:lang="EN-US"><seg>Take <bpt i="1">&lt;b&gt;</bpt>5 mg<ept i="1">x</ept> now</seg></tuv>
    <tuv lang="fr-FR"><seg>Prenez 5 mg</seg></tuv></tu></body></tmx>"""
    assert [(u.source, u.target) for u in read_tmx(data, "en", "fr")] == [
        ("Take 5 mg now", "Prenez 5 mg")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<tmx", "damaged"),
        (b"<tmx><body/></tmx>", "no_units"),
        (b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "hostile"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><tmx/>', "hostile"),
    ],
)
def test_bad_tmx(data: bytes, code: str) -> None:
    with pytest.raises(TmxError) as caught:
        read_tmx(data, "zh", "en")
    assert caught.value.code == code
