"""The README's claims that can be checked: its command table, its campaign keys, its test command."""

import re
from pathlib import Path

from bot.app import bootstrap
from bot.config import load_config
from bot.core.campaign_shape import CampaignShape
from bot.kit.help import syntax
from bot.kit.registry import Registry

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def table_of(registry: Registry) -> list[str]:
    seen = {True: "you", False: "the channel"}
    return [f"| `{syntax(spec)}` | {seen[spec.private]} | {spec.summary} |" for spec in registry.commands.values()]


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
