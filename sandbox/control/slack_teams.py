"""The control API's rows for several workspaces: who there is, installing, removing, the organization."""

import asyncio
from typing import Any

import httpx
from starlette.requests import Request

from sandbox.control.asking import json_body
from sandbox.control.slack_asking import CallOfAll, team_named
from sandbox.outgoing import outgoing
from sandbox.slack import installing, names, wishes
from sandbox.slack.installation import Installation
from sandbox.slack.refusals import Json, NotPossible, SlackRefused
from sandbox.slack.team import Team
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces

INSTALL = ("team", "user", "enterprise", "scope", "redirect_uri", "state", "cancel", "follow", "cookie")
FOLLOW_S = 10.0


def calls() -> dict[str, CallOfAll]:
    return {
        "GET teams": teams,
        "POST install": install,
        "POST revoke": revoke,
        "POST org": org,
        "POST grant": grant,
    }


async def teams(workspaces: Workspaces, _: Request) -> Json:
    organization = workspaces.shared.org
    return {
        "teams": [_team_json(workspaces, one) for one in workspaces],
        "enterprise": {
            **organization.as_json(),
            "is_on": bool(organization.members),
            "teams": sorted(organization.members),
            "granted": sorted(organization.granted),
            **_installation_json(workspaces, organization.installation),
        },
    }


async def install(workspaces: Workspaces, request: Request) -> Json:
    """`{team?, user?, enterprise?, scope?, redirect_uri?, state?, cancel?, follow?, cookie?}`: a person says yes."""
    body = await json_body(request, optional=INSTALL)
    workspace = workspaces.named(body.get("team"))
    one = workspace.directory.acting(body.get("user") or "admin")
    wish = _wish(workspaces, body)
    if body.get("cancel"):
        answer: Json = {"location": wish.denied()}
    else:
        where = None if body.get("enterprise") else workspace
        code = wishes.agree(workspaces, one, scopes=wish.scopes, redirect_uri=wish.redirect_uri, workspace=where)
        answer = {"code": code, "location": wish.allowed(code)}
    answer |= {"state": wish.state}
    if not wish.answer_to:
        del answer["location"]
    if body.get("follow", bool(wish.redirect_uri)) and wish.answer_to:
        answer["answer"] = await _follow(answer["location"], str(body.get("cookie") or ""))
    return answer


async def revoke(workspaces: Workspaces, request: Request) -> Json:
    """`{team?}` revokes the tokens, `{"uninstall": true}` removes the app, `{"restore": true}` takes both back."""
    body = await json_body(request, optional=("team", "uninstall", "restore"))
    workspace, installation = _installation(workspaces, body.get("team"))
    if body.get("restore"):
        _require_restorable(workspace, installation)
        installing.restore(installation)
    elif installation.is_uninstalled:
        raise NotPossible("The app is not installed there.", status=409)
    elif body.get("uninstall"):
        installing.uninstall(workspace, installation)
    else:
        installing.revoke(workspace, installation)
    return {"revoked": installation.is_revoked}


async def org(workspaces: Workspaces, request: Request) -> Json:
    """`{on, teams?}`: the workspaces belong to one Enterprise organization, or no longer do."""
    body = await json_body(request, required=("on",), optional=("teams",))
    organization = workspaces.shared.org
    if body["on"] is not True and organization.is_installed:
        raise NotPossible("The app is installed for the whole organization; uninstall it first.", status=409)
    named = body.get("teams") or [one.here.team.id for one in workspaces]
    members = {workspaces.named(one).here.team.id for one in named} if body["on"] is True else set()
    if organization.is_installed and not organization.granted <= members:
        raise NotPossible(
            "The organization's app is still in a workspace that would leave; take it out first.", status=409
        )
    organization.members = members
    return await teams(workspaces, request)


