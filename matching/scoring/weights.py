"""What each feature is worth: read from weights.json, which says what was learnt and what given."""

import json
from pathlib import Path

import numpy as np

_FILE = json.loads(Path(__file__).with_name("weights.json").read_text())

BASE = float(_FILE["base"])
LEARNT: dict[str, float] = _FILE["learnt"]
GIVEN: dict[str, float] = _FILE["given"]
FEATURES: tuple[str, ...] = (*LEARNT, *GIVEN)
WEIGHTS = np.array([*LEARNT.values(), *GIVEN.values()], np.float32)
