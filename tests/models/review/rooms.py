"""Of the second opinion (oracle.py): one stage, and by trying every way, what can become of it."""

from dataclasses import dataclass, field
from itertools import product

YESES = ("approve", "approve_with_changes")


@dataclass(frozen=True, kw_only=True)
class Rules:
    name: str
    rule: str = "any"
    quorum: int | None = None
    fail: int = 1
    hears_all: bool = False
    closes_all: bool = False
    opens: str = "approved"
    opens_at: int = 0
    applies: bool = True
    own_work: bool = False
    always: bool = False
    people: tuple[str, ...] = ()
    final: str = ""
    denied: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    promises: tuple[tuple[int, str, str], ...] = ()  # hours after it opened, deed, person


@dataclass
class Vote:
    by: str
    verdict: str


@dataclass
class Chair:
    owner: str
    substitute: str = ""
    vote: Vote | None = None
    is_added: bool = False


@dataclass
class Room:
    """A stage."""

    rules: Rules
    called: bool = False  # by hand
    opened_at: int | None = None
    due: int = 0
    chairs: list[Chair] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    relieved: set[str] = field(default_factory=set)
    final: str = ""
    promised: list[tuple[int, str, str]] = field(default_factory=list)
    outcome: str = "pending"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.outcome == "pending"

    def free(self) -> list[Chair]:
        return [chair for chair in self.chairs if chair.vote is None and chair.owner not in self.gone]

    def votes(self) -> list[Vote]:
        return [chair.vote for chair in self.chairs if chair.vote is not None]

    def noes(self) -> set[str]:
        return {vote.by for vote in self.votes() if vote.verdict not in YESES}

    def passes(self, votes: dict[str, Vote]) -> bool:
        """Whether these votes, by owner of the chair, are enough."""
        yes = {owner: vote for owner, vote in votes.items() if vote.verdict in YESES}
        if self.rules.rule == "final":
            return self.final in yes
        if self.rules.rule == "all":
            return len(self.chairs) > 0 and all(chair.owner in yes for chair in self.chairs)
        wanted = 1 if self.rules.rule == "any" else self.rules.quorum or 0
        return len({vote.by for vote in yes.values()}) >= wanted

    def fails(self) -> bool:
        if self.rules.rule == "final":
            return any(
                chair.owner == self.final and chair.vote.verdict not in YESES for chair in self.chairs if chair.vote
            )
        return len(self.noes()) >= self.rules.fail

    def result(self) -> str:
        if self.rules.hears_all and self.rules.rule != "final" and self.free():
            return "pending"
        if self.fails():
            verdicts = [
                v.verdict
                for c in self.chairs
                if (v := c.vote) and (self.rules.rule != "final" or c.owner == self.final)
            ]
            return "rejected" if "reject" in verdicts else "changes_requested"
        return "approved" if self.passes({c.owner: c.vote for c in self.chairs if c.vote}) else "pending"

    def can_pass(self) -> bool:
        """By trying every way in which whoever is left may say yes."""
        held = {chair.owner: chair.vote for chair in self.chairs if chair.vote}
        sitters = [[one for one in (chair.owner, chair.substitute) if one] for chair in self.free()]
        for chosen in product(*sitters):
            added = {chair.owner: Vote(by, "approve") for chair, by in zip(self.free(), chosen, strict=True)}
            if self.passes({**held, **added}):
                return True
        return False
