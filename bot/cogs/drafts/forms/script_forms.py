"""The forms of a draft's scripts: one text each, for a language and for whom it is said to."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

from bot.cogs.drafts.forms.part_forms import LONG, Mark, OfDraft, fill_part, save_part
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_shape import MAX_ASKS
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.draft_parts.script_part import EVERYONE
from bot.core.drafts.drafts import Drafts
from bot.errors import UserError
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Card, Choice
from bot.kit.dispatch.identities import list_languages
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import form, suggest
from bot.languages import find_chinese, find_language, is_either_chinese
from bot.roles import Role
from bot.text import matches

# The languages that are offered; any other that has a tag can be typed. A menu takes fewer than 25 suggestions.
OFFERED = (
    "en", "es", "zh-Hans", "zh-Hant", "ko", "vi", "tl", "ar", "bn", "fr", "gu", "hi", "ht", "ja", "km", "lo",
    "ne", "pa", "pt", "ru", "so", "ta", "ur",
)  # fmt: skip

Tongue = Annotated[str, Opt("Language", suggest="tongues")]
Text = Annotated[str | None, Opt("What to say (empty takes it away)", max_length=LONG)]
# Forms asked for this until a review took a name. Buttons that were posted then still carry it.
OnceReviewed = Annotated[bool | None, Opt("Whether it was reviewed", hidden=True)]

# An answer to one of the questions, such as 1-yes.
AFTER = tuple(f"{number}-{position}" for number in range(1, MAX_ASKS + 1) for position in ("yes", "no", "undecided"))


class Whom(StrEnum):
    """Whom a text is said to."""

    ALL = EVERYONE
    HOUSE = "house"
    SENATE = "senate"
    DELEGATE = "delegate"


class ScriptFormsCog:
    """The forms of scripts."""

    subject = "campaigns"

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    @form("draft.script", role=Role.COORDINATOR, prefill="fill_script")
    async def save_script(
        self,
        inv: Invocation,
        draft: OfDraft,
        language: Annotated[str, Opt("Its language", hidden=True)],
        whom: Annotated[str, Opt("Whom it is for", hidden=True)],
        text: Text = None,
        reviewed: OnceReviewed = None,
        mark: Mark = None,
    ) -> Card:
        """Write what people say."""
        return await self._save(inv, draft, language, whom, mark, text)

    @form("draft.words", role=Role.COORDINATOR)
    async def save_words(
        self,
        inv: Invocation,
        draft: OfDraft,
        tongue: Tongue,
        text: Annotated[str, Opt("What to say", max_length=LONG)],
        whom: Annotated[Whom | None, Opt("For whom, if not for everyone")] = None,
        after: Annotated[str | None, Opt("After an answer that is known", words=AFTER)] = None,
        reviewed: OnceReviewed = None,
    ) -> Card:
        """Write a script in another language, or other words for some members."""
        entries = (await self._drafts.load(inv.reach, draft, inv.at)).draft.entries
        said_to = _name_whom(entries, whom, after)
        return await self._save(inv, draft, read_language(inv, tongue), said_to, None, text)

    async def fill_script(
        self, inv: Invocation, draft: str = "", language: str = "", whom: str = "", reviewed: str = "", mark: str = ""
    ) -> Mapping[str, str]:
        """What the form of a script shows."""
        return await fill_part(self._drafts, inv, draft, f"script:{language}:{whom}")

    @suggest("tongues")
    async def suggest_tongues(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Languages by name or tag."""
        return suggest_languages(inv.words, typed)

    async def _save(self, inv: Invocation, draft: str, tag: str, whom: str, mark: str | None, text: str | None) -> Card:
        return await save_part(self._drafts, inv, draft, f"script:{tag}:{whom}", mark, {"text": text})


def read_language(inv: Invocation, typed: str, field: str = "tongue") -> str:
    """The tag of a language by its name or tag. Raises UserError, which names the ``field``."""
    if is_either_chinese(typed):
        return find_chinese(list_languages(inv.envelope, inv.identity))
    if tag := find_language(typed, OFFERED) or find_canonical_tag(typed):
        return tag
    raise UserError("draft.language", field=field, word=typed)


def suggest_languages(words: Words, typed: str, but: Iterable[str] = ()) -> tuple[Choice, ...]:
    """The offered languages whose name or tag contains the typed text."""
    pairs = [(tag, words.label("language", tag)) for tag in OFFERED if tag not in but]
    return make_choices([pair for pair in pairs if matches(typed, *pair)][:CHOICES])


def _name_whom(entries: Entries, whom: Whom | None, after: str | None) -> str:
    """Whom a text is for, as a draft keeps it. Raises UserError for an answer to a question that isn't there."""
    chamber = "" if whom in (None, Whom.ALL) else str(whom)
    if not after:
        return chamber or EVERYONE
    number, _, position = after.partition("-")
    asks = entries.get("asks", ())
    if int(number) > len(asks):
        raise UserError("draft.no_ask", field="after", number=int(number), count=len(asks))
    about = f"{asks[int(number) - 1]['key']}:{position}"
    return f"{chamber}/{about}" if chamber else about
