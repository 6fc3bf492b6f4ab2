"""What a person sees of Discord's markdown: the words, without markers."""

import re

_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
_KEPT = re.compile(r"[\ue000-\uefff]")
_FENCE = re.compile(r"```(?:[a-zA-Z0-9_+-]*\n)?(.*?)```", re.S)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?(https?://[^)\s>]+)>?\)")
_LINE_MARK = re.compile(r"^(?:>>> |> |#{1,3} |-# )", re.M)
_PAIRS = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        *(rf"{mark}(?=\S)(.+?)(?<=\S){mark}" for mark in (r"\*\*\*", r"\*\*", "__", "~~", r"\|\|", r"\*")),
        r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)",
    )
)  # fmt: skip


def plain(text: str) -> str:
    """The text without markers and backslash escapes; what was escaped is kept as it stands."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return chr(0xE000 + len(kept) - 1)

    if _KEPT.search(text):  # somebody wrote private-use characters: do not mistake them for ours
        return text
    text = _FENCE.sub(lambda found: keep(found[1].removesuffix("\n")), text)
    text = _CODE.sub(lambda found: keep(found[1]), text)
    text = _ESCAPED.sub(lambda found: keep(found[1]), text)
    text = _LINK.sub(lambda found: f"{found[1]} ({found[2]})", text)
    text = _LINE_MARK.sub("", text)
    for pair in _PAIRS:
        text = pair.sub(r"\1", text)
    return _KEPT.sub(lambda found: kept[ord(found[0]) - 0xE000], text)
