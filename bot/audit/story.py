"""The rows about the pictures of a batch, as far as a history has been told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.approval import Approval, Decision, Stage
from models.asset import Asset, Version
from models.batch import Batch
from models.projection import Told
from models.publication import Publication
from models.suggestion import Suggestion

Entry = Mapping[str, Any]
Details = Mapping[str, Any]


class Untellable(Exception):
    """What history says cannot be retold: it contradicts itself, or this Galley does not know how."""


@dataclass(kw_only=True)
class Story:
    """The rows so far, by their ids; `approvals` and `publications` by their version's."""

    batch: Batch | None = None
    assets: dict[str, Asset] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    reviews: dict[str, Told] = field(default_factory=dict)
    facts: dict[str, list[Details]] = field(default_factory=lambda: defaultdict(list))  # by review
    stages: dict[str, Stage] = field(default_factory=dict)
    decisions: dict[str, list[Decision]] = field(default_factory=lambda: defaultdict(list))  # by approval
    publications: dict[str, Publication] = field(default_factory=dict)

    def current(self, asset: Asset) -> Version:
        theirs = (one for one in self.versions.values() if one.asset_id == asset.id)
        return next(one for one in theirs if one.number == asset.version_number)

    def is_current(self, version: Version) -> bool:
        return version.number == self.assets[version.asset_id].version_number
