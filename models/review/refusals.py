"""Why a wish was not met, in one sentence that names who can help. Nothing has changed."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from models import refusal


class Refusal(refusal.Refusal):
    """`stage` it is about; `by`, who stands behind it; `seat`, whose seat it is; `can_help`, whom to turn to."""

    words: ClassVar[str]

    def __init__(self, *, stage: str = "", by: str = "", seat: str = "", can_help: Sequence[str] = ()) -> None:
        self.stage, self.by, self.seat, self.can_help = stage, by, seat, tuple(can_help)
        super().__init__(self.sentence(str))

    def sentence(
        self,
        call: Callable[[str], str],
        *,
        quote: Callable[[str], str] = str,
        join: Callable[[Sequence[str]], str] = " or ".join,
    ) -> str:
        """With people called as `call` says; `quote` writes the stage, and `join` several names."""
        for_seat = f" for {call(self.seat)}" if self.seat and self.seat != self.by else ""
        by = f"{call(self.by) if self.by else 'Galley'}{for_seat}"
        who = join([call(one) for one in self.can_help]) or "nobody"
        return self.words.format(stage=quote(self.stage), by=by, who=who)


# a decision


class NotAsked(Refusal):
    words = "{stage} asks others; it is for {who} to decide."


class NotOpen(Refusal):
    words = "{stage} is not being asked now; {who} can say when it is."


class Settled(Refusal):
    words = "{stage} was already settled by {by}; {who} can help if that was wrong."


class AlreadyDecided(Refusal):
    """The doubled click, the late click of the other one on the seat, or a second thought that the policy forbids."""

    words = "{stage} was already decided here by {by}; {who} can help if that was wrong."


class OwnWork(Refusal):
    words = "Nobody approves their own work; in {stage} it is for {who} to decide."


class Excluded(Refusal):
    words = "{stage} is closed to {by} by the team's rules, whoever asks; {who} can help."


class OtherVersion(Refusal):
    words = "There is another version by now, so this would not count for it; {who} can show which."


class OnlyAdvises(Refusal):
    words = "Advisers of {stage} comment and do not decide; it is for {who} to decide."


class NothingToWithdraw(Refusal):
    words = "There is no decision by {by} in {stage} to take back; {who} can help."


class NotAnAdviser(Refusal):
    words = "{stage} did not ask {by} for advice; {who} can help."


# the course of a review


class UnknownStage(Refusal):
    words = "No stage is called {stage} here; {who} knows which there are."


class NotYours(Refusal):
    words = "This is not for {by} to do; {who} may."


class StaysSettled(Refusal):
    """The policy lets nobody ask again."""

    words = "What is settled stays settled by the team's rules; a new file asks again, and {who} can help."


class StaysAsked(Refusal):
    """The policy lets nobody take a question back."""

    words = "What is asked stays asked by the team's rules, until it is decided; {who} can help."


class NothingToAsk(Refusal):
    words = "No stage applies, so nobody would be asked; {who} can change the workflow."


class NothingChanges(Refusal):
    words = "It is so already, or no longer; {who} can say how it stands."


class NotWaiting(NothingChanges):
    words = "{stage} has been opened already, or is not to be asked any more; {who} can say how it stands."


class NothingToFinish(NothingChanges):
    words = "What was asked for in {stage} is done already, or no longer asked for; {who} can say how it stands."


class SameFile(Refusal):
    words = "This is the file that is being asked about already; {who} can help."


# who stands in for whom


class OwnSubstitute(Refusal):
    words = "Nobody stands in for themselves; {by} has to name somebody else."


class Backwards(Refusal):
    words = "An absence ends on the day it begins or later; {by} has to give other dates."


class SubstituteAway(Refusal):
    """The start of a chain, or a loop."""

    words = "{by} is away on some of these days and has named {who} already; name {who}, or somebody who is there."


class IsSubstitute(Refusal):
    words = (
        "{by} stands in for {who} on some of these days, and a substitute names no substitute; speak to {who} first."
    )


class TwoSubstitutes(Refusal):
    words = "{by} has named {who} for some of these days already; end that first."


class GuestSubstitute(Refusal):
    words = "Guests decide only what they were asked themselves; {by} has to name a colleague."
