"""The outer part of an event, https://docs.slack.dev/apis/events-api; for organizations, docs.slack.dev/enterprise."""

from sandbox.slack import names
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json


def of_workspace(here: Presence, event: Json, *, event_id: str, at: int) -> Json:
    in_org: Json = {}
    if here.enterprise is not None:
        in_org = {"enterprise_id": here.enterprise.id, "context_enterprise_id": here.enterprise.id}
    return {
        "token": names.VERIFICATION_TOKEN,
        "team_id": here.team.id,
        "context_team_id": here.team.id,
        **in_org,
        **_common(here, event, event_id, at),
        "event_context": f"4-{event['type']}-{here.team.id}",
    }


def of_org(here: Presence, event: Json, *, event_id: str, at: int) -> Json:
    """What happens to an installation for the whole organization belongs to no workspace."""
    enterprise = here.enterprise
    return {
        "token": names.VERIFICATION_TOKEN,
        "team_id": None,
        "enterprise_id": enterprise.id if enterprise else None,
        **_common(here, event, event_id, at),
        "event_context": f"4-{event['type']}-{here.installed_on}",
    }


def _common(here: Presence, event: Json, event_id: str, at: int) -> Json:
    is_org_wide = here.installation.is_org_wide
    return {
        "api_app_id": names.APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": at,
        "authorizations": [
            {
                "enterprise_id": here.enterprise.id if here.enterprise else None,
                "team_id": None if is_org_wide else here.team.id,
                "user_id": here.bot_user,
                "is_bot": True,
                "is_enterprise_install": is_org_wide,
            }
        ],
        "is_ext_shared_channel": False,
    }
