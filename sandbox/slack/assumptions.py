"""What is not known of the real Slack, and how the stand-in plays it; docs/sandbox.md shows this list."""

ASSUMPTIONS = (
    "One message a second and channel allows a burst of five; then chat.postMessage answers 429 with Retry-After.",
    (
        "A tier's calls a minute are a bucket of that size that refills evenly; chat.postMessage has 300 a "
        "minute in all."
    ),
    (
        "A file that the app completed may not stand in a block as slack_file for 0.3 s, and has no "
        "thumbnails and no shares in files.info until then; the message that shares it appears at once."
    ),
    (
        "A picture may stand as slack_file only where it is shared: in that very channel; in a direct message"
        " also when its reader can see it elsewhere; in a view when the viewer can see it. Otherwise "
        "invalid_blocks."
    ),
    "Every thumb_* address answers with the original bytes; thumbnails exist for PNG, JPEG and GIF.",
    "Slack tells a file's type by its name, and its width and height by its bytes.",
    "Bytes whose length differs from what files.getUploadURLExternal announced are refused with 400.",
    (
        "A download that is not allowed (no token, wrong token, no files:read, not visible) is a login page "
        "with HTTP 200."
    ),
    "A thread_ts that names no root message is refused with thread_not_found, also by chat.postMessage.",
    ("Message metadata may hold 8,000 characters of JSON; one level of objects, and lists of plain values or of them."),
    "views.open with the trigger of an open modal puts the new one on top of it, as views.push does.",
    ("A view keeps what was typed when an update leaves block_id, action_id and the type of the input as they are."),
    ("A wrong view is answered with invalid_arguments, wrong blocks of a message with invalid_blocks, with reasons."),
    (
        "A home tab needs at least one block. alert stands everywhere; table, markdown, card, carousel, "
        "container, plan, task_card, context_actions, file and call only in messages."
    ),
    "An image_url on a private or loopback address is refused, because Slack fetches the picture itself.",
    (
        "A message buzzes everybody in its direct message, whom it mentions (in text or blocks), the members "
        "of a group it mentions, and everybody after @here, @channel or @everyone; never its author, never an"
        " edit, never an ephemeral message, and no one for a reply alone."
    ),
    (
        "An event that nobody takes is tried again after 1 s, 1 min and 5 min of the sandbox's clock, in "
        "Socket Mode too, with the retry reason `timeout` there; with no socket open an attempt waits up to 3"
        " s for one."
    ),
    ("Triggers count real seconds; response_urls, scheduled messages and retries follow the sandbox's clock."),
    "A response_url answers `ok`, 404 with used_url or expired_url, and 400 for what it cannot show.",
    "After auth.revoke the app still hears events and clicks until it is uninstalled.",
    "A slash command's mentions arrive as ids (should_escape), unless the control API switches it off.",
    "A guest sees intake and review only; everybody else is in all four channels.",
    "A person's message carries text and files, no rich_text block.",
    ("In a channel that it is not in, the app may post and edit with chat:write.public, but not whisper or upload."),
    (
        "A refresh token that was used is good for 30 s more, each time for another pair; the access tokens "
        "of a pair that was revoked as the oldest of three answer token_revoked."
    ),
    "With rotation on, a lasting token that was handed out before stays good until it is exchanged.",
    "oauth.v2.exchange ends the lasting token at once: it answers token_revoked from then on.",
    (
        "auth.revoke revokes every token of the installation, refresh tokens too; the app stays installed, "
        "without a token, until it is removed or installed anew."
    ),
    (
        "Installing an app once more without rotation gives the same token; scopes add up. After a removal "
        "or a revocation there is a new token."
    ),
    "An app that was removed and comes back is in no channel; in a workspace new to it, it is in none either.",
    (
        "Slack's own page says in words why it cannot go on (invalid_client_id, no_scopes, invalid_scope, "
        "bad_redirect_uri) with HTTP 200, and never calls the address."
    ),
    "Everybody but a guest may install the app in a workspace; for an organization only an administrator may.",
    "oauth.v2.access without a redirect_uri is refused when the authorization had one, and the other way round.",
    (
        "In an organization nobody is in two workspaces, people keep their ids, and no channel is shared "
        "between workspaces."
    ),
    "With an organization's token auth.test names the organization as team and team_id.",
    (
        "With an organization's token conversations.list, users.list, usergroups.list, "
        "usergroups.users.list, files.list, chat.scheduledMessages.list and team.info (there by `team`) "
        "need a team_id: missing_argument without, team_access_not_granted for a workspace that the app is "
        "not in. Every other call finds its workspace by the ids it names; a channel's name is then "
        "channel_not_found."
    ),
    "With a workspace's token a team_id is ignored, but team.info of another team answers team_not_found.",
    (
        "An organization's app is one bot user, W0GALLEY, in all workspaces; where it takes the place of an "
        "app that was installed by itself, that one's tokens are revoked, its channels are kept, and its "
        "messages are those of another bot."
    ),
    (
        "Payloads of an organization's app have `team: null` for global shortcuts, submitted and closed "
        "views; others name the team. A view's app_installed_team_id is the organization's id."
    ),
    (
        "tokens_revoked, app_uninstalled, team_access_granted and team_access_revoked of an organization's "
        "app carry `team_id: null` and the enterprise_id."
    ),
    (
        "When people come into a user group or go, subteam_members_changed comes and then subteam_updated; a "
        "new name, or a group that is disabled or brought back, is told by subteam_updated alone."
    ),
    (
        "A user group that is disabled keeps its people, buzzes nobody, and stands in usergroups.list only "
        "with include_disabled."
    ),
    (
        "Methods that are not played here answer unknown_method: canvases, bookmarks, pins, reminders, remote"
        " files, user-token methods."
    ),
)
