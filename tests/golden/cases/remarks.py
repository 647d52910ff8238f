"""What somebody reads whose words in a thread sound like a verdict."""

from bot.remarks import advice, views
from bot.remarks.offer import Offer
from models.remark import Shown
from models.verdict_words import Sound
from tests.golden.cases.studio import TITLES
from tests.golden.golden import Golden

HERO = Shown(number=1, title="hero shot", file_name="hero_shot.jpg", version=3, stage_id="stage-1", stage="Design")
BATCH = tuple(
    Shown(number=n, title=title, file_name=f"{n}.jpg", version=1, stage_id=f"stage-{n}", stage="Design")
    for n, title in enumerate(TITLES, start=1)
)
MANY = tuple(
    Shown(number=n, title=f"Look {n}", file_name=f"{n}.jpg", version=2, stage_id=f"stage-{n}", stage="Design")
    for n in range(1, 21)
)
HOSTILE = Shown(
    number=1, title="<!channel> *bold* `x`", file_name="x.jpg", version=1, stage_id="stage-1", stage="<@U0BRAND>"
)


def _offered(name: str, title: str, sound: Sound, *pictures: Shown, of: int = 1, is_clear: bool = True) -> Golden:
    heard = Offer(sound=sound, stage_ids=tuple(one.stage_id for one in pictures), is_clear=is_clear)
    return Golden(name=f"remark/{name}", title=title, shown=views.offer(heard, pictures, of=of, post_id="post-1"))


GOLDENS = (
    _offered("yes", "Words like a yes", Sound.YES, HERO),
    _offered("wish", "Words like a wish", Sound.WISH, HERO),
    _offered("no", "Words like a no", Sound.NO, HERO),
    _offered("yes_batch", "A yes below five pictures", Sound.YES, *BATCH, of=5),
    _offered("yes_some", "A yes for two of five", Sound.YES, BATCH[1], BATCH[4], of=5),
    _offered("yes_one_of_batch", "A yes for one of five", Sound.YES, BATCH[1], of=5),
    _offered("no_batch", "A no below five pictures", Sound.NO, *BATCH, of=5),
    _offered("yes_many", "A yes below twenty pictures", Sound.YES, *MANY, of=20),
    _offered("unclear", "A yes, but for which?", Sound.YES, *BATCH, of=5, is_clear=False),
    _offered("unclear_one", "A yes to another picture", Sound.YES, HERO, is_clear=False),
    _offered("hostile", "A title that would be mark-up", Sound.NO, HOSTILE),
    Golden(name="remark/advice", title="An adviser's words", shown=advice.offer([HERO], post_id="post-1")),
    Golden(
        name="remark/advice_batch",
        title="An adviser's words below five pictures",
        shown=advice.offer(BATCH, post_id="post-1"),
    ),
    Golden(name="remark/advice_hostile", title="The same, hostile", shown=advice.offer([HOSTILE], post_id="post-1")),
    Golden(name="remark/just_a_remark", title="They were no advice", shown=advice.just_a_remark()),
    Golden(
        name="remark/not_taken",
        title="Advice comes too late",
        shown=advice.not_taken("Legal was already settled by Leela Legal."),
    ),
    Golden(name="remark/set_aside", title="It was none", shown=views.set_aside()),
)
