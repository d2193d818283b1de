import Access

/// The other end of a connection.
struct Peer: Sendable {
    /// Names the stream of the events of its requests.
    let connection: String
    /// Nil where it has none, as a pipe.
    let address: NetworkAddress?
}
