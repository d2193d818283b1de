/// Another span that a span has to do with, of this trace or of another.
public struct SpanLink: Codable, Hashable, Sendable {
    /// 32 and 16 hexadecimal digits.
    public let trace: String
    public let span: String
    public let attributes: JSONObject

    public init(trace: TraceID, span: SpanID, attributes: JSONObject = [:]) {
        self.trace = trace.hex
        self.span = span.hex
        self.attributes = attributes
    }

    var json: JSON { ["trace": .string(trace), "span": .string(span), "attributes": .object(attributes)] }
}
