"""Every text of a campaign that has translations, by a key of its own, in the order of the file.

The entries may be a file's or a draft's: see `campaign_export.list_entries`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.campaign_files.campaign_export import Entries

SCRIPT = "script"  # the key of what everyone says; versions for some members have more behind a dot


def list_texts(entries: Entries) -> dict[str, Mapping[str, str]]:
    """The texts by key, each by language. A key has the place in the file: ``asks.dream.text``, ``facts.1.text``."""
    return {key: texts for key, value in _find_values(entries) if (texts := _read_texts(value))}


def _find_values(entries: Entries) -> Iterator[tuple[str, Any]]:
    yield "title", entries.get("title")
    for ask in entries.get("asks", ()):
        yield from ((f"asks.{ask.get('key')}.{name}", ask.get(name)) for name in ("text", "delegate"))
    for number, fact in enumerate(entries.get("facts", ()), 1):
        yield f"facts.{number}.text", fact.get("text")
    for number, why in enumerate(entries.get("why", ()), 1):
        yield f"why.{number}", why
    for number, answer in enumerate(entries.get("answers", ()), 1):
        yield from ((f"answers.{number}.{name}", answer.get(name)) for name in ("they_say", "you_can_say"))
    for action in entries.get("actions", ()):
        yield from _find_in_action(action)
    yield from _find_in_posts(entries)
    yield from _find_in_scripts(entries.get("scripts") or {})


def _find_in_action(action: Entries) -> Iterator[tuple[str, Any]]:
    own = f"actions.{action.get('key')}"
    yield f"{own}.title", action.get("title")
    for number, text in enumerate(action.get("beginnings", ()), 1):
        yield f"{own}.beginnings.{number}", text
    yield f"{own}.art", action.get("art")


def _find_in_posts(entries: Entries) -> Iterator[tuple[str, Any]]:
    """Texts in what the campaign posts by itself, and the names of its own offices."""
    rhythm, targets = entries.get("rhythm") or {}, entries.get("targets")
    for number, reminder in enumerate(rhythm.get("reminders", ()), 1):
        yield f"reminders.{number}.text", reminder.get("text")
    for office in targets.get("list", ()) if isinstance(targets, dict) else ():
        yield f"offices.{office.get('key')}.name", office.get("name")


def _find_in_scripts(scripts: Mapping[str, Entries]) -> Iterator[tuple[str, Any]]:
    yield SCRIPT, {tag: script.get("text") for tag, script in scripts.items()}
    versions: dict[str, dict[str, str]] = {}
    for tag, script in scripts.items():
        for one in script.get("when", ()):
            versions.setdefault(name_whom(one), {})[tag] = one.get("text", "")
    yield from ((f"{SCRIPT}.{whom}", texts) for whom, texts in versions.items())


def _read_texts(value: Any) -> Mapping[str, str]:
    """The texts that say something; a plain string is English."""
    texts = value if isinstance(value, dict) else {"en": value}
    return {tag: str(text) for tag, text in texts.items() if text}


def name_whom(when: Entries) -> str:
    """Whom a text is for: ``house``, ``dream:yes`` (an ask and a position on it), or ``house/dream:yes``."""
    about = f"{when['ask']}:{when.get('position', '')}" if when.get("ask") else ""
    return "/".join(filter(None, (str(when.get("chamber") or ""), about)))
