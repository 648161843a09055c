"""The parts of a draft that are lists: questions, facts, links and automatic posts, a line of a form each."""

from collections.abc import Collection, Sequence
from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.entry_text import (
    Fields,
    drop_empty,
    join_pair,
    keep_filled,
    make_key,
    match_lines,
    read_text,
    set_entry,
    split_lines,
    split_pair,
    write_text,
)

_NO_ASK = ("", "")
_SIDES = ("they_say", "you_can_say")
_POSTS = ("start", "close", "lines_open")  # flags of what a campaign posts by itself


def read_ask(entries: Entries, key: str = "") -> Fields:
    """One question in English, and the one for members without a vote; nothing for a new one."""
    ask: Entries = next((one for one in entries.get("asks", ()) if one.get("key") == key), {})
    return keep_filled({name: read_text(ask.get(name), "en") for name in ("text", "delegate")})


def write_ask(entries: Entries, fields: Fields, key: str = "") -> Entries:
    """Write a question, or add one without ``key``; an empty text takes it away."""
    asks = list(entries.get("asks", ()))
    keys = [str(one.get("key")) for one in asks]
    place = keys.index(key) if key in keys else len(asks)
    old = asks[place] if place < len(asks) else {"key": key or make_key(fields.get("text", ""), keys)}
    new = old
    for name in ("text", "delegate"):
        new = set_entry(new, name, write_text(old.get(name), "en", fields.get(name, "")))
    asks[place : place + 1] = [new] if fields.get("text") else []
    return set_entry(entries, "asks", asks)


def rekey_new_asks(
    entries: Entries, before: Entries, live: Sequence[Entries], answered: Collection[str] = ()
) -> Entries:
    """Give questions that ``before`` lacks keys of their own, so that no answers to earlier ones count for them.

    Keys of ``live`` questions and those with answers, ``answered``, are taken. One that asks what the live question of
    its key asks keeps that key.
    """
    known = {one.get("key") for one in before.get("asks", ())}
    asked = dict.fromkeys(answered, _NO_ASK) | {str(one.get("key")): _read_ask(one) for one in live}
    asks = list[Entries]()
    for one in entries.get("asks", ()):
        key, words = str(one.get("key")), _read_ask(one)
        if key not in known and asked.get(key, words) != words:
            one = {**one, "key": make_key(words[0], {*known, *asked})}
        asks.append(one)
    return set_entry(entries, "asks", asks)


def _read_ask(ask: Entries) -> tuple[str, str]:
    """A question in English, and the one for members without a vote."""
    return read_text(ask.get("text"), "en"), read_text(ask.get("delegate"), "en")


def read_facts(entries: Entries) -> Fields:
    """The facts, each as ``text | source``."""
    facts = (join_pair(read_text(one.get("text"), "en"), one.get("source", "")) for one in entries.get("facts", ()))
    return keep_filled({"facts": "\n".join(facts)})


def write_facts(entries: Entries, fields: Fields) -> Entries:
    """Write the facts. One that stays keeps its translations."""
    pairs = [split_pair(line) for line in split_lines(fields.get("facts", ""))]
    old = match_lines(entries.get("facts", ()), [text for text, _ in pairs], "text")
    facts = [_make_fact(known, *pair) for known, pair in zip(old, pairs, strict=True)]
    return set_entry(entries, "facts", facts)


def _make_fact(known: Entries, text: str, source: str) -> Entries:
    return drop_empty({"text": write_text(known.get("text"), "en", text), "source": source})


def read_why(entries: Entries) -> Fields:
    """The reasons to call, a line each."""
    return keep_filled({"why": "\n".join(read_text(one, "en") for one in entries.get("why", ()))})


def write_why(entries: Entries, fields: Fields) -> Entries:
    """Write the reasons to call. One that stays keeps its translations."""
    texts = split_lines(fields.get("why", ""))
    old = match_lines([{"text": one} for one in entries.get("why", ())], texts, "text")
    why = [write_text(known.get("text"), "en", text) for known, text in zip(old, texts, strict=True)]
    return set_entry(entries, "why", why)


def read_answers(entries: Entries) -> Fields:
    """The answers, each as ``they say | you can say``."""
    pairs = (join_pair(*(read_text(one.get(name), "en") for name in _SIDES)) for one in entries.get("answers", ()))
    return keep_filled({"answers": "\n".join(pairs)})


def write_answers(entries: Entries, fields: Fields) -> Entries:
    """Write the answers. One that stays keeps its translations."""
    pairs = [split_pair(line) for line in split_lines(fields.get("answers", ""))]
    old = match_lines(entries.get("answers", ()), [said for said, _ in pairs], "they_say")
    answers = [
        drop_empty({name: write_text(known.get(name), "en", text) for name, text in zip(_SIDES, pair, strict=True)})
        for known, pair in zip(old, pairs, strict=True)
    ]
    return set_entry(entries, "answers", answers)


def read_links(entries: Entries) -> Fields:
    """The links, each as ``title | address``."""
    links = (one for one in entries.get("actions", ()) if one.get("type") == "link")
    return keep_filled(
        {"links": "\n".join(join_pair(read_text(one.get("title"), "en"), one.get("url", "")) for one in links)}
    )


def write_links(entries: Entries, fields: Fields) -> Entries:
    """Write the links, behind the campaign's other actions."""
    actions = entries.get("actions", ())
    others = [one for one in actions if one.get("type") != "link"]
    pairs = [split_pair(line) for line in split_lines(fields.get("links", ""))]
    old = match_lines([one for one in actions if one.get("type") == "link"], [text for text, _ in pairs], "title")
    keys = [str(one["key"]) for one in (*others, *old) if one.get("key")]
    links = list[Entries]()
    for known, (title, url) in zip(old, pairs, strict=True):
        key = known.get("key") or make_key(title, keys)
        keys.append(key)
        title_now = write_text(known.get("title"), "en", title)
        links.append(drop_empty({"key": key, "type": "link", "title": title_now, "url": url}))
    return set_entry(entries, "actions", [*others, *links])


def read_rhythm(entries: Entries) -> Fields:
    """What the campaign posts by itself. A reminder is a line: its schedule, and its text if it has one."""
    rhythm = entries.get("rhythm") or {}
    flags = {name: "yes" for name in _POSTS if str(rhythm.get(name)).casefold() == "true"}
    lines = [join_pair(one.get("cron", ""), read_text(one.get("text"), "en")) for one in rhythm.get("reminders", ())]
    return keep_filled({**flags, "day_summary": str(rhythm.get("day_summary", "")), "reminders": "\n".join(lines)})


def write_rhythm(entries: Entries, fields: Fields) -> Entries:
    """Write what the campaign posts by itself."""
    old = (entries.get("rhythm") or {}).get("reminders", ())
    pairs = [split_pair(line) for line in split_lines(fields.get("reminders", ""))]
    known = match_lines(old, [text for _, text in pairs], "text")
    rhythm: dict[str, Any] = {name: True for name in _POSTS if fields.get(name) == "yes"}
    rhythm = set_entry(rhythm, "day_summary", fields.get("day_summary"))
    reminders = [_make_reminder(one, *pair) for one, pair in zip(known, pairs, strict=True)]
    return set_entry(entries, "rhythm", set_entry(rhythm, "reminders", reminders))


def _make_reminder(known: Entries, cron: str, text: str) -> Entries:
    own_text = write_text(known.get("text"), "en", text)
    return drop_empty({"cron": cron, "timezone": known.get("timezone"), "text": own_text})
