"""What each translation was made from, and who has reviewed it: ``bot/locales/state``, one file a language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.translations.entries import Sentence, State, hash_sentence
from bot.translations.yaml_file import dump

_HEAD = (
    "# Written by `./callboard translations`: for each sentence, the hash of the English that it was translated from.\n"
    "# One that somebody reviewed has the hash of the words they read, and the number of their review.\n"
)

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar a string


@dataclass(frozen=True, slots=True)
class Review:
    """A person who speaks the language has read its sentences. ``on`` is a date, like 2026-12-01."""

    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Mark:
    """``source`` is the hash of the English sentence, ``text`` that of the translation which ``review`` is about."""

    source: str
    text: str = ""
    review: Review | None = None


def judge(source: Sentence, text: Sentence, mark: Mark | None) -> State:
    """How far a translation has come. Without a mark it was written by hand, and nobody reviewed it."""
    if not text:
        return State.MISSING
    if mark is None:
        return State.DRAFT
    if mark.source != hash_sentence(source):
        return State.OUTDATED
    return State.REVIEWED if mark.review and mark.text == hash_sentence(text) else State.DRAFT


def sign(mark: Mark | None, source: Sentence, text: Sentence, review: Review) -> Mark:
    """The mark of a translation that somebody read beside the English of today."""
    made = mark or Mark(hash_sentence(source))
    return replace(made, text=hash_sentence(text), review=review)


def load_marks(folder: Path, tag: str) -> dict[str, Mark]:
    """The marks of a language by key; none if it has no file yet."""
    path = folder / "state" / f"{tag}.yaml"
    if not path.exists():
        return {}
    tree = yaml.load(path.read_text("utf-8"), _LOADER) or {}  # noqa: S506 - BaseLoader builds no objects
    reviews = {number: Review(one["by"], one["on"]) for number, one in (tree.get("reviews") or {}).items()}
    return {key: _read_mark(value, reviews) for key, value in (tree.get("sentences") or {}).items()}


def _read_mark(value: str | Mapping[str, str], reviews: Mapping[str, Review]) -> Mark:
    if isinstance(value, str):
        return Mark(value)
    return Mark(value["source"], value.get("text", ""), reviews.get(value.get("review", "")))


def save_marks(folder: Path, tag: str, marks: Mapping[str, Mark]) -> None:
    """Write a language's marks, in the order given."""
    signed = [mark.review for mark in marks.values() if mark.review]
    reviews = {review: place for place, review in enumerate(dict.fromkeys(signed), 1)}
    tree: dict[str, Any] = {}
    if reviews:
        tree["reviews"] = {number: {"by": one.by, "on": one.on} for one, number in reviews.items()}
    tree["sentences"] = {key: _write_mark(mark, reviews) for key, mark in marks.items()}
    (folder / "state").mkdir(exist_ok=True)
    (folder / "state" / f"{tag}.yaml").write_text(_HEAD + dump(tree), "utf-8", newline="\n")


def _write_mark(mark: Mark, reviews: Mapping[Review, int]) -> Any:
    if mark.review is None:
        return mark.source
    return {"source": mark.source, "text": mark.text, "review": reviews[mark.review]}
