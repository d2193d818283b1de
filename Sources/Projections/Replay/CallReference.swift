public import EventStore

/// How a recorded call is named: by its request, by a position of the log, or by its trace.
public enum CallReference: Hashable, Sendable {
    /// The request's id, which is its span's.
    case request(SpanID)
    /// Where any event of the request stands.
    case position(Position)
    /// The first tool call of a trace.
    case trace(TraceID)

    /// What is allowed, for messages.
    public static let expected =
        "a request id (16 hexadecimal digits), a trace id (32 of them), or the position of an event of the request"

    /// Nil where the text is none of them.
    public init?(_ text: String) {
        if text.utf8.count == 32, let trace = TraceID(hex: text) {
            self = .trace(trace)
        } else if text.utf8.count == 16, let span = SpanID(hex: text) {
            self = .request(span)
        } else if text.utf8.count < 16, let position = UInt64(text), position > 0 {
            self = .position(Position(position))
        } else {
            return nil
        }
    }
}
