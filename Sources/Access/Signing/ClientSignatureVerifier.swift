/// HMAC v1 of the reference API: `hex(HMAC-SHA256(secret, client_id + timestamp))`.
///
/// It signs neither the request nor a nonce, so whoever sees one may use it for five minutes: for old clients only,
/// and off where nobody configures it.
public struct ClientSignatureVerifier: Sendable {
    /// Seconds by which the timestamp may differ from now.
    public static let window: Int64 = 300

    private let clients: [String: Client]

    /// - Parameter clients: of two with one id the first counts.
    public init(clients: [Client]) {
        self.clients = Dictionary(clients.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The client that signed.
    ///
    /// - Parameters:
    ///   - timestamp: decimal seconds since 1970.
    ///   - signature: 64 hexadecimal digits.
    ///   - now: nanoseconds since 1970.
    public func verify(client id: String, timestamp: String, signature: String, at now: Int64) -> Result<
        Client, RefusalReason
    > {
        // Ten digits, so that no other client's id and time give the same signed text.
        guard timestamp.utf8.count == 10, timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(timestamp), id.utf8.count <= Principal.nameLimit, signature.utf8.count == 64,
            let mac = Hexadecimal.bytes(signature)
        else { return .failure(.malformedSignature) }
        let client = clients[id]
        let isRight = (client ?? .nobody).isValid(mac, of: Array((id + timestamp).utf8))
        guard let client else { return .failure(.unknownClient) }
        guard isRight else { return .failure(.wrongSignature) }
        guard abs(now - seconds * 1_000_000_000) <= Self.window * 1_000_000_000 else { return .failure(.outsideWindow) }
        return .success(client)
    }

    /// What a client sends.
    public static func signature(client id: String, timestamp: String, secret: ClientSecret) -> String {
        Hexadecimal.text(secret.mac(of: Array((id + timestamp).utf8)))
    }
}
