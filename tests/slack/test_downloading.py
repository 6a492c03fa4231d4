"""A file is fetched with the bot's token from Slack's own server, and from nowhere else."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.services.ports import DirectoryUnavailable
from bot.slack.downloading import download

TOKEN = "xoxb-test"
CONTENT = b"person,team\n"


class Server:
    """Answers on two addresses of this machine that count as two servers; `asked` has what came with which token."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, self.headers.get("Authorization")))
                status = {"/moved": 302, "/gone": 404, "/broken": 500}.get(self.path, 200)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", server.elsewhere("/stolen"))
                self.send_header("Content-Length", str(len(CONTENT)))
                self.end_headers()
                self.wfile.write(CONTENT)

            def log_message(self, *_: object) -> None:
                """Keep the test's output clean."""

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._http.serve_forever, daemon=True).start()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self._http.server_port}{path}"

    def elsewhere(self, path: str) -> str:
        return f"http://localhost:{self._http.server_port}{path}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def client(server: Server) -> WebClient:
    return WebClient(TOKEN, base_url=server.at("/api/"), timeout=2, retry_handlers=[])


def test_the_token_goes_along_in_a_header(server: Server, client: WebClient) -> None:
    assert download(client, server.at("/files/people.csv"), len(CONTENT)) == CONTENT
    assert server.asked == [("/files/people.csv", f"Bearer {TOKEN}")]


def test_a_file_that_is_larger_is_not_kept(server: Server, client: WebClient) -> None:
    assert download(client, server.at("/files/people.csv"), len(CONTENT) - 1) is None


def test_no_other_server_is_asked_nor_an_address_without_the_same_protection(server: Server, client: WebClient) -> None:
    port = server.at("/").rpartition(":")[2].strip("/")
    for address in (
        server.elsewhere("/stolen"),
        f"https://127.0.0.1:{port}/stolen",
        f"http://127.0.0.1.example.org:{port}/stolen",
        f"http://127.0.0.1@localhost:{port}/stolen",
        "file:///etc/passwd",
        "people.csv",
        "",
    ):
        with pytest.raises(DirectoryUnavailable, match="a foreign address"):
            download(client, address, 100)
    assert server.asked == []


@pytest.mark.parametrize("path", ["/moved", "/gone", "/broken"])
def test_an_answer_that_is_no_file_is_tried_again_later_and_followed_nowhere(
    server: Server, client: WebClient, path: str
) -> None:
    with pytest.raises(DirectoryUnavailable):
        download(client, server.at(path), 100)
    assert [asked for asked, _ in server.asked] == [path]


def test_the_files_server_of_slack_belongs_to_slack_and_look_alikes_do_not() -> None:
    client = WebClient(TOKEN, base_url="https://www.slack.com/api/", timeout=0.01, retry_handlers=[])
    for address in ("https://slack.com.example.org/f", "https://notslack.com/f", "http://files.slack.com/f"):
        with pytest.raises(DirectoryUnavailable, match="a foreign address"):
            download(client, address, 100)
