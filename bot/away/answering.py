"""What /galley away is answered with: the form, as far as what was typed can be read."""

from slack_sdk.models.views import View

from bot.away import forms, views
from bot.away.flow import Away
from bot.away.words import NotADay
from bot.slack.actor import Actor
from bot.slack.parts import Message


class AwayAnswers:
    def __init__(self, away: Away) -> None:
        self._away = away

    async def answer(self, words: str, *, by: Actor) -> Message | View:
        try:
            return forms.away_form(await self._away.open(by, words))
        except NotADay as error:
            return views.not_a_day(error.word)
