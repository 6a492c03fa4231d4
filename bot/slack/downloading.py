"""A file that somebody sent to the bot, fetched with the bot's token from Slack and from nowhere else."""

from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

from bot.services.ports import DirectoryUnavailable

_DOWNLOAD = "files.info"


class _NoRedirect(HTTPRedirectHandler):
    """The token goes to no other address than the one it was meant for; Slack sends who has none to its login page."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def download(client: WebClient, url: str, most: int) -> bytes | None:
    """What stands at a file's `url_private`; None where it is larger than `most` bytes.

    Slack asks for the token in a header: docs.slack.dev/reference/objects/file-object, "Authentication". Raises
    DirectoryUnavailable, also for an address that isn't Slack's.
    """
    if not _is_slacks(url, client.base_url):
        raise DirectoryUnavailable("a foreign address", method=_DOWNLOAD)
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})
    try:
        with _opener(client).open(request, timeout=client.timeout) as answer:
            content = bytes(answer.read(most + 1))
    except HTTPError as error:
        raise DirectoryUnavailable(f"http {error.code}", method=_DOWNLOAD) from None
    except (OSError, ValueError, HTTPException) as error:
        raise DirectoryUnavailable(type(error).__name__, method=_DOWNLOAD) from None
    return content if len(content) <= most else None


def _is_slacks(url: str, api_url: str) -> bool:
    """Whether a file lies with the server whose Web API we use, as files.slack.com does with slack.com."""
    file, api = urlsplit(url), urlsplit(api_url)
    host, home = file.hostname or "", (api.hostname or "").removeprefix("www.")
    return bool(home) and file.scheme == api.scheme and (host == home or host.endswith(f".{home}"))


def _opener(client: WebClient) -> OpenerDirector:
    handlers: list[Any] = [_NoRedirect, HTTPSHandler(context=client.ssl)]
    if client.proxy:
        handlers.append(ProxyHandler({"http": client.proxy, "https": client.proxy}))
    return build_opener(*handlers)
