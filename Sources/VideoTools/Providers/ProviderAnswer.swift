/// What came of a request to a provider.
public struct ProviderAnswer: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        /// An HTTP status.
        case status(Int)
        case timedOut
        /// The kind of the fault; its own words may quote the address.
        case unreachable(String)
        /// A sandbox did not let it out; why.
        case blocked(String)
    }

    public let outcome: Outcome
    /// The `Retry-After` header.
    public let retryAfter: String?
    public let body: [UInt8]

    public init(_ outcome: Outcome, retryAfter: String? = nil, body: [UInt8] = []) {
        self.outcome = outcome
        self.retryAfter = retryAfter
        self.body = body
    }
}
