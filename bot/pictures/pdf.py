"""One PDF from several. PDFium does it beside the interpreter, in a few hundredths of the time that drawing takes."""

import re
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO

# PDFium invents a file's second name each time. It comes after the table of contents, so its length is free.
_NAMES = re.compile(rb"/ID\s*\[[^\]]*\]")


def join_pdfs(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in order, with the title of the first; the same parts give the same bytes."""
    import pypdfium2  # late: most starts print nothing

    written = BytesIO()
    with pypdfium2.PdfDocument(parts[0]) as whole:
        for part in parts[1:]:
            with pypdfium2.PdfDocument(part) as more:
                whole.import_pages(more)
        whole.save(written)
    body, trailer, end = written.getvalue().rpartition(b"trailer")
    name = sha256(b"".join(parts)).hexdigest()[:32].encode()
    return body + trailer + _NAMES.sub(b"/ID[<%s><%s>]" % (name, name), end)
