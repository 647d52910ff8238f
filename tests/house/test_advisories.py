"""Known advisories fail the check; a service that is away does not, and does not keep anybody waiting."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import pytest

from tests.house.advisories import known_against, main, pinned

PINS = [("old-parser", "1.0"), ("fine", "2.0")]


@contextmanager
def service(answer: str, *, is_mute: bool = False) -> Iterator[str]:
    class Service(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            is_over.wait(5 if is_mute else 0)
            said = answer.replace("REST", ",{}" * (len(asked["queries"]) - 1)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    is_over = threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/querybatch"
    is_over.set()
    server.shutdown()
    server.server_close()


async def test_an_advisory_is_told_with_its_package() -> None:
    with service('{"results": [{"vulns": [{"id": "GHSA-1"}]} REST]}') as address:
        assert await known_against(PINS, service=address) == ["old-parser 1.0: GHSA-1"]


def test_the_check_fails_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    with service('{"results": [{"vulns": [{"id": "GHSA-1"}]} REST]}') as address:
        assert main(address) == 1
    with service('{"results": [{} REST]}') as address:
        assert main(address) == 0

    assert f"No known advisories against {len(pinned())} pinned packages." in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["<html>a proxy", "[]", '{"results": []}'])
def test_nonsense_is_no_answer(answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    with service(answer) as address:
        assert main(address) == 0

    assert "were not looked up" in capsys.readouterr().out


def test_nobody_waits_where_nobody_answers(capsys: pytest.CaptureFixture[str]) -> None:
    began = perf_counter()

    assert main("http://127.0.0.1:9/") == 0
    assert perf_counter() - began < 4
    assert "were not looked up" in capsys.readouterr().out


async def test_a_service_that_never_ends_is_left() -> None:
    with service("{}", is_mute=True) as address, pytest.raises(TimeoutError):
        await known_against(PINS, service=address, within=0.1)
