"""What a script card says of somebody in the caller's state: their number, or the question which district it is."""

from collections.abc import Iterator

from bot.cogs.calls.scripts.script_text import ENGLISH, write_meaning
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.new_lines import choose_place_form, choose_sentence
from bot.cogs.shared.state_names import name_chamber, name_state_district
from bot.core.calls.scripts import Prompt
from bot.core.directory.offices.generic_offices import GOVERNOR
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.state_targets import CHAMBERS, is_elsewhere, list_states
from bot.core.guidance.targets import Target
from bot.core.statehouse.chambers import OPEN_STATES_FINDER, ChamberFacts
from bot.core.statehouse.facts import find_chamber_facts
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button
from bot.kit.i18n import Words, load_words
from bot.phrases import Phone, State, list_all


def write_state_number(words: Words, prompt: Prompt, target: Target, line: PhoneLine, names: Names) -> Markup:
    """The number to call, and what to say where several members share it; or how to find out who it is."""
    if not target.is_named:
        number = words.m("script.listed", phone=Phone(line.phone)) if line.phone else Markup()
        return join(number, _ask_district(words, prompt, target), between="\n")
    if not line.phone:
        return words.m("script.no_state_number", address=_find_finder(target))
    if line.place is None:
        return words.m("script.listed", phone=Phone(line.phone))
    direct = words.m("script.direct", phone=Phone(line.phone), place=line.place)
    office = prompt.targets.find_office(line.office)
    if office is None or not prompt.targets.home.directory.is_shared(office):
        return direct
    said, meant = (_ask_for_member(one, prompt, target, names) for one in (load_words(ENGLISH), words))
    shared = words.m("script.shared", request=said)
    return join(join(direct, shared, between=" "), write_meaning(words, said, meant), between="\n")


def write_state_absences(words: Words, prompt: Prompt) -> Iterator[Markup]:
    """That a campaign calls people in other states than the caller's, if so."""
    file, state = prompt.campaign.file, prompt.targets.state
    if state and is_elsewhere(file, state):
        states = list_all(map(State, list_states(file)))
        yield words.m("script.not_in_state", states=states, place=State(state))


def name_vacant_district(words: Words, key: str) -> str:
    """A vacant seat of a state legislature within a sentence."""
    return words.t("script.state_seat", district=name_state_district(words, key))


def draw_district_buttons(words: Words, prompt: Prompt, target: Target) -> tuple[Button, ...]:
    """The button that asks where a caller lives, so that their own legislator or governor can be named."""
    back = {"campaign": prompt.campaign.id}
    facts = _find_facts(target)
    if target.is_named or (facts and not prompt.targets.home.directory.has_state(facts.state)):
        return ()
    if facts is None:
        form = choose_place_form(has_maps=prompt.targets.has_maps)
        return (Button(words.t("script.button.find.state"), form, back),)
    args = {"chamber": f"{facts.state}-{facts.chamber.letter}", **back}
    return (Button(words.t("script.button.find.state_district"), "state_district", args),)


def name_official_title(words: Words, target: Target) -> str | None:
    """What an office's holder is called: "Senator", "Assembly Member"; None for an office of the campaign's own."""
    if target.member:
        return words.label("title", target.member.title)
    if target.legislator:
        return words.label("state_title", target.legislator.title)
    return words.label("state_title", "governor") if target.governor else None


def _ask_district(words: Words, prompt: Prompt, target: Target) -> Markup:
    facts, has_maps = _find_facts(target), prompt.targets.has_maps
    if target.slot == GOVERNOR:
        return words.m(choose_sentence("script.ask_governor", has_maps=has_maps))
    if facts is None:
        return words.m(choose_sentence("script.ask_state", has_maps=has_maps), address=OPEN_STATES_FINDER)
    asked = choose_sentence("script.ask_district", has_maps=has_maps)
    key = asked if prompt.targets.home.directory.has_state(facts.state) else "script.no_state_data"
    chamber = name_chamber(words, facts.state, facts.chamber)
    return words.m(key, chamber=chamber, address=facts.finder)


def _ask_for_member(words: Words, prompt: Prompt, target: Target, names: Names) -> str:
    office = names.name_office_inline(words, prompt.campaign.file.key, target.slot)
    return words.t("script.request.member", office=office)


def _find_facts(target: Target) -> ChamberFacts | None:
    """The facts of the chamber that a target sits in, None while the state is unknown, and for a governor."""
    chamber = CHAMBERS.get(target.generic or "")
    return find_chamber_facts(target.state, chamber) if target.state and chamber else None


def _find_finder(target: Target) -> str:
    facts = _find_facts(target)
    return facts.finder if facts else OPEN_STATES_FINDER
