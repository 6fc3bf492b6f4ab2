"""The sandbox's Discord, tried with the real discord.py over sockets."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands

from adapters.sandbox.discord import DiscordServer, Guild, Intent, NotOffered, Pace, Person
from adapters.sandbox.faults import Fault
from adapters.sandbox.people import Received
from tests.support.specs import hold_discord, needs_specs

TOKEN = "a-token-of-the-sandbox"


class Agreement(discord.ui.View):
    """Buttons that survive a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="I agree", custom_id="agree")
    async def agree(self, interaction: discord.Interaction, button: object) -> None:
        await interaction.response.edit_message(content="**Thank you**", view=None)

    @discord.ui.button(label="Tell me more", custom_id="more")
    async def more(self, interaction: discord.Interaction, button: object) -> None:
        await interaction.response.send_modal(Question())

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, button: object) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("there you are")


class Question(discord.ui.Modal, title="A question"):
    """A form with one field."""

    about: discord.ui.TextInput[discord.ui.View] = discord.ui.TextInput(label="About what?", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"about {self.about.value}", ephemeral=True)


class Bot(discord.Client):
    """A bot that notes what it is told and answers a little."""

    def __init__(self, **options: object) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, dm_reactions=True)
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)  # type: ignore[arg-type]  # any option
        self.told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        tree = app_commands.CommandTree(self)
        tree.command(name="join", description="Join with a code")(join)
        tree.command(name="here", description="Only in a server")(app_commands.guild_only()(here))
        self.commands = tree

    async def setup_hook(self) -> None:
        self.add_view(Agreement())
        await self.commands.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once: the library waits 5 s here, for the limit on identifying that the sandbox does not have."""

    async def on_ready(self) -> None:
        self.told.put_nowait(("ready", ""))

    async def on_resumed(self) -> None:
        self.told.put_nowait(("resumed", ""))

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.told.put_nowait(("message", message.content))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        if event.data["author"]["id"] != str(self.application_id):
            self.told.put_nowait(("edit", event.data["content"]))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.told.put_nowait(("delete", str(event.message_id)))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.told.put_nowait(("reaction", event.emoji.name))

    async def hears(self, kind: str) -> str:
        """The next event of that kind."""
        async with asyncio.timeout(10):
            while True:
                heard, text = await self.told.get()
                if heard == kind:
                    return text

    async def dm(self, person: Person) -> discord.DMChannel:
        """The private channel with a person."""
        return await (await self.fetch_user(int(person.id))).create_dm()


class Shards(discord.AutoShardedClient):
    """A bot on several shards."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once."""


async def join(interaction: discord.Interaction, code: str, alias: str | None = None) -> None:
    await interaction.response.send_message(f"code {code} alias {alias}", ephemeral=True, view=Agreement())


async def here(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("here", allowed_mentions=discord.AllowedMentions.none())


async def words(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=word, value=word) for word in ("tea", "talk") if word.startswith(typed)]


async def offer(interaction: discord.Interaction, word: str) -> None:
    view: discord.ui.View = discord.ui.View(timeout=None)
    view.add_item(Which())
    await interaction.response.send_message(f"which {word}", view=view)


