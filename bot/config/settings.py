"""The settings in ``config.yaml``. Every key has a default. Start at `load_config`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.config.addresses import (
    Domain,
    Host,
    OptionalAddress,
    OptionalPort,
    Port,
    PublicAddress,
    SocketAddress,
    StateAddress,
    WebAddress,
)
from bot.config.apportionment import parse_redrawn_state, parse_seat
from bot.config.checks import TimeZone, WholeNumber, check_length
from bot.config.files import load_strict, parse_model
from bot.config.spans import Keep, parse_day_time, parse_keep, parse_span
from bot.config.store_url import StoreUrl, read_store_url
from bot.config.variables import read_variables

# A Discord id is 17 to 20 digits; Slack's team ids begin with T or E, its user ids with U or W.
_SNOWFLAKE = re.compile("[0-9]{17,20}")
_ADMIN = re.compile(rf"(console):(\S.{{0,79}})|(discord):({_SNOWFLAKE.pattern})|(slack):([TE][A-Z0-9]+:[UW][A-Z0-9]+)")


@dataclass(frozen=True, slots=True)
class Admin:
    """An admin by the settings. ``account`` is a name, a Discord id or Slack's ``<team>:<user>``."""

    platform: str
    account: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.account}"


def _parse_admin(value: object) -> Admin:
    if isinstance(value, Admin):
        return value
    match = _ADMIN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must hold entries like console:NAME, discord:ID or slack:TEAM:USER")
    platform, account = (part for part in match.groups() if part)
    return Admin(platform, account.casefold() if platform == "console" else account)  # as `--as` reads a name


def _parse_guild(value: object) -> int:
    if isinstance(value, int) or (isinstance(value, str) and _SNOWFLAKE.fullmatch(value)):
        return int(value)
    raise ValueError("must be a server's id of 17 to 20 digits (right-click it, Copy Server ID)")


_LONGEST_NAME, _LONGEST_PREFIX = 80, 16  # characters


def _check_name(text: str) -> str:
    check_length(text, _LONGEST_NAME)
    if not text.strip() or "\n" in text:
        raise ValueError(f"must be one line of 1 to {_LONGEST_NAME} characters")
    return text.strip()


def _check_prefix(text: str) -> str:
    # Slack takes 32 characters for a command; the longest of ours, leaderboard, needs 11.
    check_length(text, _LONGEST_PREFIX)
    if not re.fullmatch("(?:[a-z0-9][a-z0-9_-]*)?", text):
        raise ValueError('must be small letters, digits and hyphens, such as "vof-"')
    return text


def _parse_folder(value: object) -> Path:
    if isinstance(value, Path) or (isinstance(value, str) and value.strip()):
        return Path(value)
    raise ValueError("must be a folder")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class CoalitionConfig(_Section):
    """Who runs this Callboard. ``timezone`` is for campaigns that name none.

    ``two_person``: alerts, and changes of campaigns, that go beyond one org need a second admin's approval.
    """

    name: Annotated[str, AfterValidator(_check_name)] = "Our coalition"
    timezone: TimeZone = "America/New_York"
    admins: tuple[Annotated[Admin, BeforeValidator(_parse_admin)], ...] = ()
    two_person: bool = False


class StoreConfig(_Section):
    """The database."""

    url: Annotated[StoreUrl, BeforeValidator(read_store_url)] = StoreUrl("sqlite:///callboard.db")


class DiscordConfig(_Section):
    """Discord's addresses, and the only server that gets commands during development."""

    api_url: WebAddress = "https://discord.com/api/v10"
    gateway_url: SocketAddress = "wss://gateway.discord.gg"
    development_guild: Annotated[int, BeforeValidator(_parse_guild)] | None = None


class SlackConfig(_Section):
    """How Slack reaches us. ``http`` mode listens on ``host`` and ``port``; port 0 takes a free one.

    ``public_url`` is where browsers reach us, so that cards can link to the page that adds the app to a workspace.
    """

    mode: Literal["socket", "http"] = "socket"
    api_url: WebAddress = "https://slack.com/api"
    host: Host = "127.0.0.1"
    port: Port = 3000
    public_url: PublicAddress | None = None
    prefix: Annotated[str, AfterValidator(_check_prefix)] = ""


