"""A span for every operation, sent by OTLP. Only imported where traces are wanted: docs/decisions/0022.

A span is made when its request is over, of what is known then: while it lasts nothing is done for it. It is a
child of the caller's, if that sent a `traceparent`. Where it goes, and how many are kept, is said to
OpenTelemetry itself, by its own variables (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER …).
"""

from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from service.clock import system_clock
from service.visit import Visit

_FAULT: Final = "INTERNAL_SERVER_ERROR"
_NANO: Final = 1_000_000_000
_PROPAGATOR: Final = TraceContextTextMapPropagator()


class Traces:
    """Makes the spans of one process and sends them behind the requests."""

    def __init__(self) -> None:
        resource = Resource.create({"service.name": "ikrar"})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("ikrar")

    def tell(self, visit: Visit) -> None:
        """Make the span of a request."""
        ended = int(system_clock().timestamp() * _NANO)
        carrier = {} if visit.parent is None else {"traceparent": visit.parent}
        span = self._tracer.start_span(
            f"{visit.kind or 'request'} {visit.operation or ''}".strip(),
            context=_PROPAGATOR.extract(carrier),
            kind=SpanKind.SERVER,
            attributes=_attributes(visit),
            start_time=ended - int(visit.seconds * _NANO),
        )
        if visit.code == _FAULT:
            span.set_status(Status(StatusCode.ERROR))
        span.end(ended)

    def close(self) -> None:
        """Send what was not sent yet."""
        self._provider.shutdown()


def _attributes(visit: Visit) -> dict[str, str | int | float]:
    """The words of OpenTelemetry where it has any."""
    told = {
        "graphql.operation.name": visit.operation,
        "graphql.operation.type": visit.kind,
        "graphql.document.hash": visit.document,
        "http.response.status_code": visit.status,
        "error.type": visit.code,
        "ikrar.actor": visit.actor,
        "ikrar.cost": visit.cost,
        "ikrar.sql.seconds": visit.sql_seconds,
        "ikrar.sql.statements": visit.statements,
    }
    return {name: value for name, value in told.items() if value is not None}
