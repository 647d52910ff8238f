"""Slack in, all of it: which steps listen."""

from slack_bolt.async_app import AsyncApp

from bot.approval import listeners as approval
from bot.away import listeners as away
from bot.choices import listeners as choices
from bot.comparing import listeners as comparing
from bot.home import listeners as home
from bot.intake import listeners as intake
from bot.noise import listeners as noise
from bot.reactions import Steps
from bot.remarks import listeners as remarks
from bot.reports import listeners as reports
from bot.requests import listeners as requests
from bot.search import listeners as search
from bot.slack import listeners as slack
from bot.slack.app import take_the_rest


def register_all(app: AsyncApp, steps: Steps) -> None:
    intake.register(app, steps.desk, steps.joining, steps.correcting)
    approval.register(app, steps.approvals, steps.finishing, steps.by_hand, details=steps.desk)
    approval.register_advice(app, steps.advising)
    approval.register_groups(app, steps.reseating)
    comparing.register(app, steps.comparisons)  # before `requests`, which takes what else the overflow offers
    noise.register(app, steps.noise)
    remarks.register(app, steps.remarks)
    reports.register(app, steps.completeness, details=steps.desk)
    requests.register(app, steps.requests)
    search.register(app, steps.search)
    home.register(app, steps.home)
    away.register(app, steps.away)
    choices.register(app, steps.choosing)
    slack.register(app, steps.presence)
    take_the_rest(app)