class Which(discord.ui.Select[discord.ui.View]):
    """A select of two."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=label, value=label[0].lower()) for label in ("Green", "Black")]
        super().__init__(custom_id="which", options=options)

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("chosen: " + self.values[0], ephemeral=True)


@contextmanager
def pointing_at(server: DiscordServer) -> Iterator[None]:
    """discord.py talks to this server for as long as it lasts."""
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = server.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(bot: discord.Client, token: str = TOKEN) -> AsyncIterator[None]:
    """A bot that runs, and is stopped."""
    task = asyncio.create_task(bot.start(token))
    ready = asyncio.create_task(bot.wait_until_ready())
    await asyncio.wait([task, ready], timeout=10, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        await bot.close()
        ready.cancel()
        await asyncio.gather(task, ready, return_exceptions=True)


@asynccontextmanager
async def serving(**options: Any) -> AsyncIterator[DiscordServer]:
    """A strict server to which discord.py talks."""
    server = DiscordServer(token=TOKEN, strict=True, **options)
    await server.start()
    with pointing_at(server):
        yield server
    await server.close()


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with serving() as server:
        yield server


@pytest.fixture
def home(server: DiscordServer) -> Guild:
    return server.guild("Home")


@pytest.fixture
def ann(server: DiscordServer, home: Guild) -> Person:
    return server.person("Ann", home, locale="de")


@pytest.fixture
async def bot(server: DiscordServer, home: Guild, ann: Person) -> AsyncIterator[Bot]:
    bot = Bot()
    async with running(bot):
        yield bot


class Rest:
    """Calls without a library, to send what no library would."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """The status and the JSON of the reply."""
        known = {"Authorization": f"Bot {TOKEN}", "User-Agent": "DiscordBot (https://example.org, 1)"}
        url = self.server.api_url + path
        async with self.session.request(method, url, json=body, headers=known | headers) as reply:
            return reply.status, await reply.json() if reply.status != 204 else None


@pytest.fixture
async def rest(server: DiscordServer) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(server, session)


async def test_words_go_both_ways_in_a_dm(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """A person writes, edits, deletes and reacts; the bot writes, edits and deletes."""
    said = await ann.says("hello *there*")
    assert await bot.hears("message") == "hello *there*"
    await ann.edits(said, "hello again")
    assert await bot.hears("edit") == "hello again"
    await ann.deletes(said)
    assert await bot.hears("delete") == said
    sent = await (await bot.dm(ann)).send("**Robin:** a \\* b `c_d_e` [this](https://example.org)")
    seen = await ann.sees("Robin: a * b c_d_e this (https://example.org)")
    await ann.reacts(seen.id, "\N{WHITE HEAVY CHECK MARK}")
    assert await bot.hears("reaction") == "\N{WHITE HEAVY CHECK MARK}"
    await sent.edit(content="changed")
    changed = await ann.sees("changed")
    assert (changed.id, changed.version > seen.version) == (seen.id, True)
    await sent.delete()
    assert not ann.chat.has("changed")


async def test_a_slash_command_in_a_guild_is_answered_for_one_person(bot: Bot, ann: Person, home: Guild) -> None:
    """Options arrive by name, an ephemeral answer is in that person's chat alone."""
    await ann.runs("/join", in_guild=home, code="abc", alias="Robin")
    seen = await ann.sees("code abc alias Robin", "I agree")
    assert seen.ephemeral
    assert home.channel("general").chat.shown == []
    await ann.presses("I agree")
    assert (await ann.sees("Thank you")).buttons == ()


async def test_a_command_in_the_dm(bot: Bot, ann: Person) -> None:
    """The DM with the bot offers the global commands that are not for guilds alone."""
    interaction = await ann.runs("/join", code="abc")
    assert await interaction.answered() == 4
    assert interaction.payload()["context"] == 1
    assert interaction.payload()["locale"] == "de"
    with pytest.raises(NotOffered, match="not offered in a DM"):
        await ann.runs("/here")
    with pytest.raises(NotOffered, match="not registered"):
        await ann.runs("/nothing")
    with pytest.raises(NotOffered, match="needs the option code"):
        await ann.runs("/join")


async def test_a_form_is_opened_and_filled(bot: Bot, ann: Person) -> None:
    """A button opens a modal; what is filled in comes back, within the field's limits."""
    await ann.runs("/join", code="abc")
    await ann.sees("code abc")
    await ann.presses("Tell me more")
    with pytest.raises(NotOffered, match="takes 0 to 20"):
        await ann.fills({"About what?": "x" * 21})
    await ann.fills({"About what?": "cats"})
    await ann.sees("about cats")


async def test_a_deferred_answer_fills_the_place_that_was_kept(bot: Bot, ann: Person, home: Guild) -> None:
    """After "thinking" the first follow-up takes its place."""
    await ann.runs("/join", in_guild=home, code="abc")
    await ann.sees("code abc")
    interaction = await ann.presses("Later")
    seen = await ann.sees("there you are")
    assert interaction.original is not None
    assert (seen.id, seen.ephemeral, seen.raw["flags"]) == (interaction.original.id, True, 64)


