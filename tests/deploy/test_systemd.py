"""The systemd unit: what systemd itself says about it, and that it fits the program."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli.serve.platforms import LONGEST_END
from bot.config import tokens
from bot.config.variables import STORE_VARIABLE
from bot.core.base.keys.key_file import VARIABLE

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "callboard.service"
EXPOSURE = 12  # tenths; systemd's own services have 20 to 95
SECRETS = {*tokens.VARIABLES, STORE_VARIABLE, VARIABLE}
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd isn't here")


@needs_systemd
def test_systemd_finds_no_fault_and_little_exposure(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name  # where the program isn't installed, verify would complain of that alone
    unit.write_text(UNIT.read_text().replace("/opt/callboard/bin/callboard", "/bin/true"))
    verified = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", str(unit)]
    judged = subprocess.run(command, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout


def test_it_stops_restarts_and_reloads_as_the_program_does() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT.read_text())
    service = parser["Service"]
    assert service["ExecStart"] == "/opt/callboard/bin/callboard run"
    assert service["User"] == "callboard"
    assert float(service["TimeoutStopSec"]) > LONGEST_END
    assert service["RestartPreventExitStatus"] == "2"
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert service["WorkingDirectory"] in (ROOT / "deploy" / "callboard.sysusers").read_text()


def test_each_secret_has_its_credential() -> None:
    lines = [line.removeprefix("#") for line in UNIT.read_text().splitlines() if "LoadCredential=" in line]
    named = [line.removeprefix("LoadCredential=").split(":") for line in lines]
    assert {name for name, _ in named} == SECRETS
    assert all(path == f"/etc/callboard/{name}" for name, path in named)
