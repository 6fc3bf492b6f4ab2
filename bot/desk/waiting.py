"""Waiting: what somebody reads until a listener comes: at each change, and every few minutes (routing.md 8 to 10)."""

from bot.desk import rota
from bot.desk.desk import Desk, Draft
from bot.desk.page import raise_page
from bot.notice import NobodyFree, Notice, StillWaiting, Waiting
from bot.notice.routing import AnybodyElse, DangerWord, LineShut, SimpleEnglish
from bot.page import PageKind
from bot.request import SIMPLE, Request, Word
from bot.routing import Routing


async def show(desk: Desk, draft: Draft, routing: Routing, request: Request, *, change: bool = False) -> None:
    """Say (or, for progress, change) the waiting message of this request."""
    line = desk.communities[request.community].name
    say = draft.change if change else draft.say
    word = await word_for(desk, draft, routing, request)
    say(request.seeker, word, language=request.language, line=line, slot=f"waiting:{request.id}")


async def word_for(desk: Desk, draft: Draft, routing: Routing, request: Request) -> Notice:
    """What somebody who waits reads at this stage."""
    policy, own, epoch = desk.policy_for(request.community), request.id, request.epoch
    if request.despairs(policy):
        return NobodyFree(request=own, epoch=epoch)
    if not routing.there(request.community, but=request.seeker):
        return LineShut(request=own, epoch=epoch, opens=await rota.opens(desk, draft, request.community))
    count, community = routing.on_call(request), desk.communities[request.community]
    wished, topics, genders = request.wished, bool(community.topics), community.gender_wishes
    if request.stage == 0:
        return Waiting(on_call=count, request=own, epoch=epoch, wished=wished, topics=topics, genders=genders)
    minutes = int(request.stage * policy.word_every.total_seconds() // 60)
    return StillWaiting(
        on_call=count, minutes=minutes, request=own, epoch=epoch, wished=wished, topics=topics, genders=genders
    )


async def say(desk: Desk, draft: Draft, routing: Routing, request: Request, word: Word) -> None:
    """Say what has come due: to the seeker, or to coordinators for them."""
    line = desk.communities[request.community].name
    match word:
        case Word.PAGE | Word.DANGER:
            kind = PageKind.DANGER if word is Word.DANGER else PageKind.WAITING
            mine = (request.seeker,)
            await raise_page(desk, draft, community=request.community, kind=kind, about=request.id, but=mine)
        case Word.ASSURED:
            count, wished = routing.on_call(request), request.wished
            told = DangerWord(on_call=count, request=request.id, epoch=request.epoch, wished=wished)
            draft.say(request.seeker, told, language=request.language, line=line)
        case Word.WISH:
            asked = AnybodyElse(request=request.id, epoch=request.epoch)
            draft.say(request.seeker, asked, language=request.language, line=line, slot=f"wish:{request.id}")
        case _:
            draft.strip(request.seeker, f"waiting:{request.id}")
            await show(desk, draft, routing, request)


async def counted(desk: Desk, draft: Draft, routing: Routing, community: str, *, shut: bool) -> None:
    """How many are on call has changed: those who wait see it, the first of them at once, the others with their next
    word; that nobody is left is told to all of them now (routing.md 10).
    """
    policy = desk.policy_for(community)
    for request in await draft.rows.waiting(community, limit=None if shut else policy.counted_at_once):
        if shut:
            draft.strip(request.seeker, f"waiting:{request.id}")
        if shut or not request.despairs(policy):  # that word has no count in it
            await show(desk, draft, routing, request, change=not shut)
        await ask_language(desk, draft, routing, request)


async def ask_language(desk: Desk, draft: Draft, routing: Routing, request: Request) -> None:
    """Nobody on call speaks their language: somebody could write with them in simple English (routing.md 2)."""
    if "language" in request.asked or SIMPLE in request.languages or routing.on_call(request):
        return
    if routing.speaking(request, SIMPLE):
        line = desk.communities[request.community].name
        asked = request.having_asked("language")
        await draft.rows.save_request(asked, was=request)
        routing.notes(asked)
        question = SimpleEnglish(spoken=request.language, request=request.id, epoch=request.epoch)
        draft.say(request.seeker, question, language=request.language, line=line, slot=f"language:{request.id}")
