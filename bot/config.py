"""Secrets and addresses. The only reader of the environment (and of .env)."""

import os
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"
SANDBOX_PORT = 8700
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite://")


class Unusable(Exception):
    """A setting that is well written, and that this machine cannot fulfil; says which, and what to do."""


class Transport(StrEnum):
    SOCKET = "socket"
    HTTP = "http"


class Audience(StrEnum):
    """Who may read /metrics."""

    LOCAL = "local"
    EVERYBODY = "all"
    NOBODY = "off"


class Role(StrEnum):
    """What one of several processes does; with one there is but ALL."""

    ALL = "all"
    WEB = "web"  # takes in what Slack and the boards send, and orders what follows
    WORKER = "worker"  # does what was ordered, and watches the clock

    @property
    def takes_in(self) -> bool:
        return self is not Role.WORKER

    @property
    def sends(self) -> bool:
        return self is not Role.WEB


class Config(BaseSettings):
    """Every setting, in capitals in the environment. docs/operating.md lists them; a test compares the two."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    slack_bot_token: SecretStr | None = None  # xoxb-...
    slack_app_token: SecretStr | None = None  # xapp-..., Socket Mode only
    slack_signing_secret: SecretStr | None = None  # HTTP only
    slack_client_id: str | None = None  # with the secret: any number of workspaces install Galley by OAuth
    slack_client_secret: SecretStr | None = None
    slack_teams: str = Field(default="", validation_alias=AliasChoices("GALLEY_SLACK_TEAMS", "slack_teams"))
    slack_api_url: str = SLACK_API
    slack_transport: Transport = Field(
        default=Transport.SOCKET, validation_alias=AliasChoices("GALLEY_SLACK_TRANSPORT", "slack_transport")
    )

    wrike_token: SecretStr | None = None  # permanent token of the integration user
    wrike_url: str = "https://www.wrike.com"

    keys: SecretStr | None = Field(default=None, validation_alias=AliasChoices("GALLEY_KEYS", "keys"))
    data: Path = Field(default=Path("data"), validation_alias=AliasChoices("GALLEY_DATA", "data"))
    policy: Path = Field(default=Path("galley.yml"), validation_alias=AliasChoices("GALLEY_POLICY", "policy"))
    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("GALLEY_DATABASE_URL", "database_url")
    )  # it may hold a password
    role: Role = Field(default=Role.ALL, validation_alias=AliasChoices("GALLEY_ROLE", "role"))
    host: str = Field(default="127.0.0.1", validation_alias=AliasChoices("GALLEY_HOST", "host"))
    port: int = Field(default=8710, validation_alias=AliasChoices("GALLEY_PORT", "port"))
    leave_after: float = Field(
        default=0, ge=0, le=60, validation_alias=AliasChoices("GALLEY_LEAVE_AFTER", "leave_after")
    )
    public_url: str | None = Field(default=None, validation_alias=AliasChoices("GALLEY_PUBLIC_URL", "public_url"))
    sandbox_url: str | None = Field(default=None, validation_alias=AliasChoices("GALLEY_SANDBOX_URL", "sandbox_url"))
    metrics: Audience = Field(default=Audience.LOCAL, validation_alias=AliasChoices("GALLEY_METRICS", "metrics"))
    log_json: bool = Field(default=False, validation_alias=AliasChoices("GALLEY_LOG_JSON", "log_json"))
    log_level: str = Field(default="INFO", validation_alias=AliasChoices("GALLEY_LOG_LEVEL", "log_level"))

    @field_validator("slack_api_url", "wrike_url", "public_url", "sandbox_url")
    @classmethod
    def _is_an_address(cls, given: str | None) -> str | None:
        if given is not None and not given.startswith(("https://", "http://")):
            raise ValueError(f"An address begins with https://; this one is {given!r}")
        return given

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, given: SecretStr | None) -> SecretStr | None:
        """What it is must not be repeated: it may hold a password."""
        if given is not None and not given.get_secret_value().startswith(DATABASES):
            raise ValueError("A database is postgresql://user:password@host/name, or sqlite:///path")
        return given

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, given: str) -> str:
        if given.upper() not in LOG_LEVELS:
            raise ValueError(f"A level is one of {', '.join(LOG_LEVELS)}; this one is {given!r}")
        return given.upper()

    @property
    def has_slack(self) -> bool:
        """Whether this is a production start; without credentials Galley starts the sandbox."""
        return self.slack_bot_token is not None or self.takes_installations

    @property
    def takes_installations(self) -> bool:
        return self.slack_client_id is not None and self.slack_client_secret is not None

    @property
    def client_secret(self) -> str:
        return self.slack_client_secret.get_secret_value() if self.slack_client_secret else ""

    @property
    def welcome_teams(self) -> frozenset[str]:
        """Which workspaces and organisations may install Galley; empty: every one that Slack lets."""
        return frozenset(one.strip() for one in self.slack_teams.split(",") if one.strip())

    @property
    def bot_token(self) -> str:
        return self.slack_bot_token.get_secret_value() if self.slack_bot_token else ""

    @property
    def app_token(self) -> str:
        return self.slack_app_token.get_secret_value() if self.slack_app_token else ""

    @property
    def signing_secret(self) -> str:
        return self.slack_signing_secret.get_secret_value() if self.slack_signing_secret else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every one that is set, for whoever must not repeat them."""
        kept = [getattr(self, name) for name in type(self).model_fields]
        told = [one.get_secret_value() for one in kept if isinstance(one, SecretStr)]
        keys = [key.strip() for key in self.keys.get_secret_value().split(",")] if self.keys else []
        return (*told, *keys, *_passwords(self.database))

    @property
    def base_url(self) -> str | None:
        """Where others can call us. The sandbox is on this machine, so there it always can."""
        if self.public_url is None and self.sandbox_url is not None:
            return f"http://127.0.0.1:{self.port}"
        return self.public_url

    @property
    def database(self) -> str:
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.data / 'galley.db'}"

    def in_sandbox(self, page: str, *, slack: str, wrike: str) -> "Config":
        """The same settings, with the sandbox's accounts and addresses."""
        return self.model_copy(
            update={
                "slack_bot_token": SecretStr("xoxb-sandbox"),
                "slack_app_token": SecretStr("xapp-sandbox"),
                "slack_signing_secret": SecretStr("sandbox-signing-secret"),
                "slack_client_id": "sandbox-client",
                "slack_client_secret": SecretStr("sandbox-client-secret"),
                "slack_api_url": f"{slack}/api/",
                "wrike_token": SecretStr("wrike-sandbox"),
                "wrike_url": wrike,
                "sandbox_url": page,
            }
        )


def keep_to_ourselves() -> None:
    """Bolt looks into the environment by itself: it would warn of a token that it leaves aside, and begin an OAuth of
    its own, kept in files.
    """
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)


def _passwords(address: str) -> tuple[str, ...]:
    """As it is written in an address, and as it is."""
    try:
        written = urlsplit(address).password or ""
    except ValueError:
        return ()
    return tuple({written, unquote(written)} - {""})
