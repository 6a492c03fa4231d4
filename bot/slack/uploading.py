"""Pictures of ours put into Slack, in no channel: whoever may read a message that shows one can see it there."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services.ports import DirectoryUnavailable
from bot.slack.posting import error_name, retry_after

_BEGIN, _END = "files.getUploadURLExternal", "files.completeUploadExternal"


class SlackPictures:
    """Uploads in the three steps that Slack asks for: docs.slack.dev/messaging/working-with-files, "Uploading files".

    In a channel the last step would post by itself; without one it only makes the file.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def upload(self, name: str, content: bytes) -> str:
        """Put a PNG there; gives the id of its file. Slack needs a moment before it can be shown.

        Raises DirectoryUnavailable with the method that failed. What was broken off leaves nothing that anyone sees.
        """
        try:
            given = self._client.files_getUploadURLExternal(filename=name, length=len(content))
            file_id, address = str(given["file_id"]), str(given["upload_url"])
            self._send(address, content)
            self._client.files_completeUploadExternal(files=[{"id": file_id, "title": name}])
        except SlackApiError as error:
            method = str(getattr(error.response, "api_url", "")).rsplit("/", 1)[-1] or _END
            headers = getattr(error.response, "headers", None)
            raise DirectoryUnavailable(error_name(error) or "no answer", retry_after(headers), method) from None
        except (OSError, ValueError, HTTPException) as error:
            raise DirectoryUnavailable(type(error).__name__, method=_BEGIN) from None
        return file_id

    def _send(self, address: str, content: bytes) -> None:
        """To where Slack says, over the same kind of connection as to its Web API; no token goes along."""
        scheme = self._client.base_url.partition(":")[0]
        if not address.startswith(f"{scheme}://"):
            raise DirectoryUnavailable("a foreign address", method=_BEGIN)
        handlers = [HTTPSHandler(context=self._client.ssl)]
        proxies = (
            [ProxyHandler({"http": self._client.proxy, "https": self._client.proxy})] if self._client.proxy else []
        )
        request = Request(address, content, {"Content-Type": "image/png"}, method="POST")
        try:
            with build_opener(*handlers, *proxies).open(request, timeout=self._client.timeout):
                return
        except HTTPError as error:
            raise DirectoryUnavailable(f"http {error.code}", method=_BEGIN) from None
