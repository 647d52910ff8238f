"""Who suggests something: the picture's own file, a rule, or a look-alike that is approved already."""

FILE, LIKENESS = "file", "likeness"
_RULE = "rule:"


def by_rule(name: str) -> str:
    return f"{_RULE}{name}"


def is_rule(source: str) -> bool:
    return source.startswith(_RULE)


def in_words(source: str) -> str:
    """As it stands behind "suggested:"."""
    if source.startswith(_RULE):
        return f"by the rule {source.removeprefix(_RULE)}"
    return {FILE: "from the file", LIKENESS: "from a look-alike that is approved"}.get(source, f"by {source}")
