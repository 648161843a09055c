"""``callboard translations``: lists languages, writes and reads translators' files, and notes who reviewed them."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.translations.entries import State
from bot.translations.files import Format

Language = Annotated[str, typer.Argument(metavar="LANG", help="A language's tag, like es or zh-Hans.")]
Under = Annotated[str, typer.Option(metavar="KEY", help="Only sentences whose keys begin with KEY, like script.")]
FileFormat = Annotated[
    Format | None, typer.Option("--format", help="The file's format, by its ending if it isn't given.")
]


class Only(StrEnum):
    """Which sentences a translator's file holds."""

    MISSING = "missing"  # those to write: missing or out of date
    DRAFT = "draft"  # those to review


_STATES = {
    None: frozenset[State](),
    Only.MISSING: frozenset({State.MISSING, State.OUTDATED}),
    Only.DRAFT: frozenset({State.DRAFT}),
}

app = typer.Typer(rich_markup_mode=None, help="Look after the app's own languages.")


@app.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """List each language: how many sentences are translated, missing, out of date and reviewed."""
    if context.invoked_subcommand is None:
        from bot.cli.translations.listing import list_languages

        print("\n".join(list_languages()))


@app.command("export")
def export(
    language: Language,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to write, ending in .po, .csv or .yaml.")],
    form: FileFormat = None,
    only: Annotated[
        Only | None, typer.Option(help="Only what is missing or out of date, or only what nobody has reviewed.")
    ] = None,
    under: Under = "",
) -> None:
    """Write a language's sentences into a file for a translator."""
    from bot.cli.translations.exchange import export_file

    print(export_file(language, file, form, _STATES[only], under))


@app.command("import")
def take_in(
    language: Language,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What a translator sent back.")],
    form: FileFormat = None,
) -> None:
    """Save the right sentences of a translator's file, and name every wrong one; status 1 if any was wrong."""
    from bot.cli.translations.exchange import import_file

    lines, is_whole = import_file(language, file, form)
    print("\n".join(lines))
    if not is_whole:
        raise typer.Exit(1)


@app.command("review")
def review(
    language: Language,
    by: Annotated[str, typer.Option(metavar="NAME", help="The person who speaks the language and has read it all.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day, like 2026-12-01; today if it isn't given.")] = "",
    under: Under = "",
) -> None:
    """Note that a person who speaks a language has read every sentence of it that isn't out of date."""
    from bot.cli.translations.exchange import sign_language

    print(sign_language(language, by, on or date.today().isoformat(), under))
