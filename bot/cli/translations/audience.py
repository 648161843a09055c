"""Which sentences a language needs: volunteers' in every language, coordinators' in some."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.kit.i18n import find_catalog, load_declared

_EVERYTHING = frozenset({"en", "es"})  # languages that coordinators and admins read, too
_VOLUNTEERS, _COORDINATORS = "volunteers", "coordinators"


@cache
def _load(path: Path) -> Mapping[str, str]:
    """Each listed prefix of keys with who meets its sentences."""
    tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) if path.exists() else {}  # noqa: S506 - no objects
    declared = {key: who for who, keys in load_declared().items() for key in keys}
    return {**declared, **{prefix: who for who, prefixes in tree.items() for prefix in prefixes}}


def is_for_coordinators(key: str) -> bool:
    """Whether only coordinators, captains and admins meet a sentence: its longest listed prefix says so."""
    listed = _load(find_catalog("about/audiences"))
    parts = key.split(".")
    prefixes = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((listed[prefix] for prefix in prefixes if prefix in listed), _VOLUNTEERS) == _COORDINATORS


def list_needed(tag: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys that a language needs."""
    return tuple(key for key in keys if tag in _EVERYTHING or not is_for_coordinators(key))
