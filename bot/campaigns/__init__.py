"""The step that binds a channel to a project on somebody's board."""
