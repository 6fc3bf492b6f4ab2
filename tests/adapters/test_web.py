"""The web server over real sockets: health, readiness, metrics, the webhook, and a port that is taken."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from adapters.web.server import LARGEST, SECRET, Health, PortTaken, Web, Webhook


@asynccontextmanager
async def serving(health: Callable[[], Health] = Health, webhook: Webhook | None = None) -> AsyncIterator[int]:
    """A server on a free port, and that port."""
    web = Web(host="127.0.0.1", port=0, health=health, webhook=webhook)
    try:
        yield await web.start()
    finally:
        await web.close()


async def get(port: int, path: str) -> tuple[int, str]:
    """Status and body of an answer, which never tells versions."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        assert answer.headers["Server"] == "warmline"
        return answer.status, await answer.text()


async def test_health_and_readiness() -> None:
    """It is healthy while it runs, and ready once every platform is connected."""
    missing = ["discord", "telegram"]
    async with serving(lambda: Health(waiting_for=tuple(missing))) as port:
        assert port
        assert await get(port, "/healthz") == (200, "ok\n")
        assert await get(port, "/readyz") == (503, "waiting for discord, telegram\n")
        missing.clear()
        assert await get(port, "/readyz") == (200, "ready\n")
        assert (await get(port, "/nowhere"))[0] == 404


async def test_metrics() -> None:
    """Figures come in the text format that Prometheus reads, and none of them counts people."""
    async with serving(lambda: Health(waiting_for=("discord",), failures=3, overdue=1)) as port:
        _, body = await get(port, "/metrics")
    figures = [line for line in body.splitlines() if not line.startswith("#")]
    assert figures == ["warmline_ready 0", "warmline_failures_total 3", "warmline_overdue_total 1"]
    assert "# TYPE warmline_failures_total counter\n" in body


async def test_the_webhook_gets_body_and_secret() -> None:
    """A POST to any path goes to the webhook with its secret; its status is the answer; a huge body never arrives."""
    got: list[tuple[bytes, str | None]] = []

    async def webhook(body: bytes, secret: str | None) -> int:
        got.append((body, secret))
        return 200 if secret else 403

    async with serving(webhook=webhook) as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.post("/hook/here", data=b"{}", headers={SECRET: "s"}) as answer:
            assert answer.status == 200
        async with session.post("/", data=b"{}") as answer:
            assert answer.status == 403
        async with session.post("/", data=io.BytesIO(b"x" * (LARGEST + 1))) as answer:
            assert answer.status == 413
    assert got == [(b"{}", "s"), (b"{}", None)]


async def test_without_a_webhook_nothing_can_be_posted() -> None:
    """With long polling there is no path that takes a POST."""
    async with serving() as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        answer = await session.post("/", data=b"{}")
    assert answer.status == 404


async def test_a_port_in_use_is_one_clear_line() -> None:
    """The second server on a port does not start, and says which setting to look at."""
    async with serving() as port:
        with pytest.raises(PortTaken) as caught:
            await Web(host="127.0.0.1", port=port, health=Health).start()
    line = f"Port {port} on 127.0.0.1 is in use; set WARMLINE_WEB__PORT to a free one, or to 0 for any."
    assert str(caught.value) == line


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
async def test_an_address_of_another_machine(host: str) -> None:
    """An address that is not ours is one clear line too."""
    with pytest.raises(PortTaken, match=rf"on {host} cannot be opened"):
        await Web(host=host, port=0, health=Health).start()
