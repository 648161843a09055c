"""Help lists only the commands of a role, and always fits a card."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from bot.app.app import bootstrap
from bot.config.settings import load_config
from bot.errors import UserError
from bot.kit.answers.help import PAGE_LINES, draw_command_help, draw_command_list, format_syntax
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Card
from bot.kit.descriptions import describe_command
from bot.kit.i18n import load_catalog, load_words
from bot.kit.registry import Registry, collect
from bot.roles import Role
from tests.kit.sample import SampleCog

ROOT = Path(__file__).parents[3]
WORDS = load_words("en")


def sample() -> Registry:
    return collect(SampleCog())


def listing(registry: Registry, role: Role, slash: str = "/") -> list[Card]:
    """Every page of the help, reached by its buttons."""
    pages = [draw_command_list(registry, load_words("en", slash), role)]
    while after := [button for button in pages[-1].buttons if button.label == WORDS.t("page.after")]:
        pages.append(draw_command_list(registry, load_words("en", slash), role, int(after[0].args["page"])))
    return pages


def test_a_volunteer_sees_a_volunteers_commands() -> None:
    [page] = listing(sample(), Role.VOLUNTEER)
    assert "/log – Record a call you made." in strip_markup(page.body)
    assert "void" not in strip_markup(page.body)
    assert not page.buttons


def test_a_coordinator_sees_more_with_the_platforms_own_slash() -> None:
    [page] = listing(sample(), Role.COORDINATOR, "/vof-")
    assert "/vof-void – Take a call out of the count." in strip_markup(page.body)


@pytest.mark.parametrize("count", [1, 24, 25, 26, 27, 60, 250])
@pytest.mark.parametrize("subjects", [1, 2, 7])
def test_a_long_list_has_pages_and_a_sentence_for_each_command(count: int, subjects: int) -> None:
    log, named = sample().commands["log"], ("calls", "you", "campaigns", "orgs", "alerts", "reports", "people")
    commands = {f"log{at}": structs.replace(log, name=f"log{at}", subject=named[at % subjects]) for at in range(count)}
    pages = listing(replace(sample(), commands=commands), Role.VOLUNTEER)
    listed = [line for page in pages for line in strip_markup(page.body).splitlines() if line.startswith("/")]
    assert sorted(listed) == sorted(f"/{name} – Record a call you made." for name in commands)
    assert all(len(strip_markup(page.body).splitlines()) <= PAGE_LINES for page in pages)
    assert all(strip_markup(page.body).splitlines()[0] in headings() for page in pages)


@pytest.mark.parametrize("number", [-3, 0, 99])
def test_a_missing_page_becomes_the_nearest(number: int) -> None:
    assert draw_command_list(sample(), WORDS, Role.ADMIN, number) == draw_command_list(sample(), WORDS, Role.ADMIN)


@pytest.mark.parametrize("role", Role)
def test_every_command_of_the_product_is_listed_below_its_subject(role: Role, product: Registry) -> None:
    pages = listing(product, role)
    listed = [line for page in pages for line in strip_markup(page.body).splitlines() if line.startswith("/")]
    usable = [spec for spec in product.commands.values() if spec.role <= role]
    assert all(spec.subject for spec in usable)
    assert sorted(listed) == sorted(f"/{spec.name} – {describe_command(spec, WORDS)}" for spec in usable)
    assert all(strip_markup(page.body).splitlines()[0] in headings() for page in pages)
    assert all(
        line in headings() or line.startswith("/")
        for page in pages
        for line in strip_markup(page.body).split("\n")
        if line
    )


def headings() -> set[str]:
    subjects = [str(value) for key, value in load_catalog("en").items() if key.startswith("help.subject.")]
    roles = [WORDS.t(f"help.for.{role.name.lower()}") for role in Role]
    return {WORDS.t("help.section", who=who, subject=subject) for who in roles for subject in subjects}


def test_commands_stand_below_those_they_are_for(product: Registry) -> None:
    seen, who = list[Role](), ""
    for line in (
        line for page in listing(product, Role.ADMIN) for line in strip_markup(page.body).splitlines() if line
    ):
        if line.startswith("/"):
            role = product.commands[line[1:].split(" – ")[0]].role
            assert who.startswith(WORDS.t(f"help.for.{role.name.lower()}")), line
            seen.append(role)
        else:
            who = line
    assert seen == sorted(seen)
    assert set(seen) == {Role.VOLUNTEER, Role.CAPTAIN, Role.COORDINATOR, Role.ADMIN}


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Registry]:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    (tmp_path / "config.yaml").write_text("{}")
    app = await bootstrap(load_config(tmp_path / "config.yaml", {}), {})
    yield app.registry
    await app.close()


def test_one_command_with_the_words_of_its_options() -> None:
    card = draw_command_help(sample(), WORDS, Role.VOLUNTEER, "log")
    assert card.title == "/log [outcome] [office] [times]"
    assert strip_markup(card.body).splitlines() == [
        "Record a call you made.",
        "",
        "outcome – How it went: spoke (Spoke to someone), voicemail (Left a voicemail), "
        "and unavailable (Couldn't get through)",
        "office – Office you called",
        "times – How often",
    ]


@pytest.mark.parametrize(("name", "key"), [("void", "error.for.coordinator"), ("nothing", "error.no_command")])
def test_a_forbidden_command_is_refused_by_role(name: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        draw_command_help(sample(), WORDS, Role.VOLUNTEER, name)
    assert (refused.value.key, refused.value.params) == (key, {"name": name})


def test_required_options_have_no_brackets() -> None:
    assert format_syntax(sample().commands["void"]) == "/void call"
