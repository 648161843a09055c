"""What each sentence of the catalog has to fit: the place where it is shown, and what code takes off its end."""

import re
from collections.abc import Mapping
from functools import cache

from bot.kit.cards.markup import measure_cost
from bot.kit.cards.reply import BUTTON_LABEL, CHOICE_LABEL, FACT_LABEL, FIELD_LABEL, FORM_TITLE, TITLE
from bot.text import count_units
from bot.translations.checks import Rules
from bot.translations.entries import Sentence

SUMMARY = 100  # Discord's description of a command
COMMAND_NAME = 32  # Discord's
SHORTCUT, SHORTCUT_SUMMARY = 24, 150  # Slack's
_BLANK = 12  # characters that a blank is taken to need; what a card fills in beyond that, it shortens

# The first that fits a whole key counts. "*" is one part of it, "**" any.
_LIMITS = (
    ("choice.*_also.**", None),
    ("choice.**", CHOICE_LABEL),
    ("form.**.title", FORM_TITLE),
    ("form.**.submit", FORM_TITLE),
    ("form.strays", None),
    ("form.near", None),
    ("form.**", FIELD_LABEL),
    ("command.*.summary", SUMMARY),
    ("command.*.*", FIELD_LABEL),  # where the option is missing, its sentence is a field's label
    ("command_name.*", COMMAND_NAME),
    ("option_name.*", COMMAND_NAME),
    ("group.*", SUMMARY),
    ("slack.cancel", FORM_TITLE),
    ("slack.close", FORM_TITLE),
    ("slack.shortcut.about_*", SHORTCUT_SUMMARY),
    ("slack.shortcut.*", SHORTCUT),
    ("button.*", BUTTON_LABEL),
    ("**.button", BUTTON_LABEL),
    ("**.button.**", BUTTON_LABEL),
    ("**.*_button", BUTTON_LABEL),
    *((key, BUTTON_LABEL) for key in (
        "actions.sent", "alert.original", "archive.bring_back", "archive.confirm", "ask.again", "board.hide",
        "board.see_names", "history.all", "history.back", "home.alerts", "home.chapter", "home.report", "home.write",
        "language.title", "log.washington", "name.no", "name.yes", "name.notice.look", "org.leave_confirm",
        "report.other_ask", "report.send.look", "slack.form_again", "slack.home", "suspend.confirm", "tap.back",
        "zip.another", "zip.by_hand", "zip.district", "zip.state", "zip.yes",
    )),
    ("**.title", TITLE),
    ("**.title.*", TITLE),
    ("**.*_title", TITLE),
    ("**.title_*", TITLE),
    ("alert.detail", TITLE),
    ("ask.change", TITLE),
    ("alert.column.*", FACT_LABEL),
    ("draft.fact.*", FACT_LABEL),
    *((key, FACT_LABEL) for key in (
        "alert.card.calls", "alert.card.chapters", "alert.card.people", "alert.card.postcards",
        "alert.preview.author", "alert.preview.channels",
        "alert.preview.languages", "alert.preview.unreachable", "alert.preview.when", "alert.preview.whom",
        "log.coalition", "log.own", "mycalls.streak", "postcard.everybody", "postcard.own", "report.answered",
        "report.callers", "report.calls", "report.chapters", "report.orgs", "report.states", "script.ask",
        "script.fact", "alert.campaign", "chapter.postcards", "lifecycle.audience", "lifecycle.drafts", "lifecycle.key",
        "lifecycle.languages", "lifecycle.outdated", "lifecycle.owner", "mydata.calls", "mydata.drafts",
        "mydata.reminder", "mydata.roles", "postcard.review.from", "postcard.review.language",
        "postcard.review.signed", "postcard.review.to", "postcard.review.written", "profile.chapter",
    )),
)  # fmt: skip


@cache
def _compile() -> tuple[tuple[re.Pattern[str], int | None], ...]:
    parts = {r"\*\*": ".+", r"\*": r"[^.]+"}
    return tuple(
        (re.compile(re.sub(r"\\\*\\\*|\\\*", lambda found: parts[found[0]], re.escape(pattern))), limit)
        for pattern, limit in _LIMITS
    )


@cache
def find_limit(key: str) -> int | None:
    """The most characters that the sentence ``key`` may have; None if it is part of a card's text."""
    return next((limit for pattern, limit in _compile() if pattern.fullmatch(key)), None)


def measure(text: str) -> int:
    """What a label costs on the stricter platform, with something in its blanks."""
    filled = re.sub(r"\{\w+\}", "x" * _BLANK, text)
    return max(measure_cost(filled), count_units(filled))


def measure_plain(text: str) -> int:
    """The length of a form's or a command's text, which no platform escapes."""
    return count_units(re.sub(r"\{\w+\}", "x" * _BLANK, text))


def make_rules(key: str, tag: str, english: Mapping[str, Sentence], own: Mapping[str, Sentence]) -> Rules:
    """The rules for one sentence: ``english`` and ``own`` are the catalogs of both languages."""
    plain = key.startswith(("form.", "command.", "group.", "choice.", "slack.shortcut."))
    names_command = "{slash}" in str(english[key])  # few do, and each would look at every key
    known = english if names_command else ()
    groups = frozenset(one.removeprefix("group.") for one in known if one.startswith("group."))
    return Rules(
        tag,
        find_limit(key),
        measure_plain if plain else measure,
        groups,
        _find_ending(key, english, own),
        has_wide_marks=tag.startswith("zh") and not _is_list(key),
    )


def _is_list(key: str) -> bool:
    """Whether a sentence is a list of what people type, with the commas that code looks for."""
    return key.startswith("typed_time.") or "_also." in key


_LAST = "error.nothing_saved"  # `bot.kit.answers.refusals` takes it off the end of a sentence


def _find_ending(key: str, english: Mapping[str, Sentence], own: Mapping[str, Sentence]) -> str:
    ending, sentence = str(english.get(_LAST, "")), english[key]
    forms = [sentence] if isinstance(sentence, str) else list(sentence.values())
    if not ending or key == _LAST or not all(form.endswith(ending) for form in forms):
        return ""
    return str(own.get(_LAST) or ending)
