"""Where no map is loaded, no ZIP can be looked up: nothing that people read asks for one, in any language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.adapters.discord.drawing.commands import build_command_tree, encode_tree
from bot.cogs.shared.new_lines import write_coming_lines
from bot.core.people.profiles.homes import Redrawn
from bot.core.statehouse.open_states import read_state
from bot.identity import Caller
from bot.kit.answers.help import draw_command_help
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import list_catalogs, load_catalog, load_words
from bot.kit.invocation import Envelope
from bot.kit.spec import NO_DATA
from bot.roles import Role
from tests.contract.conftest import CONSOLE
from tests.contract.languages.volunteer_screens import speak, walk
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign
from tests.contract.targets.test_statehouse import TARGETS, load_states
from tests.public_data.capitol import LOADED, make_congress
from tests.public_data.statehouses import find_real_state

# What people call a ZIP code in each language. Vietnamese has "bưu chính" for it, and "bưu thiếp" is a postcard.
ZIP = re.compile(r"\bZIPs?\b|código postal|códigos postales|우편번호|bưu chính|邮政编码|邮编|郵遞區號", re.IGNORECASE)
# Said to an office, whose staff route a call by it: no data of ours is needed for that.
TYPED = "choice.key_also."  # words that people may type before a colon, which nobody is shown
TO_OFFICES = ("script.request.", "script.enough", "staff.zip.", "staff.address.", "gap.zip")
# Cards that need a map to come up, and what answers a ZIP that somebody typed all the same.
WITH_MAP = frozenset(
    f"zip.{name}"
    for name in (
        *("several", "near", "nowhere", "military", "another", "shares", "meant", "yes", "digits", "redrawn", "kept"),
        "no_data",
    )
) | {
    "preview.no_zip",
    "preview.does.representative",
    "congress.doubt.zips",
    "congress.doubt.unknown_zips",
    "district.unknown",
}
PROFILE = "command.profile.district"


def flatten(text: object) -> str:
    return " ".join(text.values()) if isinstance(text, Mapping) else str(text)


def test_each_sentence_about_a_zip_has_another_for_where_none_can_be_looked_up() -> None:
    english = load_catalog("en")
    for language in list_catalogs():
        catalog: Mapping[str, Any] = load_catalog(language)
        about = {key for key, text in catalog.items() if ZIP.search(flatten(text))}
        asking = {key for key in about - WITH_MAP if not key.startswith((*TO_OFFICES, TYPED))}
        assert asking, language
        assert {key for key in asking if key + NO_DATA not in catalog} == set(), language
        others = [key for key in catalog if key.endswith(NO_DATA) and key not in WITH_MAP]
        assert [key for key in others if ZIP.search(flatten(catalog[key]))] == [], language
        assert {key for key in asking if key in english and not ZIP.search(flatten(english[key]))} == set(), language


def list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from list_texts(one)


@pytest.fixture(scope="module")
def to_offices() -> frozenset[str]:
    """The pieces around the blanks of what callers say to offices, in every language."""
    found = set[str]()
    for language in list_catalogs():
        for key, text in load_catalog(language).items():
            if key.startswith(TO_OFFICES):
                found |= {piece.replace("*", "") for one in list_texts(text) for piece in re.split(r"\{\w+\}", one)}
    return frozenset(piece for piece in found if ZIP.search(piece))


def find_zips(text: str, to_offices: frozenset[str]) -> list[str]:
    """The lines that speak of a ZIP, without what is said to an office."""
    for piece in sorted(to_offices, key=len, reverse=True):
        text = text.replace(piece, " ")
    return [line for line in text.splitlines() if ZIP.search(line)]


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_no_form_help_or_declaration_speaks_of_a_zip(stage: Stage) -> None:
    dispatcher = stage.app.dispatcher
    registry, asked = dispatcher.registry, Envelope("r", stage.app.core.base.clock(), Caller("console", "ana", None))
    shown = {"discord": encode_tree(build_command_tree(map(registry.suit, registry.commands.values())))}
    for language in list_catalogs():
        envelope = replace(asked, locale=language)
        for name in registry.forms:
            form = await dispatcher.fill_form(dispatcher.make_form(envelope, name, {}), envelope)
            shown[f"{language} {name}"] = "\n".join((form.title, form.note, *(field.label for field in form.fields)))
        for name in {spec.name.split(" ")[0] for spec in registry.commands.values()}:
            card = draw_command_help(registry, load_words(language), Role.ADMIN, name)
            shown[f"{language} help {name}"] = strip_markup(card.body)
    assert {where: text for where, text in shown.items() if ZIP.search(text)} == {}
    assert load_words("en").t("form.representative.title") in shown["en representative"]

    await stage.elect(make_congress().load())
    stage.forward(seconds=5)  # a process looks for new data every three seconds
    await stage.app.core.congress.read_directory()
    form = dispatcher.make_form(asked, "profile", {})
    assert "Your ZIP, or CA-11, or CA Assembly 12" in [field.label for field in form.fields]
    assert ZIP.search(strip_markup(draw_command_help(registry, load_words("en"), Role.VOLUNTEER, "profile").body))


@pytest.mark.parametrize("platform_name", [CONSOLE])
@pytest.mark.parametrize("language", list_catalogs())
async def test_no_screen_of_a_volunteer_asks_for_a_zip(stage: Stage, language: str, to_offices: frozenset[str]) -> None:
    await stage.add_org("Valley United", "West")
    ana = stage.person("Ana", locale=language)
    found = {}
    async for line, seen in walk(stage, ana, language):
        text = "\n".join((seen.text, *seen.buttons, seen.form, *seen.errors.values()))
        if not line.endswith("95014"):  # somebody who types a ZIP hears that none can be looked up
            found[line] = find_zips(text, to_offices)
    assert {line: lines for line, lines in found.items() if lines} == {}


async def test_cards_that_ask_where_somebody_lives_ask_for_a_state_or_district(
    stage: Stage, to_offices: frozenset[str]
) -> None:
    await load_states(stage, read_state(find_real_state("CA"), "CA", LOADED))
    await stage.restart(campaign("state", TARGETS))
    for number, language in enumerate(list_catalogs()):
        await speak(stage, language)
        ana = stage.person(f"Ana{number}", locale=language)
        await ana.say(f"/profile language:{language}")
        seen = [await ana.say("/script"), await ana.say("/profile CA"), await ana.say("/script")]
        seen += [await ana.say(f"/profile district:{word}") for word in ("PO box 12", "APO AE", "Nowhere at all")]
        assert [find_zips("\n".join((one.text, *one.errors.values())), to_offices) for one in seen] == [[]] * len(seen)


async def test_the_ways_to_say_where_one_lives_lead_to_forms_for_a_district(stage: Stage) -> None:
    by_hand, lives = "State and district, like CA-11, or CA alone", "Your state, or CA-11, or CA Assembly 12"
    ana = stage.person("Ana")
    await ana.say("/script")
    await ana.tap(said("script.button.fill"))
    assert (await ana.fill({lives: "CA-11"})).fact("District") == "CA-11"
    await ana.say("/profile district:-")
    find = said("script.button.find.representative")
    start = await ana.say("/postcard")
    assert not start.has(said("postcard.unknown_place_no_data"))  # no place would name anybody yet
    assert find not in start.buttons
    await stage.elect(replace(make_congress().load(), maps=()))
    stage.forward(seconds=5)
    start = await ana.say("/postcard")
    assert start.has(said("postcard.unknown_place_no_data"))
    await ana.tap(find, start)
    assert (await ana.fill({by_hand: "CA-12"})).fact("District") == "CA-12"
    placed = await ana.say("/postcard")
    assert not placed.has(said("postcard.unknown_place_no_data"))
    assert find not in placed.buttons
    for typed in ("2139", "94110", "9411"):
        refused = await ana.say(f"/profile district:{typed}")
        shown = "\n".join((refused.text, *refused.errors.values()))
        assert said("zip.no_data").partition(" Nothing")[0] in shown, typed


def test_new_lines_to_come_ask_for_the_district_then() -> None:
    coming = Redrawn("TX", date(2027, 1, 3), has_map=False)
    for language in list_catalogs():
        words = load_words(language)
        assert not ZIP.search(write_coming_lines(words, coming, has_maps=False)), language
        assert ZIP.search(write_coming_lines(words, coming, has_maps=True)), language


async def test_members_without_a_map_are_found_by_district(stage: Stage) -> None:
    await stage.elect(replace(make_congress().load(), maps=()))
    card = await stage.person("Ana").say("/script")
    assert card.has(said("script.unknown_no_data"))
    cora = await admin(stage)
    await cora.say("/campaign preview")
    assert (await cora.tap(said("script.button.find.representative"))).has("types their state and district")
