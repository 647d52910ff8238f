"""A second opinion: the same rules, written naively and apart. It looks at everything anew after every step.

Knows nothing of models/review; words are plain strings, moments are hours.
"""

from tests.models.review.rooms import Chair, Room, Rules, Vote


class Oracle:
    def __init__(self, steps: list[list[list[Rules]]], *, submitter: str, may_change: bool, carries: bool) -> None:
        self.steps, self.submitter, self.may_change, self.carries = steps, submitter, may_change, carries
        self.rooms = {r.name: Room(r) for step in steps for path in step for r in path}
        self.answer, self.now, self.bytes = "pending", 0, 0
        self.delegations: dict[str, str] = {}
        self.advance()

    # what people wish; each says whether it is taken

    def vote(self, name: str, by: str, verdict: str, bytes_: int) -> bool:
        room = self.rooms[name]
        mine = [
            chair for chair in room.chairs if chair.owner not in room.gone and by in (chair.owner, chair.substitute)
        ]
        if bytes_ != self.bytes or self.answer != "pending" or not room.is_open or self._is_barred(room, by):
            return False
        chosen = [chair for chair in mine if chair.vote is None]
        if not chosen and self.may_change:
            chosen = [chair for chair in mine if chair.vote and chair.vote.by == by]
            chosen = chosen if any(chair.vote and chair.vote.verdict != verdict for chair in chosen) else []
        for chair in sorted(chosen, key=lambda chair: chair.owner != by):
            if room.result() == "pending":
                chair.vote = Vote(by, verdict)
        self.advance()
        return bool(chosen)

    def take_back(self, name: str, by: str) -> bool:
        room = self.rooms[name]
        if self.answer != "pending" or not room.is_open or not self.may_change:
            return False
        mine = [c for c in room.chairs if c.vote and c.vote.by == by and by in (c.owner, c.substitute)]
        mine = [chair for chair in mine if chair.owner not in room.gone]
        for chair in mine:
            chair.vote = None
        self.advance()
        return bool(mine)

    def call(self, name: str) -> bool:
        room = self.rooms[name]
        is_taken = self.answer == "pending" and room.rules.applies and room.opened_at is None
        room.called = room.called or is_taken
        self.advance()
        return is_taken

    def look_up(self, name: str, people: tuple[str, ...], denied: tuple[str, ...], gone: tuple[str, ...]) -> bool:
        room = self.rooms[name]
        if self.answer != "pending" or not room.is_open:
            return False
        for chair in room.chairs:
            if chair.substitute in (*denied, *gone):
                chair.substitute = ""
            if chair.vote and chair.vote.by in denied:
                chair.vote = None
        room.denied |= set(denied)
        wanted = [one for one in (*people, room.rules.final) if one and not self._is_barred(room, one)]
        wanted = [one for one in wanted if one not in room.relieved]
        room.chairs = [
            c for c in room.chairs if c.owner not in room.denied and (c.owner in wanted or c.vote or c.is_added)
        ]
        for one in wanted:
            if one not in [chair.owner for chair in room.chairs]:
                room.chairs.append(Chair(one))
        room.gone = {chair.owner for chair in room.chairs if chair.owner in gone}
        self._hand_over(room, gone)
        self.advance()
        return True

    def go_away(self, absent: str, substitute: str) -> bool:
        busy = {*self.delegations, *self.delegations.values()}
        if absent == substitute or absent in busy or substitute in self.delegations:
            return False
        self.delegations[absent] = substitute
        for room in self.rooms.values():
            if room.is_open and self.answer == "pending":
                self._hand_over(room)
        return True

    def come_back(self, absent: str) -> bool:
        for room in self.rooms.values():
            for chair in room.chairs:
                if chair.owner == absent and room.is_open:
                    chair.substitute = ""
        return self.delegations.pop(absent, None) is not None

    def ask_instead(self, name: str, owner: str, to: str) -> bool:
        room = self.rooms[name]
        chair = next((one for one in room.chairs if one.owner == owner and one.vote is None), None)
        is_seated = to in [one.owner for one in room.chairs]
        if self.answer != "pending" or not room.is_open or chair is None or is_seated or self._is_barred(room, to):
            return False
        self._replace(room, [chair], to)
        self.advance()
        return True

    def new_bytes(self, bytes_: int, submitter: str) -> bool:
        if bytes_ == self.bytes:
            return False
        kept = [room for room in self.rooms.values() if self._is_untouched(room, submitter)] if self.carries else []
        kept = kept if len(kept) < len([room for room in self.rooms.values() if room.rules.applies]) else []
        self.bytes, self.submitter = bytes_, submitter
        self._again([room.rules.name for room in kept])
        return True

    def ask_again(self, name: str) -> bool:
        room = self.rooms[name]
        if not room.rules.applies or (self.answer == "pending" and room.outcome == "pending"):
            return False
        void = {name}
        for _ in self.rooms:
            void |= {one for one in self.rooms if self.rooms[one].rules.applies and void & set(self.before(one))}
        holds = {"approved", "pending"}
        self._again([one for one, kept in self.rooms.items() if kept.outcome in holds and one not in void])
        return True

    def take_home(self, by: str) -> bool:
        if by != self.submitter or self.answer != "pending":
            return False
        self._end("withdrawn")
        return True

    def pass_time(self, now: int) -> None:
        self.now = now
        while self.answer == "pending" and (due := self._late()):
            _, name = min(due)
            self._keep_promise(self.rooms[name])
        self.advance()

    # what follows

    def advance(self) -> None:
        """Until nothing changes any more."""
        while self.answer == "pending" and (self._settle_one() or self._open_one()):
            pass

    def before(self, name: str) -> list[str]:
        last: list[str] = []
        for step in self.steps:
            ends = []
            for path in step:
                applying = [rules.name for rules in path if rules.applies]
                if name in applying:
                    place = applying.index(name)
                    return applying[place - 1 : place] if place else last
                ends += applying[-1:]
            last = ends or last
        raise KeyError(name)

    def _settle_one(self) -> bool:
        for room in self.rooms.values():
            if room.is_open and room.result() != "pending":
                room.outcome = room.result()
                applying = [one for one in self.rooms.values() if one.rules.applies]
                is_closed = room.rules.closes_all or all(one.outcome == "approved" for one in applying)
                if room.outcome != "approved" or is_closed:
                    self._end(room.outcome)
                return True
        return False

    def _open_one(self) -> bool:
        for room in self.rooms.values():
            if room.rules.applies and room.opened_at is None and (room.called or self._has_turn(room)):
                self._open(room)
                return True
        return False

    def _has_turn(self, room: Room) -> bool:
        before = [self.rooms[name] for name in self.before(room.rules.name)]
        are_approved = all(one.outcome == "approved" for one in before)
        match room.rules.opens:
            case "hand":
                return False
            case "date":
                return room.rules.opens_at <= self.now
            case "deadline":
                late = [
                    one.outcome == "approved" or (one.opened_at is not None and one.due <= self.now) for one in before
                ]
                return all(late)
            case "any_decision":
                return are_approved or any(one.votes() for one in before)
        return are_approved

    def _open(self, room: Room) -> None:
        rules = room.rules
        room.opened_at, room.due, room.final = self.now, self.now + 3, rules.final
        room.denied = set(rules.denied)
        room.promised = [(self.now + hours, deed, to) for hours, deed, to in rules.promises]
        room.promised.sort(key=lambda promise: promise[0])
        for one in dict.fromkeys((*rules.people, rules.final)):
            if one and not self._is_barred(room, one):
                room.chairs.append(Chair(one))
        room.gone = {chair.owner for chair in room.chairs if chair.owner in rules.gone}
        self._hand_over(room, rules.gone)

    def _hand_over(self, room: Room, gone: tuple[str, ...] = ()) -> None:
        for chair in room.free():
            substitute = self.delegations.get(chair.owner, "")
            if substitute and not self._is_barred(room, substitute) and substitute not in {*room.gone, *gone}:
                chair.substitute = substitute

    def _is_barred(self, room: Room, person: str) -> bool:
        return person in room.denied or (person == self.submitter and not room.rules.own_work)

    def _late(self) -> list[tuple[int, str]]:
        rooms = [room for room in self.rooms.values() if room.is_open and room.promised]
        return [(room.promised[0][0], room.rules.name) for room in rooms if room.promised[0][0] <= self.now]

    def _keep_promise(self, room: Room) -> None:
        _, deed, to = room.promised.pop(0)
        if deed == "expire":
            room.outcome = "expired"
            self._end("expired")
        if deed == "reassign" and not self._is_barred(room, to) and to not in [chair.owner for chair in room.chairs]:
            self._replace(room, [chair for chair in room.chairs if chair.vote is None], to)

    def _replace(self, room: Room, chairs: list[Chair], to: str) -> None:
        left = {chair.owner for chair in chairs}
        staying = [chair for chair in room.chairs if chair.owner not in left]
        room.final = room.final if room.final in [chair.owner for chair in staying] else to
        room.chairs = [*staying, Chair(to, is_added=True)]
        room.relieved = (room.relieved | left) - {to}
        room.gone -= left

    def _is_untouched(self, room: Room, submitter: str) -> bool:
        said = room.votes()
        is_own = not room.rules.own_work and submitter in [vote.by for vote in said]
        is_plain = all(vote.verdict == "approve" for vote in said)
        return room.rules.applies and room.outcome == "approved" and not room.rules.always and is_plain and not is_own

    def _again(self, kept: list[str]) -> None:
        self.answer = "pending"
        self.rooms = {name: room if name in kept else Room(room.rules) for name, room in self.rooms.items()}
        self.advance()

    def _end(self, answer: str) -> None:
        self.answer = answer
        for room in self.rooms.values():
            room.outcome = "withdrawn" if room.is_open else room.outcome
            room.called = False

    def is_whole(self) -> bool:
        """Every stage that applies has been approved."""
        return all(room.outcome == "approved" for room in self.rooms.values() if room.rules.applies)

    def was_closed(self) -> bool:
        """A final decider has closed all of it."""
        return any(room.rules.closes_all and room.outcome == "approved" for room in self.rooms.values())

    def is_stuck(self, room: Room) -> bool:
        return room.is_open and not room.can_pass() and not room.fails()
