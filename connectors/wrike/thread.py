"""Wrike: what is said and shown on a task."""

import asyncio
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

from connectors.board import Attachment, Comment
from connectors.marker import is_marked_name, is_signed, marked_name, signed
from connectors.upload import FileBody, seconds_for
from connectors.wrike.client import WrikeClient
from connectors.wrike.mapping import AttachmentRecord, CommentRecord, attachment_of, comment_of

UPLOAD_S = 20.0
PLAIN = " !#$&'()+,-.;=@[]^_`{}~"  # of ASCII, what may stand in X-File-Name as it is; "%" may not


class WrikeThread:
    """Implements `BoardThread`. Comments and attachments hold no metadata, so their marks are where people see them:
    a last line, and the end of the file's name. Name, size and time would not do: the same file is attached twice.
    """

    def __init__(self, client: WrikeClient) -> None:
        self._client = client

    async def comment(self, task_id: str, text: str, *, key: str) -> Comment:
        path = f"/tasks/{self._client.id(task_id)}/comments"
        record = await self._client.post(CommentRecord, path, text=signed(text, key), plainText=True)
        return comment_of(record, task_id=task_id)

    async def find_comment(self, task_id: str, *, key: str) -> Comment | None:
        path = f"/tasks/{self._client.id(task_id)}/comments"
        for record in await self._client.read(CommentRecord, path, plainText=True):
            if is_signed(record.text, key):
                return comment_of(record, task_id=task_id)
        return None

    async def attach(self, task_id: str, file: Path, *, name: str, key: str) -> Attachment:
        """The whole of X-File-Name is the name; a header holds ASCII only."""
        body = await asyncio.to_thread(FileBody, file)
        record = await self._client.upload(
            AttachmentRecord,
            f"/tasks/{self._client.id(task_id)}/attachments",
            content=body,
            headers={
                "Content-Length": str(body.size),
                "Content-Type": guess_type(name)[0] or "application/octet-stream",
                "X-File-Name": quote(marked_name(name, key), safe=PLAIN),
                "X-Requested-With": "XMLHttpRequest",
            },
            seconds=UPLOAD_S + seconds_for(body.size),
        )
        return attachment_of(record, task_id=task_id)

    async def find_attachment(self, task_id: str, *, key: str) -> Attachment | None:
        path = f"/tasks/{self._client.id(task_id)}/attachments"
        for record in await self._client.read(AttachmentRecord, path):
            if is_marked_name(record.name, key):
                return attachment_of(record, task_id=task_id)
        return None
