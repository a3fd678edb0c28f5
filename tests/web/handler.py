"""One loaded stack of middleware for the many browsers of a test: loading it looks at every static file anew."""

from functools import cache

from django.test.client import Client, ClientHandler


@cache
def _loaded() -> ClientHandler:
    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def quick(client: Client) -> Client:
    """The browser, asking through the stack that is loaded already."""
    client.handler = _loaded()
    return client
