"""files.*: uploading in three steps, and looking at what was uploaded."""

from __future__ import annotations

from bot.sandbox.arguments import Arguments
from bot.sandbox.content import Content
from bot.sandbox.desk import Desk
from bot.sandbox.methods.places import channel_to_write
from bot.sandbox.model import Json, SharedFile
from bot.sandbox.objects import file_json
from bot.sandbox.refusal import Refusal
from bot.sandbox.uploads import complete, new_file


def upload_address(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("files:write")
    name, length = args.required("filename"), args.number("length", 0)
    if length <= 0:
        raise Refusal("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"])
    file = new_file(desk, name, desk.state.bot_user_id)
    file.length, file.alt_text = length, args.text("alt_txt")
    return {"ok": True, "file_id": file.id, "upload_url": f"{desk.state.base_url}/upload/v1/{file.id}"}


def complete_upload(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("files:write")
    listed = args.json("files")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: files"])
    files = [_uploaded(desk, str(each.get("id"))) for each in listed]
    for file, given in zip(files, listed, strict=True):
        file.title = str(given.get("title") or file.name)
        complete(desk, file)
    if target := args.text("channel_id") or args.text("channels"):
        channel = channel_to_write(desk, target)
        message = desk.posting.draft(
            channel, Content(args.text("initial_comment")), thread_ts=args.text("thread_ts") or None
        )
        message.files = files
        for file in files:
            file.channel_ids[channel.id] = None
        desk.posting.post(channel, message)
    return {"ok": True, "files": [file_json(desk.state, each) for each in files]}


def _uploaded(desk: Desk, file_id: str) -> SharedFile:
    file = desk.state.files.get(file_id)
    if file is None:
        raise Refusal("file_not_found")
    if not file.content:
        raise Refusal("file_not_found")
    return file


def info(desk: Desk, args: Arguments) -> Json:
    desk.grants.need("files:read")
    file = desk.state.files.get(args.required("file"))
    if file is None or not file.completed:
        raise Refusal("file_not_found")
    return {
        "ok": True,
        "file": file_json(desk.state, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


METHODS = {
    "files.getUploadURLExternal": upload_address,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
