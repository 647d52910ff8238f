"""Chaos at length: 500 pictures, three replicas on PostgreSQL and one on SQLite, 60 kills each. Half an hour apiece.

Prints the counts, and the table of observed gaps below them; ends with 1 unless nothing was lost, doubled or stuck.
"""

import sys

from bot.chaos.play import Engine, Options, play
from bot.chaos.telling import Teller

SEED = 20261123


def main() -> None:
    teller, troubles = Teller(), 0
    for engine, replicas in ((Engine.POSTGRESQL, 3), (Engine.EMBEDDED, 1)):
        options = Options(items=500, replicas=replicas, kills=60, seed=SEED, engine=engine)
        teller.begin(options)
        judgement = play(options, teller.say)
        teller.judge(judgement, options)
        troubles += judgement.troubles
    sys.exit(1 if troubles else 0)


if __name__ == "__main__":
    main()
