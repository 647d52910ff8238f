"""Other systems: what each connector declares about its vendor, so that the jobs room can keep to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Port(StrEnum):
    LIBRARY = "library"
    BOARD = "board"


class Effect(StrEnum):
    """A write that leaves something behind, named after the port's method."""

    PUBLISH = "publish"
    DESCRIBE = "describe"
    ARCHIVE = "archive"
    RESTORE = "restore"
    ENCLOSE = "enclose"
    CREATE_TASK = "create_task"
    MOVE = "move"
    COMMENT = "comment"
    ATTACH = "attach"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Budgets of one set of credentials, in seconds where they are times. `timeout` is the longest a call may take;
    `quarantine` is how long after that the system may still need to show what it accepted, so that a marker looked up
    earlier proves nothing. `in_flight` is what one process does at a time, `tenant_in_flight` what all of them together
    may. `back_off` is for a vendor whose 429 names no time: the first pause, doubled each time.
    """

    calls_per_minute: int | None
    in_flight: int
    timeout: float
    quarantine: float
    tenant_in_flight: int | None = None
    back_off: float | None = None


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """One vendor. `proof` says, for each effect, how a second attempt finds what the first one left behind;
    an effect that is missing there is unsupported.
    """

    name: str
    title: str
    port: Port
    limits: Limits
    proof: Mapping[Effect, str]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Health:
    """The answer of a system that is reachable and knows us. `account` is who we are there; `server_time` is aware UTC
    where the system tells it; `missing` names what our account may not do, each with what breaks.
    """

    account: str
    account_id: str | None = None
    server_time: datetime | None = None
    missing: tuple[str, ...] = field(default=())
