"""The page's doors: its files, and the golden views that the gallery shows."""

import json
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent
STATIC = HERE / "static"
GOLDENS = HERE.parent.parent / "tests" / "golden"  # beside a checkout; an installed sandbox has none

STRICT = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(gallery: Path | None = GOLDENS) -> list[BaseRoute]:
    """The page at /, the gallery of the golden files in `gallery` at /gallery."""
    return [
        Route("/", _page("index.html")),
        Route("/gallery", _page("gallery.html")),
        Route("/page/goldens", _goldens(gallery)),
        Mount("/page/static", StrictFiles(directory=STATIC)),
    ]


class StrictFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(STRICT)
        return response


def _page(name: str) -> Endpoint:
    async def page(_: Request) -> Response:
        return FileResponse(STATIC / name, headers=STRICT)

    return page


def _goldens(gallery: Path | None) -> Callable[[Request], Response]:
    def goldens(_: Request) -> Response:  # not async: Starlette reads the files in a thread
        if gallery is None or not gallery.is_dir():
            return JSONResponse({"goldens": []}, headers=STRICT)
        files = sorted(gallery.rglob("*.json"))
        return JSONResponse({"goldens": [_golden(file, gallery) for file in files]}, headers=STRICT)

    return goldens


def _golden(file: Path, gallery: Path) -> dict[str, Any]:
    """The file with its name; a file that cannot be read is shown as such rather than left out."""
    name = file.relative_to(gallery).with_suffix("").as_posix()
    try:
        golden = json.loads(file.read_text(encoding="utf-8"))
    except (JSONDecodeError, UnicodeDecodeError) as error:
        return {"name": name, "title": name, "error": f"This file is not JSON: {error}."}
    if not isinstance(golden, dict):
        return {"name": name, "title": name, "error": "This file is not a JSON object."}
    return {"title": name, **golden, "name": name}
