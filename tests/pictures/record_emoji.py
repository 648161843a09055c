"""Writes down what emoji are called, from Unicode's data. See `scripts/emoji-names`."""

import json
import sys
from pathlib import Path

import emoji

from bot.pictures.emoji_names import FOLDER, TAGS, make_key

_SKINS = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def read_names(folders: list[Path], tag: str) -> dict[str, str]:
    """The name of each emoji in one language. Colors of skin are left out: cards leave them out too."""
    wanted, names = {make_key(one) for one in emoji.EMOJI_DATA if not _SKINS & set(one)}, dict[str, str]()
    for folder in folders:
        [content] = json.loads((folder / tag / "annotations.json").read_text("utf-8")).values()
        for one, words in content["annotations"].items():
            if "tts" in words and make_key(one) in wanted:
                names[make_key(one)] = words["tts"][0]
    return names


if __name__ == "__main__":
    for own in sorted(set(TAGS.values())):
        written = json.dumps(read_names([Path(one) for one in sys.argv[1:]], own), ensure_ascii=False, sort_keys=True)
        (FOLDER / f"{own}.json").write_text(written + "\n", "utf-8")
