"""The house of a run: its rules, its settings, and the faults of its neighbours."""

from collections.abc import Mapping
from pathlib import Path

from bot.chaos.plan import NO_TASKS, TASKS
from bot.playground import Playground

# One designer: Slack allows few edits a minute, and each "waits for you" is one.
POLICY = f"""
version: 1
intake: {{ channels: [{TASKS}, {NO_TASKS}], max_megabytes: 20 }}
review:
  channel: review
  self_approval: false
  stages:
    - {{ name: Design, approvers: [designer1], rule: any, due_in: 8h, task_status: Design Review }}
    - {{ name: Brand, approvers: [brand], rule: all, due_in: 8h, task_status: Brand Review }}
people: {{ lead: lead, admins: [admin] }}
checks: {{ formats: [PNG], min_width: 200, min_height: 200 }}
attributes:
  title: {{ label: Title, required: true, default: file_name }}
distribution:
  library: local
  renditions: [{{ name: thumb, width: 100, height: 100, fit: fit, format: WEBP, quality: 80 }}]
  announce_in: [campaign]
tasks:
  poll_every: 60s
  statuses:
    submitted: New
    in_review: In Review
    changes_requested: Changes Requested
    rejected: Rejected
    approved: Approved
    published: Published
reminders: {{ ladder: [-4h, 0h, 4h], escalate_after: 8h, quiet_hours: "19:00-08:00" }}
calendar:
  time_zone: Europe/Berlin
  working_days: [mon, tue, wed, thu, fri]
  working_hours: "09:00-18:00"
"""

FAULTS = (  # system, kind, match, rate
    ("slack", "lost_reply", "chat.postMessage", 0.01),
    ("slack", "error", "chat.postMessage", 0.01),
    ("slack", "drop", "chat.postMessage", 0.01),
    ("slack", "rate_limit", "chat.", 0.01),
    ("slack", "error", "chat.update", 0.02),
    ("slack", "slow", "chat.update", 0.02),
    ("slack", "rate_limit", "files.", 0.03),
    ("slack", "lost_reply", "files.", 0.02),
    ("slack", "duplicate", "event", 0.1),
    ("slack", "reorder", "event", 0.1),
    ("slack", "slow", "event", 0.03),
    ("slack", "drop", "event/message", 0.03),  # file_shared tells of the same
    ("wrike", "rate_limit", "/api/", 0.02),
    ("wrike", "error", "/api/", 0.01),
    ("wrike", "slow", "/api/", 0.01),
    ("wrike", "drop", "/api/", 0.01),
    ("wrike", "lost_reply", "/api/", 0.02),
    ("wrike", "duplicate", "webhook", 0.1),
    ("wrike", "reorder", "webhook", 0.1),
    ("wrike", "drop", "webhook", 0.1),
)


def furnish(
    home: Path, playground: Playground, *, public_url: str, transport: str, database_url: str | None
) -> Mapping[str, str]:
    """Writes the rules down; answers the environment of every replica."""
    policy = home / "galley.yml"
    policy.write_text(POLICY, encoding="utf-8")
    port = playground.port
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
        "SLACK_API_URL": f"http://127.0.0.1:{port + 1}/api/",
        "WRIKE_TOKEN": "wrike-sandbox",
        "WRIKE_URL": f"http://127.0.0.1:{port + 2}",
        "GALLEY_SANDBOX_URL": playground.page,
        "GALLEY_PUBLIC_URL": public_url,
        "GALLEY_SLACK_TRANSPORT": transport,
        "GALLEY_DATA": str(home / "data"),
        "GALLEY_POLICY": str(policy),
        "GALLEY_DATABASE_URL": database_url or f"sqlite:///{home / 'data' / 'galley.db'}",
        "GALLEY_LOG_LEVEL": "INFO",
    }