class CongressConfig(_Section):
    """Where to download the files on Congress. Each keeps the name at the end of its address.

    ``vacant`` are seats without a member, whatever the data say, in the form of `parse_seat`. ``new_maps`` are states
    whose House districts have new lines in the Congress after that of the newest map loaded. ``every`` is how many
    seconds lie between two scheduled updates, None without them.
    """

    legislators: WebAddress = "https://unitedstates.github.io/congress-legislators/legislators-current.json"
    offices: WebAddress = "https://unitedstates.github.io/congress-legislators/legislators-district-offices.json"
    committees: OptionalAddress = (
        "https://unitedstates.github.io/congress-legislators/committee-membership-current.json"
    )
    committee_names: OptionalAddress = "https://unitedstates.github.io/congress-legislators/committees-current.json"
    zips: WebAddress = "https://www2.census.gov/geo/docs/maps-data/data/rel2020/cd-sld/tab20_cd11920_zcta520_natl.txt"
    vacant: tuple[Annotated[str, AfterValidator(parse_seat)], ...] = ()
    new_maps: tuple[Annotated[str, AfterValidator(parse_redrawn_state)], ...] = ()
    every: Annotated[int, BeforeValidator(parse_span)] | None = None


class StatesConfig(_Section):
    """Where to download the files of state legislators: an address with ``{state}`` for each state's two letters.

    ``every`` is how many seconds lie between two scheduled updates of the loaded states, None without them.
    """

    files: StateAddress = "https://data.openstates.org/people/current/{state}.csv"
    every: Annotated[int, BeforeValidator(parse_span)] | None = None


class LogConfig(_Section):
    """How much is logged, and in which format."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class MonitoringConfig(_Section):
    """Where `run` answers what watches it, such as Prometheus. ``port`` 0 takes a free one, None is for no port."""

    host: Host = "127.0.0.1"
    port: OptionalPort = 9464


class PrivacyConfig(_Section):
    """How little data is kept.

    ``min_group``: smaller groups of people are folded together across orgs. ``keep_person_days``: how long calls
    name their person after the campaign closes, or after the call if the campaign never closes.
    ``keep_postcards_days``: how long a postcard's words are kept after it was handed over.
    """

    min_group: Annotated[WholeNumber, Field(ge=2, le=1000)] = 5
    keep_person_days: Annotated[WholeNumber, Field(ge=1, le=3650)] = 90
    keep_postcards_days: Annotated[WholeNumber, Field(ge=1, le=90)] = 30


class LimitsConfig(_Section):
    """How much one person may log: new calls a day, seconds between two, and how many an hour are flagged."""

    logs_per_day: Annotated[WholeNumber, Field(ge=1, le=1000)] = 40
    seconds_between_logs: Annotated[WholeNumber, Field(ge=0, le=60)] = 2
    flag_logs_per_hour: Annotated[WholeNumber, Field(ge=1, le=1000)] = 20


class AlertsConfig(_Section):
    """How many alerts a channel gets on a local day, and the domains that links in them may lead to."""

    per_day: Annotated[WholeNumber, Field(ge=1, le=50)] = 3
    link_domains: tuple[Domain, ...] = ()


class BackupConfig(_Section):
    """Backups that Callboard makes by itself each day ``at`` this time in the coalition's zone, None without them.

    ``keep`` says which ones stay. ``drill`` is how many seconds lie between two restore drills, None without them.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    folder: Annotated[Path, BeforeValidator(_parse_folder)] = Path("backups")
    at: Annotated[time, BeforeValidator(parse_day_time)] | None = None
    keep: Annotated[Keep, BeforeValidator(parse_keep)] = Keep(7, 4, 12)
    drill: Annotated[int, BeforeValidator(parse_span)] | None = None


class Config(_Section):
    """Everything in ``config.yaml``. ``load_config`` makes its folders and the store's file absolute."""

    coalition: CoalitionConfig = CoalitionConfig()
    campaigns: Annotated[Path, BeforeValidator(_parse_folder)] = Path("campaigns")
    store: StoreConfig = StoreConfig()
    discord: DiscordConfig = DiscordConfig()
    slack: SlackConfig = SlackConfig()
    congress: CongressConfig = CongressConfig()
    states: StatesConfig = StatesConfig()
    log: LogConfig = LogConfig()
    monitoring: MonitoringConfig = MonitoringConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    limits: LimitsConfig = LimitsConfig()
    alerts: AlertsConfig = AlertsConfig()
    backup: BackupConfig = BackupConfig()

    @property
    def folder(self) -> Path:
        """The folder of an installation's small files: beside its database, else beside its campaigns."""
        url = self.store.url
        return url.path.parent if url.engine == "sqlite" else self.campaigns.parent


def load_config(path: Path, environ: Mapping[str, str]) -> Config:
    """Read the settings: the file's, and in their place those of the environment (`bot.config.variables`).

    Relative paths are relative to the file's folder, in variables too. Raises ``ConfigError`` with every problem
    of the file and the variables.
    """
    document, variables = load_strict(path), read_variables(Config, environ)
    config = variables.override(parse_model(Config, document, also=variables.problems))
    folder = path.parent.absolute()
    store = StoreConfig(url=config.store.url.place_in(folder))
    backup = config.backup.model_copy(update={"folder": folder / config.backup.folder})
    return config.model_copy(update={"campaigns": folder / config.campaigns, "store": store, "backup": backup})