async def test_buttons_outlive_the_bot(server: DiscordServer, home: Guild, ann: Person) -> None:
    """A bot that has been started anew answers to a button of the one before."""
    first = Bot()
    async with running(first):
        await (await first.dm(ann)).send("still here?", view=Agreement())
    async with running(Bot()):
        await ann.presses("I agree")
        await ann.sees("Thank you")


async def test_nothing_is_lost_over_a_resumed_session(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """A killed session is resumed, and what was written in the meantime comes, once and in order."""
    await bot.hears("ready")
    server.drop_sockets()
    for word in ("one", "two", "three"):
        await ann.says(word)
    assert [await bot.hears("message") for _ in range(3)] == ["one", "two", "three"]
    await server.kill_sessions(resumable=True)
    await ann.says("four")
    assert await bot.hears("message") == "four"
    assert len(server.world.hub.identified) == 1


async def test_a_session_that_is_gone_begins_anew(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """Where nothing can be resumed the bot identifies again, and finds the rest in the channel's history."""
    await bot.hears("ready")
    before = await ann.says("before")
    await bot.hears("message")
    await server.kill_sessions(resumable=False)
    await ann.says("missed")
    await bot.hears("ready")
    channel = await bot.dm(ann)
    found = [each.content async for each in channel.history(after=discord.Object(before))]
    assert found == ["missed"]


async def test_what_was_written_while_the_bot_was_away_is_kept(server: DiscordServer, home: Guild, ann: Person) -> None:
    """History after a message is paged newest first, the oldest page first; the library turns it round."""
    first = await ann.says("0")
    for number in range(1, 151):
        await ann.says(str(number))
    bot = Bot()
    async with running(bot):
        channel = await bot.dm(ann)
        found = [each.content async for each in channel.history(limit=None, after=discord.Object(first))]
    assert found == [str(number) for number in range(1, 151)]
    pages = [call.reply for call in server.received if call.query.get("after")]
    assert (pages[0][0]["content"], pages[0][-1]["content"]) == ("100", "1")


async def test_a_429_is_waited_for(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """Both kinds of 429 are understood by the library, which waits and tries again."""
    channel = await bot.dm(ann)
    server.fails(Fault(kind="429", match="POST /channels", after=0.05))
    await channel.send("one")
    server.fails(Fault(kind="429", match="POST /channels", after=0.05, description="global"))
    await channel.send("two")
    posts = [call for call in server.received if call.path.endswith("/messages")]
    assert [call.status for call in posts] == [429, 200, 429, 200]
    assert [shown.text for shown in ann.chat.shown] == ["one", "two"]


async def test_a_bucket_that_is_used_up_refuses(ann: Person) -> None:
    """With a pace the library keeps to the announced bucket by itself."""
    async with serving(pace=Pace(routes={"POST /channels/{channel_id}/messages": (2, 0.2)})) as server:
        bea, bot = server.person("Bea", server.guild("Home")), Bot()
        async with running(bot):
            channel = await bot.dm(bea)
            await asyncio.gather(*(channel.send(str(number)) for number in range(5)))
        assert len(bea.chat.shown) == 5
        assert {call.status for call in server.received} == {200}


async def test_overall_pace(ann: Person) -> None:
    """The limit overall answers 429 with global set; answers to interactions are not bound to it."""
    async with serving(pace=Pace(overall=3)) as server, aiohttp.ClientSession() as session:
        rest = Rest(server, session)
        replies = [await rest("GET", "/users/@me") for _ in range(4)]
        assert [status for status, _ in replies] == [200, 200, 200, 429]
        assert replies[-1][1]["global"] is True
        status, reply = await rest("POST", "/interactions/1/none/callback", {"type": 1})
        assert (status, reply["code"]) == (404, 10062)


async def test_the_same_nonce_is_written_once(server: DiscordServer, bot: Bot, ann: Person, rest: Rest) -> None:
    """A repeated nonce that is enforced gives the first message again; without enforcing it is a new one."""
    channel = await bot.dm(ann)
    first = await channel.send("once", nonce="a" * 25)
    again = await channel.send("once", nonce="a" * 25)
    assert (first.id, len(ann.chat.shown)) == (again.id, 1)
    await rest("POST", f"/channels/{channel.id}/messages", {"content": "once", "nonce": "a" * 25})
    assert len(ann.chat.shown) == 2
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("once", nonce="a" * 26)
    assert refused.value.code == 50035


async def test_faults(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """A 502 is tried again with its nonce; a socket cut after handling loses the reply, not the message."""
    channel = await bot.dm(ann)
    server.fails(Fault(kind="502", match="POST /channels"))
    server.fails(Fault(kind="close_after", match="POST /channels", times=2))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await channel.send("one", nonce="n")
    assert [shown.text for shown in ann.chat.shown] == ["one"]
    server.faults.clear()
    await channel.send("one", nonce="n")
    assert [shown.text for shown in ann.chat.shown] == ["one"]
    server.fails(Fault(kind="refuse", match="POST", code=20026))
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("two")
    assert refused.value.code == 20026


async def test_closed_dms_and_people_who_left(server: DiscordServer, bot: Bot, ann: Person, home: Guild) -> None:
    """Each reason has its code, and a person who opens up or comes back is reached again."""
    channel = await bot.dm(ann)

    async def code() -> int:
        try:
            await channel.send("?")
        except discord.Forbidden as refused:
            return refused.code
        return 0

    ann.closes_dms()
    assert await code() == 50007
    ann.opens_dms()
    await ann.leaves(home)
    assert await code() == 50278
    await ann.joins(home)
    assert await code() == 0


async def test_late_and_second_answers(bot: Bot, ann: Person, rest: Rest) -> None:
    """An interaction is answered within three seconds (10062) and once (40060); then follow-ups may come (10015)."""
    interaction = await ann.runs("/join", code="abc")
    await interaction.answered()
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    assert (await rest("POST", path, {"type": 6}))[1]["code"] == 40060
    interaction.answer, interaction.made = None, interaction.made - 4
    assert (await rest("POST", path, {"type": 4, "data": {"content": "late"}}))[1]["code"] == 10062
    webhook = f"/webhooks/{bot.application_id}/{interaction.token}"
    assert (await rest("POST", webhook, {"content": "x"}))[1]["code"] == 10015
    interaction.made -= 15 * 60
    assert (await rest("POST", webhook, {"content": "x"}))[1]["code"] == 50027


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"content": ""}, 50006, None),
        ({"content": "x" * 2001}, 50035, "content"),
        ({"text": "x"}, 50035, "text"),
        ({"content": "x", "components": [{"type": 1, "components": []}]}, 50035, "components"),
        ({"content": "x", "components": [{"type": 1}] * 6}, 50035, "components"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035, "allowed_mentions"),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 50035, "message_reference"),
    ],
)
async def test_what_discord_refuses(
    server: DiscordServer, ann: Person, rest: Rest, body: Any, code: int, where: str | None
) -> None:
    """Each refusal has its code and names the field."""
    channel = server.world.dm(ann)
    status, reply = await rest("POST", f"/channels/{channel.id}/messages", body)
    assert (status, reply["code"], where is None or where in reply["errors"]) == (400, code, True)


