"""What a first visit weighs: HTML, styles and scripts compressed, without pictures; fonts apart.

python -m benchmarks.part weight
"""

import gzip
import re
from typing import Any

from benchmarks.pages import addresses
from benchmarks.serving import Server, server, settings
from benchmarks.words import asked

ASSET = re.compile(r'(?:href|src)="([^"]+\.(?:css|js))(?:\?[^"]*)?"')
IMPORT = re.compile(r'(?:import|from)\s*["\'](\./[^"\']+\.js)["\']')


def _get(running: Server, path: str) -> tuple[int, bytes]:
    """(bytes on the wire, content) of one address."""
    connection = running.connect()
    connection.request("GET", path, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return len(body), plain


def _assets(running: Server, html: str) -> dict[str, int]:
    """Each style and script a page loads, modules they import included, with its compressed size."""
    sizes: dict[str, int] = {}
    todo = ASSET.findall(html)
    while todo:
        path = todo.pop()
        if path in sizes:
            continue
        sizes[path], content = _get(running, path)
        folder = path.rsplit("/", 1)[0]
        todo += [f"{folder}/{name[2:]}" for name in IMPORT.findall(content.decode(errors="ignore"))]
    return sizes


def measure() -> dict[str, Any]:
    """Kilobytes of a first visit by kind of page."""
    pages = {kind: paths[0] for kind, paths in addresses().items()}
    pages |= {"search": asked()[0].address, "basket": "/hi/basket/"}
    found: dict[str, Any] = {}
    with server(settings()) as running:
        for kind, path in pages.items():
            html_bytes, html = _get(running, path)
            assets = _assets(running, html.decode())
            found[kind] = {
                "html_kb": round(html_bytes / 1024, 1),
                "css_js_kb": round(sum(assets.values()) / 1024, 1),
                "total_kb": round((html_bytes + sum(assets.values())) / 1024, 1),
            }
    return found
