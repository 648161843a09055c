"""Entries as a flat YAML file: a key, its source as a comment, and the translation behind the key."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from bot.translations.entries import Entry, Filled, Sentence, State, list_forms, list_texts
from bot.translations.faulty_file import FaultyFile

_WIDE = 1_000_000  # a line for a sentence


class _Writer(yaml.SafeDumper):
    """Writes several lines as they are, and indents lists of mappings."""


def _write_text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _write_text)


class _Reader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # C's, if there is one
    """Every scalar is a string, so `no` stays a word. A key that comes twice is refused."""


def _read_mapping(reader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    pairs = [(reader.construct_object(key), reader.construct_object(value, deep=True)) for key, value in node.value]
    if not all(isinstance(key, str) for key, _ in pairs):
        raise FaultyFile("flat")
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in [one for one, _ in pairs[:place]])
        raise FaultyFile("twice", str(twice))
    return found


_Reader.add_constructor("tag:yaml.org,2002:map", _read_mapping)
_Reader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _read_mapping)


def dump(tree: Any) -> str:
    """A tree of mappings and texts as YAML that people read: UTF-8, a line for a sentence, in the order given."""
    return yaml.dump(tree, Dumper=_Writer, allow_unicode=True, width=_WIDE, sort_keys=False)


def write_yaml(entries: Iterable[Entry], tag: str) -> bytes:
    """The entries. A translation whose source changed is in a comment, so that what is written counts as new."""
    return "\n".join(line for entry in entries for line in _list_lines(entry, tag)).encode()


def _list_lines(entry: Entry, tag: str) -> Iterator[str]:
    for form, source in list_texts(entry.source).items():
        yield from _comment(f"{form}: {source}" if form else source)
    if entry.note:
        yield from _comment(f"({entry.note})")
    text = entry.text
    if entry.state is State.OUTDATED:
        for form, old in list_texts(text).items():
            yield from _comment(f"before: {form}: {old}" if form else f"before: {old}")
        text = ""
    forms = {form: list_texts(text).get(form, "") for form in list_forms(tag)}
    yield dump({entry.key: (text or "") if isinstance(entry.source, str) else forms})


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"# {line}"


def read_yaml(text: str) -> tuple[Filled, ...]:
    """The translations of a flat YAML file. Raises FaultyFile if it isn't one."""
    try:
        tree = yaml.load(text, _Reader)  # noqa: S506 - BaseLoader builds no objects
    except yaml.YAMLError as error:
        raise FaultyFile("yaml", " ".join(str(error).split())) from None
    if not isinstance(tree, dict) or not all(map(_is_sentence, tree.values())):
        raise FaultyFile("flat")
    filled = (Filled(key, _keep_filled(value)) for key, value in tree.items())
    return tuple(one for one in filled if one.text)


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(one, str) for one in value.values()))


def _keep_filled(value: Sentence) -> Sentence:
    return value.strip() if isinstance(value, str) else {form: text for form, text in value.items() if text.strip()}
