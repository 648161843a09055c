"""Writes down what the cogs declare where a file repeats it: the declarations that a start reads, the table of
commands, their sentences for translators, and the routes of posted cards.

Run it as `scripts/record`. A route that is listed stays as it is: cards with its id may be anywhere.
"""

import asyncio
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.cogs.build import DECLARATIONS
from bot.kit import i18n
from bot.kit.answers.help import format_syntax
from bot.kit.descriptions import describe_command
from bot.kit.i18n import load_words
from bot.kit.late_cogs import write_declarations
from bot.kit.registry import Registry
from bot.kit.spec import Spec, drop_maps
from bot.roles import Role
from tests.docs.pages import ROOT, open_app

COMMANDS = ROOT / "docs" / "commands.md"
SENTENCES = ROOT / "bot" / "locales" / "about" / "commands.yaml"
ROUTES = ROOT / "tests" / "cogs" / "posted_routes.txt"
_ROW = re.compile(r"^\| `/.*\|\n", re.MULTILINE)


def list_command_rows(registry: Registry) -> list[str]:
    """The rows of the table of commands."""
    seen, english = {True: "you", False: "the channel"}, load_words("en")
    return [
        f"| `{format_syntax(spec)}` | {seen[spec.private]} | {describe_command(spec, english)} |\n"
        for spec in registry.commands.values()
    ]


def list_sentences(registry: Registry) -> dict[str, dict[str, str]]:
    """What cogs say of commands and options, by who meets it and key.

    A form's field that shares its command's sentence, or has one of its own in the catalog, is left out.
    """
    found: dict[str, dict[str, str]] = {"coordinators": {}, "volunteers": {}}
    written = i18n.load_catalog("en")
    for spec in registry.commands.values():
        _list_of(spec, found, {f"command.{spec.name}.summary": spec.summary})
    for spec in registry.forms.values():
        _list_of(spec, found, {})
    return {whose: {key: text for key, text in texts.items() if key not in written} for whose, texts in found.items()}


def _list_of(spec: Spec, found: dict[str, dict[str, str]], texts: dict[str, str]) -> None:
    whose = found["volunteers" if spec.role is Role.VOLUNTEER else "coordinators"]
    shared = {**found["volunteers"], **found["coordinators"]}
    whose |= texts
    for option in (*spec.options, *drop_maps(spec).options):
        is_shared = spec.kind == "form" and shared.get(f"command.{spec.name}.{option.key}") == option.help
        if not (option.hidden or option.button_only or is_shared):
            whose[f"{spec.kind}.{spec.name}.{option.key}"] = option.help


def write_sentences(sentences: Mapping[str, Mapping[str, str]]) -> str:
    """The file of these sentences."""
    head = "# Written by scripts/record from the cogs' docstrings and options: change it there.\n"
    return head + yaml.safe_dump(sentences, allow_unicode=True, sort_keys=False, width=1_000_000)


def write_command_rows(page: str, rows: list[str]) -> str:
    """The page with ``rows`` in place of those it has."""
    start = page.index(_ROW.findall(page)[0])
    return page[:start] + "".join(rows) + _ROW.sub("", page[start:])


def add_routes(listed: list[str], registry: Registry) -> list[str]:
    """The lines of the listed routes, with a line for each one that is not listed yet."""
    known = {tuple(line.split(" | ")[:2]) for line in listed}
    declared = (*registry.actions.values(), *registry.forms.values())
    return sorted([*listed, *(_format_route(spec) for spec in declared if (spec.name, spec.kind) not in known)])


def _format_route(spec: Spec) -> str:
    options = " ".join(option.name if option.required else f"{option.name}?" for option in spec.options)
    return f"{spec.name} | {spec.kind} | {spec.role.name.lower()} | {options}".rstrip()


def main() -> None:
    """Rewrite the files."""
    with tempfile.TemporaryDirectory() as folder:
        DECLARATIONS.write_bytes(b"")  # what it says may not be readable any longer
        DECLARATIONS.write_bytes(write_declarations(asyncio.run(open_app(Path(folder))).cogs.rooms))
        registry = asyncio.run(open_app(Path(folder))).registry
    COMMANDS.write_text(write_command_rows(COMMANDS.read_text("utf-8"), list_command_rows(registry)), "utf-8")
    SENTENCES.write_text(write_sentences(list_sentences(registry)), "utf-8")
    lines = add_routes(ROUTES.read_text("utf-8").splitlines(), registry)
    ROUTES.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
