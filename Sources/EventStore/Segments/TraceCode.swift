/// The codes of traces and spans.
enum TraceCode {
    /// As the event before of the same stream.
    static let same: UInt64 = 0
    /// The next new one.
    static let new: UInt64 = 1
    static let none: UInt64 = 2
    /// The span of the first event of the stream.
    static let firstSpan: UInt64 = 2
    /// And more: so many traces back, or words from the last span of the trace.
    static let back: UInt64 = 3
}
