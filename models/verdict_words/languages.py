"""The languages that are understood. Another one is another file, and a word here."""

from models.verdict_words.english import ENGLISH
from models.verdict_words.french import FRENCH
from models.verdict_words.german import GERMAN
from models.verdict_words.spanish import SPANISH
from models.verdict_words.vocabulary import together

EVERY = together((ENGLISH, GERMAN, FRENCH, SPANISH))
