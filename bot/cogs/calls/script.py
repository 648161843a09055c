"""`/script`: whom to call, what to say, and the outcome buttons."""

from dataclasses import replace

from bot.cogs.calls.campaign_question import draw_further_buttons
from bot.cogs.calls.phone_section import write_absences, write_phone_section
from bot.cogs.calls.script_text import find_gap_words, write_speech
from bot.cogs.calls.why import WhichOffice, draw_why_buttons
from bot.cogs.shared.card_parts import (
    AGAIN,
    CampaignWord,
    CardLanguage,
    LanguageWord,
    draw_postcard_buttons,
    draw_script_button,
    draw_share_button,
    translate_title,
)
from bot.cogs.shared.display_names import Names, Naming
from bot.cogs.shared.prompts import fetch_prompt
from bot.core.calls.scripts import Prompt, Scripts
from bot.core.campaign_files import blanks
from bot.core.campaign_files.campaign_file import find_text
from bot.core.directory.members import REPRESENTATIVE
from bot.core.guidance.delegates import find_title
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.targets import Target
from bot.core.totals.counting import Outcome
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Fact, Style
from bot.kit.i18n import Words, load_words
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command
from bot.phrases import State

_OWN = frozenset({"name", "place"})  # blanks that a profile fills


class ScriptCog:
    """Shows scripts."""

    subject = "calls"

    def __init__(self, scripts: Scripts, naming: Naming) -> None:
        self._scripts, self._naming = scripts, naming

    @command("script", reads=True)
    async def show_next(self, inv: Invocation, campaign: CampaignWord = None, language: LanguageWord = None) -> Card:
        """Get the number and the words for your next call."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, language=language)
        return draw_script_card(inv, prompt, await self._naming.load_names_at(inv.at), wanted=language)

    # A button may carry a language that a script no longer has, so its option accepts any text.
    @action("script.show", reads=True)
    async def show(
        self, inv: Invocation, campaign: CampaignWord = None, office: WhichOffice = None, language: CardLanguage = None
    ) -> Card:
        """Show the script for one office."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, office, language)
        return draw_script_card(inv, prompt, await self._naming.load_names_at(inv.at))


def draw_script_card(inv: Invocation, prompt: Prompt, names: Names, *, wanted: str | None = None) -> Card:
    """Show whom to call next and what to say, or say that nobody is left. ``wanted`` is the language asked for."""
    if prompt.target and prompt.line:
        card = _draw_prompt_card(inv, prompt, prompt.target, prompt.line, names)
        paused = inv.words.m("script.suspended") if inv.suspended else Markup()
        lost = inv.words.m("script.lost_profile") if prompt.profile.is_lost else Markup()
        return replace(card, body=join(paused, lost, _write_missing_language(inv.words, prompt, wanted), card.body))
    return draw_done_card(inv, prompt, names)


def _draw_prompt_card(inv: Invocation, prompt: Prompt, target: Target, line: PhoneLine, names: Names) -> Card:
    """Show one office: its name and number, the reassurance, what to say, and the outcome buttons."""
    words, file = inv.words, prompt.campaign.file
    office = names.name_office(words, file.key, target.slot, prompt.title)
    values = _find_values(prompt, target, line, office)
    gaps = blanks.open_in(prompt.text, values)
    asks = tuple(
        Fact(
            words.t("script.ask", number=number),
            find_text(ask.choose_words(voteless=prompt.is_voteless), prompt.script.language),
        )
        for number, ask in enumerate(file.asks, 1)
    )
    return Card(
        title=translate_title(inv, file),
        body=join(
            words.m("script.where", office=office, position=prompt.position, count=len(prompt.targets.all)),
            write_phone_section(words, prompt, target, line, office),
            write_reassurance(words, target),
            words.m("script.hint"),
            Markup() if prompt.script.reviewed else words.m(_choose_draft_key(prompt)),
            write_speech(blanks.fill(prompt.text, values, find_gap_words(prompt.script.language))),
            words.m("script.gaps") if gaps & _OWN else Markup(),
        ),
        facts=asks,
        buttons=(*draw_outcome_buttons(inv, prompt, line), *_draw_ways(inv, prompt, target, line, gaps)),
    )


def _write_missing_language(words: Words, prompt: Prompt, wanted: str | None) -> Markup:
    """Say that the campaign has no script in the language asked for, if so."""
    shown = prompt.script.language
    if wanted in (None, shown):
        return Markup()
    language = words.label("language", shown)
    return words.m("script.no_language", wanted=words.label("language", str(wanted)), language=language)


def write_reassurance(words: Words, target: Target | None) -> Markup:
    """The reassurance that a name and a ZIP code are enough, with the reason if ``target`` represents the caller."""
    own = target is not None and target.generic is not None
    return words.m("script.enough_own" if own else "script.enough")


