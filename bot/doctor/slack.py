"""The doctor and Slack: tokens, scopes, the clock, and whether galley.yml's people and channels exist."""

from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.config import Config, Transport
from bot.doctor.census import whom
from bot.doctor.findings import Finding, clock_skew, ill, note, well
from bot.doctor.installed import installations, of_installations
from bot.galley_yml import Edition, InvalidPolicy, read, read_pilot
from bot.policy import Policy
from bot.slack.channels import Channels
from bot.slack.errors import speaking_to_slack
from bot.slack.scopes import missing
from bot.slack.web import Web
from bot.slack.workspaces import Workspaces
from connectors.errors import ConnectorError, Unauthorized

REINSTALL = "Add it in the app's settings (OAuth & Permissions) and install the app again; docs/slack.md shows where."


async def slack(config: Config) -> AsyncIterator[Finding]:
    if not config.has_slack:
        remedy = "galley run starts the sandbox; docs/slack.md says how to connect a real Slack."
        yield note("Slack", "There are no credentials (SLACK_BOT_TOKEN).", remedy)
        return
    clock = SystemClock()
    async with Web(api_url=config.slack_api_url) as web, installations(config, clock) as kept:
        workspaces = Workspaces(web, token=config.bot_token, installations=kept)
        try:
            await workspaces.look()
        except ConnectorError as error:
            yield _unwell(error)
            return
        if kept is not None:
            async for finding in of_installations(config, kept):
                yield finding
        yield await _entrance(config, web.client_of(None))
        for team_id in workspaces.team_ids:
            async for finding in _workspace(config, workspaces, team_id, clock):
                yield finding


async def _workspace(config: Config, workspaces: Workspaces, team_id: str, clock: Clock) -> AsyncIterator[Finding]:
    try:
        client = (await workspaces.of(team_id)).client
        async with speaking_to_slack():
            told = await client.auth_test()
    except ConnectorError as error:
        yield _unwell(error)
        return
    for finding in _of_answer(told, clock):
        yield finding
    async for finding in _names(config, workspaces, clock, team_id, place=str(told["team"])):
        yield finding


def _of_answer(told: Any, clock: Clock) -> list[Finding]:
    headers = {name.casefold(): value for name, value in told.headers.items()}
    found = [well("Slack", f"It knows us as {told['user']} in {told['team']}.")]
    if granted := headers.get("x-oauth-scopes"):
        lacking = missing(granted.split(","))
        found += [ill("Slack", f"The scope {one.name} is missing. {one.without}.", REINSTALL) for one in lacking]
        found += [] if lacking else [well("Slack", "Every scope is granted.")]
    if date := headers.get("date"):
        found.append(clock_skew("Slack", parsedate_to_datetime(date), clock.wall()))
    return found


async def _entrance(config: Config, client: AsyncWebClient) -> Finding:
    """How Slack reaches us: by a socket that we open, or by signed requests."""
    if config.slack_transport is Transport.HTTP:
        if config.slack_signing_secret is None:
            return ill("Slack", "SLACK_SIGNING_SECRET is not set.", "Copy it from the app's Basic Information.")
        return well("Slack", "It reaches us by signed requests; their secret is set.")
    if config.slack_app_token is None:
        return ill("Slack", "SLACK_APP_TOKEN is not set.", "Make one with connections:write in Basic Information.")
    try:
        async with speaking_to_slack():
            await client.apps_connections_open(app_token=config.app_token)
    except ConnectorError as error:
        return ill("Slack", f"No socket: {error.sentence}", "SLACK_APP_TOKEN needs the scope connections:write.")
    return well("Slack", "A socket can be opened.")


async def _names(
    config: Config, workspaces: Workspaces, clock: Clock, team_id: str, *, place: str
) -> AsyncIterator[Finding]:
    """galley.yml is one for all workspaces; its names must mean somebody in each."""
    try:
        policy = read(config.policy).policy
        pilot = read_pilot(config.policy, policy)
    except InvalidPolicy:
        return  # it has a finding of its own
    try:
        unknown_people = await _unknown_people(policy, pilot, workspaces, clock, team_id)
        unknown_channels = await _unknown_channels(policy, workspaces, clock, team_id)
    except ConnectorError as error:
        yield ill("Slack", f"People and channels cannot be read: {error.sentence}", "The scopes above may be why.")
        return
    for name in unknown_people:
        yield ill("galley.yml", f"Nobody in {place} is {name}.", "Write a handle, an e-mail, an id or an @usergroup.")
    for name in unknown_channels:
        remedy = "Create it, or invite Galley when it is private: /invite @Galley"
        yield ill("galley.yml", f"Galley sees no channel {name} in {place}.", remedy)
    if not unknown_people and not unknown_channels:
        yield well("galley.yml", f"Its people and channels exist in {place}.")


async def _unknown_people(
    policy: Policy, pilot: Edition | None, workspaces: Workspaces, clock: Clock, team_id: str
) -> tuple[str, ...]:
    named = [policy.people.lead, *policy.people.admins, *policy.approvers, *policy.leads, *policy.admins]
    named += [*(policy.roles.submitters or ()), *policy.roles.viewers, *(pilot.policy.approvers if pilot else ())]
    meant = await whom(workspaces, clock, team_id, list(dict.fromkeys(named)))
    return tuple(name for name, found in meant.items() if not found)


async def _unknown_channels(policy: Policy, workspaces: Workspaces, clock: Clock, team_id: str) -> list[str]:
    channels = Channels(workspaces, clock)
    await channels.refresh(team_id)
    tried = policy.pilot.channels if policy.pilot else ()
    named = (*policy.intake.channels, policy.review.channel, *policy.distribution.announce_in, *tried)
    return [name for name in dict.fromkeys(named) if channels.known(team_id, name) is None]


def _unwell(error: ConnectorError) -> Finding:
    if isinstance(error, Unauthorized):
        return ill("Slack", error.sentence, "Copy the bot token anew from the app's OAuth & Permissions page.")
    return ill(
        "Slack", error.sentence, "Check the network and SLACK_API_URL; Galley goes on by itself when it is back."
    )
