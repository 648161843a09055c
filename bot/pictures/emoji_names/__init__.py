"""What emoji are called in a card's language.

The library `emoji` has names in many languages, but none in Vietnamese, Tagalog or Traditional Chinese. For these,
Unicode's own (CLDR 48, see LICENSE) are files here that `scripts/emoji-names` writes.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.languages import list_tags

FOLDER = Path(__file__).parent
TAGS: Mapping[str, str] = MappingProxyType({"vi": "vi", "tl": "fil", "fil": "fil", "zh-Hant": "zh-Hant"})
_LIBRARY = frozenset({"ar", "de", "en", "es", "fa", "fr", "id", "it", "ja", "ko", "pt", "ru", "tr", "zh"})


def replace_emoji(text: str, language: str, kept: str) -> str:
    """The text with "(red heart)" for a heart, in its language or else in English, apart from those ``kept``."""
    if text.isascii():
        return text
    import emoji  # late: only a postcard needs its names

    tags = list_tags(language)
    own = next((TAGS[tag] for tag in tags if tag in TAGS), "")
    base = next((tag for tag in (one.partition("-")[0] for one in tags) if tag in _LIBRARY), "en")
    names = _load(own) if own else {}
    emoji.config.load_language(base)

    def spell(found: str, known: Mapping[str, str]) -> str:
        if found in kept:
            return found
        name = names.get(make_key(found)) or (known.get(base) if not own else None) or known["en"]
        return f"({name.strip(':').replace('_', ' ')})"

    return emoji.replace_emoji(text, spell)


def make_key(one: str) -> str:
    """An emoji without the mark that asks for a colored one, which people's keyboards set or leave out."""
    return one.replace("\ufe0f", "")


@cache
def _load(tag: str) -> Mapping[str, str]:
    names: dict[str, str] = json.loads((FOLDER / f"{tag}.json").read_text("utf-8"))
    return names
