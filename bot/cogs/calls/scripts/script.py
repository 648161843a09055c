"""`/script`: whom to call, what to say, and the outcome buttons."""

from functools import partial

from bot.cogs.calls.campaign_question import draw_further_buttons, draw_washington_way
from bot.cogs.calls.other_campaigns import write_also_open
from bot.cogs.calls.scripts.phone_section import write_absences, write_phone_section
from bot.cogs.calls.scripts.script_text import ENGLISH
from bot.cogs.calls.scripts.script_views import (
    View,
    WhichView,
    carry_language,
    choose_view,
    draw_asks,
    draw_flip_buttons,
    fill_speech,
    join_lines,
    write_office_note,
    write_script,
)
from bot.cogs.calls.scripts.state_section import draw_district_buttons
from bot.cogs.calls.scripts.why import WhichOffice, draw_why_buttons
from bot.cogs.shared.card_parts import (
    AGAIN,
    CampaignWord,
    CardLanguage,
    LanguageWord,
    draw_postcard_buttons,
    draw_share_button,
    translate_title,
)
from bot.cogs.shared.display_names import Names, Naming
from bot.cogs.shared.name_doubts import write_name_doubt
from bot.cogs.shared.new_lines import choose_place_form
from bot.cogs.shared.prompts import identify_and_fetch_prompt
from bot.cogs.shared.translation_states import draw_state
from bot.core.calls.scripts import Prompt, Scripts
from bot.core.directory.members import REPRESENTATIVE
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.guidance.delegates import find_title
from bot.core.guidance.own_first import is_order_open
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.targets import Target
from bot.core.totals.counting import Outcome
from bot.kit.cards.fitting import draw_first_fitting, join_fitting
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BODY, CARD, Button, Card, Style, measure_card
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer
from bot.kit.spec import action, command
from bot.languages import list_tags, name_locale

_OWN = frozenset({"name", "place"})  # blanks that a profile fills
_UNBOUNDED = 1_000_000  # a card that is too large isn't drawn


class ScriptCog:
    """Shows scripts."""

    subject = "calls"

    def __init__(self, scripts: Scripts, naming: Naming) -> None:
        self._scripts, self._naming = scripts, naming

    @command("script", reads=True, identifies=True)
    async def show_next(self, inv: Invocation, campaign: CampaignWord = None, language: LanguageWord = None) -> Answer:
        """Get the number and the words for your next call."""
        return await self.show(inv, campaign, language=language)

    # A button may carry a language that a script no longer has, so its option accepts any text.
    @action("script.show", reads=True, identifies=True)
    async def show(
        self,
        inv: Invocation,
        campaign: CampaignWord = None,
        office: WhichOffice = None,
        language: CardLanguage = None,
        view: WhichView = None,
    ) -> Answer:
        """Show the script for one office."""
        prompt, read, identity = await identify_and_fetch_prompt(self._scripts, inv, campaign, office, language)
        names = await self._naming.load_names_at(inv.at)
        return Answer(draw_script_card(read, prompt, names, wanted=language, view=view), identity)


def draw_script_card(
    inv: Invocation, prompt: Prompt, names: Names, *, wanted: str | None = None, view: View | None = None
) -> Card:
    """Show whom to call next and what to say, or say that nobody is left. ``wanted`` is the language asked for.

    Where both languages don't fit on one card, it shows English.
    """
    if prompt.target is None or prompt.line is None:
        return draw_done_card(inv, prompt, names)
    draw = partial(_draw_prompt_card, inv, prompt, prompt.target, prompt.line, names, wanted)
    shown = choose_view(prompt, view)
    alone = View.ENGLISH if shown is View.BOTH else shown
    both = (partial(draw, View.BOTH),) if shown is View.BOTH else ()
    whole = partial(draw, alone, fits=not both)
    return draw_first_fitting(*both, whole, partial(draw, alone, fits=not both, is_short=True))


def _draw_prompt_card(
    inv: Invocation,
    prompt: Prompt,
    target: Target,
    line: PhoneLine,
    names: Names,
    wanted: str | None,
    view: View,
    *,
    fits: bool = True,
    is_short: bool = False,
) -> Card:
    """Show one office: its name and number, the reassurance, what to say, and the outcome buttons.

    ``fits`` is False if both languages don't fit on one card. ``is_short`` leaves out what there is no room for.
    """
    words, title, asks = inv.words, translate_title(inv, prompt.campaign.file), draw_asks(inv.words, prompt, view)
    speech, gaps = fill_speech(prompt, target, line, names, words.language)
    others = [one.file for one in prompt.others]
    said = join_lines(speech) if is_short else speech
    parts = (
        *_write_lead(inv, prompt, target, line, names, wanted),
        (Markup() if fits else words.m("script.too_long"), 5),
        (_write_drafts(words, prompt, view), 0),
        (write_office_note(words, speech, prompt.script.language), 4),
        (write_script(words, said, view, prompt.script.language), 0),
        (words.m("script.gaps") if gaps & _OWN else Markup(), 7),
        (write_also_open(inv, others), 8),
    )
    room = min(BODY, CARD - measure_card(Card(title, facts=asks))) if is_short else _UNBOUNDED
    return Card(
        title,
        join_fitting(parts, room),
        asks,
        buttons=(
            *draw_outcome_buttons(inv, prompt, line),
            *_draw_skip_button(inv, prompt, view, fits=fits),
            *_draw_ways(inv, prompt, target, line, names, gaps),
            *draw_flip_buttons(inv, prompt, view, line.office, fits=fits),
            *draw_postcard_buttons(words, prompt.campaign.file),
            *draw_further_buttons(inv, others),
        ),
    )


