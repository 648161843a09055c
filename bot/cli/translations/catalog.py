"""A language's sentences as a file that people can read: in English's order and nesting."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.kit.i18n import list_catalogs, load_catalog, load_sources
from bot.kit.localized_names import COMMAND, OPTION
from bot.translations.entries import Sentence
from bot.translations.yaml_file import dump

_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_HEAD = (
    "# {name}. Change it with `./callboard translations import`, which checks each sentence: docs/translations.md\n"
    "# A key that isn't here is shown in English.\n\n"
)


def load_sentences(tag: str) -> dict[str, Sentence]:
    """A language's sentences by key; none if it has no catalog yet."""
    return dict(load_catalog(tag)) if tag in list_catalogs() else {}


def save_sentences(folder: Path, tag: str, name: str, sentences: Mapping[str, Sentence]) -> None:
    """Write a language's catalog. Sentences that English doesn't have are left out."""
    names = (key for key in sentences if key.startswith((f"{COMMAND}.", f"{OPTION}.")))  # English needs none
    ordered = {key: sentences[key] for key in (*load_sources(), *names) if key in sentences}
    text = _HEAD.format(name=name) + dump(nest(ordered))
    (folder / f"{tag}.yaml").write_text(text, "utf-8", newline="\n")


def nest(sentences: Mapping[str, Sentence]) -> dict[str, Any]:
    """The sentences as a tree, by the parts of their keys."""
    tree: dict[str, Any] = {}
    for key, sentence in sentences.items():
        *path, last = key.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = sentence if isinstance(sentence, str) else _Plural(sentence)
    return _lift(tree)


class _Plural(dict[str, str]):
    """A sentence's forms, as the tree holds them."""


def _lift(node: Mapping[str, Any]) -> dict[str, Any]:
    """A tree in which no branch looks like a plural: one that has only a leaf called "other" gets a dotted key."""
    lifted: dict[str, Any] = {}
    for key, child in node.items():
        if isinstance(child, str | _Plural):
            lifted[key] = dict(child) if isinstance(child, _Plural) else child
        elif _PLURALS.issuperset(child):
            lifted |= {f"{key}.{name}": one for name, one in _lift(child).items()}
        else:
            lifted[key] = _lift(child)
    return lifted
