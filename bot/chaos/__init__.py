"""Chaos: replicas are killed and frozen in the midst of work, systems stumble; what people then see is counted."""
