"""Which button or menu a person means, and what Slack reports of it."""

from dataclasses import dataclass
from typing import Any

from sandbox.slack.blockkit.surfaces import elements_of
from sandbox.slack.refusals import Json, NotPossible
from sandbox.slack.state import typed_in

PRESSED = ("button", "icon_button", "workflow_button")


@dataclass(frozen=True, kw_only=True)
class Press:
    """As the control API says it: `value` or `option` tell apart what shares an action_id."""

    action_id: str
    block_id: str | None = None
    value: Any = None
    option: Any = None

    def find(self, blocks: list[Json], user: str) -> tuple[Json, Json]:
        """The block and the element that this person sees there now."""
        found = [
            (block, element)
            for block in blocks
            for element in elements_of(block)
            if element["action_id"] == self.action_id and self._fits(block, element) and _is_visible(element, user)
        ]
        if not found:
            raise NotPossible(f"There is no {self.action_id!r} to press here.", status=409)
        if len(found) > 1:
            places = ", ".join(block["block_id"] for block, _ in found)
            raise NotPossible(f"{self.action_id!r} is here {len(found)} times; say which block_id: {places}.")
        return found[0]

    def _fits(self, block: Json, element: Json) -> bool:
        if self.block_id is not None and block["block_id"] != self.block_id:
            return False
        return element["type"] not in PRESSED or self.value is None or element.get("value") == self.value

    def report(self, block: Json, element: Json, *, at: str, offered: list[Json]) -> Json:
        """One entry of `actions`."""
        where = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": at}
        kept: Json = {key: element[key] for key in ("text", "value", "style", "url", "placeholder") if key in element}
        if element["type"] in PRESSED:
            return {**where, "type": element["type"], **kept}
        if element["type"] == "feedback_buttons":
            return {**where, "type": "feedback_buttons", **_feedback(element, self.value)}
        return {**where, **typed_in(element, self._chosen(), offered)}

    def _chosen(self) -> Any:
        return self.option if self.option is not None else self.value


def _is_visible(element: Json, user: str) -> bool:
    only_for = element.get("visible_to_user_ids")
    return not only_for or user in only_for


def _feedback(element: Json, value: Any) -> Json:
    for half in (element["positive_button"], element["negative_button"]):
        if half["value"] == value:
            return {"text": half["text"], "value": value}
    raise NotPossible(f"{element['action_id']} has no button {value!r}.")
