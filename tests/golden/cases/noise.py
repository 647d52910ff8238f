"""/galley report noise: one's own, and the team's."""

from bot.noise import views
from models.noise import Loud, Noise
from models.post import PostKind
from tests.cast import BRAND, DESIGNERS, LEAD, PEOPLE, UPLOADER
from tests.golden.golden import Golden

NAMES = {person_id: person.name for person_id, person in PEOPLE.items()}
HERO = Loud(title="hero shot", kinds={PostKind.ASK: 1, PostKind.REMINDER: 3})
UMBRELLA = Loud(title="Red <!channel> umbrella", kinds={PostKind.ASK: 2, PostKind.REMINDER: 3, PostKind.LINE: 1})
OTHERS = tuple(Loud(title=f"Look {n}", kinds={PostKind.ASK: 2, PostKind.REMINDER: 2}) for n in range(1, 4))

DANA = Noise(person_id=DESIGNERS[0].slack_id, messages=24, decisions=10, loud=(UMBRELLA, HERO))
BEA = Noise(person_id=BRAND.slack_id, messages=12, decisions=12)
UMA = Noise(person_id=UPLOADER.slack_id, messages=9, decisions=0)
LEA = Noise(person_id=LEAD.slack_id, messages=1, decisions=1)
GONE = Noise(person_id="U0LEFT", messages=30, decisions=2, loud=(HERO, *OTHERS))
EVERYBODY = (GONE, DANA, BEA, UMA, LEA)


def _mine(name: str, title: str, noise: Noise) -> Golden:
    return Golden(name=f"noise/{name}", title=f"/galley report noise, {title}", shown=views.of_oneself(noise))


GOLDENS = (
    _mine("mine", "one's own", BEA),
    _mine("mine_loud", "above the budget", DANA),
    _mine("mine_undecided", "before the first decision", UMA),
    _mine("mine_nothing", "nothing rang", Noise(person_id="U0NEW", messages=0, decisions=0)),
    Golden(
        name="noise/team",
        title="/galley report noise, the team",
        shown=views.of_team(EVERYBODY, names=NAMES, everybody=EVERYBODY, after=""),
    ),
    Golden(
        name="noise/team_paged",
        title="/galley report noise, a larger team",
        shown=views.of_team(EVERYBODY[:2], names=NAMES, everybody=EVERYBODY, after=EVERYBODY[1].person_id),
    ),
    Golden(
        name="noise/team_nothing",
        title="/galley report noise, nobody was rung",
        shown=views.of_team((), names={}, everybody=(), after=""),
    ),
)
