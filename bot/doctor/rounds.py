"""The doctor's rounds: every system in turn, each told of as soon as it is known."""

from collections.abc import AsyncIterator

from bot.config import Config
from bot.doctor import indoors, others
from bot.doctor.findings import Finding
from bot.doctor.slack import slack

ROUNDS = (indoors.policy, indoors.database, indoors.running, slack, others.wrike, others.library)


async def examine(config: Config) -> AsyncIterator[Finding]:
    for visit in ROUNDS:
        async for finding in visit(config):
            yield finding
