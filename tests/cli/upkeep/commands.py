"""Commands on one folder, as an admin named Ana types them: see `home` in `conftest`."""

import os
import subprocess
from pathlib import Path

from tests.cli.warm_start import run_callboard

ROOT = Path(__file__).parents[3]


def callboard(home: Path, *arguments: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the folder's config, and ``environ`` as its only variables of Callboard's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD")}
    return run_callboard((*arguments, "--config", str(home / "config.yaml")), kept | environ, ROOT, typed)


def chat(home: Path, *lines: str, name: str = "ana", **environ: str) -> str:
    """What `chat` prints for these lines, without any error."""
    done = callboard(home, "chat", "--as", name, typed="".join(f"{line}\n" for line in lines), **environ)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
