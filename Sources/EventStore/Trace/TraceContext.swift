/// A W3C trace id: 16 bytes, never all zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 lowercase or uppercase hexadecimal digits; nil for anything else or all zeros.
    public init?(hex: String) {
        guard hex.utf8.count == 32, let high = Hexadecimal.value(hex.prefix(16)),
            let low = Hexadecimal.value(hex.suffix(16)),
            high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    public static func random() -> TraceID {
        TraceID(high: max(1, RandomWords.next()), low: RandomWords.next())
    }

    public var hex: String { Hexadecimal.text(high) + Hexadecimal.text(low) }

    public var description: String { hex }
}

/// A W3C span id: 8 bytes, never all zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    /// Reads 16 hexadecimal digits; nil for anything else or all zeros.
    public init?(hex: String) {
        guard hex.utf8.count == 16, let value = Hexadecimal.value(hex[...]), value != 0 else { return nil }
        self.value = value
    }

    public static func random() -> SpanID { SpanID(max(1, RandomWords.next())) }

    public var hex: String { Hexadecimal.text(value) }

    public var description: String { hex }
}

/// The trace and span within which something happens (W3C Trace Context, level 1).
public struct TraceContext: Hashable, Sendable {
    public let traceID: TraceID
    public let spanID: SpanID

    public init(traceID: TraceID, spanID: SpanID) {
        self.traceID = traceID
        self.spanID = spanID
    }

    /// A new trace with its root span.
    public static func root() -> TraceContext { TraceContext(traceID: .random(), spanID: .random()) }

    /// A new span of the same trace.
    public func child() -> TraceContext { TraceContext(traceID: traceID, spanID: .random()) }

    /// Reads a `traceparent` header; nil where it is malformed, which by the specification starts a new trace.
    public init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Hexadecimal.value(parts[0]) != nil, parts[3].utf8.count == 2, Hexadecimal.value(parts[3]) != nil,
            parts[1] == parts[1].lowercased(), let trace = TraceID(hex: String(parts[1])),
            let span = SpanID(hex: String(parts[2]))
        else { return nil }
        self.init(traceID: trace, spanID: span)
    }

    /// The `traceparent` header that makes a callee's span a child of this one (sampled).
    public var traceparent: String { "00-\(traceID.hex)-\(spanID.hex)-01" }
}

extension TraceID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = TraceID(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a trace id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

extension SpanID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = SpanID(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a span id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
