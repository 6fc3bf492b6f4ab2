"""Settings: what beats what, and how a wrong one is told (experience.md, The operator)."""

from __future__ import annotations

import base64
import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.places import config_dir
from adapters.settings import Numbers, SettingsWrong
from adapters.settings_file import read_settings, settings_file
from bot.policy import RANGES, out_of_order

TOKEN = "12345:a-made-up-token"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to start in, and an environment without our names."""
    for name in [name for name in os.environ if name.startswith("WARMLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()


def write(name: str, text: str, mode: int = 0o600) -> Path:
    """A file in the folder that we start in."""
    path = Path(name)
    path.write_text(text)
    path.chmod(mode)
    return path


def complaint(config: Path | None = None) -> str:
    """The one line that is said of what is wrong."""
    with pytest.raises(SettingsWrong) as caught:
        read_settings(config)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_everything_has_a_default_but_the_tokens() -> None:
    """Without any setting the defaults of the table stand, and only the tokens are missed."""
    settings = read_settings()
    assert settings.database_url == "sqlite:///warmline.db"
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8080)
    assert (settings.log.format, settings.log.level) == ("text", "INFO")
    assert settings.telegram.api_url == "https://api.telegram.org"
    with pytest.raises(SettingsWrong, match="WARMLINE_DISCORD__TOKEN"):
        settings.with_a_platform()


@pytest.mark.parametrize("url", ["https://line.example/warmline/", "http://localhost:8080", "http://127.0.0.1:1"])
def test_the_public_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """People reach the web server over https, with a path if there is one; unencrypted on this machine alone."""
    assert read_settings().web.public_url is None
    monkeypatch.setenv("WARMLINE_WEB__PUBLIC_URL", url)
    assert read_settings().web.public_url == url.rstrip("/")


def test_the_shipped_file_changes_nothing() -> None:
    """The commented file that comes with the program is as good as none."""
    shipped = read_settings(config_dir() / "warmline.toml")
    bare = read_settings()
    assert shipped.model_dump(exclude={"telegram"}) == bare.model_dump(exclude={"telegram"})


def test_environment_beats_secrets_beat_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same key in all three: the environment's is taken; other keys of the files stay."""
    write("config/warmline.toml", '[discord]\ntoken = "file"\napi_url = "http://localhost:1/v10/"\n[web]\nport = 1\n')
    write("config/secrets.toml", '[discord]\ntoken = "secret"\n')
    monkeypatch.setenv("WARMLINE_WEB__PORT", "2")
    settings = read_settings()
    assert settings.discord.token is not None
    assert settings.discord.token.get_secret_value() == "secret"
    assert settings.discord.api_url == "http://localhost:1/v10"
    assert settings.web.port == 2


