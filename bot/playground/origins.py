"""Whose requests are answered.

A playground needs no password, so that a page of somebody else's, open in the same browser, must not be able to use it:
neither by sending requests across origins, nor by giving its own name this machine's address.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

Hosts = frozenset[str] | None
"""The names under which the server may be called; None where it was told to be open to others."""

STRANGER = "Forbidden: requests from other pages are not answered"


def is_welcome(request: HTTPServerRequest, hosts: Hosts) -> bool:
    """Whether a request comes from a bot, from the playground's own page, or from whoever typed in the address."""
    if hosts is not None and request.host_name not in hosts:
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
