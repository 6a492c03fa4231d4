"""The Slack app's manifest, wherever Uptake is installed."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_NAME = "app_manifest.yml"
_HERE = Path(__file__).parent


@cache
def manifest() -> dict[str, Any]:
    """The manifest: beside this module once installed, one folder up in a checkout."""
    places = (_HERE / _NAME, _HERE.parent / _NAME)
    found = next(place for place in places if place.exists())
    return dict(yaml.safe_load(found.read_text(encoding="utf-8")))
