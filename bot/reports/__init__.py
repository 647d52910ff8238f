"""The step that shows leads how their team stands."""
