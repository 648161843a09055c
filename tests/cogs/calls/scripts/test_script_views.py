"""A script card in English, in the caller's language, or in both, within every platform's limits."""

import inspect
import json
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from bot.adapters.discord.drawing.content import split_content
from bot.adapters.discord.drawing.render import draw
from bot.adapters.slack.drawing.render import draw_message
from bot.cogs.calls.log import LogCog
from bot.cogs.calls.scripts.script import ScriptCog, draw_script_card
from bot.cogs.calls.scripts.script_views import View
from bot.cogs.calls.scripts.staff_answers import draw_answers_card
from bot.cogs.calls.scripts.why import WhyCog, draw_facts_card, draw_why_card, make_place
from bot.cogs.shared.display_names import Names
from bot.config.files import parse_strict
from bot.core.calls.scripts import Prompt
from bot.core.calls.speech import choose_speech
from bot.core.campaign_files.campaign_file import CampaignFile, find_text, parse_campaign
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.members import make_directory
from bot.core.directory.offices.phones import SWITCHBOARD
from bot.core.guidance.phone_lines import find_line
from bot.core.guidance.targets import find_targets
from bot.core.people.profiles.profiles import Profile
from bot.identity import Caller
from bot.kit.answers.routes import Route, Sealer
from bot.kit.cards.markup import measure_shown_cost, strip_markup
from bot.kit.cards.reply import Card
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.spec import read_specs
from bot.roles import Reach
from tests.public_data.capitol import make_congress
from tests.services import MONDAY, ZONE

EN = load_words("en")
LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members)
LONGEST = {"": "м" * 2_500, "cjk": "請" * 2_500, "signs": "&" * 510, "emoji": "😀" * 1_250, "lines": "a\n" * 1_200}


def read(**entries: Any) -> CampaignFile:
    """A campaign with these keys, measured as the app does."""
    text = json.dumps({"campaign": "vof", "title": "Drive", **entries}, ensure_ascii=False)  # JSON is YAML
    return parse_campaign(parse_strict(text.encode(), "f"), ZONE, measure_shown_cost)


def make_prompt(file: CampaignFile, language: str, place: str | None = None) -> Prompt:
    targets = find_targets(file, place, CONGRESS)
    target, script = targets.all[0], find_text(file.scripts, language)
    return Prompt(
        campaign=Campaign(file, "open", ZONE, None, None),
        script=script,
        speech=choose_speech(target, file.scripts["en"], script, place=place),
        target=target,
        line=find_line(target, SWITCHBOARD, MONDAY),
        position=1,
        targets=targets,
        onward="senator-1",
        reached=(),
        profile=Profile(),
        chapter=None,
        org=None,
    )


def ask(language: str, *, suspended: bool = False) -> Invocation:
    caller, words = Caller("console", "ana", None), load_words(language)
    return Invocation(Envelope("r", MONDAY, caller), Reach(), words, language, suspended)


def show(file: CampaignFile, language: str, view: View | None = None, inv: Invocation | None = None) -> Card:
    names = Names(CONGRESS, {file.key: file})
    return check(draw_script_card(inv or ask(language), make_prompt(file, language), names, view=view))


def check(card: Card) -> Card:
    """A card that Discord and Slack show whole."""
    content, rest = split_content(draw(card))
    shown = content + "".join(one.description or "" for one in rest.embeds)
    assert len(content) <= 2_000
    assert sum(len(one) for one in rest.embeds) <= 6_000
    assert shown.count("To understand") == strip_markup(card.body).count("To understand")
    message = draw_message(card)
    assert len(message.blocks) <= 50
    return card


def labels(card: Card) -> list[str]:
    return [one.label for one in card.buttons if one.route == "script.show" and one.args["office"] != "senator-1"]


def scripts(english: str, own: str, **more: str) -> dict[str, Any]:
    texts = {"en": english, "es": own, **more}
    return {tag: {"text": text, "reviewed": True} for tag, text in texts.items() if text}


SHORT = read(
    scripts=scripts("I'm {{name}}.\n\nBye.", "Soy {{name}}.\n\nAdiós.", ar="أنا {{name}}.\n\nوداعا."),
    asks=[{"key": "one", "text": {"en": "Will you?", "es": "¿Lo hará?"}}, {"key": "two", "text": "And then?"}],
)


@pytest.mark.parametrize(
    ("view", "has", "lacks", "others"),
    [
        (None, ("Say:", "I'm (your name).", "To understand: Soy (su nombre)."), (), ["Only English", "Only Español"]),
        (View.ENGLISH, ("I'm (your name).",), ("Soy", "Say:"), ["Both languages", "Only Español"]),
        (View.OWN, ("Soy (su nombre).",), ("I'm (", "Say:"), ["Both languages", "Only English"]),
    ],
)
def test_each_view_leads_to_the_others(
    view: View | None, has: tuple[str, ...], lacks: tuple[str, ...], others: list[str]
) -> None:
    card = show(SHORT, "es", view, ask("en"))
    body = strip_markup(card.body)
    assert [part for part in has if part not in body] == []
    assert [part for part in lacks if part in body.replace("answers. Say:", "")] == []
    assert labels(card) == others
    asked = [fact.text for fact in card.facts]
    spanish, english = "¿Lo hará?", "Will you?"
    first = {None: f"Say: “{english}”\nTo understand: {spanish}", View.ENGLISH: english, View.OWN: spanish}[view]
    assert asked == [first, "And then?"]
    languages = {button.args["language"] for button in card.buttons if button.route == "tap"}
    assert languages == {"es"}, "the call's language doesn't follow the view"
    [skip] = (button.args for button in card.buttons if button.args.get("office") == "senator-1")
    assert (skip["language"], skip.get("view")) == ("es", view)


