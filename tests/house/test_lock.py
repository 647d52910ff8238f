"""The lock: what pyproject.toml asks for, by hash, without the name of any host."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sizes import ROOT

PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^ ;\\]+)", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-extras.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    assert not re.search(r"https?:|//|--(extra-)?index-url|--find-links", (ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    written = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))

    assert [one for one in written if "==" in one.splitlines()[0] and "--hash=sha256:" not in one] == []


def test_the_lock_has_what_running_needs() -> None:
    assert _unmet(_asked("dependencies"), _pinned("requirements.lock")) == []


def test_the_lock_with_extras_has_what_each_of_them_needs() -> None:
    assert _unmet([*_asked("dependencies"), *_extras()], _pinned("requirements-extras.lock")) == []


def test_the_lock_for_tests_has_what_tests_need() -> None:
    asked = [*_asked("dependencies"), *_extras(), *_asked("dev"), *_asked("build")]

    assert _unmet(asked, _pinned("requirements-dev.lock")) == []


def test_tests_run_on_the_releases_that_production_runs_on() -> None:
    dev = _pinned("requirements-dev.lock").items()

    assert _pinned("requirements.lock").items() <= _pinned("requirements-extras.lock").items() <= dev


def _asked(group: str) -> Iterator[Requirement]:
    project = _project()
    written = project["project"][group] if group == "dependencies" else project["dependency-groups"][group]
    return (Requirement(one) for one in written)


def _extras() -> list[Requirement]:
    extras: dict[str, list[str]] = _project()["project"]["optional-dependencies"]
    return [Requirement(one) for written in extras.values() for one in written]


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _pinned(lock: str) -> dict[str, str]:
    text = Path(ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(name): release for name, release in PINNED.findall(text)}


def _unmet(asked: "Iterator[Requirement] | list[Requirement]", pinned: dict[str, str]) -> list[str]:
    return [str(one) for one in asked if pinned.get(canonicalize_name(one.name), "") not in one.specifier]
