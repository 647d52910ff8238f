"""What is in deploy/ names only what exists: settings, keys of Compose, directives of systemd."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot import links, scraping
from bot.slack import http, installing
from bot.tasks import hooks
from tests.house.sizes import ROOT
from tests.house.test_documentation import settings

DEPLOY = ROOT / "deploy"
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}  # docs of the image postgres
SETTING = re.compile(r"^[# ]*(?:Environment=)?((?:GALLEY|SLACK|WRIKE|POSTGRES)_\w+)=", re.MULTILINE)

FOR_THE_WORLD = {http.EVENTS, installing.INSTALL, installing.REDIRECT, hooks.PATH, links.PATH}
FOR_US = {scraping.PATH, "/health", "/ready"}

# The keys that we use, as the Compose specification has them (docs.docker.com/reference/compose-file)
KNOWN: dict[str, Any] = {
    "name": str,
    "volumes": dict,
    "services": {
        "image": str,
        "build": {"context": str, "dockerfile": str},
        "command": list,
        "env_file": list,
        "environment": dict,
        "volumes": list,
        "depends_on": (dict, list),
        "healthcheck": {"test": list, "interval": str, "timeout": str, "start_period": str, "retries": int},
        "deploy": {"replicas": int},
        "restart": str,
        "stop_grace_period": str,
        "init": bool,
        "read_only": bool,
        "tmpfs": list,
        "cap_drop": list,
        "security_opt": list,
        "shm_size": str,
        "ports": list,
    },
}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yml")
    return found


def test_compose_has_only_keys_that_compose_knows() -> None:
    written = compose()
    services = written.pop("services")

    assert list(_strange(written, KNOWN, "")) == []
    assert [one for name, kept in services.items() for one in _strange(kept, KNOWN["services"], name)] == []
    assert all(name in services for kept in services.values() for name in kept.get("depends_on", ()))


def test_every_volume_and_file_that_compose_mounts_is_there() -> None:
    written = compose()
    sources = [one.split(":")[0] for kept in written["services"].values() for one in kept.get("volumes", ())]

    assert [one for one in sources if one not in written["volumes"] and not (DEPLOY / one).exists()] == []


def test_images_have_their_official_short_names() -> None:
    files = (DEPLOY / "compose.yml", DEPLOY / "Containerfile")
    images = [name for file in files for name in re.findall(r"(?:image:|FROM) (\S+)", file.read_text(encoding="utf-8"))]

    assert all(re.fullmatch(r"[a-z]+(:[\w.-]+)?", image) for image in images), images


@pytest.mark.parametrize("name", ["compose.yml", "galley.service", "env.example", "Containerfile"])
def test_every_setting_that_is_set_exists(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    inside = re.findall(r"\b((?:GALLEY|SLACK|WRIKE)_[A-Z_]+)[=:]", text)

    assert {*inside, *SETTING.findall(text)} - OTHERS <= set(settings())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_knows_every_directive(tmp_path: Path) -> None:
    unit = tmp_path / "galley.service"
    text = (DEPLOY / "galley.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/galley/.venv/bin/galley", sys.executable), encoding="utf-8")

    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)  # noqa: S603, S607

    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_command_on_a_server_has_the_settings_of_the_service(tmp_path: Path) -> None:
    told = tmp_path / "systemd-run"
    told.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    told.chmod(0o755)
    words = ["/bin/sh", DEPLOY / "galley", "history", "night market"]

    answer = subprocess.run(words, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)  # noqa: S603

    said = answer.stdout.splitlines()
    lines = (DEPLOY / "galley.service").read_text(encoding="utf-8").splitlines()
    unit = dict(line.split("=", 1) for line in lines if "=" in line)
    assert [one for one in said if one.startswith("GALLEY_")] == unit["Environment"].split()
    assert f"--uid={unit['User']}" in said
    assert {f"{name}={unit[name]}" for name in ("EnvironmentFile", "WorkingDirectory", "UMask")} <= set(said)
    assert said[-3:] == [unit["ExecStart"].split()[0], "history", "night market"]


def test_the_balancer_asks_what_galley_answers() -> None:
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")

    assert "httpchk GET /ready" in text
    replicas = compose()["services"]["galley"]["deploy"]["replicas"]
    assert f"galley {2 * replicas} galley:8710" in text  # during an upgrade


@pytest.mark.skipif(shutil.which("haproxy") is None, reason="there is no HAProxy here")
def test_haproxy_takes_its_configuration() -> None:
    words = ["haproxy", "-c", "-f", DEPLOY / "haproxy.cfg"]

    checked = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603

    assert checked.returncode == 0, checked.stderr


def test_the_balancer_passes_on_what_is_for_the_world_and_nothing_else() -> None:
    (said,) = re.findall(r"path_beg (.+)", (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8"))
    passed_on = tuple(said.split())

    assert [path for path in FOR_THE_WORLD if not path.startswith(passed_on)] == []
    assert [path for path in FOR_US if path.startswith(passed_on)] == []


def _strange(written: dict[str, Any], known: dict[str, Any], at: str) -> list[str]:
    found = []
    for key, value in written.items():
        kind = known.get(key)
        if isinstance(kind, dict) and isinstance(value, dict):
            found += _strange(value, kind, f"{at}.{key}")
        elif kind is None or isinstance(kind, dict) or not isinstance(value, kind):
            found.append(f"{at}.{key}")
    return found
