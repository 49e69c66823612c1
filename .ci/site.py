"""CONTRIBUTING.md and CHANGELOG.md, which stand beside docs/, as pages of the site."""

import re
from pathlib import Path
from typing import Any

from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files

TOP = Path(__file__).parents[1]
PAGES = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}


def on_files(files: Files, config: ProperDocsConfig) -> Files:
    """Add the pages; their links are seen from `docs/` there."""
    for source, name in PAGES.items():
        text = re.sub(r"\]\((?=\w+\.md)", "](../", (TOP / source).read_text(encoding="utf-8"))
        files.append(File.generated(config, name, content=text.replace("](docs/", "](")))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Let the links of other pages to them lead there."""
    for source, name in PAGES.items():
        markdown = markdown.replace(f"](../{source}", f"]({name}")
    return markdown
