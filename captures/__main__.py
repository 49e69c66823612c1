"""`python -m captures [FOLDER]`: make the reference captures anew, here or in another folder."""

from __future__ import annotations

import sys
from pathlib import Path

from captures.making import FOLDER, make

for path in make(Path(sys.argv[1]) if sys.argv[1:] else FOLDER):
    print(path)
