"""The rich_text block, https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from sandbox.slack.blockkit.checks import Check, anything, array, boolean, by_type, choice, integer, shape, string

_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_MANY = 1000


def _part(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": anything, **required}, {"style": _STYLE, **(optional or {})})


_PARTS: dict[str, Check] = {
    "text": _part({"text": string(12_000)}),
    "link": _part({"url": string(3000)}, {"text": string(12_000, least=0), "unsafe": boolean}),
    "user": _part({"user_id": string(255)}),
    "usergroup": _part({"usergroup_id": string(255)}),
    "channel": _part({"channel_id": string(255)}),
    "team": _part({"team_id": string(255)}),
    "emoji": _part({"name": string(255)}, {"unicode": string(255), "skin_tone": integer(1, 6)}),
    "broadcast": _part({"range": choice("here", "channel", "everyone")}),
    "color": _part({"value": string(255)}),
    "date": _part(
        {"timestamp": integer(0, 9_999_999_999), "format": string(255)}, {"url": string(3000), "fallback": string(255)}
    ),
}
_parts = array(by_type(_PARTS), most=_MANY, least=0)
_section = shape({"type": anything, "elements": _parts})
_border: dict[str, Check] = {"border": integer(0, 1)}

_LINES: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_quote": shape({"type": anything, "elements": _parts}, _border),
    "rich_text_preformatted": shape({"type": anything, "elements": _parts}, {**_border, "language": string(255)}),
    "rich_text_list": shape(
        {
            "type": anything,
            "style": choice("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": _section}), most=_MANY),
        },
        {**_border, "indent": integer(0, 8), "offset": integer(0, _MANY)},
    ),
}

rich_text_lines = array(by_type(_LINES), most=_MANY)
rich_text = shape({"type": anything, "elements": rich_text_lines}, {"block_id": string(255)})
