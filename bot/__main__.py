"""The command line: chat, run, check, doctor, manifest. What is heavy is imported where it is used."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import ConfigFile, PublicAddress, place_of, settings_of
from bot.cli.streams import honest_output
from bot.config.proxies import adopt_proxies
from bot.errors import ConfigError, Problem, Unavailable

if TYPE_CHECKING:
    from bot.config.settings import Config

app = typer.Typer(
    name="callboard",
    help="The phone-bank floor of a coalition, inside the chat its volunteers already use.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
manifests = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Print a platform's app manifest.")
app.add_typer(manifests, name="manifest")
audits = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after the audit trail.")
app.add_typer(audits, name="audit")
imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Add what a file lists.")
app.add_typer(imports, name="import")

keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Make the key to everything personal.")
app.add_typer(keys, name="key")

congresses = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after the data on Congress.")
app.add_typer(congresses, name="congress")


def main() -> None:
    """Run the command line: 2 says that a setting must be mended, 1 that the database can't be reached."""
    adopt_proxies(os.environ)
    try:
        with honest_output():
            app(prog_name="callboard")  # what people typed, or its short form, not `python -m bot`
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except Unavailable as error:
        print(f"The database can't be used just now ({error}). Try: callboard doctor", file=sys.stderr)
        sys.exit(1)


def _show_version(wanted: bool) -> None:
    if wanted:
        from bot.cli.start import version

        print(f"Callboard {version()}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """The phone-bank floor of a coalition, inside the chat its volunteers already use."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to begin; this folder by default.")] = Path(),
) -> None:
    """Copy the settings and the sample campaign into a folder, to change them there."""
    from bot.cli.start import init

    for path in init(folder):
        print(f"New: {path}")
    print(f"Next: callboard chat --config {folder / 'config.yaml'}")


@keys.command()
def make() -> None:
    """Print a new key for CALLBOARD_KEY."""
    from bot.cli.start import make_key

    print(make_key())


@app.command()
def chat(
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who is speaking.")] = "you",
    locale: Annotated[str | None, typer.Option(metavar="TAG", help="The language, like es or zh-TW.")] = None,
    config: ConfigFile = None,
) -> None:
    """Open Callboard here, without any account."""
    from bot.cli.chat import open_chat

    if not name.strip() or len(name) > 80:
        raise typer.BadParameter("a name has 1 to 80 characters", param_hint="--as")
    settings = settings_of(config, quiet=True)
    try:
        unclaimed = "" if settings.coalition.admins else str(place_of(config))
        status = asyncio.run(open_chat(settings, name.strip(), locale, unclaimed))
    except KeyboardInterrupt:
        status = 130  # as a shell reports Ctrl-C
    raise typer.Exit(status)


@app.command()
def run(config: ConfigFile = None) -> None:
    """Connect to every platform whose tokens are in the environment."""
    signal.signal(signal.SIGTERM, _leave)  # until the loop has its own: nothing is begun that would have to end
    from bot.cli import run as running
    from bot.config.tokens import load_tokens

    settings, tokens = _all_of(lambda: settings_of(config), lambda: load_tokens(os.environ))
    raise typer.Exit(asyncio.run(running.run(settings, tokens, os.environ)))


@app.command()
def check(config: ConfigFile = None) -> None:
    """Check the settings and the campaign files, and name every problem."""
    from bot.cli.check import check_files

    check_files(place_of(config), lambda: settings_of(config))


@app.command()
def doctor(config: ConfigFile = None) -> None:
    """Try the tokens and the database, and say what to mend."""
    from bot.config.tokens import load_tokens

    settings, tokens = _all_of(lambda: settings_of(config), lambda: load_tokens(os.environ))
    raise typer.Exit(asyncio.run(_doctor(settings, tokens)))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")],
    config: ConfigFile = None,
) -> None:
    """Copy the whole database into one file, also while Callboard is running."""
    from bot.store.backup import back_up

    back_up(settings_of(config, quiet=True).store.url, file)
    print(f"Backed up to {file}. The key is not in it: keep a copy of callboard.key or CALLBOARD_KEY apart.")
    print("Without the key the backup is of no use; together they name everybody.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the database there is.")] = False,
    config: ConfigFile = None,
) -> None:
    """Put a backup in the database's place, while Callboard isn't running."""
    from bot.cli.upkeep import note_restored
    from bot.store.backup import restore

    settings = settings_of(config, quiet=True)
    restore(settings.store.url, file, yes)
    if not asyncio.run(note_restored(settings, os.environ)):
        print("There's no key here, so audit verify will miss what was done after the backup.")
    print(f"Restored from {file}. Start Callboard with the key that was in use when it was made.")


