"""Which links Telegram lets a bot send."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.playground.refusals import bad_request


def checked(url: str, what: str) -> str:
    """The link as Telegram keeps it (with a scheme, and a slash after the host), or a refusal naming `what` it is.

    Addresses on this machine are refused as Telegram refuses them: nobody else could open them.
    """

    def refuse(reason: str) -> Exception:
        return bad_request(f"{what} '{url}' is invalid: {reason}")

    if not url:
        raise refuse("URL host is empty")
    if url.lower().startswith(("tg:", "ton:", "tonsite:")):
        return url
    if "://" in url and not url.lower().startswith(("http://", "https://")):
        raise refuse("Unsupported URL protocol")
    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise refuse("Wrong HTTP URL") from None
    if not host:
        raise refuse("URL host is empty")
    if ("." not in host.strip(".") and ":" not in host) or any(char.isspace() for char in full):
        raise refuse("Wrong HTTP URL")
    if not parts.path:
        full = full.replace(parts.netloc, f"{parts.netloc}/", 1)
    return full
