"""Jobs: whatever must happen outside our own transaction, exactly once to the eye."""
