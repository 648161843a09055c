"""The README's claims: its transcript, its permissions and scopes, its test command, its length."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import discord

from bot.adapters.discord.install_links import INVITED
from bot.adapters.slack.manifest import OPTIONAL_SCOPES, SCOPES
from tests.docs.pages import ROOT, read_page

README = read_page("README.md")


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_the_transcript_is_a_real_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    block = README.split("`/help`.\n")[1].split("Piped input")[0]
    shown = [line.removeprefix("    ") for line in block.splitlines() if line.strip(" …")]
    typed = "\n".join(line.removeprefix("> ") for line in shown if line.startswith("> "))
    command = (sys.executable, "-m", "bot", "chat", "--config", str(tmp_path / "config.yaml"))
    done = subprocess.run(command, cwd=ROOT, input=typed, capture_output=True, encoding="utf-8", check=True)
    answers = iter(done.stdout.splitlines())
    for line in shown:  # each is printed, in this order; "…" is where the README leaves something out
        start = re.sub("Reference .*", "Reference ", line).removesuffix("…")
        assert any(answer.startswith(start) for answer in answers), line


def test_the_permissions_and_scopes_are_those_that_the_doctor_checks() -> None:
    listed = README.split("with the permissions ")[1].split("**Save Changes**")[0]
    named = {name.lower().replace(" ", "_") for name in re.findall(r"\*\*(.*?)\*\*", listed)}
    wanted = {name for name, on in discord.Permissions(INVITED) if on}
    assert named == {{"read_messages": "view_channels"}.get(name, name) for name in wanted}
    scopes = README.split("The scopes it asks for: ")[1].split("Never")[0]
    assert set(re.findall("`(.*?)`", scopes)) == {*SCOPES, *OPTIONAL_SCOPES}


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    assert "    ./callboard test\n" in README
    assert "./callboard test" in read_page(".ci/run")
