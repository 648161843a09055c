"""The README's claims that can be checked: its transcript, command table, campaign keys and test command."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import discord

from bot.adapters.discord.doctor import INVITED
from bot.adapters.slack.manifest import SCOPES
from bot.app import bootstrap
from bot.config.settings import load_config
from bot.core.campaigns.campaign_shape import CampaignShape
from bot.kit.descriptions import describe_command
from bot.kit.help import format_syntax
from bot.kit.i18n import words
from bot.kit.registry import Registry

ROOT = Path(__file__).parent.parent
EN = words("en")
README = (ROOT / "README.md").read_text("utf-8")


def table_of(registry: Registry) -> list[str]:
    seen = {True: "you", False: "the channel"}
    return [
        f"| `{format_syntax(spec)}` | {seen[spec.private]} | {describe_command(spec, EN)} |"
        for spec in registry.commands.values()
    ]


def test_the_transcript_is_a_real_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    block = README.split("`/help`.\n")[1].split("Piped input")[0]
    told = [line.removeprefix("    ") for line in block.splitlines() if line.strip(" …")]
    typed = "\n".join(line.removeprefix("> ") for line in told if line.startswith("> "))
    command = (sys.executable, "-m", "bot", "chat", "--config", str(tmp_path / "config.yaml"))
    done = subprocess.run(command, cwd=ROOT, input=typed, capture_output=True, encoding="utf-8", check=True)
    heard = iter(done.stdout.splitlines())
    for line in told:  # each stands there, in this order; "…" is where the README leaves something out
        begun = re.sub("Reference .*", "Reference ", line).removesuffix("…")
        assert any(said.startswith(begun) for said in heard), line


def test_what_an_installation_begins_with_is_in_the_wheel() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    shipped = {path for globs in tools["data-files"].values() for glob in globs for path in ROOT.glob(glob)}
    shipped |= {path for glob in tools["package-data"]["bot"] for path in (ROOT / "bot").glob(glob)}
    assert {ROOT / "config.yaml", *(ROOT / "campaigns").glob("*.yaml")} <= shipped
    assert {path for path in (ROOT / "bot").rglob("*") if path.suffix in (".yaml", ".json", ".ttf")} <= shipped


def test_the_permissions_and_scopes_are_those_that_the_doctor_wants() -> None:
    asked = README.split("with the permissions ")[1].split("**Save Changes**")[0]
    named = {name.lower().replace(" ", "_") for name in re.findall(r"\*\*(.*?)\*\*", asked)}
    wanted = {name for name, on in discord.Permissions(INVITED) if on}
    assert named == {{"read_messages": "view_channels"}.get(name, name) for name in wanted}
    scopes = README.split("The scopes it asks for: ")[1].split("Never")[0]
    assert set(re.findall("`(.*?)`", scopes)) == set(SCOPES)


async def test_the_command_table_is_the_registry(tmp_path: Path) -> None:
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{tmp_path}/callboard.db"}
    app = await bootstrap(load_config(ROOT / "config.yaml", environ), environ)
    await app.close()
    written = re.findall(r"^\| `/.*\|$", README, flags=re.MULTILINE)
    assert written == table_of(app.registry)


def test_every_key_of_a_campaign_file_is_explained() -> None:
    table = README.split("## Campaign files")[1].split("## Where the data is")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    explained = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert explained == set(CampaignShape.model_fields)


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    assert "    ./callboard test\n" in README
    assert "./callboard test" in (ROOT / ".ci" / "run").read_text("utf-8")
