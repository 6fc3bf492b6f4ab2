"""A group with the bot in it, or without."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.people import Chat, Shown

from .rooms import Account, Message, Room
from .world import World

RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages",
)  # fmt: skip


class Group:
    """A basic group or a supergroup; the first member owns it."""

    def __init__(self, world: World, room: Room, owner: Account) -> None:
        self.world = world
        self.room = room
        self.owner = owner
        room.members[owner.id] = {"status": "creator", "is_anonymous": False}

    @property
    def id(self) -> int:
        """The number of the chat now; it changes once with `migrates`."""
        return self.room.id

    @property
    def chat(self) -> Chat:
        """What is shown in the group, to everybody alike."""
        return self.room.view

    async def sees(self, *fragments: str, within: float = 10.0) -> Shown:
        """Wait for a message of the bot (Chat.sees)."""
        return await self.chat.sees(*fragments, within=within)

    def add(self, account: Account) -> None:
        """Somebody comes in."""
        self.room.members[account.id] = {"status": "member"}
        self.service({"new_chat_members": [account.user]})

    def remove(self, account: Account) -> None:
        """Somebody goes."""
        self.room.members[account.id] = {"status": "left"}
        self.service({"left_chat_member": account.user})

    def add_bot(self, rights: tuple[str, ...] = ()) -> None:
        """The owner brings the bot in, with these administrator's rights or none."""
        self.world.change_bot(self.room, standing(rights), by=self.owner.user)
        self.service({"new_chat_members": [self.world.bot]})

    def let_bot(self, *rights: str) -> None:
        """The owner gives the bot exactly these rights; none makes it a simple member."""
        self.world.change_bot(self.room, standing(rights), by=self.owner.user)

    def kicks_bot(self) -> None:
        """The owner puts the bot out."""
        self.world.change_bot(self.room, {"status": "kicked", "until_date": 0}, by=self.owner.user)

    def migrates(self) -> int:
        """The basic group becomes a supergroup with another number, which is returned."""
        old = self.room
        number = next(self.world.supergroup_ids)
        new = self.world.new_room(number, old.about | {"type": "supergroup"})
        new.members = dict(old.members)
        self.service({"migrate_to_chat_id": number})
        old.migrated_to, self.room = number, new
        self.service({"migrate_from_chat_id": old.id})
        return number

    def service(self, content: dict[str, Any]) -> None:
        """The platform's own message about the group, by its owner; the bot hears of each."""
        about = {"from": self.owner.user, "chat": self.room.chat, "date": self.world.now}
        message = self.room.post(about | content, by_bot=False)
        if heard(self.world, self.room, message):
            self.world.updates.add("message", message)


def standing(rights: tuple[str, ...]) -> dict[str, Any]:
    """How a bot with these rights stands in a group."""
    if unknown := set(rights) - set(RIGHTS):
        raise ValueError(f"no such rights: {', '.join(sorted(unknown))}")
    if not rights:
        return {"status": "member"}
    return {"status": "administrator"} | {right: right in rights or right == "can_manage_chat" for right in RIGHTS}


def heard(world: World, room: Room, message: Message) -> bool:
    """Whether the bot gets to know of a message (core.telegram.org/bots/features#privacy-mode)."""
    me = room.members.get(world.bot_id, {"status": "member" if room.private else "left"})
    if me["status"] in ("left", "kicked"):
        return False
    spoken = next((field for field in ("text", "caption") if field in message), None)
    if room.private or world.reads_all or me["status"] == "administrator":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id:
        return True
    if spoken is None:
        return any(field in message for field in SERVICE)
    return addressed(world, message[spoken], message.get("entities") or message.get("caption_entities") or [])


SERVICE = ("new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id")


def addressed(world: World, text: str, marks: list[dict[str, Any]]) -> bool:
    """Whether a text in a group names the bot or is a command that may be meant for it."""
    name = f"@{world.bot_names['username']}".lower()
    coded = text.encode("utf-16-le")
    for one in marks:
        covered = coded[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le").lower()
        if one["type"] == "bot_command" and ("@" not in covered or covered.endswith(name)):
            return True
        if one["type"] == "mention" and covered == name:
            return True
    return False
