"""What a destination channel and an admin read."""

from dataclasses import replace
from typing import Any

from bot.distribution.announcing import Announcement, Made, Ready, announcement
from bot.notices import notice
from tests.cast import UPLOADER
from tests.golden.cases.studio import PLACE, SHELF, TITLES
from tests.golden.golden import Golden

_MADE = (
    Made(name="social", size="1080 x 1080 px"),
    Made(name="thumb", size="400 x 267 px"),
    Made(name="web", size="2000 x 1333 px"),
)


def _ready(title: str, *, version: int = 1) -> Ready:
    shelf = SHELF.replace("hero-shot", title.lower().replace(" ", "-")).replace("/v1/", f"/v{version}/")
    return Ready(title=title, version=version, location=shelf, renditions=_MADE)


LINK = "https://galley.example.com/library/c2lnbmVk"


def _downloadable(ready: Ready) -> Ready:
    made = tuple(replace(one, download=f"{LINK}-{one.name}") for one in ready.renditions)
    return replace(ready, renditions=made, download=f"{LINK}-original")


def _announced(name: str, title: str, *ready: Ready, campaign: str = "Spring / Instagram") -> Golden:
    shown = Announcement(campaign=campaign, submitter=UPLOADER.name, ready=ready, place=PLACE)
    return Golden(name=f"announcement/{name}", title=title, shown=announcement(shown))


_ALONE: dict[str, Any] = {"renditions": (), "lacks_preview": True}

GOLDENS = (
    _announced("one", "One picture is ready", _ready("hero shot")),
    _announced("one_again", "A second version is ready", _ready("hero shot", version=2), campaign=""),
    _announced("one_download", "One picture is ready, with links", _downloadable(_ready("hero shot"))),
    _announced("batch_download", "Two pictures are ready, with links", *map(_downloadable, map(_ready, TITLES[:2]))),
    _announced("batch", "Five pictures are ready", *map(_ready, TITLES)),
    _announced("batch_fifty", "Fifty pictures are ready", *(_ready(f"Look {number}") for number in range(1, 51))),
    _announced("one_unseen", "A drawing without a preview is ready", replace(_ready("logo"), **_ALONE)),
    _announced(
        "batch_unseen", "Two are ready, one without a preview", _ready("hero shot"), replace(_ready("logo"), **_ALONE)
    ),
    Golden(
        name="notice/job",
        title="A job needs a look",
        shown=notice(
            "A job needs a look (library.publish, 019cb8e1): its disk is full. `galley doctor` shows them all."
        ),
    ),
    Golden(
        name="notice/nobody",
        title="A stage has nobody",
        shown=notice(
            "Stage Brand has nobody who may decide. Slack does not know brand. Name its approvers in galley.yml."
        ),
    ),
)
