/// Decides what to do with a batch after each attempt to deliver it.
///
/// waiting(0) → delivered | waiting(n + 1) | dropped | halved. How long to wait doubles with each failure in a row,
/// up to a limit, and is spread by a seed, so that many senders do not all come back at once.
struct DeliveryState {
    enum Action: Equatable {
        /// The collector has it; `note` says what it refused of it.
        case advance(note: String?)
        case retry(afterSeconds: Double, reason: String)
        /// The collector will never take it.
        case drop(reason: String)
        /// It is too large for the collector: two halves may not be.
        case halve
    }

    private static let retryable: Set<Int> = [429, 502, 503, 504]

    private let firstSeconds: Double
    private let limitSeconds: Double
    private var random: UInt64
    /// Failures in a row.
    private(set) var failures = 0

    init(firstSeconds: Double = 1, limitSeconds: Double = 60, seed: UInt64) {
        self.firstSeconds = firstSeconds
        self.limitSeconds = limitSeconds
        random = seed
    }

    /// - Parameters:
    ///   - count: records in the batch.
    ///   - partial: reads what a collector says of a batch that it took.
    mutating func handle(
        _ outcome: OTLPOutcome, count: Int, partial: ([UInt8]) -> (rejected: Int, message: String)
    ) -> Action {
        switch outcome {
        case .unreachable(let reason): return wait(atLeast: nil, reason)
        case .answered(let status, let retryAfter, _) where Self.retryable.contains(status):
            return wait(atLeast: retryAfter, "HTTP \(status)")
        case .answered(let status, _, let body) where (200..<300).contains(status):
            failures = 0
            let (rejected, message) = partial(body)
            return .advance(note: rejected > 0 ? "\(rejected) records refused: \(message.prefix(200))" : nil)
        case .answered(413, _, _) where count > 1: return .halve
        case .answered(let status, _, _):
            failures = 0
            return .drop(reason: "HTTP \(status)")
        }
    }

    /// A collector's own wish is obeyed, but for an hour at most.
    private mutating func wait(atLeast wish: Double?, _ reason: String) -> Action {
        let full = min(limitSeconds, firstSeconds * Double(1 << min(failures, 16)))
        failures += 1
        let seconds = max(full * (0.5 + 0.5 * share()), min(wish ?? 0, 3600))
        return .retry(afterSeconds: seconds, reason: reason)
    }

    /// From 0 to 1 (xorshift).
    private mutating func share() -> Double {
        random = random == 0 ? 0x9E37_79B9_7F4A_7C15 : random
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Double(random >> 11) / Double(1 << 53)
    }
}
