"""How a test reads a refusal of the Web API."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def reasons(call: Awaitable[Any]) -> list[str]:
    with pytest.raises(SlackApiError) as refused:
        await call
    return list(refused.value.response["response_metadata"]["messages"])
