"""The languages of a script card: English to say, the caller's to understand, or both side by side."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from bot.cogs.calls.scripts.script_text import (
    ENGLISH,
    find_gap_words,
    write_both,
    write_each_whole,
    write_english,
    write_speech,
)
from bot.cogs.calls.scripts.state_section import name_official_title
from bot.cogs.shared.display_names import Names
from bot.core.calls.passages import join_passages, pair_passages, redirect, split_paragraphs
from bot.core.calls.scripts import Prompt
from bot.core.calls.speech import Speech
from bot.core.campaign_files import blanks
from bot.core.campaign_files.campaign_file import find_text
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.targets import Target
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Fact
from bot.kit.i18n import Words, load_words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.languages import list_tags, name_locale
from bot.phrases import State


class View(StrEnum):
    """Which languages a script card shows. Values are short, since they travel in a button's id."""

    BOTH = "both"
    ENGLISH = "en"
    OWN = "own"


WhichView = Annotated[View | None, Opt("Languages that the card shows", button_only=True)]


def fill_speech(
    prompt: Prompt, target: Target, line: PhoneLine, names: Names, reader: str
) -> tuple[Speech, frozenset[str]]:
    """Both languages' words with their blanks filled, and the blanks that the caller fills aloud in English.

    Directions are in the ``reader``'s language, as the card's labels are, if the campaign has its script in it. A card
    may be asked for in another language.
    """
    speech, shown = prompt.speech, prompt.script.language
    guide = find_text(prompt.campaign.file.scripts, reader)
    if shown != guide.language:
        text = speech.english if guide.language == ENGLISH else guide.text
        own = redirect(speech.own, text)
        speech = replace(speech, own=own, english=own if shown == ENGLISH else speech.english)
    english = _find_values(prompt, target, line, names, ENGLISH)
    values = _find_values(prompt, target, line, names, shown)
    filled = replace(
        speech,
        english=blanks.fill(speech.english, english, find_gap_words(ENGLISH)),
        own=blanks.fill(speech.own, values, find_gap_words(shown)),
    )
    return filled, blanks.open_in(speech.english, english)


def _find_values(prompt: Prompt, target: Target, line: PhoneLine, names: Names, language: str) -> dict[str, str | None]:
    """What fills a script's blanks in a language. The caller fills the None ones aloud."""
    file, listed, words = prompt.campaign.file, target.listed, load_words(language)
    named = target.official or target.governor
    title = name_official_title(words, target)
    return {
        "name": prompt.profile.name,
        "place": words.render(State(prompt.profile.state)) if prompt.profile.state else None,
        "member": named.name if named else words.pick(listed.name) if listed else None,
        "title": listed.title if listed else title,
        "office": names.name_office_inline(words, file.key, target.slot, prompt.title),
        "phone": line.phone or None,
        "campaign": words.pick(file.title),
        "org": prompt.org,
        "chapter": prompt.chapter,
    }


def choose_view(prompt: Prompt, wanted: View | None) -> View:
    """The view asked for, both languages by default. A script that is only in English has one view."""
    return View.ENGLISH if prompt.script.language == ENGLISH else wanted or View.BOTH


def choose_own_language(inv: Invocation, prompt: Prompt) -> str | None:
    """The language that a caller understands beside English: the card's, or else their own. None if it is English."""
    shown = prompt.script.language
    tag = shown if shown != ENGLISH else list_tags(inv.language)[0]
    return None if tag == ENGLISH else tag


def carry_language(inv: Invocation, prompt: Prompt) -> dict[str, str]:
    """The language that a card was asked for, for the next card: nothing if it is the reader's own."""
    shown = prompt.script.language
    return {} if shown == find_text(prompt.campaign.file.scripts, inv.language).language else {"language": shown}


def write_office_note(words: Words, speech: Speech, language: str) -> Markup:
    """That offices speak English, unless the script in the caller's language begins with a note of its own."""
    return Markup() if language == ENGLISH or _has_own_note(speech) else words.m("script.office_english")


def write_script(words: Words, speech: Speech, view: View, language: str) -> Markup:
    """A script whose blanks are filled, in the chosen view. ``language`` is the one that ``speech.own`` is in."""
    if language == ENGLISH:
        return write_speech(speech.english)
    if view is View.OWN:
        return write_speech(speech.own)
    general = words.m("script.general") if speech.is_general else Markup()
    pairs = () if speech.is_general else pair_passages(speech.english, speech.own)
    if view is View.ENGLISH:
        return write_english(pairs) if pairs else write_speech(speech.english)
    if pairs:
        return write_both(words, pairs)
    return join(general or words.m("script.unpaired"), write_each_whole(words, speech.english, speech.own))


def join_lines(speech: Speech) -> Speech:
    """The same words with one line a passage, since each line takes room on a card. Directions stay apart from it."""
    return replace(speech, english=join_passages(speech.english), own=join_passages(speech.own))


def draw_asks(words: Words, prompt: Prompt, view: View) -> tuple[Fact, ...]:
    """The campaign's questions, in the chosen view."""
    asks = (ask.choose_words(voteless=prompt.is_voteless) for ask in prompt.campaign.file.asks)
    return tuple(
        Fact(words.t("script.ask", number=number), _write_ask(words, texts, view, prompt.script.language))
        for number, texts in enumerate(asks, 1)
    )


def draw_flip_buttons(inv: Invocation, prompt: Prompt, view: View, office: str, *, fits: bool) -> tuple[Button, ...]:
    """The buttons for the other views. Both languages are offered only where they fit on one card."""
    words, shown = inv.words, prompt.script.language
    own = shown if shown != ENGLISH else find_text(prompt.campaign.file.scripts, inv.language).language
    if own == ENGLISH:
        return ()
    labels = {
        View.BOTH: words.t("script.button.both"),
        View.ENGLISH: words.t("script.button.only", language=name_locale(ENGLISH, words.language)),
        View.OWN: words.t("script.button.only", language=words.label("language", own)),
    }
    here = {"campaign": prompt.campaign.id, "office": office, "language": own}
    return tuple(
        Button(label, "script.show", here if one is View.BOTH else {**here, "view": one.value})
        for one, label in labels.items()
        if one is not view and (fits or one is not View.BOTH)
    )


def _write_ask(words: Words, texts: Mapping[str, str], view: View, language: str) -> str | Markup:
    english, own = texts[ENGLISH], find_text(texts, language)
    if view is View.BOTH and own != english:
        return words.m("script.ask_both", ask=english, meaning=own)
    return english if view is View.ENGLISH else own


def _has_own_note(speech: Speech) -> bool:
    """Whether the translation begins with a note for the caller that the English lacks, as the sample's do."""
    own, english = split_paragraphs(speech.own), split_paragraphs(speech.english)
    return bool(own and own[0].lead) and not (english and english[0].lead)
