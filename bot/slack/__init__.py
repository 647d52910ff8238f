"""Slack in and out: the only room that speaks to Slack. It knows no step of the journey."""