def draw_done_card(inv: Invocation, prompt: Prompt, names: Names) -> Card:
    """Thank a caller who reached every office today, or say why they have none to call."""
    words = inv.words
    campaign = prompt.campaign.id
    share = (draw_share_button(words, campaign),) if prompt.targets.all else ()
    buttons = (*share, Button(words.t("button.mycalls"), "mycalls"), Button(words.t("button.board"), "board"))
    again = tuple(
        Button(
            names.name_office(words, campaign, slot, find_title(prompt.targets.find(slot), prompt.targets.place)),
            "script.show",
            {"campaign": campaign, "office": slot},
        )
        for slot in prompt.reached[:AGAIN]
    )
    body = _thank(words, prompt) if prompt.targets.all else (words.m("script.nobody"), *write_absences(words, prompt))
    onward = draw_further_buttons(inv, [one.file for one in prompt.further])
    more = (words.m("log.further"),) if onward else ()
    postcard = draw_postcard_buttons(words, prompt.campaign.file)
    shown = (*onward, *postcard, *buttons, *again)
    return Card(translate_title(inv, prompt.campaign.file), join(*body, *more), buttons=shown)


def _thank(words: Words, prompt: Prompt) -> tuple[Markup, ...]:
    """Thank for the day's calls. Members of an earlier district may have taken some of them."""
    return (words.m("script.done" if len(prompt.reached) == len(prompt.targets.all) else "script.used_up"),)


def draw_outcome_buttons(inv: Invocation, prompt: Prompt, line: PhoneLine) -> tuple[Button, ...]:
    """The buttons that log how the call to a prompt's office went."""
    return tuple(_draw_outcome_button(inv, prompt, line, outcome) for outcome in Outcome)


def _draw_outcome_button(inv: Invocation, prompt: Prompt, line: PhoneLine, outcome: Outcome) -> Button:
    args = {
        "outcome": outcome.value,
        "office": line.office,
        "campaign": prompt.campaign.id,
        "language": prompt.script.language,
    }
    style = Style.PRIMARY if outcome is Outcome.SPOKE else Style.PLAIN
    return Button(inv.words.label("outcome", outcome.value), "tap", args, style)


def _draw_ways(
    inv: Invocation, prompt: Prompt, target: Target, line: PhoneLine, gaps: frozenset[str]
) -> tuple[Button, ...]:
    """The buttons of a script card that log nothing."""
    words, back = inv.words, {"campaign": prompt.campaign.id}
    here = {**back, "office": line.office}
    ways = []
    if prompt.onward:
        ways.append(draw_script_button(inv, prompt.campaign.id, prompt.onward, Style.PLAIN, label="script.button.skip"))
    if prompt.campaign.file.facts:
        more = {**here, "language": prompt.script.language}
        ways.append(Button(words.t("script.button.more"), "script.more", more))
    ways += draw_why_buttons(words, prompt, line.office)
    if _is_unknown(prompt, target):
        kind = "representative" if target.generic == REPRESENTATIVE else "senators"
        ways.append(Button(words.t(f"script.button.find.{kind}"), "representative", back))
    if gaps & _OWN:
        ways.append(Button(words.t("script.button.fill"), "blanks", back))
    if not prompt.script.reviewed and prompt.script.language != "en":
        ways.append(Button(words.t("script.button.english"), "script.show", {**here, "language": "en"}))
    return (*ways, *draw_postcard_buttons(words, prompt.campaign.file))


def _is_unknown(prompt: Prompt, target: Target) -> bool:
    """Whether the caller's ZIP code would reveal who this target is."""
    generic = target.generic is not None and target.member is None
    return generic and prompt.targets.directory.edition is not None and not prompt.targets.explain_end(target.slot)


def _find_values(prompt: Prompt, target: Target, line: PhoneLine, office: str) -> dict[str, str | None]:
    """What fills a script's blanks. The caller fills the None ones aloud."""
    file, language = prompt.campaign.file, prompt.script.language
    listed = target.listed
    said = load_words(language)
    title = said.label("title", target.member.title) if target.member else None
    return {
        "name": prompt.profile.name,
        "place": said.render(State(prompt.profile.state)) if prompt.profile.state else None,
        "member": target.member.name if target.member else find_text(listed.name, language) if listed else None,
        "title": listed.title if listed else title,
        "office": office,
        "phone": line.phone,
        "campaign": find_text(file.title, language),
        "org": prompt.org,
        "chapter": prompt.chapter,
    }


def _choose_draft_key(prompt: Prompt) -> str:
    """The sentence about a text that nobody has reviewed. English is what a campaign is written in, no translation."""
    return "script.draft_original" if prompt.script.language == "en" else "script.draft"
