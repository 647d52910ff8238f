"""The outer part of an event, https://docs.slack.dev/apis/events-api; for organizations, docs.slack.dev/enterprise."""

from sandbox.slack import names
from sandbox.slack.org import Org
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json


def of_workspace(here: Presence, event: Json) -> Json:
    enterprise_id = here.enterprise.id if here.enterprise else None
    is_org_wide = here.installation.is_org_wide
    in_org = {"enterprise_id": enterprise_id, "context_enterprise_id": enterprise_id} if enterprise_id else {}
    authorization = {
        "enterprise_id": enterprise_id,
        "team_id": None if is_org_wide else here.team.id,
        "user_id": here.bot_user,
        "is_bot": True,
        "is_enterprise_install": is_org_wide,
    }
    where = {"team_id": here.team.id, "context_team_id": here.team.id, **in_org}
    return _envelope(where, event, authorization, context=here.team.id)


def of_org(org: Org, event: Json) -> Json:
    """What happens to an installation for the whole organization belongs to no workspace."""
    authorization = {
        "enterprise_id": org.id,
        "team_id": None,
        "user_id": org.bot_user,
        "is_bot": True,
        "is_enterprise_install": True,
    }
    return _envelope({"team_id": None, "enterprise_id": org.id}, event, authorization, context=org.id)


def _envelope(where: Json, event: Json, authorization: Json, *, context: str) -> Json:
    return {
        "token": names.VERIFICATION_TOKEN,
        **where,
        "api_app_id": names.APP,
        "event": event,
        "type": "event_callback",
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event['type']}-{context}",
    }
