"""Wrike: what people changed there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from connectors.board import Heard, Task, Watch
from connectors.errors import NotFound
from connectors.wrike.board import told
from connectors.wrike.client import WrikeClient
from connectors.wrike.dates import instant
from connectors.wrike.directory import Directory
from connectors.wrike.mapping import HookRecord, TaskRecord, watch_of
from connectors.wrike.webhook import EVENTS, hear

OVERLAP = timedelta(minutes=15)  # rows land late (a production app looks a day back; a daily reconcile covers the rest)


class WrikeFeed:
    """Implements `BoardFeed`."""

    def __init__(self, client: WrikeClient, directory: Directory) -> None:
        self._client = client
        self._directory = directory

    async def changes(self, project_id: str, *, since: datetime) -> tuple[Task, ...]:
        records = await self._client.read_pages(
            TaskRecord,
            f"/folders/{self._client.id(project_id)}/tasks",
            updatedDate={"start": instant(since - OVERLAP)},
            descendants=True,
            subTasks=True,
            sortField="UpdatedDate",
            sortOrder="Asc",
            fields=["responsibleIds", "parentIds"],
        )
        return await told(records, self._directory)

    async def watch(self, project_id: str, *, hook_url: str, secret: str) -> Watch:
        """Wrike does the handshake before it answers. Older hooks go first: they would call with dead secrets."""
        for hook in await self._client.read(HookRecord, "/webhooks"):
            if hook.hook_url == hook_url and hook.folder_id in (project_id, None) and hook.space_id is None:
                await self.unwatch(hook.id)
        hook = await self._client.post(
            HookRecord,
            f"/folders/{self._client.id(project_id)}/webhooks",
            hookUrl=hook_url,
            secret=secret,
            events=EVENTS,
            recursive=True,
        )
        return watch_of(hook, project_id=project_id)

    async def keep_watch(self, watch_id: str) -> bool:
        """Looked up in the list, because how Wrike answers a single deleted hook is not documented."""
        hooks = await self._client.read(HookRecord, "/webhooks")
        hook = next((hook for hook in hooks if hook.id == watch_id), None)
        if hook is not None and hook.status != "Active":
            await self._client.put(HookRecord, f"/webhooks/{self._client.id(watch_id)}", status="Active")
        return hook is not None

    async def unwatch(self, watch_id: str) -> None:
        try:
            await self._client.delete(f"/webhooks/{self._client.id(watch_id)}")
        except NotFound:
            return

    def hear(self, *, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Heard:
        return hear(headers=headers, body=body, secrets=secrets)
