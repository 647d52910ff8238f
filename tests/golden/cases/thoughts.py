"""What somebody reads in private who thinks again."""

from bot.approval import answers
from bot.slack.parts import Message
from tests.golden.golden import Golden


def _answer(name: str, title: str, shown: Message) -> Golden:
    return Golden(name=f"answer/{name}", title=title, shown=shown)


GOLDENS = (
    _answer("taken_back", "A decision taken back", answers.taken_back(["hero shot"])),
    _answer("taken_back_many", "Several decisions taken back", answers.taken_back(["hero shot", "harbour", "lemons"])),
    _answer("taken_back_none", "Nothing to take back", answers.taken_back([])),
    _answer("nothing_waits", "Nothing to approve with changes", answers.nothing_waits()),
    _answer("withdrawn", "A question withdrawn", answers.withdrawn("hero <!here> shot")),
    _answer("nothing_to_withdraw", "Nothing to withdraw", answers.nothing_to_withdraw("hero")),
    _answer("reopened", "A stage asked again", answers.reopened("hero shot", "Legal")),
    _answer("nothing_to_reopen", "Nothing to ask again", answers.nothing_to_reopen("hero")),
)
