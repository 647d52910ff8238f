"""Wrike: the workflows and people behind ids, remembered, since every task names them and they rarely change."""

from collections.abc import Iterable, Sequence

from connectors.board import Contact, Status
from connectors.wrike.client import WrikeClient
from connectors.wrike.many import read_many
from connectors.wrike.mapping import (
    ContactRecord,
    TaskRecord,
    WorkflowRecord,
    contact_of,
    group_of,
    status_of,
)

EMAILS_AT_ONCE = 100


class Directory:
    def __init__(self, client: WrikeClient) -> None:
        self._client = client
        self._statuses: dict[str, Status] = {}
        self._contacts: dict[str, Contact] = {}

    def forget(self) -> None:
        """Names are read anew at the next use."""
        self._statuses.clear()
        self._contacts.clear()

    async def workflows(self) -> dict[str, tuple[Status, ...]]:
        """By workflow id, as they are now; the account's standard workflow is also under the empty id."""
        records = await self._client.read(WorkflowRecord, "/workflows")
        found = {record.id: tuple(status_of(status) for status in record.custom_statuses) for record in records}
        self._statuses = {status.id: status for statuses in found.values() for status in statuses}
        standard = next((found[record.id] for record in records if record.standard), ())
        return found | {"": standard}

    async def workflow_of(self, task: TaskRecord) -> tuple[Status, ...]:
        """The workflow whose status the task has: status ids are never shared between workflows."""
        workflows = (await self.workflows()).values()
        return next((each for each in workflows if any(status.id == task.custom_status_id for status in each)), ())

    async def status_of(self, task: TaskRecord) -> Status:
        """The custom status, or the task's group where the status is not visible to us."""
        status_id = task.custom_status_id or ""
        if status_id not in self._statuses:
            await self.workflows()
        unseen = Status(id=status_id, name=task.status, group=group_of(task.status))
        return self._statuses.setdefault(status_id, unseen)

    async def contacts(self, ids: Iterable[str]) -> dict[str, Contact]:
        """By id. A person who cannot be read is known by the id alone, and not asked for again."""
        wanted = set(ids)
        known = {id_: self._contacts[id_] for id_ in wanted & self._contacts.keys()}
        missing = sorted(wanted - known.keys())
        records = await read_many(self._client, ContactRecord, "/contacts", missing)
        known |= {id_: Contact(id=id_, name=id_, email=None) for id_ in missing}
        known |= {record.id: contact_of(record) for record in records}
        self._contacts |= known
        return known

    async def ids_of(self, emails: Sequence[str]) -> list[str]:
        """Ids of those whom Wrike knows, in the order of the e-mails. Answers are compared: it may be a search."""
        found: dict[str, str] = {}
        wanted = [email.casefold() for email in emails]
        for start in range(0, len(wanted), EMAILS_AT_ONCE):
            batch = wanted[start : start + EMAILS_AT_ONCE]
            for record in await self._client.read(ContactRecord, "/contacts", emails=batch):
                addresses = [record.primary_email, *(profile.email for profile in record.profiles)]
                if not record.deleted:
                    found |= {address.casefold(): record.id for address in addresses if address}
        return [found[email] for email in wanted if email in found]
