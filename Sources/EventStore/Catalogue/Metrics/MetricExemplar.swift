/// One measurement behind a point, with the trace in which it was taken (OpenMetrics, OTLP).
public struct MetricExemplar: Hashable, Sendable {
    public let value: MetricNumber
    public let time: Timestamp
    public let trace: TraceID?
    public let span: SpanID?

    public init(value: MetricNumber, time: Timestamp, trace: TraceID?, span: SpanID?) {
        self.value = value
        self.time = time
        self.trace = trace
        self.span = span
    }

    var json: JSON {
        var pairs: [(String, JSON)] = [("value", value.json), ("time", .string(time.iso8601))]
        if let trace { pairs.append(("trace", .string(trace.hex))) }
        if let span { pairs.append(("span", .string(span.hex))) }
        return .object(JSONObject(pairs))
    }

    init(_ object: JSONObject) throws {
        value = try MetricNumber(object["value"])
        time = try object.moment("time")
        trace = try object.optionalText("trace").flatMap { TraceID(hex: $0) }
        span = try object.optionalText("span").flatMap { SpanID(hex: $0) }
    }
}