async def test_buttons_are_held_to_their_limits(server: DiscordServer, ann: Person, rest: Rest) -> None:
    """Labels have 80 characters, custom_ids 100 and none twice, rows five buttons."""
    path = f"/channels/{server.world.dm(ann).id}/messages"

    async def code(*buttons: dict[str, Any]) -> int:
        known = [{"type": 2, "style": 1, "label": "x"} | button for button in buttons]
        status, reply = await rest("POST", path, {"content": "x", "components": [{"type": 1, "components": known}]})
        return 0 if status == 200 else int(reply["code"])

    assert await code({"custom_id": "a", "label": "x" * 80}, {"custom_id": "b" * 100}) == 0
    assert await code({"custom_id": "a", "label": "x" * 81}) == 50035
    assert await code({"custom_id": "a" * 101}) == 50035
    assert await code({"custom_id": "a"}, {"custom_id": "a"}) == 50035
    assert await code(*({"custom_id": str(number)} for number in range(6))) == 50035


async def test_who_asks(server: DiscordServer, rest: Rest, ann: Person) -> None:
    """A wrong token is 401, no User-Agent of a bot is refused, unknown channels, paths and parameters are named."""
    assert (await rest("GET", "/users/@me", Authorization=TOKEN))[0] == 401
    assert (await rest("GET", "/users/@me", **{"User-Agent": "curl"}))[1]["code"] == 40333
    assert (await rest("GET", "/channels/1"))[1]["code"] == 10003
    assert (await rest("GET", "/nothing"))[0] == 404
    assert (await rest("GET", f"/channels/{server.world.dm(ann).id}/messages?limit=101"))[1]["code"] == 50035
    assert (await rest("GET", f"/channels/{server.world.dm(ann).id}/messages?since=1"))[1]["code"] == 50035
    assert (await rest("POST", "/users/@me/channels", {"recipient_id": "1"}))[1]["code"] == 50033


