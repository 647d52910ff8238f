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
        "Methods that are not played here answer unknown_method: canvases, bookmarks, pins, reminders, remote"
        " files, user-token methods."
    ),
)
