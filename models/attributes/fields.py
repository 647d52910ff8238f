"""The fields that a picture's own file may have, by the names under which imaging tells of them."""

from difflib import get_close_matches

FILE_FIELDS = frozenset(
    {
        "title", "headline", "description", "alt_text", "keywords", "creator", "credit_line", "copyright_notice",
        "usage_terms", "rights_url", "licensor_url", "licence_start", "licence_end", "model_release",
        "property_release", "source_type", "data_mining", "campaign", "brand", "product", "region", "channel",
        "asset_type", "language", "camera_make", "camera_model", "lens", "captured_at", "city", "state", "country",
        "location", "person_shown", "event", "job", "instructions", "category", "rating", "creator_tool",
    }
)  # fmt: skip


def against_field(name: str) -> str:
    """Why this is probably a mistake; empty for a known one."""
    if name in FILE_FIELDS:
        return ""
    near = get_close_matches(name, sorted(FILE_FIELDS), n=1)
    meant = f"did you mean {near[0]}?" if near else "docs/policy.md lists what files say"
    return f"no file says anything under {name}, so it suggests nothing; {meant}"