def test_a_reader_of_english_sees_no_second_language() -> None:
    card = show(SHORT, "en")
    assert labels(card) == []
    assert "Say:\n" not in strip_markup(card.body)
    asked_for_english = show(SHORT, "en", inv=structs.replace(ask("en"), language="es"))
    assert labels(asked_for_english) == ["Both languages", "Only Español"]


def test_without_a_script_in_the_readers_language_it_says_so() -> None:
    card = show(SHORT, "ko", inv=structs.replace(ask("en"), language="ko"))
    body = strip_markup(card.body)
    assert "There's no script in 한국어 for this campaign yet" in body
    assert "I'm (your name)." in body
    assert not labels(card)
    assert EN.t("script.office_english") not in body
    assert EN.t("script.office_english") in strip_markup(show(SHORT, "es", inv=ask("en")).body)


def test_right_to_left_paragraphs_keep_their_direction() -> None:
    lines = strip_markup(show(SHORT, "ar").body).splitlines()
    assert "I'm (your name)." in lines
    assert "To understand: \u2067وداعا.\u2069" in lines
    own = strip_markup(show(SHORT, "ar", View.OWN).body)
    assert "أنا \u2066(your name)\u2069." in own


@pytest.mark.parametrize("kind", LONGEST)
def test_the_longest_texts_fit_in_one_language_at_a_time(kind: str) -> None:
    text, line = LONGEST[kind], LONGEST[kind].replace("\n", " ")
    questions = [{"key": f"q{number}", "text": {"en": f"{line[:80]}?", "es": f"¿{line[:80]}"}} for number in range(4)]
    file = read(scripts=scripts(text, text), asks=questions)
    for tag in list_catalogs():
        words = load_words(tag)
        card = show(file, "es", inv=ask(tag, suspended=True))
        only = words.t("script.button.only", language=words.label("language", "es"))
        assert labels(card) == [only], "both don't fit"
        own = show(file, "es", View.OWN, ask(tag, suspended=True))
        assert " ".join(text.split())[-20:] in strip_markup(own.body)
        assert words.t("script.suspended").strip("*").split("**")[0] in strip_markup(own.body)


def test_the_longest_facts_reasons_and_answers_fit() -> None:
    long = {"en": "&" * 40 + "x" * 100, "es": "&" * 40 + "ñ" * 140}
    file = read(
        scripts=scripts("Hello", "Hola"),
        facts=[{"text": long, "source": "s" * 200}] * 5,
        why=[long] * 6,
        answers=[{"they_say": {"en": f"{n}{'t' * 140}", "es": "&" * 20}, "you_can_say": long} for n in range(6)],
    )
    inv, prompt = ask("es"), make_prompt(file, "es")
    check(draw_facts_card(inv, prompt, None, ()))
    check(draw_why_card(inv, prompt, None))
    seen, page = "", 1
    while True:
        card = check(draw_answers_card(inv, prompt, make_place(prompt, None), page))
        seen, page = seen + strip_markup(card.body), page + 1
        if not any(button.args.get("page") == str(page) for button in card.buttons):
            break
    assert all(f"{n}{'t' * 140}" in seen for n in range(6))
    assert page > 2


def test_the_longest_keys_fit_in_the_ids_of_every_button() -> None:
    """Discord takes 100 characters, the longest key 32 and the longest id of a member's office 27."""
    methods = [method for cog in (ScriptCog, WhyCog, LogCog) for _, method in inspect.getmembers(cog)]
    specs = {spec.name: spec for method in methods for spec in read_specs(method)}
    long = {"they_say": "t" * 140, "you_can_say": "y" * 300}
    answers = [{**long, "they_say": f"{number}{'t' * 140}"} for number in range(6)]
    file = read(campaign="k" * 32, scripts=scripts("Hi", "", **{"zh-Hant": "您好"}), answers=answers)
    prompt, inv = make_prompt(file, "zh-Hant"), ask("zh-Hant")
    assert prompt.line
    office = "A000371-" + "x" * 19
    prompt = replace(prompt, line=replace(prompt.line, office=office))
    cards = [draw_script_card(inv, prompt, Names(CONGRESS, {file.key: file}), view=view) for view in (None, *View)]
    cards.append(draw_answers_card(inv, prompt, make_place(prompt, office), 1))
    buttons = [button for card in cards for button in card.buttons if button.route in specs]
    assert {button.route for button in buttons} == {"tap", "script.show", "staff"}
    assert any("page" in button.args for button in buttons)
    for button in buttons:
        args = tuple(button.args.get(option.name, "") for option in specs[button.route].options)
        Sealer(b"k" * 32).encode(Route(button.route, args), inv.caller)


def test_hostile_texts_stay_text() -> None:
    bad = "**x** [a](https://evil.example) <@1> @everyone <!channel> > `"
    file = read(
        scripts=scripts(f"Hi {bad}", f"¡Hola! {bad}"),
        asks=[{"key": "one", "text": {"en": f"Will {bad}?", "es": f"¿{bad}?"}}],
        answers=[{"they_say": {"en": bad, "es": f"¡{bad}"}, "you_can_say": bad}],
    )
    prompt = replace(make_prompt(file, "es"), profile=Profile(name=bad))
    cards = (show(file, "es"), draw_answers_card(ask("es"), prompt, make_place(prompt, None), None))
    for card in cards:
        assert bad in strip_markup(card.body)
        drawn = draw(card)
        for text in (one.description or "" for one in drawn.embeds):
            assert "[a](" not in text
            assert "<@1>" not in text
            assert "**x**" not in text
