"""Reports: settlements and labels that are there without being asked for; listed, and fetched behind an address."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from haat.cli.rehearsal.amazon.documents import Documents
from haat.cli.rehearsal.amazon.turning import turned
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, BadInput, Call, Calls, Denied, NotThere, stamp
from haat.cli.rehearsal.amazon.world import World

SETTLEMENTS, LABELS = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2", "GET_EASYSHIP_DOCUMENTS"
# Of these, who may read them must hold a role that few are given.
RESTRICTED = ("GET_GST_MTR_B2B_CUSTOM", "GET_GST_MTR_B2C_CUSTOM", "GST_MTR_B2B", "GST_MTR_B2C")


@dataclass
class Report:
    """A report that is done; `begins` and `ends` are the time it is about."""

    name: str
    kind: str
    data: bytes
    content: str
    created: float
    begins: float
    ends: float

    def told(self) -> dict[str, Any]:
        return {
            "reportId": self.name,
            "reportType": self.kind,
            "marketplaceIds": [MARKETPLACE],
            "dataStartTime": stamp(self.begins),
            "dataEndTime": stamp(self.ends),
            "createdTime": stamp(self.created),
            "processingStatus": "DONE",
            "processingStartTime": stamp(self.created),
            "processingEndTime": stamp(self.created),
            "reportDocumentId": f"amzn1.spdoc.1.4.eu.{self.name}",
        }


class Reports:
    def __init__(self, world: World, documents: Documents) -> None:
        self.world, self.documents = world, documents
        self.known: OrderedDict[str, Report] = OrderedDict()

    def calls(self) -> Calls:
        return {
            "getReports": self.all,
            "getReport": self.get,
            "getReportDocument": self.document,
            "createReport": self.create,
        }

    def add(self, kind: str, data: bytes, content: str, begins: float | None = None) -> Report:
        """A report is there from now on."""
        now = self.world.now()
        report = Report(self.world.number(12), kind, data, content, now, now if begins is None else begins, now)
        self.known[report.name] = report
        return report

    def all(self, call: Call) -> dict[str, Any]:
        if set(call.many("reportTypes")) & set(RESTRICTED):
            raise Denied("The application has not the role for this report.")
        rows = [report.told() for report in reversed(self.known.values())]
        page, token = turned(rows, call, "reportTypes", "reportType")
        return {"reports": page} | ({"nextToken": token} if token else {})

    def get(self, call: Call) -> dict[str, Any]:
        report = self.known.get(call.path["reportId"])
        if report is None:
            raise NotThere("The report is not known")
        return report.told()

    def document(self, call: Call) -> dict[str, Any]:
        name = call.path["reportDocumentId"]
        report = self.known.get(name.rpartition(".")[2])
        if report is None or report.told()["reportDocumentId"] != name:
            raise NotThere("The document is not known")
        encoded = call.query.get("enableContentEncodingUrlHeader") == "true"
        url = self.documents.publish(report.data, report.content, call.base, packed=True, encoded=encoded)
        return {"reportDocumentId": name, "url": url, "compressionAlgorithm": "GZIP"}

    def create(self, call: Call) -> dict[str, Any]:
        """What is made on a schedule cannot be asked for, and nothing else is rehearsed."""
        if call.body["reportType"] in RESTRICTED:
            raise Denied("The application has not the role for this report.")
        raise BadInput(f"{call.body['reportType']} cannot be asked for: it is made on a schedule", code="400")
