/// A request to a collector: what to POST to its base address with `signal.path` after it.
public struct OTLPDelivery: Hashable, Sendable {
    public let signal: OTLPSignal
    public let contentType: String
    /// Nil where the body is not compressed.
    public let contentEncoding: String?
    public let body: [UInt8]
}

/// What came of a request to a collector.
public enum OTLPOutcome: Hashable, Sendable {
    /// - Parameter retryAfter: seconds, where the answer says so.
    case answered(status: Int, retryAfter: Double?, body: [UInt8])
    /// There was no answer: no connection, a broken one, or none in time.
    case unreachable(String)
}
