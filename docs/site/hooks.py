"""Pages link to files of the repository; on the site such a link leads to GitHub, and must name a file that exists."""

import re
from pathlib import Path

from mkdocs.exceptions import PluginError

LINK = re.compile(r"(\]\()([^)\s#]*)(#[^)\s]*)?(\))")
FENCE = re.compile(r"(^ *```.*?^ *```)", re.M | re.S)


def on_page_markdown(markdown, page, config, files):
    docs = Path(config.docs_dir).resolve()
    root = docs.parent
    here = (docs / page.file.src_uri).parent

    def to_github(link):
        begin, target, anchor, end = link.groups()
        if not target or "://" in target or target.startswith("mailto:"):
            return link.group(0)
        path = (here / target).resolve()
        if not path.exists():
            raise PluginError(f"{page.file.src_uri} links to {target}, which does not exist")
        if path.is_relative_to(docs) and path.is_file():
            return link.group(0)  # MkDocs checks it
        kind = "tree" if path.is_dir() else "blob"
        return f"{begin}{config.repo_url}/{kind}/main/{path.relative_to(root)}{anchor or ''}{end}"

    # Not in code.
    return "".join(
        part if part.lstrip().startswith("```") else LINK.sub(to_github, part)
        for part in FENCE.split(markdown)
    )
