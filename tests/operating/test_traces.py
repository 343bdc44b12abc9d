"""Spans as a collector receives them, over HTTP."""

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from service.traces import Traces
from tests.operating.conftest import visit

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Generator[list[Span]]:
    """What a collector that OpenTelemetry is told of has received."""
    received: list[Span] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    received.extend(scope.spans)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del code, size

    server = HTTPServer(("127.0.0.1", 0), Collector)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield received
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_operation_is_a_span_and_a_part_of_its_callers_trace(spans: list[Span]) -> None:
    traces = Traces()
    asked = visit(parent=PARENT, operation="Regions", kind="query", actor="TOKEN 1")
    asked.cost, asked.status, asked.statements, asked.sql_seconds, asked.seconds = 61, 200, 1, 0.25, 0.5
    traces.tell(asked)
    traces.tell(visit(kind="query", code="INTERNAL_SERVER_ERROR"))
    traces.close()
    first, second = spans
    assert (first.name, first.trace_id.hex(), first.parent_span_id.hex()) == (
        "query Regions",
        *PARENT.split("-")[1:3],
    )
    assert first.end_time_unix_nano - first.start_time_unix_nano == 500_000_000
    told = {one.key: one.value for one in first.attributes}
    assert told["ikrar.sql.seconds"].double_value == 0.25
    assert told["ikrar.cost"].int_value == 61
    assert told["graphql.operation.name"].string_value == "Regions"
    assert (second.status.code, second.parent_span_id) == (2, b"")


def test_a_parent_that_cannot_be_read_is_none(spans: list[Span]) -> None:
    traces = Traces()
    traces.tell(visit(parent="sesuatu"))
    traces.close()
    assert [span.parent_span_id for span in spans] == [b""]
