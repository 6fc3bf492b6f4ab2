"""Media: pictures, voice messages and files that came with somebody's words: where they are, and what is sent again
(relay.md, What is carried). Nothing of them is ever at rest (privacy.md).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Medium:
    """Something that came with words: of which `kind` (image, voice, file), and the adapter's own `handle` to get it.

    `size` in bytes as the platform says, 0 where it does not; `album`: others of the same key belong to it; `mark`: the
    same for the same file, which `handle` need not be.
    """

    kind: str
    handle: str = field(repr=False)
    size: int = 0
    spoiler: bool = False
    album: str = field(default="", repr=False)
    mark: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class File:
    """The same as it is sent again: made anew, without its name and whatever told of its writer."""

    kind: str
    content: bytes = field(repr=False)
    spoiler: bool = False

    @property
    def name(self) -> str:
        """The same for every one of its kind."""
        return NAMES[self.kind]

    @property
    def type(self) -> str:
        """Its media type."""
        return TYPES[self.kind]


NAMES = {"image": "image.jpg", "voice": "voice.ogg", "file": "file.txt"}
TYPES = {"image": "image/jpeg", "voice": "audio/ogg", "file": "text/plain"}
CHOICES = {"none": frozenset[str](), "images": frozenset({"image"}), "all": frozenset({"image", "file"})}
"""What a community may allow besides voice messages, and which kinds that is."""

MOST = 10
"""How many go with one message; both platforms take no more in one."""
