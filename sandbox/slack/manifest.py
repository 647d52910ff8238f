"""What the app's manifest tells Slack's own menus: its shortcuts."""

from pathlib import Path

from ruamel.yaml import YAML

from sandbox.slack.refusals import Json

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"  # beside a checkout, as one would paste it into Slack


def shortcuts(manifest: Path = MANIFEST) -> list[Json]:
    """`{name, type, callback_id, description}` each; none where there is no manifest."""
    if not manifest.is_file():
        return []
    features = YAML(typ="safe").load(manifest.read_text(encoding="utf-8")).get("features", {})
    return [dict(one) for one in features.get("shortcuts", [])]
