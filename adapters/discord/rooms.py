"""Private chats: which channel is whose, and its language. In memory; the core keeps those of its roster."""

from discord.http import Route

from adapters.discord.errors import id_in
from adapters.discord.http import Http

_MOST = 20_000


class Rooms:
    """The channel of each person, and the person of each channel."""

    def __init__(self) -> None:
        self._channels: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._languages: dict[str, str] = {}
        self._fresh: dict[str, str] = {}

    def learn(self, person: str, channel: str) -> None:
        """This channel is the person's private chat; the oldest of very many is forgotten."""
        if self._channels.get(person) == channel:
            return
        self._channels[person], self._people[channel] = channel, person
        self._fresh[person] = channel
        if len(self._channels) > _MOST:
            oldest = next(iter(self._channels))
            del self._people[self._channels.pop(oldest)]

    def learned(self) -> dict[str, str]:
        """What was learned since this was called last."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def whose(self, channel: str) -> str | None:
        """Whose private chat this is, if it is known."""
        return self._people.get(channel)

    def language_of(self, person: str) -> str:
        """The language of the person's client, as far as it was heard; English else."""
        return self._languages.get(person, "en")

    def heard_language(self, person: str, language: str) -> None:
        """Their client says that this is its language; of very many, who was heard longest ago is forgotten."""
        self._languages.pop(person, None)
        self._languages[person] = language
        if len(self._languages) > _MOST:
            del self._languages[next(iter(self._languages))]

    async def of(self, person: str, http: Http, *, bulk: bool = False) -> str:
        """The person's private chat, opened where it is not known: one a second, `bulk` behind the others."""
        if (known := self._channels.get(person)) is not None:
            return known
        await http.new_chats.enter(bulk=bulk)  # Discord takes a bot that opens many at once for a spammer
        try:
            if (known := self._channels.get(person)) is not None:  # they wrote meanwhile
                return known
            told = await http.request(Route("POST", "/users/@me/channels"), json={"recipient_id": person})
        finally:
            http.new_chats.leave()
        opened = id_in(told)
        self.learn(person, opened)
        return opened
