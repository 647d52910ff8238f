"""What the app's manifest tells Slack's own menus: its shortcuts; and how it wants to be installed."""

from pathlib import Path

from ruamel.yaml import YAML

from sandbox.slack.refusals import Json, NotPossible

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"  # beside a checkout, as one would paste it into Slack


def installation(manifest: Path = MANIFEST) -> Json:
    """`{scopes, subscriptions, should_escape}` as Slack would install the app from its manifest."""
    if not manifest.is_file():
        raise NotPossible("There is no manifest.yml beside the sandbox.", status=404)
    said = YAML(typ="safe").load(manifest.read_text(encoding="utf-8"))
    commands = said.get("features", {}).get("slash_commands", [])
    return {
        "scopes": said["oauth_config"]["scopes"]["bot"],
        "subscriptions": said["settings"]["event_subscriptions"]["bot_events"],
        "should_escape": any(command.get("should_escape", False) for command in commands),
    }


def shortcuts(manifest: Path = MANIFEST) -> list[Json]:
    """`{name, type, callback_id, description}` each; none where there is no manifest."""
    if not manifest.is_file():
        return []
    features = YAML(typ="safe").load(manifest.read_text(encoding="utf-8")).get("features", {})
    return [dict(one) for one in features.get("shortcuts", [])]
