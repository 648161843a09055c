"""A draft's texts on their way to translators and back: a language's texts as entries, and what a file would change.

Start with `Translating.read`. Nothing of a file is saved before its sender saw what it would change.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from bot.config.checks import Where
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_file import Cost
from bot.core.campaign_files.campaign_shape import MAX_ASK, MAX_FACT, MAX_THEY_SAY, MAX_TITLE, MAX_WHY
from bot.core.campaign_files.campaign_texts import SCRIPT, list_texts, name_whom
from bot.core.campaign_files.script_shape import MAX_SCRIPT
from bot.core.campaign_files.translation_state import ENGLISH, hash_language, judge
from bot.core.draft_parts.texts_part import PART, STAMP, write_texts
from bot.core.drafts.draft_check import DraftView, parse_entries
from bot.core.drafts.drafts import Drafts
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.text import find_unseen
from bot.translations.checks import Fault
from bot.translations.entries import Entry, Filled, State, hash_sentence, hash_source
from bot.translations.faulty_file import FaultyFile
from bot.translations.files import Format, read_entries

_LIMITS = (
    (r"(.+\.)?title", MAX_TITLE),
    (r"asks\..+", MAX_ASK),
    (r"facts\..+", MAX_FACT),
    (r"why\..+|answers\..+\.you_can_say", MAX_WHY),
    (r"answers\..+\.they_say", MAX_THEY_SAY),
    (rf"{SCRIPT}(\..+)?", MAX_SCRIPT),
)
_BLANK = re.compile(r"\{\{ *(\w+) *\}\}")


class TextChange(Struct, frozen=True):
    """One text that a file changes, by its key."""

    key: str
    before: str
    after: str


class RefusedText(Struct, frozen=True):
    """A text that can't be saved: what it lost, or the parser's ``sentence``."""

    key: str
    fault: Fault | None = None
    sentence: str = ""


class FilledTexts(Struct, frozen=True):
    """What a translator's file would change. ``id`` is what it is kept under, empty if it would change nothing."""

    id: str
    view: DraftView
    changes: tuple[TextChange, ...]
    refused: tuple[RefusedText, ...]
    unsettled: int


class Translating:
    """Reads translators' files, for those who may write a draft. ``zone`` is the coalition's."""

    def __init__(self, drafts: Drafts, zone: str, cost: Cost) -> None:
        self._drafts, self._zone, self._cost = drafts, zone, cost

    async def read(
        self, caller: Caller, reach: Reach, draft: str, tag: str, data: bytes, form: Format, at: int
    ) -> FilledTexts:
        """Read a file in the language ``tag``, and keep what is right of it until its sender decides.

        Raises UserError for a file that holds no translations.
        """
        if tag == ENGLISH:
            raise UserError("draft.texts_english", field="file")
        view = await self._drafts.load(reach, draft, at)
        try:
            filled = await asyncio.to_thread(read_entries, data, tag, form)
        except FaultyFile as error:
            raise UserError(f"translation.file.{error.kind}", field="file", what=error.what) from None
        entries = view.draft.entries
        right, refused = await asyncio.to_thread(self._check, entries, view.draft.content, tag, filled)
        outdated, known = set(judge(entries, tag).outdated), list_texts(entries)
        fields = {one.key: str(one.text) for one in right if one.settled}
        changes = [TextChange(key, known[key].get(tag, ""), text) for key, text in fields.items()]
        new = tuple(one for one in changes if one.before != one.after or one.key in outdated)
        kept = {one.key: one.after for one in new}
        stamped = {**kept, STAMP: hash_language(entries, ENGLISH)}
        id = await self._drafts.hold(caller, reach, draft, f"{PART}:{tag}", stamped, at) if kept else ""
        return FilledTexts(id, view, new, tuple(refused), sum(not one.settled for one in right))

    def _check(
        self, entries: Entries, content: Entries, tag: str, filled: Iterable[Filled]
    ) -> tuple[list[Filled], list[RefusedText]]:
        """The texts that can be saved, and the others."""
        right, refused = list[Filled](), list[RefusedText]()
        texts = list_texts(entries)
        for one in filled:
            faults = [*_find_faults(one, texts)]
            refused += [RefusedText(one.key, fault) for fault in faults]
            right += [] if faults else [one]
        sentences = self._find_troubles(entries, content, tag, {one.key: str(one.text) for one in right})
        refused += [RefusedText(key, None, sentence) for key, sentence in sentences.items()]
        return [one for one in right if one.key not in sentences], refused

    def _find_troubles(self, entries: Entries, content: Entries, tag: str, fields: Mapping[str, str]) -> dict[str, str]:
        """What the parser of campaign files refuses of these texts, by key."""
        changed = write_texts(entries, dict(fields), tag)
        known = {(one.where, one.sentence) for one in parse_entries(content, self._zone, self._cost)[1]}
        found = parse_entries({**content, **changed}, self._zone, self._cost)[1]
        new = [one for one in found if (one.where, one.sentence) not in known and tag in one.where]
        named = {find_key(changed, one.where): one.sentence for one in new}
        return {key: sentence for key, sentence in named.items() if key in fields}


