"""The step in which pictures arrive: fetched, measured, checked, and sent on or back."""
