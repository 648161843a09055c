"""Catalogs of sentences that a test brings."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.adapters.discord.drawing import commands
from bot.kit import i18n
from bot.kit.localized_names import find_names
from bot.kit.words import keys
from bot.kit.words.own_language import places, schedules, spellings, times
from bot.kit.words.own_language.times import load_tongue

ENGLISH = i18n._FOLDER / "en.yaml"


@contextmanager
def use_catalogs(folder: Path, monkeypatch: pytest.MonkeyPatch, texts: Mapping[str, str]) -> Iterator[None]:
    """Read sentences from ``texts``, by language, as if they were the catalogs."""
    for language, text in texts.items():
        (folder / f"{language}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(i18n, "_FOLDER", folder)
    forget_catalogs()
    yield
    monkeypatch.undo()
    forget_catalogs()


def forget_catalogs() -> None:
    """Read the catalogs afresh."""
    read = (i18n.list_catalogs, i18n.load_catalog, i18n.load_declared, i18n.load_words, load_tongue)
    own = (times._list_none, spellings.list_everywhere, schedules._Hours.load, schedules._list_own_days)
    typed = (spellings.list_firsts, keys._list_names, keys._list_other_words, keys._is_other_word)
    for cached in (*read, *own, *typed, places._index_states, find_names, commands._build_entry):
        cached.cache_clear()
