import NIOCore

/// What one HTTP connection may cost.
struct ConnectionBounds: Sendable {
    /// In which a request's head must be there, from its first byte on.
    let head: TimeAmount
    /// After which a connection ends whose client neither asks, nor goes on with its request, nor reads its answer.
    let idle: TimeAmount
    let addresses: ConnectionsByAddress
}