async def grant(workspaces: Workspaces, request: Request) -> Json:
    """`{team, granted?}`: an administrator adds the organization's app to a workspace, or takes it out."""
    body = await json_body(request, required=("team",), optional=("granted",))
    workspace, organization = workspaces.named(await team_named(request)), workspaces.shared.org
    team: Team = workspace.here.team
    if not organization.is_installed or not organization.has(team):
        raise NotPossible(f"The app is not installed for an organization that {team.name} belongs to.", status=409)
    is_granted = body.get("granted", True) is True
    if is_granted == organization.reaches(team):
        raise NotPossible(f"The app is {'already' if is_granted else 'not'} in {team.name}.", status=409)
    (installing.grant if is_granted else installing.withdraw)(workspace, organization)
    return {"team": team.id, "granted": is_granted}


def _require_restorable(workspace: Workspace, installation: Installation) -> None:
    if not installation.installer:
        raise NotPossible("The app was never installed there.", status=409)
    if not installation.is_org_wide and workspace.installation is not installation:
        raise NotPossible("The organization's app took its place there.", status=409)


def _wish(workspaces: Workspaces, body: dict[str, Any]) -> wishes.Wish:
    """As the app's link would say it; without an address the code is only told here."""
    registration = workspaces.shared.registration
    scopes = str(body.get("scope") or ",".join(registration.scopes))
    asked = {key: str(body[key]) for key in ("redirect_uri", "state") if body.get(key) is not None}
    try:
        if not asked.get("redirect_uri") and not registration.redirect_urls:
            granted = wishes.scopes_in(scopes)
            return wishes.Wish(scopes=granted, redirect_uri="", answer_to="", state=asked.get("state"))
        return wishes.read({"client_id": names.CLIENT_ID, "scope": scopes, **asked}, registration)
    except SlackRefused as refusal:
        raise NotPossible(f"Slack would not show its page: {refusal.error}.") from refusal


async def _follow(location: str, cookie: str) -> Json:
    """The person's browser goes back to the app."""
    try:
        async with asyncio.timeout(FOLLOW_S), outgoing(follow_redirects=False) as browser:
            answer = await browser.get(location, headers={"cookie": cookie} if cookie else {})
    except (httpx.HTTPError, TimeoutError) as error:
        raise NotPossible(f"The app's redirect did not answer: {error!r}.", status=502) from error
    return {"status": answer.status_code, "text": answer.text, "location": answer.headers.get("location")}


def _installation(workspaces: Workspaces, known_as: object) -> tuple[Workspace, Installation]:
    """Of a workspace by itself, or of the organization."""
    if not workspaces.is_org(known_as):
        workspace = workspaces.named(known_as)
        return workspace, workspace.here.own
    installation = workspaces.shared.org.installation
    if installation is None:
        raise NotPossible("The app is not installed for the organization.", status=409)
    return next(iter(workspaces.reached_by(installation)), workspaces.first), installation


def _team_json(workspaces: Workspaces, workspace: Workspace) -> Json:
    here = workspace.here
    return {
        "id": here.team.id,
        "name": here.team.name,
        "domain": here.team.domain,
        "enterprise_id": here.enterprise.id if here.enterprise else None,
        "bot_user": here.bot_user,
        "bot_id": here.bot,
        "people": {one.role: one.slack_id for one in here.team.people},
        "channels": {one.name: one.id for one in workspace.conversations if one.name},
        **_installation_json(workspaces, here.installation),
    }


def _installation_json(workspaces: Workspaces, installation: Installation | None) -> Json:
    if installation is None:
        return {"installed": False, "tokens": []}
    at = workspaces.shared.world.clock.now()
    return {
        "installed": not installation.is_uninstalled,
        "is_enterprise_install": installation.is_org_wide,
        "installer": installation.installer,
        "scopes": list(installation.scopes),
        "tokens": [
            {
                "token": one.text,
                "active": one.is_active(at) and not installation.is_revoked and not installation.is_uninstalled,
                "expires_at": one.expires_at.isoformat() if one.expires_at else None,
            }
            for one in workspaces.shared.tokens.of(installation)
        ],
    }
