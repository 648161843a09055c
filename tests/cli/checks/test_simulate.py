"""`callboard simulate`: what it is asked with, and the data on Congress that it takes."""

import os
import re
import signal
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from bot.cli.checks.simulation import choose_settings
from bot.cli.legislators.congress_files import open_kept
from bot.config.settings import load_config
from bot.errors import ConfigError
from bot.runtime.kept_files import Origin
from bot.simulation.stage import Settings
from tests.public_data.capitol import ZCCD, make_congress
from tests.simulation.test_day import find_process

ROOT = Path(__file__).parents[3]


def choose(config: Path | None = None, store: str | None = None, congress: Path | None = None) -> Settings:
    return choose_settings(10, 2, 1.0, 1, store, congress, config, keep=False)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An admin's settings, with a database that must stay as it is."""
    (tmp_path / "callboard.db").write_text("not to be opened")
    settings = (ROOT / "config.yaml").read_text("utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(re.sub(r"zips: \S+", f"zips: https://files.example/{ZCCD}", settings, count=1), "utf-8")
    return path


def test_congress_is_invented_read_from_a_folder_or_as_last_downloaded(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    invented = choose(config)
    assert len({pair.district for pair in invented.congress.zips}) == 441
    assert capsys.readouterr().out == "Congress: invented, because none was downloaded here.\n"

    files = make_congress(census=False)
    given = choose(config, congress=files.put(tmp_path / "given"))
    assert {pair.zip for pair in given.congress.zips} >= {"94110", "10001"}

    settings = load_config(config, {})
    wanted, kept = settings.congress, open_kept(settings)
    for address, source in zip((wanted.legislators, wanted.offices, wanted.zips), files.all, strict=True):
        kept.note([Origin(address, kept.put(source.data))])
    capsys.readouterr()
    assert {pair.zip for pair in choose(config).congress.zips} == {pair.zip for pair in given.congress.zips}
    assert capsys.readouterr().out == "Congress: the files last downloaded.\n"
    assert (tmp_path / "callboard.db").read_text() == "not to be opened"


def test_only_a_postgresql_server_is_taken(config: Path) -> None:
    for address in ("sqlite:///callboard.db", "mysql://localhost/x", "postgresql://"):
        with pytest.raises(ConfigError, match="--store: The address must be"):
            choose(config, store=address)
    beside = choose(config, store="postgresql://ana@localhost/calls").beside
    assert beside is not None
    assert str(beside) == "postgresql://localhost/calls"


def test_ctrl_c_ends_the_day_with_the_figures_so_far(config: Path, tmp_path: Path) -> None:
    """And without a trace: the deployment's folder is gone, and the admin's database as it was."""
    options = ("--people", "200", "--spaces", "2", "--hours", "1", "--speed", "20", "--config", str(config))
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = (sys.executable, "-m", "bot", "simulate", *options)
    with Popen(command, cwd=tmp_path, env=environ, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(3)][2].startswith("The day passes 20.0 times as fast")
        while find_process(f"{tmp_path}/callboard-simulation-") is None:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=50)
    assert (process.returncode, err) == (0, ""), out
    assert "Interrupted at 8:0" in out
    assert "New: simulated-day/day.svg" in out
    assert not list(tmp_path.glob("callboard-simulation-*"))
    assert (tmp_path / "callboard.db").read_text() == "not to be opened"
