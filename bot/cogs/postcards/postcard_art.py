"""What is drawn on a postcard: from a campaign, a target and what somebody wrote, to the data of a picture."""

from collections.abc import Sequence

from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.display_names import Names
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.directory.members import Title
from bot.core.directory.offices.generic_offices import GENERIC
from bot.kit.cards.attachments import PICTURE_ALT
from bot.kit.i18n import Words, load_words
from bot.patterns import compile_later
from bot.pictures.postcard import Colors, Postcard, PostcardBack, PostcardFace

_HANGUL, _HAN = compile_later("[\uac00-\ud7a3]"), compile_later("[\u4e00-\u9fff]")
_ARABIC = compile_later("[\u0600-\u06ff]")
_CHINESE = ("zh-Hans", "zh-Hant")


def guess_language(text: str, reader: str) -> str:
    """The language of a text, for its fonts and line breaks: by its letters, else that of its writer."""
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return reader if reader in _CHINESE else "zh-Hans"
    if _ARABIC.search(text):
        return "ar"
    return "en" if reader in ("ko", "ar", *_CHINESE) else reader


def make_postcard(
    file: CampaignFile,
    slot: str,
    words: str,
    signature: str,
    language: str,
    names: Names,
    place: str = "",
    image: bytes = b"",
) -> Postcard:
    """Both sides of a postcard to one target. The office is written in English, as its staff reads it.

    ``place`` is where its writers live, for a target who isn't known by name. ``image`` is the front's picture.
    """
    english = load_words("en")
    if slot in GENERIC:
        recipient, office = english.t(f"postcard.recipient.{slot}"), name_place(english, place) if place else ""
    else:
        recipient, office = names.name_office(english, file.key, slot), _write_office(english, names.find_title(slot))
    return Postcard(_make_face(file, language, image), PostcardBack(words, signature, recipient, office, language))


def _make_face(file: CampaignFile, language: str, image: bytes) -> PostcardFace:
    """The front, with the campaign's own words, shape and colors if it has any."""
    postcard = file.postcard
    words = find_text((postcard.art if postcard else None) or file.title, language)
    own = postcard.colors if postcard else None
    colors = Colors(own.dark, own.light, own.warm) if own else Colors()
    shape = postcard.shape if postcard and postcard.shape else "sunrise"
    return PostcardFace(words, " ".join(file.tags), colors, shape, image)


def _write_office(words: Words, title: Title | None) -> str:
    if title is None:
        return ""
    return words.t(f"postcard.office.{'senate' if title is Title.SENATOR else 'house'}")


def describe_postcard(words: Words, offices: Sequence[str], text: str, signature: str) -> str:
    """The words for readers who don't see the picture: all that the card says, as far as they fit."""
    said = words.t("postcard.alt", offices=words.list(offices), words=text, signature=signature)
    return said if len(said) <= PICTURE_ALT else said[: PICTURE_ALT - 1] + "…"