async def test_a_wrong_token_and_a_privileged_intent(server: DiscordServer) -> None:
    """The library hears of both as Discord has it: LoginFailure, and close code 4014."""
    stranger = Bot()
    with pytest.raises(discord.LoginFailure):
        await stranger.start("wrong")
    await stranger.close()
    nosy = discord.Client(intents=discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await nosy.start(TOKEN)
    await nosy.close()


async def test_words_in_a_guild_need_an_intent(server: DiscordServer, bot: Bot, ann: Person, home: Guild) -> None:
    """Without the message content intent a bot reads only what mentions it, over the gateway and over REST."""
    await ann.says("among ourselves", where=home)
    assert await bot.hears("message") == ""
    await ann.says(f"<@{bot.application_id}> hello", where=home)
    assert (await bot.hears("message")).endswith("hello")
    channel = bot.get_channel(int(home.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    assert [each.content async for each in channel.history(oldest_first=True)][:1] == [""]


async def test_words_with_the_intent(ann: Person) -> None:
    """A bot that was granted the intent reads everything."""
    async with serving(privileged=Intent.MESSAGE_CONTENT) as server:
        bea, bot = server.person("Bea", server.guild("Home")), Bot()
        bot._connection._intents.message_content = True
        async with running(bot):
            await bea.says("read me", where=server.guild("Home"))
            assert await bot.hears("message") == "read me"


async def test_a_malformed_frame(server: DiscordServer, ann: Person) -> None:
    """A frame that is no JSON ends discord.py's connection; a bot must be supervised."""
    bot = Bot()
    task = asyncio.create_task(bot.start(TOKEN))
    await server.connected()
    server.send_frame("{not json")
    with pytest.raises(ValueError, match=r"."):
        await asyncio.wait_for(task, 10)
    await bot.close()


async def test_shards(server: DiscordServer, ann: Person) -> None:
    """Each guild speaks on its own shard, DMs on shard 0."""
    guilds = [server.guild(name, str(number << 22)) for name, number in (("Even", 2), ("Odd", 3))]
    intents = discord.Intents(guilds=True, dm_messages=True)
    client = Shards(intents=intents, shard_count=2, guild_ready_timeout=0.05)
    async with running(client):
        await ann.says("hello")
        told = {session.shard: "".join(session.frames) for session in server.world.hub.sessions.values()}
        assert [guilds[0].id in told[0], guilds[1].id in told[0]] == [True, False]
        assert [guilds[1].id in told[1], "MESSAGE_CREATE" in told[1]] == [True, False]
        assert "MESSAGE_CREATE" in told[0]


async def test_threads_and_pins(server: DiscordServer, bot: Bot, home: Guild) -> None:
    """A thread that is archived opens when written to, one that is locked too refuses (50083)."""
    channel = bot.get_channel(int(home.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("a panel")
    await message.pin()
    assert [each.id async for each in channel.pins()] == [message.id]
    thread = await message.create_thread(name="talk")
    await thread.edit(archived=True)
    await thread.send("awake")
    await thread.edit(archived=True, locked=True)
    with pytest.raises(discord.HTTPException) as refused:
        await thread.send("no")
    assert refused.value.code == 50083


async def test_embeds_and_bodies_are_held_to_their_limits(server: DiscordServer, ann: Person, rest: Rest) -> None:
    """Too long parts of an embed, unknown nested fields and bodies of the wrong kind are 50035."""
    path = f"/channels/{server.world.dm(ann).id}/messages"
    assert (await rest("POST", path, {"embeds": [{"title": "x" * 257}]}))[1]["code"] == 50035
    assert (await rest("POST", path, {"embeds": [{"description": "x" * 4096}] * 2}))[1]["code"] == 50035
    assert (await rest("POST", path, {"embeds": [{"description": "x" * 4096}]}))[0] == 200
    assert (await rest("POST", path, ["x"]))[1]["code"] == 50035
    assert (await rest("POST", path, {"content": "x", "allowed_mentions": {"all": True}}))[1]["code"] == 50035
    button = {"type": 2, "style": 1, "label": "x", "custom_id": "x", "colour": 1}
    row = {"type": 1, "components": [button]}
    assert (await rest("POST", path, {"content": "x", "components": [row]}))[1]["code"] == 50035


async def test_a_select_and_choices_while_typing(server: DiscordServer, home: Guild, ann: Person) -> None:
    """What is chosen arrives as a value; an option with autocomplete is asked for its choices."""
    bot = Bot()
    choose: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name="choose", description="Choose", callback=offer
    )
    choose.autocomplete("word")(words)
    bot.commands.add_command(choose)
    async with running(bot):
        choices = await ann.completes("/choose", "word", word="t")
        assert [choice["name"] for choice in choices] == ["tea", "talk"]
        await ann.runs("/choose", word="tea")
        await ann.sees("which tea")
        await ann.selects("Green")
        await ann.sees("chosen: g")


async def test_coming_and_going(server: DiscordServer, bot: Bot, home: Guild) -> None:
    """The bot hears of new guilds and channels, and of being thrown out."""
    other = server.guild("Other")
    other.channel("welcome")
    other.role("listener")
    home.removes_bot()
    await server.person("Bea", other).says("last")
    await bot.hears("message")
    assert [guild.name for guild in bot.guilds] == ["Other"]
    assert {channel.name for channel in bot.guilds[0].channels} == {"general", "welcome"}
    with pytest.raises(discord.NotFound) as refused:
        await bot.fetch_channel(int(home.channel("general").id))
    assert refused.value.code == 10003


async def test_a_server_that_is_started_again(server: DiscordServer, bot: Bot, ann: Person) -> None:
    """State, port and sessions stay over a restart of the server."""
    await ann.says("before")
    await bot.hears("message")
    await server.close()
    await server.start()
    await ann.says("after")
    assert await bot.hears("message") == "after"
    assert server.connections == 2


@needs_specs
def test_what_does_not_fit_is_named() -> None:
    """hold_discord names wrong bodies and replies, and paths without a schema."""
    wrong = Received(method="POST", path="/channels/1/messages", body={"content": 5}, status=200, reply={"id": 1})
    unknown = Received(method="GET", path="/moon", body={}, status=200, reply={})
    complaints = "\n".join(hold_discord([wrong, unknown]))
    assert "asked: content" in complaints
    assert "'author' is a required property" in complaints
    assert "no schema: GET /moon" in complaints


@needs_specs
async def test_all_of_it_is_as_discord_describes(server: DiscordServer, bot: Bot, ann: Person, home: Guild) -> None:
    """Every request of the library and every reply of the sandbox fits Discord's OpenAPI document."""
    await test_words_go_both_ways_in_a_dm(server, bot, ann)
    await test_a_slash_command_in_a_guild_is_answered_for_one_person(bot, ann, home)
    await test_a_form_is_opened_and_filled(bot, ann)
    await test_a_deferred_answer_fills_the_place_that_was_kept(bot, ann, home)
    await test_threads_and_pins(server, bot, home)
    guild = await bot.fetch_guild(int(home.id))
    await guild.fetch_channels()
    await guild.fetch_roles()
    await guild.fetch_member(int(ann.id))
    await bot.commands.fetch_commands()
    await test_closed_dms_and_people_who_left(server, bot, ann, home)
    assert "\n".join(hold_discord(server.received)) == ""
