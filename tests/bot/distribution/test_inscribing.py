"""What was approved is said in every rendition; the original keeps each of its bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.db import Database
from bot.distribution.inscribing import inscription
from bot.distribution.rendering import RenderVersion
from bot.galley_yml import Policies
from bot.history import History
from bot.storage import Storage
from imaging.darkroom import Darkroom
from imaging.fields import BY_NAME
from models.asset import AssetState
from models.publication import Rendition
from tests.bot.intake.test_fetching import claim
from tests.bot.intake.uploads import asset, batch, keep, version
from tests.clocks import HeldClock
from tests.imaging import pictures

SHA256 = "a" * 64
VALUE = st.none() | st.text(max_size=9) | st.integers() | st.lists(st.text(max_size=5), max_size=3)


@pytest.mark.parametrize(
    ("name", "value", "field", "said"),
    [
        ("title", "Hero", "title", ("Hero",)),
        ("Tags", "leaf, rust", "keywords", ("leaf", "rust")),
        ("keywords", ["leaf", "rust"], "keywords", ("leaf", "rust")),
        ("Alt text", "A road", "alt_text", ("A road",)),
        ("license-until", "2027-01-31", "licence_end", ("2027-01-31",)),
        ("photographer", "Müller, Ana", "creator", ("Müller, Ana",)),
        ("usage rights", "Web only", "usage_terms", ("Web only",)),
        ("sku", 4711, "product", ("4711",)),
    ],
)
def test_an_attribute_is_said_under_its_name_in_files(name: str, value: object, field: str, said: object) -> None:
    found = inscription({name: value}, asset_id="A1").fields

    assert found == {field: said, "asset_id": ("A1",)}


def test_what_a_file_cannot_say_or_nobody_has_filled_in_is_left_out() -> None:
    attributes = {"colour of the cat": "grey", "credit": "", "tags": [], "asset_id": "forged"}

    assert inscription(attributes, asset_id="A1").fields == {"asset_id": ("A1",)}


def test_galley_yml_counts_before_the_name_and_an_attribute_before_the_channel() -> None:
    found = inscription({"motif": "Sea", "title": "t"}, asset_id="A1", campaign="Autumn", maps_to={"motif": "keywords"})
    own = inscription({"campaign": "Spring"}, asset_id="A1", campaign="Autumn")

    assert (found.fields["keywords"], found.fields["campaign"]) == (("Sea",), ("Autumn",))
    assert own.fields["campaign"] == ("Spring",)


@given(st.dictionaries(st.sampled_from([*BY_NAME, "tags", "caption", "Nonsense"]) | st.text(max_size=9), VALUE))
def test_whatever_attributes_there_are_an_inscription_comes_of_them(attributes: dict[str, object]) -> None:
    assert inscription(attributes, asset_id="A1").fields["asset_id"] == ("A1",)


async def test_renditions_say_what_was_approved_and_twice_they_are_the_same(database: Database, tmp_path: Path) -> None:
    upload = batch()
    hero = asset(upload, 1, state=AssetState.APPROVED)
    hero.describe({"title": "Hero", "tags": ["leaf"], "copyright": "© Acme"}, file_name="1.jpg")
    file = version(hero, sha256=SHA256)
    await keep(database, upload, hero, file)
    storage = Storage(tmp_path)
    storage.original(SHA256).parent.mkdir(parents=True)
    storage.original(SHA256).write_bytes(pictures.jpeg())

    async with Darkroom() as darkroom:
        render = RenderVersion(
            darkroom=darkroom, storage=storage, history=History(HeldClock()), policies=Policies(Path("galley.yml"))
        )
        first = await rendered(database, render, file.id)
        again = await rendered(database, render, file.id)
        (made, *_) = again
        seen = await darkroom.inspect(
            tmp_path / made.path, name="x", preview=tmp_path / "preview", thumbnail=tmp_path / "thumbnail"
        )

    assert [one.sha256 for one in again] == [one.sha256 for one in first]
    assert seen.facts.fields == {
        "title": ("Hero",),
        "keywords": ("leaf",),
        "copyright_notice": ("© Acme",),
        "asset_id": (hero.id,),
    }
    assert storage.original(SHA256).read_bytes() == pictures.jpeg()


async def rendered(database: Database, render: RenderVersion, version_id: str) -> list[Rendition]:
    job = claim(1, subject=version_id)
    async with database.read() as session:
        plan = await render.plan(session, job)
    assert plan is not None
    receipt = await render.send(plan, job)
    async with database.write() as session:
        await render.settle(session, job, plan, receipt)
    async with database.read() as session:
        wanted = select(Rendition).where(Rendition.version_id == version_id).order_by(Rendition.name)
        return list((await session.exec(wanted)).all())
