"""Two versions side by side: the line that comes with the picture, and what whoever asks is told."""

from pathlib import Path

from bot.comparing.views import Two, beside, coming, never_opened, never_shown, nothing_there, refused, there, under_way
from imaging.comparison import Box, Comparison
from imaging.recipes import Rendition
from models.difference import Difference
from tests.golden.golden import Golden

PLATE = Rendition(
    name="comparison",
    path=Path("comparisons/1.jpg"),
    media_type="image/jpeg",
    width=1600,
    height=1214,
    size_bytes=248_000,
    sha256="0" * 64,
)
TOP_RIGHT = Box(left=0.7, top=0.05, right=0.9, bottom=0.2)
LOGO = Comparison(plate=PLATE, changed=0.0412, boxes=(TOP_RIGHT,), is_same_shape=True)
NOTHING = Comparison(plate=PLATE, changed=0, boxes=(), is_same_shape=True)
CROPPED = Comparison(plate=PLATE, changed=0.12, boxes=(TOP_RIGHT,), is_same_shape=False)
SMALLER = Difference(name="", was="3000 x 2000 px", now="2000 x 2000 px")
COLOURS = Difference(name="", was="Adobe RGB", now="sRGB")
CAPTION = (
    Difference(name="credit", was="Ana Foto", now="Ana Foto / Acme"),
    Difference(name="licence", was="", now="https://acme.example/licence"),
    Difference(name="usage terms", was="Web only", now=""),
    Difference(name="keywords", was="beach, sand", now="sea", is_of_several=True),
)
HOSTILE = Difference(name="file", was="hero.jpg", now="<!channel> *hero*\u202e<https://evil.example|gpj.jpg>")
THIRD = Two(older=2, newer=3)

GOLDENS = (
    Golden(name="comparison/beside", title="A comparison in the thread", shown=beside(THIRD, LOGO, [SMALLER, COLOURS])),
    Golden(
        name="comparison/beside_in_batch",
        title="A comparison in the thread of several pictures",
        shown=beside(Two(older=1, newer=2, title="hero shot"), LOGO, []),
    ),
    Golden(name="comparison/caption", title="What is written into the files", shown=beside(THIRD, NOTHING, CAPTION)),
    Golden(name="comparison/nothing_changed", title="Nothing to see", shown=beside(THIRD, NOTHING, [COLOURS])),
    Golden(name="comparison/other_shape", title="Another shape", shown=beside(THIRD, CROPPED, [SMALLER])),
    Golden(name="comparison/hostile", title="A hostile file name", shown=beside(THIRD, LOGO, [HOSTILE] * 8)),
    Golden(
        name="comparison/beside_another",
        title="A picture beside one that it looks like",
        shown=beside(Two(older=2, newer=1, title="hero", other="hero spring"), LOGO, [SMALLER]),
    ),
    Golden(name="comparison/coming", title="Somebody asked", shown=coming(THIRD)),
    Golden(name="comparison/under_way", title="Somebody asked again at once", shown=under_way(THIRD)),
    Golden(
        name="comparison/there",
        title="Somebody asked for what is there",
        shown=there(THIRD, LOGO, "https://acme.slack.com/files/U0GALLEY/F0BESIDE/1_version_3_beside_2.jpg"),
    ),
    Golden(
        name="comparison/refused",
        title="One of them is broken",
        shown=refused(THIRD, "Version 2 is cut off: its end is missing, as after an upload that was interrupted."),
    ),
    Golden(
        name="comparison/never_shown",
        title="Of one there is no preview",
        shown=refused(THIRD, never_shown(2, "an SVG drawing is not opened here")),
    ),
    Golden(name="comparison/never_opened", title="One was no picture", shown=refused(THIRD, never_opened(2))),
    Golden(name="comparison/nothing_there", title="An old button", shown=nothing_there()),
)
