"""What a person can send that is not just text."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import Any

from .files import described
from .group import Group, heard
from .params import Upload
from .rooms import Account, Message, Room
from .world import World

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
UPLOADED = {
    "photo": ("photo.png", "image/png"),
    "voice": ("voice.ogg", "audio/ogg"),
    "document": ("notes.txt", "text/plain"),
    "sticker": ("sticker.webp", "image/webp"),
}


class Posting:
    """The sending half of a person."""

    world: World
    account: Account
    room: Room

    def sends(
        self, content: Message, *, reply_to: str | None = None, group: Group | None = None
    ) -> str:  # fmt: skip
        """Put a message with this content into the private chat, or into a group; return its id."""
        room = group.room if group else self.room
        self._come_in(room)
        about = {"from": self.account.user, "chat": room.chat, "date": self.world.now}
        message = room.post(about | content, by_bot=False, reply_to=int(reply_to) if reply_to else None)
        if heard(self.world, room, message):
            self.world.updates.add("message", message)
        return str(message["message_id"])

    async def sends_file(
        self, kind: str, content: bytes = PIXEL, *, name: str | None = None, caption: str | None = None, **more: Any
    ) -> str:
        """Send a photo, voice, document or sticker; `more` are fields of its object, as `duration` or `emoji`."""
        usual, mime = UPLOADED[kind]
        mime = (name and mimetypes.guess_type(name)[0]) or mime
        stored = self.world.files.add(kind, Upload(name or usual, mime, content))
        return self.sends({kind: described(stored, **more)} | ({"caption": caption} if caption else {}))

    async def sends_photo(self, caption: str | None = None, content: bytes = PIXEL) -> str:
        """Send a picture."""
        return await self.sends_file("photo", content, caption=caption)

    async def sends_voice(self, seconds: int = 3, content: bytes = b"OggS-play") -> str:
        """Send a voice message."""
        return await self.sends_file("voice", content, duration=seconds)

    async def sends_document(self, name: str, content: bytes, caption: str | None = None) -> str:
        """Send a file."""
        return await self.sends_file("document", content, name=name, caption=caption)

    async def sends_sticker(self, emoji: str) -> str:
        """Send a sticker that stands for this emoji."""
        return await self.sends_file("sticker", b"RIFF-play", emoji=emoji)

    async def sends_contact(self, first_name: str = "Somebody", phone_number: str = "+000000000") -> str:
        """Share a contact."""
        return self.sends({"contact": {"phone_number": phone_number, "first_name": first_name}})

    async def sends_location(self, latitude: float = 0.0, longitude: float = 0.0) -> str:
        """Share a place."""
        return self.sends({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_poll(self, question: str, *answers: str) -> str:
        """Send a poll."""
        options = [
            {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(answers)
        ]
        flags = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
        about = {"id": str(next(self.world.query_ids)), "question": question, "options": options, "type": "regular"}
        return self.sends(
            {"poll": about | {"total_voter_count": 0, "is_anonymous": True} | dict.fromkeys(flags, False)}
        )

    async def sends_album(self, *captions: str | None, contents: Sequence[bytes] = ()) -> list[str]:
        """Send pictures that belong together, one a caption."""
        together = {"media_group_id": str(next(self.world.query_ids))}
        pictures = contents or [PIXEL] * len(captions)
        stored = [self.world.files.add("photo", Upload("photo.png", "image/png", one)) for one in pictures]
        return [
            self.sends({"photo": described(file)} | together | ({"caption": caption} if caption else {}))
            for file, caption in zip(stored, captions, strict=True)
        ]

    async def forwards(self, text: str, *, written_by: str) -> str:
        """Forward what somebody wrote who hides their account."""
        origin = {"type": "hidden_user", "date": self.world.now, "sender_user_name": written_by}
        return self.sends({"text": text, "forward_origin": origin})

    def _come_in(self, room: Room) -> None:
        if room.private:
            if self.account.blocks:
                raise AssertionError("the app writes to no bot that is blocked: unblocks_bot() or starts() first")
            self.account.started = True
        elif room.members.get(self.account.id, {"status": "left"})["status"] in ("left", "kicked"):
            raise AssertionError(f"{self.account.first_name} is not in {room.about['title']}")
