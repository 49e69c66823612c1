"""The README as a package index shows it; everything else is in pyproject.toml.

The links of README.md are paths of the repository, which lead nowhere on an index. There they name
the command that prints the page: the manual is in the package.
"""

import re
from pathlib import Path

from setuptools import setup

PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
PAGE = re.compile(r"\[([^\]]+)\]\(docs/([\w/-]+)\.md(#[\w-]+)?\)")
FILE = re.compile(r"\[([^\]]+)\]\((?!https?:)([^)]+)\)")

readme = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
readme = PICTURE.sub(r"(Picture: \1.)", readme)
readme = PAGE.sub(lambda m: f"{m[1]} (`mipconf docs {m[2]}{m[3] or ''}`)", readme)
readme = FILE.sub(r"\1 (`\2` in the source)", readme)

setup(long_description=readme, long_description_content_type="text/markdown")
