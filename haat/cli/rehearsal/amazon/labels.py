"""The papers of Easy Ship: a label of one page, made without any library, and the report that says where it lies."""

from haat.cli.rehearsal.amazon.order import Order
from haat.cli.rehearsal.amazon.wire import stamp


def label(order: Order, kinds: list[str]) -> bytes:
    """A PDF with one page for each kind of paper that was asked for."""
    parcel = order.package
    told = [f"Order {order.name}", f"To {order.buyer.name}", f"{order.buyer.city} {order.buyer.pin}"]
    if parcel is not None:
        told += [f"Tracking {parcel.tracking}", f"Pick-up {parcel.slot.get('startTime', stamp(parcel.made))}"]
    return pdf([[f"REHEARSAL: {kind}", *told] for kind in kinds])


def pdf(pages: list[list[str]]) -> bytes:
    """Lines of plain text on pages of 4 by 6 inches. What Latin letters cannot write becomes a question mark."""
    first = 4  # the objects before the pages: catalogue, list of pages, font
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for place, lines in enumerate(pages):
        text = "BT/F1 12 Tf 18 400 Td 18 TL" + "".join(f"({_escaped(line)})'" for line in lines) + "ET"
        data = text.encode("latin-1", "replace")
        inside = f"/Resources<</Font<</F1 3 0 R>>>>/Contents {first + 2 * place + 1} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]{inside}>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(data), data))
    body, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(body),
    )  # fmt: skip


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def printed(feed: str, report: str) -> str:
    """The processing report of a feed of papers: they lie in the report of this number."""
    return _report(feed, "Complete", 1, f"<DocumentReportReferenceID>{report}</DocumentReportReferenceID>")


def refused(feed: str, why: str) -> str:
    result = (
        "<Result><MessageID>1</MessageID><ResultCode>Error</ResultCode><ResultMessageCode>25</ResultMessageCode>"
        f"<ResultDescription>{why}</ResultDescription></Result>"
    )
    return _report(feed, "Complete", 0, result)


def _report(feed: str, status: str, well: int, more: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion></Header>'
        "<MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID><ProcessingReport>"
        f"<DocumentTransactionID>{feed}</DocumentTransactionID><StatusCode>{status}</StatusCode>"
        f"<ProcessingSummary><MessagesProcessed>1</MessagesProcessed><MessagesSuccessful>{well}</MessagesSuccessful>"
        f"<MessagesWithError>{1 - well}</MessagesWithError></ProcessingSummary>{more}"
        "</ProcessingReport></Message></AmazonEnvelope>"
    )
