"""A load balancer before processes that Slack posts to."""

import itertools
import socket

from aiohttp import ClientError, ClientSession, web

PATH = "/slack/events"
_HEADERS = ("Content-Type", "X-Slack-Request-Timestamp", "X-Slack-Signature")


def find_ports(count: int) -> list[int]:
    """Ports that nothing listens on."""
    listeners = [socket.socket() for _ in range(count)]
    for listener in listeners:
        listener.bind(("127.0.0.1", 0))
    found = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return found


def make_balancer(ports: list[int], session: ClientSession) -> web.Application:
    """A load balancer: each request goes to the next process, and to another one if the connection breaks."""
    turns = itertools.count()

    async def pass_on(request: web.Request) -> web.Response:
        body, first = await request.read(), next(turns)
        headers = {name: request.headers[name] for name in _HEADERS}
        for number in range(len(ports)):
            url = f"http://127.0.0.1:{ports[(first + number) % len(ports)]}{PATH}"
            try:
                async with session.post(url, data=body, headers=headers) as answer:
                    return web.Response(
                        status=answer.status, body=await answer.read(), content_type=answer.content_type
                    )
            except (ClientError, TimeoutError):
                continue
        return web.Response(status=502)

    app = web.Application()
    app.router.add_post(PATH, pass_on)
    return app
