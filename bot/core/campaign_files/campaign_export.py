"""Writes a campaign as the YAML file that would bring it in again, unchanged. Start with `write_campaign`."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import yaml

from bot.core.campaign_files.campaign_file import (
    Action,
    Answer,
    Ask,
    CampaignFile,
    Fact,
    Listed,
    Reminder,
    Rhythm,
    Script,
    When,
)
from bot.core.campaign_files.state_shape import CHAMBERS, Governor
from bot.core.campaign_files.target_shape import GROUPS
from bot.core.campaign_files.translation_shape import Translation
from bot.core.directory.offices.generic_offices import GOVERNOR
from bot.core.directory.offices.office_zones import find_zone
from bot.core.times.clock import local

Entries: TypeAlias = dict[str, Any]  # a part of the file: its keys, in order

_WIDTH = 10_000  # characters: a line of text is never broken, since line breaks in a script count


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, the way people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # the dashes of a list are indented below its key


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def write_campaign(campaign: CampaignFile) -> str:
    """The campaign's file. Parsing it gives an equal `CampaignFile`, with the same version."""
    return write_entries(list_entries(campaign))


def write_entries(entries: Entries) -> str:
    """A campaign's keys and values as YAML, whether or not they make a campaign."""
    return yaml.dump(entries, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def list_entries(campaign: CampaignFile) -> Entries:
    """The campaign as its file's keys and values: texts, numbers, lists and mappings. Defaults are left out."""
    return _drop_empty(
        {
            "campaign": campaign.key,
            "title": _simplify(campaign.title),
            "org": campaign.org,
            "audience": campaign.audience if campaign.is_for_org else None,
            "timezone": campaign.timezone,
            "opens": _format_local(campaign.opens, campaign.timezone),
            "closes": _format_local(campaign.closes, campaign.timezone),
            "status": campaign.status,
            "goal": campaign.goal,
            "phone": campaign.phone,
            "targets": _list_targets(campaign),
            "tags": list(campaign.tags),
            "asks": [_list_ask(ask) for ask in campaign.asks],
            "facts": [_list_fact(fact) for fact in campaign.facts],
            "actions": [_list_action(action) for action in campaign.actions],
            "why": [_simplify(text) for text in campaign.why],
            "answers": [_list_answer(answer) for answer in campaign.answers],
            "rhythm": _list_rhythm(campaign.rhythm),
            "scripts": {tag: _list_script(script) for tag, script in campaign.scripts.items()},
            "translations": {tag: _list_translation(one) for tag, one in campaign.translations.items()},
        }
    )


def _drop_empty(entries: Entries) -> Entries:
    return {name: value for name, value in entries.items() if value not in (None, [], {}, False)}


def _simplify(words: Mapping[str, str]) -> str | dict[str, str]:
    """A text that is only in English is written without its language."""
    return words["en"] if len(words) == 1 else dict(words)


def _format_local(instant: int | None, zone: str) -> str | None:
    return None if instant is None else f"{local(instant, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _list_targets(campaign: CampaignFile) -> Any:
    if campaign.committee:
        return _drop_empty({"committee": campaign.committee, "mine_first": campaign.mine_first})
    if campaign.listed:
        return {"list": [_list_office(office, campaign.timezone) for office in campaign.listed]}
    entries = list(_list_target_entries(campaign))
    if len(entries) == 1 and (isinstance(entries[0], dict) or entries[0] in GROUPS):
        return entries[0]
    return entries


def _list_target_entries(campaign: CampaignFile) -> Iterator[str | Entries]:
    """A campaign's targets as a list's entries, with as few words as they can be said in."""
    left = campaign.targets
    while left:
        group = next((word for word, slots in GROUPS.items() if slots == left[: len(slots)]), left[0])
        word, slots = left[0], GROUPS.get(group, left[:1])
        if word == GOVERNOR:
            yield {"governor": [_list_governor(one) for one in campaign.governors]}
        elif word in campaign.states:
            states, both = campaign.states[word], CHAMBERS["both"]
            is_both = left[:2] == both and campaign.states[left[1]] == states
            slots = both if is_both else (word,)
            chamber = next(name for name, words in CHAMBERS.items() if words == slots)
            yield _drop_empty({"state": chamber, "in": list(states)})
        else:
            yield group
        left = left[len(slots) :]


def _list_governor(governor: Governor) -> Entries:
    own_zone = governor.timezone if governor.timezone != find_zone(governor.state) else None
    named = {"state": governor.state, "name": governor.name, "phone": governor.phone}
    return _drop_empty({**named, "timezone": own_zone})


def _list_office(office: Listed, zone: str) -> Entries:
    own_zone = office.timezone if office.timezone != zone else None
    name = _simplify(office.name)
    return _drop_empty(
        {"key": office.key, "name": name, "title": office.title, "phone": office.phone, "timezone": own_zone}
    )


def _list_ask(ask: Ask) -> Entries:
    delegate = _simplify(ask.delegate) if ask.delegate else None
    return _drop_empty({"key": ask.key, "text": _simplify(ask.text), "delegate": delegate})


def _list_fact(fact: Fact) -> Entries:
    return {"text": _simplify(fact.text), "source": fact.source}


def _list_answer(answer: Answer) -> Entries:
    return {"they_say": _simplify(answer.they_say), "you_can_say": _simplify(answer.you_can_say)}


def _list_action(action: Action) -> Entries:
    entries = {"key": action.key, "type": action.type, "title": _simplify(action.title), "url": action.url}
    beginnings = [_simplify(text) for text in action.beginnings]
    art, colors = action.art and _simplify(action.art), action.colors and asdict(action.colors)
    return _drop_empty({**entries, "beginnings": beginnings, "art": art, "shape": action.shape, "colors": colors})


def _list_rhythm(rhythm: Rhythm) -> Entries:
    return _drop_empty(
        {
            "start": rhythm.start,
            "close": rhythm.close,
            "lines_open": rhythm.lines_open,
            "day_summary": _format_clock(rhythm.day_summary) if rhythm.day_summary else None,
            "reminders": [_list_reminder(one) for one in rhythm.reminders],
        }
    )


def _format_clock(cron: str) -> str:
    """The time of day of a schedule for once a day."""
    minute, hour = cron.split()[:2]
    return f"{hour}:{int(minute):02}"


def _list_reminder(reminder: Reminder) -> Entries:
    text = _simplify(reminder.text) if reminder.text else None
    return _drop_empty({"cron": reminder.cron, "timezone": reminder.timezone, "text": text})


def _list_script(script: Script) -> Entries:
    entries = {"reviewed": script.reviewed, "text": script.text}
    return entries | _drop_empty({"when": [_list_when(one) for one in script.when]})


def _list_translation(translation: Translation) -> Entries:
    reviewed = _drop_empty(asdict(translation.reviewed)) if translation.reviewed else None
    return _drop_empty({"source": translation.source, "reviewed": reviewed})


def _list_when(when: When) -> Entries:
    return _drop_empty({"chamber": when.chamber, "ask": when.ask, "position": when.position, "text": when.text})
