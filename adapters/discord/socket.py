"""The gateway's socket: discord.py's own, forgiving to a READY that names no address for resuming (experience.md)."""

from __future__ import annotations

import json
from typing import Any

from discord.gateway import DiscordWebSocket


class Socket(DiscordWebSocket):
    """Resumes where READY says, or, where it says nothing, at the address by which it came."""

    async def received_message(self, msg: Any, /) -> None:
        """Only until there is a session is a frame looked at here: after that it is the library's alone."""
        if self.session_id is not None:
            await super().received_message(msg)
            return
        text = self._decompressor.decompress(msg) if isinstance(msg, bytes) else msg
        if text is not None:
            await super().received_message(_completed(text, str(self.DEFAULT_GATEWAY)))


def _completed(text: str, gateway: str) -> str:
    frame = json.loads(text)
    told = frame.get("d") if isinstance(frame, dict) and frame.get("t") == "READY" else None
    if not isinstance(told, dict) or told.get("resume_gateway_url"):
        return text
    told["resume_gateway_url"] = gateway
    return json.dumps(frame)