def _write_lead(
    inv: Invocation, prompt: Prompt, target: Target, line: PhoneLine, names: Names, wanted: str | None
) -> tuple[tuple[Markup, int], ...]:
    """What comes before a script: whom to call at which number, and what to expect. Numbers are `join_fitting`'s."""
    words, count = inv.words, len(prompt.targets.all)
    office = names.name_office(words, prompt.campaign.file.key, target.slot, prompt.title)
    return (
        (words.m("script.suspended") if inv.suspended else Markup(), 0),
        (words.m("script.lost_profile") if prompt.profile.is_lost else Markup(), 2),
        (_write_missing_language(words, prompt, wanted or inv.language), 3),
        (words.m("script.where", office=office, position=prompt.position, count=count), 0),
        (write_phone_section(words, prompt, target, line, names), 0),
        (write_name_doubt(words, target, prompt.targets, inv.at), 0),
        (write_reassurance(words, target), 1),
        (words.m("script.hint"), 6),
    )


def _write_missing_language(words: Words, prompt: Prompt, wanted: str | None) -> Markup:
    """Say that the campaign has no script in the language asked for, if so."""
    first, shown = list_tags(wanted)[0], prompt.script.language
    if shown != ENGLISH or first == ENGLISH:
        return Markup()
    english = name_locale(ENGLISH, words.language)
    return words.m("script.no_language", wanted=words.label("language", first), language=english)


def _write_drafts(words: Words, prompt: Prompt, view: View) -> Markup:
    """Say which of the shown texts nobody has reviewed. English is what a campaign is written in, no translation."""
    is_own_shown = view is not View.ENGLISH and prompt.script.language != ENGLISH
    file = prompt.campaign.file
    original = draw_state(words, file, ENGLISH) if view is not View.OWN else Markup()
    translation = draw_state(words, file, prompt.script.language) if is_own_shown else Markup()
    return join(original, translation, between="\n")


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
    # Members of an earlier district may have taken some of the day's calls.
    thanks = words.m("script.done" if len(prompt.reached) == len(prompt.targets.all) else "script.used_up")
    body = (thanks,) if prompt.targets.all else (words.m("script.nobody"), *write_absences(words, prompt))
    onward = draw_further_buttons(inv, [one.file for one in prompt.further])
    more = (words.m("log.further"),) if onward else ()
    postcard = draw_postcard_buttons(words, prompt.campaign.file)
    shown = (*onward, *postcard, *buttons, *again)
    return Card(translate_title(inv, prompt.campaign.file), join(*body, *more), buttons=shown)


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


def _draw_skip_button(inv: Invocation, prompt: Prompt, view: View, *, fits: bool) -> tuple[Button, ...]:
    """The button for the next office, in the language and view of this card."""
    if prompt.onward is None:
        return ()
    chosen = {"view": view.value} if fits and view is not choose_view(prompt, None) else {}
    args = {"campaign": prompt.campaign.id, "office": prompt.onward, **carry_language(inv, prompt), **chosen}
    return (Button(inv.words.t("script.button.skip"), "script.show", args),)


def _draw_ways(
    inv: Invocation, prompt: Prompt, target: Target, line: PhoneLine, names: Names, gaps: frozenset[str]
) -> tuple[Button, ...]:
    """The buttons of a script card that log nothing and lead to no other office."""
    words, back = inv.words, {"campaign": prompt.campaign.id}
    here = {**back, "office": line.office}
    form = choose_place_form(has_maps=prompt.targets.has_maps)
    ways = [*draw_washington_way(words, prompt, line, names)]
    if prompt.campaign.file.facts:
        more = {**here, "language": prompt.script.language}
        ways.append(Button(words.t("script.button.more"), "script.more", more))
    ways += draw_why_buttons(words, prompt, line.office)
    if _is_unknown(prompt, target):
        kind = "representative" if target.generic == REPRESENTATIVE else "senators"
        ways.append(Button(words.t(f"script.button.find.{kind}"), form, back))
    elif is_order_open(prompt.campaign.file, prompt.targets):
        ways.append(Button(words.t("script.button.find.own"), form, back))
    if target.is_of_state:
        ways += draw_district_buttons(words, prompt, target)
    if gaps & _OWN:
        ways.append(Button(words.t("script.button.fill"), "blanks", back))
    return tuple(ways)


def _is_unknown(prompt: Prompt, target: Target) -> bool:
    """Whether the caller's ZIP code would reveal who this target is."""
    generic = target.generic in GENERIC and target.member is None
    if prompt.targets.asked and target.slot == REPRESENTATIVE:
        return prompt.targets.asked.has_map
    return generic and prompt.targets.directory.edition is not None and not prompt.targets.explain_end(target.slot)
