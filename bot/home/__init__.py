"""The step that keeps App Home true: what waits for a person, and where their own pictures stand."""
