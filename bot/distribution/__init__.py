"""The step that carries an approved picture out: renditions, the library, the channels that hear of it."""
