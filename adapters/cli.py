"""The `warmline` command: its results on stdout, errors as one line on stderr with exit code 2 (experience.md)."""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from adapters import counting, keeping, operating
from adapters.keyfile import KeyUnusable
from adapters.operating import Config, NotDone
from adapters.rostering import roster
from adapters.settings import SettingsWrong
from adapters.settings_file import read_settings, settings_file
from adapters.simulator.command import simulate
from adapters.sql.errors import DatabaseUnusable

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command; exit code 0, or 1 where `check` finds something wrong, or 2 after an error."""
    try:
        code = app(prog_name="warmline", standalone_mode=False)
    except TyperException as err:
        code = _complain(f"{err.format_message().replace('Value error, ', '')} (--help shows what there is)")
    except (SettingsWrong, DatabaseUnusable, KeyUnusable, NotDone) as err:
        code = _complain(str(err))
    sys.exit(code or 0)


def _complain(line: str) -> int:
    typer.echo(f"warmline: {' '.join(line.split())}", err=True)
    return 2


@app.callback(invoke_without_command=True)
def warmline(
    context: typer.Context,
    config: Config = None,
    asked: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Warmline connects somebody who wants to talk with a volunteer who listens, on Discord and Telegram.

    Settings come from the environment (WARMLINE_...), else from --config, WARMLINE_CONFIG or ./config/warmline.toml.

    Example, without any token: warmline demo
    """
    context.obj = config
    if asked:
        typer.echo(f"warmline {version('warmline')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run(context: typer.Context, config: Config = None) -> None:
    """Run the line until SIGTERM.

    Prints "ready" once every platform is connected; logs go to stderr.

    Example: WARMLINE_TELEGRAM__TOKEN=... warmline run
    """
    settings = read_settings(config or context.obj).with_a_platform()
    # Only here: it brings both platforms' libraries, which the other commands do without.
    from adapters.logs import start_logging
    from adapters.web.server import PortTaken
    from adapters.wiring import serve

    start_logging(settings.log, secrets=settings.secrets)
    try:
        code = asyncio.run(serve(settings))
    except PortTaken as err:
        raise NotDone(str(err)) from err
    raise typer.Exit(code)


@app.command()
def demo(
    tour: Annotated[bool, typer.Option("--tour", help="Play a tour in the terminal, without a browser.")] = False,
    host: Annotated[str, typer.Option(help="Where the page listens.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="The page's port; 0: any free one.", show_default="8765", min=0, max=65535)
    ] = None,
) -> None:
    """Try Warmline without any token.

    Starts both platforms in small and the real bot, and shows four phones in your browser.

    Example: warmline demo --tour
    """
    play = import_module("adapters.sandbox.demo").main  # only where it is played
    raise typer.Exit(int(play(tour=tour, host=host, port=port) or 0))


app.command()(simulate)
app.command()(operating.invite)
app.command()(operating.approve)
app.command()(roster)
app.command()(keeping.backup)
app.command()(keeping.erase)
app.command()(keeping.rotate_key)
app.command()(counting.stats)
app.add_typer(operating.community, name="community")


@app.command()
def check(context: typer.Context, config: Config = None) -> None:
    """Look whether everything is as it should be.

    That is settings, database, tokens, rights, locales and helplines; exit code 1 if something is wrong.

    Example: warmline check
    """
    from adapters.checkup import Verdict, findings

    file = settings_file(config or context.obj)
    settings = read_settings(file)

    async def looked() -> bool:
        fine = True
        async for one in findings(settings, file):
            typer.echo(f"{one.verdict:6} {one.about:10} {one.told}")
            fine = fine and one.verdict is not Verdict.WRONG
        return fine

    raise typer.Exit(0 if asyncio.run(looked()) else 1)


if __name__ == "__main__":
    main()
