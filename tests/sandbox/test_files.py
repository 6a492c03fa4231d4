"""Uploading in three steps, waiting until the file is ready, showing and downloading it."""

import urllib.error
import urllib.request

import pytest


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


def image(file_id):
    return {"type": "image", "alt_text": "A chart", "slack_file": {"id": file_id}}


def uploaded(client, content=b"PNG", name="chart.png"):
    """Uploads without sharing; returns the file's id."""
    given = client.files_getUploadURLExternal(filename=name, length=len(content))
    urllib.request.urlopen(urllib.request.Request(given["upload_url"], content, method="POST")).read()
    client.files_completeUploadExternal(files=[{"id": given["file_id"], "title": "A chart"}])
    return given["file_id"]


def test_an_image_can_be_shown_once_it_is_ready(sandbox, client, ann, refused):
    sandbox.timing.file_processing = 0.3
    file_id = uploaded(client)
    early = refused(client.chat_postMessage, channel=ann.id, text="x", blocks=[image(file_id)])
    assert early["error"] == "invalid_blocks"
    assert "/blocks/0/slack_file" in early["response_metadata"]["messages"][0]
    assert client.files_info(file=file_id)["file"]["mimetype"] == ""
    sandbox.wait_for(lambda: client.files_info(file=file_id)["file"]["mimetype"] == "image/png", timeout=2)
    assert client.chat_postMessage(channel=ann.id, text="x", blocks=[image(file_id)])["ok"]
    unknown = refused(client.views_publish, user_id=ann.id, view={"type": "home", "blocks": [image("F0")]})
    assert unknown["error"] == "invalid_arguments"


def test_a_download_needs_the_token(sandbox, client, ann):
    ward = sandbox.add_channel("ward", [ann], with_bot=True)
    sandbox.timing.file_processing = 0
    file = ann.upload(ward, "data.csv", b"a,b\n1,2\n")
    assert sandbox.messages(ward)[0].files == [file]
    url = client.files_info(file=file.id)["file"]["url_private_download"]
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {sandbox.bot_token}"})
    assert urllib.request.urlopen(request).read() == b"a,b\n1,2\n"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(url)


def test_the_sdk_uploads_to_a_channel(sandbox, client, ann):
    client.conversations_open(users=ann.id)
    client.files_upload_v2(channel=ann.dm.id, content="hello", filename="note.txt", initial_comment="See this")
    (message,) = ann.inbox()
    assert (message.text, message.files[0].content) == ("See this", b"hello")


def test_what_cannot_be_uploaded(client, refused):
    assert refused(client.files_getUploadURLExternal, filename="x", length=0)["error"] == "invalid_arguments"
    assert refused(client.files_completeUploadExternal, files=[{"id": "F0"}])["error"] == "file_not_found"
    assert refused(client.files_info, file="F0")["error"] == "file_not_found"
    given = client.files_getUploadURLExternal(filename="x", length=5)
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(urllib.request.Request(given["upload_url"], b"toolong", method="POST"))
