/// What a caller shows to come in, and from where.
public struct Presented: Sendable {
    /// One way to prove who one is.
    public enum Credential: Sendable {
        /// An API key or a token.
        case bearer(String)
        /// HMAC v1 of the reference API.
        case client(id: String, timestamp: String, signature: String)
        /// RFC 9421.
        case message(SignedMessage)
        case none
        /// Something that is no credential here, or is where none may be.
        case unusable(RefusalReason)
    }

    public let credential: Credential
    /// Nil for a pipe.
    public let address: NetworkAddress?

    public init(_ credential: Credential, from address: NetworkAddress?) {
        self.credential = credential
        self.address = address
    }

    /// Whose credential it claims to be: a key's id or a client's; nil where that is not said in the clear.
    ///
    /// For what counts failures; nobody vouches for it.
    public var claimedID: String? {
        switch credential {
        case .bearer(let text): APIKey(parsing: text)?.id
        case .client(let id, _, _): Refusal.bounded(id)
        default: nil
        }
    }

    /// Letters of a credential at most; a token's own limit is stricter.
    static let sizeLimit = 16_384

    /// Names of query items that would be a credential: those must never be in a URL.
    private static let queryNames: Set<String> = [
        "access_token", "token", "api_key", "apikey", "api-key", "key", "jwt", "bearer", "authorization",
        "client_secret",
        "signature", "x-signature",
    ]

    /// What comes with an HTTP request or a WebSocket's upgrade.
    ///
    /// - Parameters:
    ///   - authorization: the values of `Authorization`, one for each line.
    ///   - client: `X-Client-ID`, `X-Timestamp` and `X-Signature`; nil where one is missing.
    ///   - subprotocols: those a WebSocket offers: a browser cannot send headers, so `mcp.bearer.<token>` is one.
    ///   - queryNames: the names of the URL's query items.
    ///   - message: the request, where it has `Signature-Input`.
    public init(
        authorization: [String], client: (id: String, timestamp: String, signature: String)? = nil,
        subprotocols: [String] = [], queryNames: [String] = [], message: SignedMessage? = nil,
        from address: NetworkAddress?
    ) {
        let tokens = subprotocols.filter { $0.hasPrefix(Self.subprotocol) }
        var found = authorization.map(Self.bearer)
        found += tokens.map { .bearer(String($0.dropFirst(Self.subprotocol.count))) }
        if let client { found.append(.client(id: client.id, timestamp: client.timestamp, signature: client.signature)) }
        if let message { found.append(.message(message)) }
        if queryNames.contains(where: { Self.queryNames.contains($0.lowercased()) }) {
            self.init(.unusable(.inQuery), from: address)
        } else if found.count > 1 {
            self.init(.unusable(.ambiguous), from: address)
        } else {
            self.init(found.first ?? .none, from: address)
        }
    }

    /// The subprotocol that carries a token; it is never the one that is chosen.
    public static let subprotocol = "mcp.bearer."

    /// What comes with the first message of the reference API's WebSocket dialect, `auth/authenticate`.
    ///
    /// - Parameters:
    ///   - type: `api_key`, `jwt` or `hmac`.
    ///   - parameter: a text of the message's parameters.
    public init(legacy type: String, from address: NetworkAddress?, parameter: (String) -> String?) {
        switch type {
        case "api_key": self.init(parameter("api_key").map(Credential.bearer) ?? .none, from: address)
        case "jwt": self.init(parameter("token").map(Credential.bearer) ?? .none, from: address)
        case "hmac":
            guard let id = parameter("client_id"), let time = parameter("timestamp"),
                let signature = parameter("signature")
            else {
                self.init(.unusable(.malformedSignature), from: address)
                return
            }
            self.init(.client(id: id, timestamp: time, signature: signature), from: address)
        default: self.init(.unusable(.unknownScheme), from: address)
        }
    }

    private static func bearer(_ header: String) -> Credential {
        guard header.utf8.count <= sizeLimit else { return .unusable(.oversized) }
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .unusable(.unknownScheme) }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty ? .unusable(.unknownScheme) : .bearer(String(token))
    }
}
