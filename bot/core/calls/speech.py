"""Chooses what to say to one target: in English to the office, and the same in the caller's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.campaign_files.campaign_file import Script, When
from bot.core.directory.members import REPRESENTATIVE, Title
from bot.core.directory.offices.generic_offices import GOVERNOR
from bot.core.guidance.delegates import has_no_vote
from bot.core.guidance.targets import Target

DELEGATE = "delegate"  # the chamber that campaign files give members without a vote


@dataclass(frozen=True, slots=True)
class Speech:
    """What to say to one target: ``english`` to the office, and ``own`` in the caller's language.

    With ``is_general``, the English has words for this target that the caller's language lacks, so ``own`` is the
    translation of what is said to everybody.
    """

    english: str
    own: str
    is_general: bool = False


def choose_speech(
    target: Target,
    english: Script,
    own: Script,
    known: Mapping[str, str] = MappingProxyType({}),
    place: str | None = None,
) -> Speech:
    """Choose what to say to a target: the first English text that fits it, or else the text for everybody.

    ``known`` holds the member's positions by ask, and ``place`` is the caller's district. For a member without a
    vote, texts for delegates come first, because the others may ask for a vote. The translation is that of the chosen
    text, never one for other targets.
    """
    version = _choose_version(target, english, known, place)
    if version is None:
        return Speech(english.text, own.text)
    translated = next((one for one in own.when if _is_same(one, version)), None)
    return Speech(version.text, translated.text if translated else own.text, translated is None)


def _choose_version(target: Target, script: Script, known: Mapping[str, str], place: str | None) -> When | None:
    fitting = [one for one in script.when if one.ask is None or known.get(one.ask) == one.position]
    delegates = [one for one in fitting if one.chamber == DELEGATE] if has_no_vote(target, place) else []
    others = (one for one in fitting if one.chamber in (None, _find_chamber(target)))
    return next((one for one in (*delegates, *others)), None)


def _is_same(one: When, other: When) -> bool:
    """Whether two texts, in two languages, are for the same targets."""
    return replace(one, text="") == replace(other, text="")


def _find_chamber(target: Target) -> str | None:
    if target.member:
        return "senate" if target.member.title is Title.SENATOR else "house"
    if target.is_of_state:
        return "governor" if target.generic == GOVERNOR else "state"
    if target.generic:
        return "house" if target.generic == REPRESENTATIVE else "senate"
    return None