@app.command()
def rebuild(config: ConfigFile = None) -> None:
    """Compute every total anew from the calls, while Callboard isn't running; status 1 when some were wrong."""
    from bot.cli.upkeep import rebuilt, told

    recounted = asyncio.run(rebuilt(settings_of(config, quiet=True).store.url))
    for line in told(recounted):
        print(line)
    raise typer.Exit(any(one.wrong for one in recounted))


@audits.command()
def verify(config: ConfigFile = None) -> None:
    """Check that no entry of the audit trail was changed or taken out."""
    from bot.cli.upkeep import verified

    verdict = asyncio.run(verified(settings_of(config, quiet=True), os.environ))
    if verdict.broken is not None:
        print(f"{verdict.why} Before it: {_entries(verdict.sound)}, whole")
        raise typer.Exit(1)
    print(f"{_entries(verdict.sound)}, whole")


@manifests.command()
def slack(http: PublicAddress = None, config: ConfigFile = None) -> None:
    """Print Slack's manifest, for Socket Mode unless --http is given."""
    print(asyncio.run(_slack_manifest(settings_of(config, quiet=True), http)), end="")


@imports.command()
def orgs(
    file: Annotated[Path, typer.Argument(help="YAML, or CSV with the columns org,chapter.")],
    yes: Annotated[bool, typer.Option("--yes", help="Save without asking.")] = False,
    config: ConfigFile = None,
) -> None:
    """Add orgs and chapters from a file, after a preview."""
    from bot.cli.import_orgs import import_orgs

    def agreed(preview: str) -> bool:
        print(preview)
        return yes or (sys.stdin.isatty() and typer.confirm("Save this?"))

    print(asyncio.run(import_orgs(settings_of(config, quiet=True), os.environ, file, agreed)))


@congresses.command("update")
def update_congress(
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Where the files are; else they're downloaded.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Bring in who sits in Congress and which ZIP lies in which district, while Callboard isn't running."""
    from bot.cli.congress import update

    def say(line: str) -> None:
        print(line, flush=True)

    asyncio.run(update(settings_of(config, quiet=True), folder, say))


async def _doctor(settings: "Config", tokens: Any) -> int:
    from bot.cli.doctor import examine

    fine = True
    async for finding in examine(settings, tokens):
        print(finding, flush=True)
        fine = fine and finding.fine
    return 0 if fine else 2


async def _slack_manifest(settings: "Config", http: str | None) -> str:
    """Return the manifest of the features as they are wired, on a database that is thrown away."""
    import tempfile

    from bot.adapters.slack.manifest import format_manifest
    from bot.app import bootstrap
    from bot.config.settings import StoreConfig, StoreUrl

    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        store = StoreConfig(url=StoreUrl(f"sqlite:///{folder}/manifest.db"))
        callboard = await bootstrap(settings.model_copy(update={"store": store}), os.environ)
        await callboard.close()
    return format_manifest(callboard.registry, http, settings.slack.prefix)


def _leave(number: int, frame: object) -> None:
    """End cleanly at a signal that comes while the program is still being loaded."""
    raise SystemExit(0)


def _all_of(*loads: Callable[[], Any]) -> list[Any]:
    """Return what each of ``loads`` does; raises one ConfigError with the problems of all."""
    results: list[Any] = []
    problems: list[Problem] = []
    for load in loads:
        try:
            results.append(load())
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(tuple(problems))
    return results


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


if __name__ == "__main__":
    main()
