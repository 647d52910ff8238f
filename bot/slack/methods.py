"""Slack's limits per method and workspace, a little below the tiers; a 429 of one of them holds it in every replica.

https://docs.slack.dev/apis/web-api/rate-limits; a channel's own limit is the spacing of its lane.
"""

from bot.jobs.effects import Bucket

POST_MESSAGE = Bucket(name="slack:chat.postMessage", per_minute=240, burst=60)  # "several hundred per minute"
UPDATE = Bucket(name="slack:chat.update", per_minute=48, burst=40)  # tier 3, whoever edits
FILES_INFO = Bucket(name="slack:files.info", per_minute=90, burst=20)  # tier 4
LIST_GROUPS = Bucket(name="slack:usergroups.list", per_minute=18, burst=12)  # tier 2
PUBLISH_HOME = Bucket(name="slack:views.publish", per_minute=90, burst=20)  # tier 4
