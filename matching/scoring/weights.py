"""What each feature is worth, in points of the score: weights.json, and why.

`learnt` were fitted to judged pairs by bench/train_matching.py. `given` were set by hand, since no
judged pairs with known facts exist to learn from; docs/matching.md gives each its reason.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("weights.json")
_READ = json.loads(FILE.read_text())

BASE = float(_READ["base"])
LEARNT: dict[str, float] = _READ["learnt"]
GIVEN: dict[str, float] = _READ["given"]
FEATURES: tuple[str, ...] = (*LEARNT, *GIVEN)
WEIGHTS = np.array([*LEARNT.values(), *GIVEN.values()], np.float32)
