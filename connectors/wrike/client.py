"""Wrike: the wire. Parameters, envelope, paging and error texts; callers see parsed records only.

Parameters travel as form fields (as the query on GET and DELETE), arrays and objects in them as JSON text: the encoding
of Wrike's own documents and of most clients, and one encoder for reads and writes. JSON bodies were seen to work too.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from connectors.errors import NotFound
from connectors.http import Answer, Client, Words, parsed_json, unintelligible

Value = str | bool | int | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str] | None
Record = TypeVar("Record", bound=BaseModel)

PAGE = 1000
_ID = re.compile(
    r"[A-Za-z0-9_:=-][A-Za-z0-9_:.=-]{0,255}"
)  # opaque: never taken apart, only kept out of the path's syntax


def wrike_words(answer: Answer) -> Words:
    """Errors are always {errorDescription, error} (developers.wrike.com/docs/errors-api-reference-v4)."""
    if answer.status == httpx.codes.MULTIPLE_CHOICES:
        host = httpx.URL(answer.address).host
        return Words(sentence=f"this account lives in another data centre than {host}; set its address")
    try:
        said = json.loads(answer.body)
        sentence, code = str(said["errorDescription"]), str(said["error"])
    except (ValueError, KeyError, TypeError):
        return Words(sentence=f"answered {answer.status} without saying why")
    if code == "not_allowed":
        sentence += " (the licence or plan of our account does not include this)"
    return Words(sentence=sentence, code=code)


class WrikeClient:
    """Typed verbs over the envelope {"kind": ..., "data": [...]}."""

    def __init__(self, http: Client) -> None:
        self._http = http
        self.system = http.system

    async def read(self, kind: type[Record], path: str, **parameters: Value) -> list[Record]:
        """Everything of a list that Wrike does not page, or one object as a list of one."""
        return self._records(kind, await self._http.send("GET", path, query=_encoded(parameters)))

    async def read_pages(self, kind: type[Record], path: str, **parameters: Value) -> list[Record]:
        """Every page. A page token keeps the offset only: filters and `fields` are sent again with each page, or the
        later pages come without them.
        """
        query = _encoded(parameters) | {"pageSize": str(PAGE)}
        answer = await self._http.send("GET", path, query=query)
        records = self._records(kind, answer)
        while token := self._envelope(answer).get("nextPageToken"):
            answer = await self._http.send("GET", path, query=query | {"nextPageToken": str(token)})
            page = self._records(kind, answer)
            if not page:
                break
            records += page
        return records

    async def read_one(self, kind: type[Record], path: str) -> Record:
        """By id. An empty list, which Wrike gives for nothing, is NotFound."""
        records = await self.read(kind, path)
        if not records:
            raise NotFound(self.system, "it is not there, or not shared with our account")
        return records[0]

    async def read_with_headers(
        self, kind: type[Record], path: str, **parameters: Value
    ) -> tuple[Record, httpx.Headers]:
        answer = await self._http.send("GET", path, query=_encoded(parameters))
        return self._one(kind, answer), answer.headers

    async def post(self, kind: type[Record], path: str, **parameters: Value) -> Record:
        return self._one(kind, await self._http.send("POST", path, form=_encoded(parameters)))

    async def put(self, kind: type[Record], path: str, **parameters: Value) -> Record:
        return self._one(kind, await self._http.send("PUT", path, form=_encoded(parameters)))

    async def delete(self, path: str) -> None:
        """A deleted comment, attachment or webhook is answered with empty data."""
        await self._http.send("DELETE", path)

    async def upload(
        self,
        kind: type[Record],
        path: str,
        *,
        content: httpx.AsyncByteStream,
        headers: Mapping[str, str],
        seconds: float,
    ) -> Record:
        answer = await self._http.send("POST", path, content=content, headers=headers, seconds=seconds)
        return self._one(kind, answer)

    def id(self, text: str) -> str:
        """The text if it can be an id, so that nothing a person typed becomes part of an address."""
        if not _ID.fullmatch(text):
            raise NotFound(self.system, f"“{text[:100]}” is not a Wrike id or link")
        return text

    def _one(self, kind: type[Record], answer: Answer) -> Record:
        records = self._records(kind, answer)
        if not records:
            raise unintelligible(answer, system=self.system, problem="an empty list")
        return records[0]

    def _records(self, kind: type[Record], answer: Answer) -> list[Record]:
        try:
            return TypeAdapter(list[kind]).validate_python(self._envelope(answer).get("data"))  # type: ignore[valid-type]
        except ValidationError as error:
            first = error.errors()[0]
            problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise unintelligible(answer, system=self.system, problem=problem) from error

    def _envelope(self, answer: Answer) -> dict[str, Any]:
        said = parsed_json(answer, system=self.system)
        if not isinstance(said, dict):
            raise unintelligible(answer, system=self.system, problem="no envelope")
        return said


def _encoded(parameters: Mapping[str, Value]) -> dict[str, str]:
    """None is left out: an empty parameter is refused."""
    return {name: _text(value) for name, value in parameters.items() if value is not None}


def _text(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