def test_which_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--config` beats WARMLINE_CONFIG beats ./config/warmline.toml."""
    assert settings_file(None) is None
    usual = write("config/warmline.toml", "")
    assert settings_file(None) == usual
    monkeypatch.setenv("WARMLINE_CONFIG", str(write("named.toml", "")))
    assert settings_file(None) == Path("named.toml")
    assert settings_file(usual) == usual


def test_a_named_file_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was named has to be there."""
    assert complaint(Path("no.toml")) == "The settings file no.toml is not there."
    monkeypatch.setenv("WARMLINE_CONFIG", "none.toml")
    assert "none.toml" in complaint()


WRONG = [
    ("WARMLINE_WEB__PORT", "65536", "WARMLINE_WEB__PORT is '65536'; allowed: a whole number from 0 to 65535."),
    ("WARMLINE_WEB__PROT", "1", "There is no setting WARMLINE_WEB__PROT; did you mean WARMLINE_WEB__PORT?"),
    ("WARMLINE_TELEGRAM_TOKEN", TOKEN, "no setting WARMLINE_TELEGRAM_TOKEN; did you mean WARMLINE_TELEGRAM__TOKEN?"),
    ("WARMLINE_LOG__LEVEL", "loud", "WARMLINE_LOG__LEVEL is 'loud'; allowed: DEBUG, INFO, WARNING or ERROR."),
    ("WARMLINE_LOG__FORMAT", "xml", "WARMLINE_LOG__FORMAT is 'xml'; allowed: text or json."),
    ("WARMLINE_POLICY__WORD_EVERY", "-00:03:00", "is -00:03:00; allowed: a duration from 00:00:30 to 00:30:00."),
    ("WARMLINE_POLICY__WORD_EVERY", "soon", "WARMLINE_POLICY__WORD_EVERY is 'soon'; allowed: a duration from 00:00:30"),
    ("WARMLINE_POLICY__FIRST_WAVE", "0", "WARMLINE_POLICY__FIRST_WAVE is 0; allowed: a whole number from 1 to 1000."),
    ("WARMLINE_POLICY__ZONE", "Berlin", "WARMLINE_POLICY__ZONE is Berlin; allowed: the name of a time zone"),
    ("WARMLINE_POLICY__DANGER_WORD", "00:05:00", "is 00:05:00; allowed: a duration from 00:00:10 to 00:01:00."),
    ("WARMLINE_DATABASE_URL", "mysql://x", "is 'mysql://x'; allowed: sqlite:///relative"),
    ("WARMLINE_WEB__PUBLIC_URL", "http://x.example", "is 'http://x.example'; allowed: an address that begins with"),
    ("WARMLINE_WEB__PUBLIC_URL", "https://x/?q=1", "is 'https://x/?q=1'; allowed: an address that begins with https://"),
    ("WARMLINE_TELEGRAM__API_URL", "telegram", "is 'telegram'; allowed: an address"),
    ("WARMLINE_DISCORD__GATEWAY_URL", "https://x", "allowed: an address that begins with wss://"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "line"), WRONG, ids=[name for name, _, _ in WRONG])
def test_a_wrong_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    """One line names the variable, its value and what is allowed."""
    monkeypatch.setenv(name, value)
    assert line in complaint()


SECRET = [
    ("WARMLINE_SECRET_KEY", "c2hvcnQ="),
    ("WARMLINE_DISCORD__TOKEN", "made up"),
    ("WARMLINE_TELEGRAM__TOKEN", "made/up"),
    ("WARMLINE_TELEGRAM__WEBHOOK_SECRET", "made up"),
    ("WARMLINE_DATABASE_URL", "postgres://me:password@host/x"),
]


@pytest.mark.parametrize(("name", "value"), SECRET, ids=[name for name, _ in SECRET])
def test_a_wrong_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The line names the variable and what is allowed, never the value."""
    monkeypatch.setenv(name, value)
    line = complaint()
    assert line.startswith(f"{name} is wrong; allowed: ")
    assert value not in line


FILES = [
    ("[web]\nprot = 1\n", "There is no setting [web] prot in config/warmline.toml; did you mean port?"),
    ("[wbe]\nport = 1\n", "There is no setting wbe in config/warmline.toml; did you mean web?"),
    ('[web]\nport = "x"\n', "[web] port in config/warmline.toml is 'x'; allowed: a whole number"),
    ("web = 1\n", "web in config/warmline.toml is wrong; allowed: a table [web]."),
    ("[policy]\nearly_words = 0\n", "[policy] early_words in config/warmline.toml is 0; allowed: a whole number"),
    (
        '[policy]\nlistener_nudge = "00:07:00"\n',
        "[policy] listener_nudge in config/warmline.toml (00:07:00) has to be shorter than seeker_told (00:06:00).",
    ),
    ('[discord\ntoken = "x"\n', "config/warmline.toml is not TOML: at line 1, column 9."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), FILES, ids=[text.split("\n")[0] for text, _ in FILES])
def test_a_wrong_file(text: str, line: str) -> None:
    """One line names the key, the file and what is allowed."""
    write("config/warmline.toml", text)
    assert line in complaint()


def test_secrets_that_others_can_read_are_refused() -> None:
    """secrets.toml has to be its owner's alone, and the line says how."""
    write("config/secrets.toml", '[discord]\ntoken = "x"\n', mode=0o640)
    assert complaint() == "Others could read or change config/secrets.toml: chmod 600 config/secrets.toml"


def test_an_empty_value_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable, and an empty text in a file, leave the default."""
    write("config/warmline.toml", '[discord]\ntoken = ""\n[telegram]\nwebhook_url = ""\n')
    monkeypatch.setenv("WARMLINE_WEB__PORT", "")
    settings = read_settings()
    assert settings.discord.token is None
    assert settings.telegram.webhook_url is None
    assert settings.web.port == 8080


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_keys_in_either_base64(monkeypatch: pytest.MonkeyPatch, encode: object) -> None:
    """A master key of 32 bytes is taken in standard and in URL-safe base64."""
    assert callable(encode)
    text = encode(b"\xfb\xff" * 16).decode()
    monkeypatch.setenv("WARMLINE_SECRET_KEY", text)
    assert text in read_settings().secrets


def test_numbers_of_routing_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """[policy] takes durations and counts, from the file and from the environment."""
    write("config/warmline.toml", '[policy]\nword_every = "00:01:00"\ninvite_valid = "72:00:00"\n')
    monkeypatch.setenv("WARMLINE_POLICY__EARLY_WORDS", "5")
    policy = read_settings().policy
    assert (policy.word_every, policy.invite_valid) == (timedelta(minutes=1), timedelta(hours=72))
    assert policy.early_words == 5


def test_two_numbers_that_contradict_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names both, each as it was set; one that was not set by its name."""
    monkeypatch.setenv("WARMLINE_POLICY__GENTLE_WORD", "02:00:00")
    assert complaint() == ("WARMLINE_POLICY__GENTLE_WORD (02:00:00) has to be shorter than conversation_minutes (50).")


def test_the_shipped_file_shows_every_number_and_its_default() -> None:
    """[policy] of the file that comes with the program holds each number of routing, as it is without a file."""
    text = (config_dir() / "warmline.toml").read_text(encoding="utf-8").partition("[policy]")[2]
    shown = tomllib.loads("\n".join(re.findall(r"^#(\w+ = .*)$", text, re.MULTILINE)))
    write("config/warmline.toml", "[policy]\n" + "\n".join(re.findall(r"^#(\w+ = .*)$", text, re.MULTILINE)))
    assert shown.keys() == {*RANGES, "zone"}
    assert read_settings().policy == Numbers()


def test_every_number_has_its_range() -> None:
    """No number is without one, and every default stands in its own."""
    numbers = {name: value for name, value in vars(Numbers()).items() if isinstance(value, int | timedelta)}
    assert numbers.keys() == RANGES.keys()
    assert all(value in RANGES[name] for name, value in numbers.items())
    assert out_of_order(Numbers()) is None


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is not in the settings' repr, and they cannot be changed."""
    monkeypatch.setenv("WARMLINE_TELEGRAM__TOKEN", TOKEN)
    settings = read_settings()
    assert TOKEN not in repr(settings)
    assert TOKEN in settings.secrets
    with pytest.raises(ValueError, match="frozen"):
        settings.web.port = 1
