"""Settings: every one, its default and what is allowed (experience.md, The operator); `settings_file.py` reads them."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, with_config
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.policy import Policy


class SettingsWrong(Exception):
    """A setting is wrong; the message is the one line that the operator reads (exit code 2)."""


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _address(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        scheme, _, rest = value.partition("://")
        if scheme not in schemes or not rest or any(c.isspace() for c in value):
            raise ValueError
        return value.rstrip("/")

    return AfterValidator(check)


def _public(value: str) -> str:
    """Where browsers and calendar apps reach the web server: encrypted, but for this machine itself."""
    found = urlsplit(value)
    here = found.scheme == "http" and found.hostname in ("localhost", "127.0.0.1")
    plain = not (found.query or found.fragment or "@" in found.netloc or any(c.isspace() for c in value))
    if (found.scheme == "https" or here) and found.hostname and plain:
        return value.rstrip("/")
    raise ValueError


def _database(value: str) -> str:
    kind, _, place = value.partition("://")
    if (kind == "sqlite" and len(place) > 1 and place.startswith("/")) or (kind == "postgresql" and place):
        return value
    raise ValueError


def _key(value: SecretStr) -> SecretStr:
    compact = value.get_secret_value().strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        if len(base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)) == 32:
            return value
    except binascii.Error:
        pass
    raise ValueError


def _token(value: SecretStr) -> SecretStr:
    token = value.get_secret_value().strip()
    if not token or any(c.isspace() or not c.isprintable() or c == "/" for c in token):
        raise ValueError
    return SecretStr(token)


def _webhook_secret(value: SecretStr) -> SecretStr:
    if re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        return value
    raise ValueError


class _Section(BaseModel):
    """A table of the file. A field's description is what is allowed in it, as the operator reads it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Token = Annotated[SecretStr, AfterValidator(_token)]
Http = Annotated[str, _address("http", "https")]
A_TOKEN = "the bot's token as the platform shows it, without blanks"  # noqa: S105  # what is allowed, no token
A_PACE = "a number from 0.1 to 10000"
AN_ADDRESS = "an address that begins with https:// or http://"


class Discord(_Section):
    """Discord; off without a token."""

    token: Token | None = Field(default=None, description=A_TOKEN)
    api_url: Http = Field(
        default="https://discord.com/api/v10", description=f"{AN_ADDRESS} and ends with the API's version"
    )
    gateway_url: Annotated[str, _address("ws", "wss")] | None = Field(
        default=None, description="an address that begins with wss:// or ws://"
    )
    pace: float = Field(default=1.0, ge=0.1, le=10_000, description=A_PACE)


class Telegram(_Section):
    """Telegram; off without a token. Without a secret of its own the webhook has a fresh one at each start."""

    token: Token | None = Field(default=None, description=A_TOKEN)
    api_url: Http = Field(default="https://api.telegram.org", description=AN_ADDRESS)
    webhook_url: Http | None = Field(default=None, description=AN_ADDRESS)
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)), description="1 to 256 letters, digits, _ and -"
    )
    pace: float = Field(default=1.0, ge=0.1, le=10_000, description=A_PACE)


class Web(_Section):
    """Where health, metrics and private calendars are answered; port 0 takes any free one. Without a public address
    there are no calendars.
    """

    host: str = Field(default="127.0.0.1", description="the name or number of a network address of this machine")
    port: int = Field(default=8080, ge=0, le=65535, description="a whole number from 0 to 65535")
    public_url: Annotated[str, AfterValidator(_public)] | None = Field(
        default=None,
        description="an address that begins with https:// (http:// for localhost), with nothing after its path",
    )


class Log(_Section):
    """How logs are written to stderr."""

    format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        default="text", description="text or json"
    )
    level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class Numbers(Policy):
    """The numbers of routing; without names of its own, seekers are given those of the catalogue."""

    seeker_aliases: tuple[str, ...] = ()


class Settings(BaseSettings):
    """All settings, frozen. An empty value counts as none, so that `#token = ""` may lose its `#`."""

    model_config = SettingsConfigDict(
        env_prefix="WARMLINE_", env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///warmline.db",
        description="sqlite:///relative/path, sqlite:////absolute/path or postgresql://…",
    )
    secret_key: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        default=None, description="32 bytes in base64, standard or URL-safe"
    )
    key_dir: Path | None = Field(default=None, description="the path of a folder")
    discord: Discord = Field(default_factory=Discord)
    telegram: Telegram = Field(default_factory=Telegram)
    web: Web = Field(default_factory=Web)
    log: Log = Field(default_factory=Log)
    policy: Numbers = Field(default_factory=Numbers)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be seen in a log."""
        found = (self.discord.token, self.telegram.token, self.telegram.webhook_secret, self.secret_key)
        return tuple(secret.get_secret_value() for secret in found if secret)

    def with_a_platform(self) -> Settings:
        """The same settings; SettingsWrong where no platform has a token."""
        if self.discord.token or self.telegram.token:
            return self
        raise SettingsWrong("There is no token: set WARMLINE_DISCORD__TOKEN, WARMLINE_TELEGRAM__TOKEN or both.")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """The environment beats what is passed in, which are the files."""
        return env_settings, init_settings
