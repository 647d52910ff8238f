"""Slack's stand-in: Web API, Socket Mode, signed HTTP, files and views, with the refusals of the real one."""
