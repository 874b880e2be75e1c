"""The fields of an HTTP request: from its address, a form, a multipart form or JSON."""

from __future__ import annotations

import json

from tornado.httputil import HTTPServerRequest

from bot.playground.parameters import Fields, Upload
from bot.playground.refusals import bad_request


def read_fields(request: HTTPServerRequest) -> Fields:
    """What a request carries; raises `Refused` where that can't be read."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "application/json":
        try:
            values = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            raise bad_request("can't parse JSON-encoded request parameters") from None
        if not isinstance(values, dict):
            raise bad_request("expected an Object")
        return Fields(values)
    try:
        given = {name: parts[-1].decode() for name, parts in request.arguments.items()}
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    uploads = {
        name: Upload(parts[0].filename, parts[0].content_type, parts[0].body) for name, parts in request.files.items()
    }
    return Fields(given, files=uploads)
