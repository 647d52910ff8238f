"""The step that keeps time: who has not answered hears of it, at their hour, and then the lead does."""
