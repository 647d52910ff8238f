"""The doctor and the systems beyond Slack: the board and the library."""

from collections.abc import AsyncIterator

from bot.clock import SystemClock
from bot.config import Config
from bot.doctor.findings import Finding, clock_skew, ill, note, well
from connectors.declaration import Health
from connectors.errors import ConnectorError, Unauthorized
from connectors.local.declaration import open_library
from connectors.oauth import BearerAuth
from connectors.wrike.declaration import open_board


async def wrike(config: Config) -> AsyncIterator[Finding]:
    if config.wrike_token is None:
        yield note("Wrike", "There is no token (WRIKE_TOKEN): campaigns have no tasks.", "docs/connectors.md says how.")
        return
    connection = open_board(base_url=config.wrike_url, auth=BearerAuth(config.wrike_token.get_secret_value()))
    try:
        health = await connection.board.check()
    except Unauthorized as error:
        yield ill("Wrike", error.sentence, "Make a new permanent token in Wrike (Apps & Integrations, API).")
    except ConnectorError as error:
        yield ill("Wrike", error.sentence, "Check the network and WRIKE_URL; Galley goes on by itself when it is back.")
    else:
        for finding in _of_health("Wrike", health):
            yield finding
    finally:
        await connection.aclose()


async def library(config: Config) -> AsyncIterator[Finding]:
    folder = config.data.resolve() / "library"
    try:
        health = await open_library(folder).check()
    except ConnectorError as error:
        yield ill("library", error.sentence, f"Give Galley room, and the right to write, at {folder}.")
    else:
        for finding in _of_health("library", health):
            yield finding


def _of_health(system: str, health: Health) -> list[Finding]:
    found = [well(system, f"It knows us as {health.account}.")]
    found += [ill(system, one, "Give our account that right there.") for one in health.missing]
    if health.server_time is not None:
        found.append(clock_skew(system, health.server_time, SystemClock().wall()))
    return found
