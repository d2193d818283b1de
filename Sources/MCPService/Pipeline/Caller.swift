public import Access
public import EventStore

/// Who sent a request, and from where, once that is proved.
public struct Caller: Sendable {
    public let principal: Principal
    /// What limits by address count together; nil for a pipe.
    public let address: String?
    /// What the caller's signature used up: it is written with the request, so that it is used up after a restart too.
    let nonce: String?
    /// When it was let in; nil where it was not asked.
    let since: Timestamp?

    /// Whoever may start programs on this machine, or reaches an open loopback address.
    public static let local = Caller(principal: .local)

    /// Somebody who has not been asked who they are, and may nothing.
    static let nobody = Caller(principal: Principal(id: "nobody", role: "", credential: .publishedKey))

    public init(
        principal: Principal, address: String? = nil, nonce: String? = nil, since: Timestamp? = nil
    ) {
        self.principal = principal
        self.address = address
        self.nonce = nonce
        self.since = since
    }

    /// Asked neither for permission nor for limits: it is the operator.
    var isLocal: Bool { principal.credential == .local }

    /// The same caller in later messages of a connection that its credential opened.
    public var later: Caller { Caller(principal: principal, address: address, since: since) }
}
