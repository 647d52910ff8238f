"""The step that gathers what somebody does not want to hear piece by piece into one message a morning."""
