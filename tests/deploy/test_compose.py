"""compose.yaml: services without rights they don't need, settings that exist, secrets that are files."""

from pathlib import Path
from typing import Any

import yaml

from bot.cli.serve.platforms import LONGEST_END
from bot.config import tokens
from bot.config.secret_files import FILE_SUFFIX
from bot.config.settings import Config
from bot.config.variables import STORE_VARIABLE, read_variables
from bot.core.base.keys.key_file import VARIABLE

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRETS = {*tokens.VARIABLES, STORE_VARIABLE, VARIABLE}


def test_no_service_has_rights_or_a_file_system_to_spare() -> None:
    for name, service in SERVICES.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        assert "ports" not in service, f"{name} is open to everybody"
    assert SERVICES["database"]["user"] == "999:999"
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_settings_exist_and_secrets_are_files() -> None:
    for name, service in SERVICES.items():
        given = set(service["secrets"])
        assert given <= COMPOSE["secrets"].keys(), name
        environment: dict[str, str] = service["environment"]
        files = {key: value for key, value in environment.items() if key.endswith(FILE_SUFFIX)}
        assert {value.removeprefix("/run/secrets/") for value in files.values()} == given, name
        if name != "database":
            assert {key.removesuffix(FILE_SUFFIX) for key in files} <= SECRETS
            plain = {key: value for key, value in environment.items() if key not in files}
            assert read_variables(Config, plain).problems == (), name
        assert not any("token" in str(value) or "postgresql://" in str(value) for value in plain_values(service)), name


def plain_values(service: dict[str, Any]) -> list[str]:
    return [value for key, value in service["environment"].items() if not key.endswith(FILE_SUFFIX)]


def test_volumes_are_declared_and_what_must_be_kept_is_on_one() -> None:
    for service in SERVICES.values():
        assert {mount.split(":")[0] for mount in service["volumes"]} <= COMPOSE["volumes"].keys()
    mounts = [mount.split(":")[1] for mount in SERVICES["callboard"]["volumes"]]
    environment = SERVICES["callboard"]["environment"]
    assert mounts == ["/data", environment["CALLBOARD_BACKUP_FOLDER"]]


def test_a_stop_leaves_time_to_end() -> None:
    assert float(SERVICES["callboard"]["stop_grace_period"].removesuffix("s")) > LONGEST_END


def test_the_database_is_of_the_version_whose_programs_the_image_has() -> None:
    # Debian's postgresql-client is of version 15 in bookworm and 17 in trixie (https://packages.debian.org/postgresql-client).
    base = next(line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("ARG PYTHON="))
    assert base.endswith("-slim-trixie")
    assert SERVICES["database"]["image"] == "postgres:17-trixie"
