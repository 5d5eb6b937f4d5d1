"""Checks exported sessions with the libraries of those who read such files.

    python Reference/check_exports.py FILE.ipynb FILE.html FILE.md …

A notebook must be valid by nbformat; a page must parse without an error by html5lib, and hold no
script and nothing that is fetched; what Markdown links must be there, and no HTML in it. Every
picture must be a PNG file. The exit status is 0 where all is well.
"""

import base64
import binascii
import sys
from pathlib import Path
from urllib.parse import unquote

import html5lib
import nbformat
from markdown_it import MarkdownIt

PNG = b"\x89PNG\r\n\x1a\n"
INLINE = "data:image/png;base64,"
FORBIDDEN = {"script", "link", "iframe", "object", "embed", "form", "base", "audio", "video"}


def check_notebook(path: Path) -> str:
    """Checks a notebook; says what is in it."""
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), "not format 4.5"
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [output for output in outputs if output.output_type == "display_data"]
    for picture in pictures:
        assert base64.b64decode(picture.data["image/png"], validate=True).startswith(PNG)
        assert picture.metadata["easel"]["seed"].isdigit()
    return f"valid by nbformat, {len(notebook.cells)} cells, {len(pictures)} pictures"


def check_page(path: Path) -> str:
    """Checks a page; says what is in it."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(path.read_bytes(), transport_encoding="utf-8")
    elements = list(page.iter())
    pictures = [element for element in elements if element.tag == "img"]
    for element in elements:
        assert element.tag not in FORBIDDEN, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name != "src" or value.startswith(INLINE), value[:60]
            assert name != "href" or value.startswith("#"), value
    for picture in pictures:
        assert base64.b64decode(picture.attrib["src"][len(INLINE) :], validate=True).startswith(PNG)
        assert picture.attrib["alt"]
    return f"parsed without an error, {len(elements)} elements, {len(pictures)} pictures"


def check_markdown(path: Path) -> str:
    """Checks a Markdown file; says what is in it."""
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    kinds = [token.type for token in tokens]
    assert "html_block" not in kinds, "a block of HTML"
    inline = [child for token in tokens for child in token.children or []]
    assert all(child.type != "html_inline" for child in inline), "HTML within a line"
    pictures = [child for child in inline if child.type == "image"]
    for picture in pictures:
        file = path.parent / unquote(picture.attrs["src"])
        assert file.read_bytes().startswith(PNG), file
        assert picture.content
    return f"{kinds.count('fence')} fenced blocks, {len(pictures)} pictures"


CHECKS = {".ipynb": check_notebook, ".html": check_page, ".md": check_markdown}


def main() -> int:
    """Checks every file that is named."""
    failures = 0
    for path in map(Path, sys.argv[1:]):
        try:
            print(f"{path.name}: {CHECKS[path.suffix](path)}")
        except (AssertionError, OSError, ValueError, KeyError, binascii.Error,
                nbformat.ValidationError, html5lib.html5parser.ParseError) as error:
            print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            failures += 1
    return 1 if failures or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
