"""One side of the bench `import` in a process of its own: `python -m bench.import_sides SIDE FILE`.

Prints one JSON object: seconds of each step, rows taken, problems by sentence.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

import django

SIDES = {
    "ours": ("bench.import_ours", {"abbr": "SC"}),
    "ours-visited": ("bench.import_ours", {"abbr": "SD"}),
    "import-export": ("bench.import_peer", {"abbr": "GD", "in_bulk": False}),
    "import-export-bulk": ("bench.import_peer", {"abbr": "ZJ", "in_bulk": True}),
}


if __name__ == "__main__":
    django.setup()
    module, options = SIDES[sys.argv[1]]
    print(json.dumps(import_module(module).run(Path(sys.argv[2]), **options), ensure_ascii=False))
