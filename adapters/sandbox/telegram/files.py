"""Files that were sent, kept in memory; ids and paths as the platform gives them."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass, field
from typing import Any

from .params import Upload
from .refusal import bad

LARGEST_DOWNLOAD = 20 * 2**20  # bytes
FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "video": "videos", "audio": "music"}


@dataclass(frozen=True)
class Stored:
    """One file: its kind, its content and its place below `/file/bot<token>/`."""

    kind: str
    upload: Upload
    path: str
    about: dict[str, Any]  # file_id, file_unique_id, file_size


@dataclass
class Files:
    """All files, by file_id."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, kind: str, upload: Upload) -> Stored:
        """Keep a file."""
        if not upload.content:
            raise bad("file must be non-empty")
        number, folder = next(self._numbers), FOLDERS.get(kind, "documents")
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        file_id, size = f"AgACAgIAAxkBAAI{number:06d}-{kind}", len(upload.content)
        about = {"file_id": file_id, "file_unique_id": f"AQAD{number:06d}", "file_size": size}
        self.by_id[file_id] = Stored(kind, upload, f"{folder}/file_{number}.{suffix}", about)
        return self.by_id[file_id]

    def given(self, kind: str, given: str | Upload) -> Stored:
        """The file that a parameter means: an upload, or the id of a file that is there (400 for anything else)."""
        if isinstance(given, Upload):
            if kind == "photo" and not given.content.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")):
                raise bad("IMAGE_PROCESS_FAILED")
            return self.add(kind, given)
        if given.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")  # this server fetches nothing
        if given not in self.by_id:
            raise bad("wrong file identifier/HTTP URL specified")
        if self.by_id[given].kind != kind:
            raise bad(f"can't use file of type {self.by_id[given].kind.title()} as {kind.title()}")
        return self.by_id[given]

    def file(self, file_id: str) -> dict[str, Any]:
        """The platform's File object."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(stored.upload.content) > LARGEST_DOWNLOAD:
            raise bad("file is too big")
        return stored.about | {"file_path": stored.path}

    def at(self, path: str) -> Stored | None:
        """The file at this place."""
        return next((stored for stored in self.by_id.values() if stored.path == path), None)


def described(stored: Stored, **more: Any) -> Any:
    """What a message holds of a file: a list of sizes for a photo, else one object."""
    upload = stored.upload
    named = {"file_name": upload.name} if upload.name else {}
    mime = {"mime_type": upload.content_type} if upload.content_type else {}
    match stored.kind:
        case "photo":
            width, height = _size(upload.content)
            return [stored.about | {"width": width, "height": height}]
        case "voice":
            return stored.about | {"duration": more.get("duration", 0)} | mime
        case "sticker":
            still = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return stored.about | still | {key: more[key] for key in ("emoji",) if key in more}
        case "video" | "animation":
            sizes = {key: more.get(key, 0) for key in ("width", "height", "duration")}
            return stored.about | sizes | named | mime
        case "audio":
            titles = {key: more[key] for key in ("performer", "title") if key in more}
            return stored.about | {"duration": more.get("duration", 0)} | titles | named | mime
        case _:
            return stored.about | named | mime


def _size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; other pictures are taken to be of the usual size."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return 1280, 960
