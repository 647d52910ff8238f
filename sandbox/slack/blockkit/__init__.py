"""Block Kit's rules: what Slack refuses, and the reason it gives, https://docs.slack.dev/reference/block-kit."""
