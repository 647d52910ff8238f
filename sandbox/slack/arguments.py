"""What a call to the Web API carries: query, form, JSON and multipart as one."""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from sandbox.slack.installation import Installation
from sandbox.slack.refusals import Json, SlackRefused

_YES = ("1", "true", "True")


class Arguments:
    """SDKs send a value as text, as JSON in a text, or as itself; a method need not care."""

    def __init__(self, values: Mapping[str, Any], caller: Installation | None = None) -> None:
        self._caller = caller
        self._values = {name: value for name, value in values.items() if value is not None}

    @property
    def caller(self) -> Installation:
        """Whose token the call carries."""
        if self._caller is None:
            raise SlackRefused("not_authed")
        return self._caller

    def made_by(self, caller: Installation) -> "Arguments":
        return Arguments(self._values, caller)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackRefused("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])
        return value

    def number(self, name: str, default: int, *, error: str = "invalid_arguments") -> int:
        if name not in self._values:
            return default
        try:
            return int(self._values[name])
        except (TypeError, ValueError):
            raise SlackRefused(error) from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        if name not in self._values:
            return default
        return self._values[name] is True or str(self._values[name]) in _YES

    def words(self, name: str) -> list[str]:
        """A comma-separated list, or a JSON list."""
        value = self._values.get(name, "")
        if isinstance(value, list):
            return [str(word) for word in value]
        return [word.strip() for word in str(value).split(",") if word.strip()]

    def structure(self, name: str, *, error: str) -> Any:
        """A JSON value, whether it came as one or as text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackRefused(error) from None


async def read(request: Request) -> Arguments:
    values: Json = {**_credentials(request), **request.query_params}
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        values |= _json_object(await request.body())
    elif content_type.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        async with request.form() as form:
            values |= {name: value for name, value in form.items() if isinstance(value, str)}
    return Arguments(values)


def _credentials(request: Request) -> Json:
    """A token; oauth.* take the app's id and secret by HTTP Basic too, https://docs.slack.dev/authentication/installing-with-oauth."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return {"token": coded.strip()}
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise SlackRefused("invalid_json") from None
    if not isinstance(values, dict):
        raise SlackRefused("json_not_object")
    return values
