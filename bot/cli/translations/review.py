"""What a language has, what it lacks, and what of a translator's file may be saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.cli.translations.key_rules import find_limit, make_rules
from bot.cli.translations.marks import Mark, Review, judge, sign
from bot.kit.localized_names import COMMAND, OPTION
from bot.translations.checks import Fault, find_faults
from bot.translations.entries import Entry, Filled, Sentence, State, hash_source

Sentences = Mapping[str, Sentence]
_ALSO = "what people type for it, as many ways as come to mind, with a comma and a space between them"


@dataclass(frozen=True, slots=True)
class Language:
    """A language's sentences and their marks, beside the English ones."""

    tag: str
    english: Sentences
    sentences: Sentences
    marks: Mapping[str, Mark]

    def judge(self, key: str) -> State:
        """How far one sentence has come."""
        return judge(self.english[key], self.sentences.get(key, ""), self.marks.get(key))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import changed: the sentences and marks to save, how many are new, and what was refused, by key."""

    sentences: Sentences
    marks: Mapping[str, Mark]
    changed: int
    same: int
    unsettled: int
    refused: tuple[tuple[str, Fault], ...]


def list_entries(language: Language, only: frozenset[State] = frozenset(), under: str = "") -> tuple[Entry, ...]:
    """The sentences below the key ``under`` as entries for a translator: all, or those in a state of ``only``."""
    entries = (_make_entry(language, key) for key in language.english if _is_under(key, under))
    return tuple(entry for entry in entries if not only or entry.state in only)


def _is_under(key: str, under: str) -> bool:
    return not under or key == under or key.startswith(f"{under}.")


def _make_entry(language: Language, key: str) -> Entry:
    limit = find_limit(key)
    note = f"at most {limit} characters" if limit else _ALSO if "_also." in key else ""
    return Entry(key, language.english[key], language.sentences.get(key, ""), language.judge(key), note)


def merge(language: Language, filled: Iterable[Filled]) -> Outcome:
    """Take over what is right of a translator's file. What is wrong is refused sentence by sentence."""
    sentences, marks = dict(language.sentences), dict(language.marks)
    changed = same = unsettled = 0
    refused = list[tuple[str, Fault]]()
    filled = sorted(filled, key=lambda one: one.key != "error.nothing_saved")  # others have to end in it
    for one in filled:
        faults = _check(language, sentences, one)
        refused += [(one.key, fault) for fault in faults]
        if faults:
            continue
        if not one.settled:
            unsettled += 1
            continue
        mark = Mark(hash_source(one.source, language.english[one.key]))
        if sentences.get(one.key) == one.text and (known := marks.get(one.key)) and known.source == mark.source:
            same += 1
            continue
        sentences[one.key], marks[one.key] = _shape(one, language.english[one.key]), mark
        changed += 1
    return Outcome(sentences, _order(marks, language.english), changed, same, unsettled, tuple(refused))


def _check(language: Language, own: Sentences, one: Filled) -> tuple[Fault, ...]:
    if one.key not in language.english:
        return (Fault("unknown"),)
    source = language.english[one.key]
    return find_faults(source, _shape(one, source), make_rules(one.key, language.tag, language.english, own))


def _shape(one: Filled, source: Sentence) -> Sentence:
    """The text as the catalog holds it: in a language without plurals, a plural may be written as one sentence."""
    if isinstance(one.text, str) and not isinstance(source, str):
        return {"other": one.text}
    return one.text


def _order(marks: Mapping[str, Mark], english: Sentences) -> dict[str, Mark]:
    return {key: marks[key] for key in english if key in marks}


def check_catalog(language: Language) -> tuple[tuple[str, Fault], ...]:
    """Everything that is wrong with a language's sentences, by key."""
    return tuple(
        (key, fault)
        for key, text in language.sentences.items()
        if not key.startswith((COMMAND, OPTION))  # names, which English needs none of: `list_refused` judges them
        for fault in _check(language, language.sentences, Filled(key, text))
    )


def review(language: Language, by: Review, under: str = "") -> tuple[dict[str, Mark], int]:
    """The marks once somebody signed for every draft whose key begins ``under``, and how many those are."""
    drafts = [key for key in language.english if _is_under(key, under) and language.judge(key) is State.DRAFT]
    signed = {key: sign(language.marks.get(key), language.english[key], language.sentences[key], by) for key in drafts}
    return _order({**language.marks, **signed}, language.english), len(signed)


def count_states(language: Language, keys: Iterable[str]) -> Mapping[State, int]:
    """How many of the sentences ``keys`` are in each state."""
    states = [language.judge(key) for key in keys]
    return {state: states.count(state) for state in State}


def count_reviews(language: Language) -> Mapping[Review, int]:
    """How many sentences each person's review still holds for."""
    found = [
        mark.review
        for key, mark in language.marks.items()
        if mark.review and key in language.english and language.judge(key) is State.REVIEWED
    ]
    return {one: found.count(one) for one in dict.fromkeys(found)}
