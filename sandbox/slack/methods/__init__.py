"""Every Web API method that exists here, by its name."""

from sandbox.slack.api import Method
from sandbox.slack.methods import app, chat, conversations, files, people, views

METHODS: dict[str, Method] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}
