"""The scripts of a draft: one text for each language and each kind of member it is said to."""

from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_texts import name_whom
from bot.core.campaign_files.translation_state import is_ticked
from bot.core.draft_parts.entry_text import Fields, set_entry

EVERYONE = "all"


def list_scripts(entries: Entries) -> tuple[tuple[str, str], ...]:
    """Each text's language and whom it is for, as `read_script` takes them."""
    return tuple(
        (tag, whom)
        for tag, script in _list_scripts(entries).items()
        for whom in (EVERYONE, *(name_whom(one) for one in script.get("when", ())))
    )


def read_script(entries: Entries, tag: str, whom: str = EVERYONE) -> Fields:
    """The text."""
    script = _list_scripts(entries).get(tag)
    if script is None:
        return {}
    if whom == EVERYONE:
        return {"text": str(script.get("text", ""))}
    return next(({"text": one["text"]} for one in script.get("when", ()) if name_whom(one) == whom), {})


def write_script(entries: Entries, fields: Fields, tag: str, whom: str = EVERYONE) -> Entries:
    """Write one text; an empty one takes it away. A language without any text goes.

    A file's tick that somebody has reviewed a script stays only while its text does.
    """
    scripts, text = _list_scripts(entries), fields.get("text", "")
    script = dict(scripts.get(tag) or {"reviewed": False, "text": ""})
    if whom == EVERYONE:
        script |= {"reviewed": text == script.get("text") and is_ticked(entries, tag), "text": text}
    else:
        script = set_entry(script, "when", _write_when(script.get("when", ()), whom, text))
    if script["text"] or script.get("when"):
        scripts[tag] = script
    else:
        scripts.pop(tag, None)
    return set_entry(entries, "scripts", scripts)


def _write_when(known: Any, whom: str, text: str) -> list[Entries]:
    new = {**_read_whom(whom), "text": text}
    names = [name_whom(one) for one in known]
    kept = [new if name == whom else one for name, one in zip(names, known, strict=True)]
    return [one for one in (kept if whom in names else [*kept, new]) if one["text"]]


def _read_whom(whom: str) -> Entries:
    chamber, _, about = whom.rpartition("/") if ":" in whom else (whom, "", "")
    ask, _, position = about.rpartition(":")
    made = {"chamber": chamber, "ask": ask, "position": position}
    return {name: value for name, value in made.items() if value}


def _list_scripts(entries: Entries) -> dict[str, Entries]:
    return dict(entries.get("scripts") or {})
