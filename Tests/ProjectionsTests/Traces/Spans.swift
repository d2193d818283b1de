import EventStore
import TestKit

/// Spans of traces that tests make.
enum Spans {
    static func span(
        _ id: UInt64, _ parent: UInt64?, _ start: Double, _ seconds: Double, trace: UInt64 = 9, name: String? = nil,
        status: SpanEnded.Status = .ok, attributes: JSONObject = [:], resource: JSONObject? = nil
    ) -> Happening {
        Happening(
            SpanEnded(
                name: name ?? "span \(id)", kind: .internal, parent: parent.map(SpanID.init),
                start: ManualClock.start.advanced(bySeconds: start), seconds: seconds, status: status,
                attributes: attributes, resource: resource),
            metadata: EventMetadata(
                trace: TraceContext(traceID: TraceID(high: 7, low: trace), spanID: SpanID(id))))
    }
}
