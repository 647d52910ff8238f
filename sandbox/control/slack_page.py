"""The control API's rows that only the page needs: App Home as it stands, the app's shortcuts, the people."""

from dataclasses import asdict

from starlette.requests import Request

from sandbox.control.slack_asking import Call
from sandbox.slack import manifest
from sandbox.slack.refusals import Json
from sandbox.slack.workspace import Workspace


def calls() -> dict[str, Call]:
    return {"GET home": home, "GET shortcuts": shortcuts, "GET people": people}


async def home(workspace: Workspace, request: Request) -> Json:
    """Without telling the app that somebody looked: opening the tab is POST."""
    one = workspace.directory.find(request.query_params.get("user", ""))
    view = workspace.views.home(one.slack_id)
    return {"blocks": view.content["blocks"], "view_id": view.id} if view else {"blocks": [], "view_id": None}


async def shortcuts(_: Workspace, __: Request) -> Json:
    return {"shortcuts": manifest.shortcuts()}


async def people(workspace: Workspace, _: Request) -> Json:
    return {"people": [asdict(one) | {"email": one.email} for one in workspace.here.team.people]}
