"""What people choose to be told, what they read of it, and the digest."""

from dataclasses import replace
from datetime import time

from bot.choices import views
from bot.choices.flow import Chosen
from bot.choices.forms import choices_form
from bot.digests.reading import Digest, Matter
from bot.digests.views import digest
from models.calendar import QuietHours
from models.choices import ActNow, Choices, ForInformation
from models.post import PostKind
from tests.cast import UPLOADER
from tests.golden.cases.outlooks import CHANGES, IN_REVIEW, LATE, PUBLISHED, REJECTED
from tests.golden.cases.studio import TITLES
from tests.golden.golden import Golden

AS_THE_TEAM = Chosen(choices=Choices(), hours=QuietHours(), zone=UPLOADER.zone, muted=())
BY_DIGEST = Choices(
    act_now=ActNow.DIGEST,
    for_information=ForInformation.THREAD,
    digest_at=time(8, 30),
    quiet=(time(16), time(8)),
    days=frozenset({0, 1, 3}),
)
OWN = Chosen(
    choices=BY_DIGEST,
    hours=BY_DIGEST.hours(QuietHours()),
    zone="Asia/Kolkata",
    muted=(("hero shot", "asset-1"), ("Old town", "asset-2")),
)

NOTHING = Digest(waiting=(), waiting_count=0, happened=(), happened_count=0)
WAITING = replace(NOTHING, waiting=(LATE, IN_REVIEW), waiting_count=2)
HAPPENED = replace(NOTHING, happened=(CHANGES, REJECTED, PUBLISHED), happened_count=3)
MATTERS = (
    Matter(kind=PostKind.ADVICE, stage="Legal", why="", outlook=IN_REVIEW),
    Matter(kind=PostKind.HAND, stage="Market", why="", outlook=replace(IN_REVIEW, title="Old town")),
    Matter(kind=PostKind.STUCK, stage="Brand", why="its final decider cannot decide", outlook=LATE),
)
MANY = Digest(
    waiting=[replace(IN_REVIEW, title=f"Look {number}") for number in range(1, 11)],
    waiting_count=37,
    happened=[replace(PUBLISHED, title=f"Look {number}") for number in range(41, 51)],
    happened_count=12,
)

GOLDENS = (
    Golden(name="choices/form", title="What you are told, as the team has it", shown=choices_form(AS_THE_TEAM)),
    Golden(name="choices/form_own", title="What you are told, as you chose it", shown=choices_form(OWN)),
    Golden(name="choices/muted", title="/galley mute", shown=views.muted(["hero shot"])),
    Golden(name="choices/muted_many", title="A reminder's pictures are muted", shown=views.muted([*TITLES, "Pier"])),
    Golden(name="choices/muted_nothing", title="There is nothing to mute", shown=views.muted([])),
    Golden(name="choices/unmuted", title="/galley mute off", shown=views.unmuted(["hero shot"])),
    Golden(name="choices/mute_what", title="/galley mute, nothing named", shown=views.nothing_to_mute("")),
    Golden(name="choices/mute_unknown", title="/galley mute, nobody knows it", shown=views.nothing_to_mute("heroo")),
    Golden(name="digest/waiting", title="A morning with two pictures waiting", shown=digest(WAITING)),
    Golden(name="digest/happened", title="A morning with news of one's pictures", shown=digest(HAPPENED)),
    Golden(
        name="digest/one_each",
        title="One of each",
        shown=digest(replace(WAITING, waiting=(LATE,), waiting_count=1, happened=(CHANGES,), happened_count=1)),
    ),
    Golden(
        name="digest/matters",
        title="Advice is welcome, and something is stuck",
        shown=digest(replace(NOTHING, matters=MATTERS)),
    ),
    Golden(name="digest/many", title="More than fits", shown=digest(MANY)),
)