def list_entries(entries: Entries, tag: str) -> tuple[Entry, ...]:
    """Every English text beside its translation, in the order of the file."""
    progress, texts = judge(entries, tag), list_texts(entries)
    return tuple(
        Entry(key, one[ENGLISH], one.get(tag, ""), _choose_state(key, progress.state, progress.outdated, one.get(tag)))
        for key, one in texts.items()
        if ENGLISH in one
    )


def _choose_state(key: str, state: State, outdated: tuple[str, ...], text: str | None) -> State:
    if not text:
        return State.MISSING
    if key in outdated:
        return State.OUTDATED
    return state if state is State.REVIEWED else State.DRAFT


def find_limit(key: str) -> int | None:
    """The most characters that a text may have; None if only the file's parser knows."""
    return next((limit for pattern, limit in _LIMITS if re.fullmatch(pattern, key)), None)


def _find_faults(one: Filled, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    english = texts.get(one.key, {}).get(ENGLISH)
    if english is None:
        yield Fault("unknown")
        return
    if not isinstance(one.text, str):
        yield Fault("no_plural")
        return
    if hash_source(one.source, english) != hash_sentence(english):
        yield Fault("stale")
    if unseen := find_unseen(one.text):
        yield Fault("unseen", params=(("code", unseen.code),))
    wanted, own = set(_BLANK.findall(english)), set(_BLANK.findall(one.text))
    if lost := sorted(wanted - own):
        yield Fault("lost", params=(("blanks", _quote(lost)),))
    if invented := sorted(own - wanted):
        yield Fault("invented", params=(("blanks", _quote(invented)),))


def _quote(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)


def find_key(entries: Entries, where: Where) -> str:
    """The key of the text at a place in a campaign file; empty if there is none."""
    match where:
        case ("title", *_):
            return "title"
        case ("scripts", str(tag), "when", int(index), *_):
            return f"{SCRIPT}.{name_whom(entries['scripts'][tag]['when'][index])}"
        case ("scripts", *_):
            return SCRIPT
        case ("rhythm", "reminders", int(index), *rest):
            return _join("reminders", entries["rhythm"]["reminders"][index], index, rest)
        case ("targets", "list", int(index), *rest):
            return _join("offices", entries["targets"]["list"][index], index, rest)
        case (str(part), int(index), *rest):
            return _join(part, entries[part][index], index, rest)
    return ""


def _join(part: str, entry: object, index: int, rest: Iterable[str | int]) -> str:
    own = entry.get("key") if isinstance(entry, dict) else None
    *steps, _ = [*rest, ""] if not rest else [*rest]
    return ".".join([part, str(own or index + 1), *(str(one + 1) if isinstance(one, int) else one for one in steps)])
