"""Patterns that compile themselves when they are first used."""

import re

import pytest

from bot.patterns import compile_later


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    later, now = compile_later(r"(?P<n>\d+)\s*é", re.ASCII), re.compile(r"(?P<n>\d+)\s*é", re.ASCII)
    for text in ("12 é", "٣ é", "", "x 7é y 8 é"):
        assert later.findall(text) == now.findall(text)
        assert later.sub("_", text) == now.sub("_", text)
        assert bool(later.fullmatch(text)) == bool(now.fullmatch(text))
    assert later.pattern == now.pattern
    assert later.groupindex == now.groupindex


def test_it_is_compiled_once_and_not_before_it_is_used() -> None:
    broken = compile_later("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("")
    later = compile_later("a")
    assert later.search is later.search
