/// HMAC v2: signatures over the whole request (RFC 9421, `hmac-sha256`), each good for one use.
public struct MessageSignatureVerifier: Sendable {
    /// Seconds by which `created` may differ from now.
    public static let window: Int64 = 300

    /// What a signature must always cover; of the body's fields see ``coveredWherePresent``.
    public static let covered = ["@method", "@target-uri", "content-digest"]

    /// What it must cover where the request has it: otherwise somebody could add or change it on the way.
    public static let coveredWherePresent = [
        "content-type", "mcp-method", "mcp-name", "mcp-protocol-version", "mcp-session-id", "idempotency-key",
    ]

    /// Letters of a nonce.
    public static let nonceLengths = 16...128

    private let clients: [String: Client]

    /// - Parameter clients: those with a secret shorter than ``ClientSecret/minimumBytes`` are left out.
    public init(clients: [Client]) {
        let strong = clients.filter { $0.secrets.allSatisfy { $0.count >= ClientSecret.minimumBytes } }
        self.clients = Dictionary(strong.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The client that signed, and the nonce that it may use this once: the caller takes it (SeenNonces) before
    /// anything is done.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func verify(_ message: SignedMessage, at now: Int64) -> Result<
        (client: Client, nonce: String), RefusalReason
    > {
        Result { () throws(RefusalReason) in
            let (parameters, signature) = try Self.signature(of: message)
            guard let id = parameters.text("keyid"), id.utf8.count <= Principal.nameLimit,
                let nonce = parameters.text("nonce"), Self.nonceLengths.contains(nonce.utf8.count),
                let created = parameters.number("created"),
                parameters["alg"] == nil || parameters.text("alg") == "hmac-sha256",
                parameters["expires"] == nil || parameters.number("expires") != nil
            else { throw .malformedSignature }
            try Self.checkCoverage(parameters, message)
            guard let base = parameters.base(of: message) else { throw .uncoveredComponent }
            let client = clients[id]
            let isRight = (client ?? .nobody).isValid(signature, of: Array(base.utf8))
            guard let client else { throw .unknownClient }
            guard isRight else { throw .wrongSignature }
            try Self.checkTimes(created: created, expires: parameters.number("expires"), at: now)
            guard let digest = message.field("content-digest"), ContentDigest.isRight(digest, of: message.body) else {
                throw .wrongDigest
            }
            return (client, "\(id)/\(nonce)")
        }
    }

    /// The one signature of a request.
    private static func signature(of message: SignedMessage) throws(RefusalReason) -> (SignatureParameters, [UInt8]) {
        guard let input = message.field("signature-input").flatMap(StructuredFields.signatureInput),
            let values = message.field("signature").flatMap(StructuredFields.byteSequences)
        else { throw .malformedSignature }
        guard input.count == 1, values.count == 1 else { throw .ambiguous }
        guard input[0].label == values[0].label else { throw .malformedSignature }
        return (input[0].input, values[0].bytes)
    }

    private static func checkCoverage(
        _ parameters: SignatureParameters, _ message: SignedMessage
    ) throws(RefusalReason) {
        let present = coveredWherePresent.filter { message.field($0) != nil }
        for component in covered + present where !parameters.components.contains(component) {
            throw .uncoveredComponent
        }
    }

    private static func checkTimes(created: Int64, expires: Int64?, at now: Int64) throws(RefusalReason) {
        let seconds = now / 1_000_000_000
        guard abs(seconds - created) <= window, expires.map({ $0 > seconds && $0 >= created }) ?? true else {
            throw .outsideWindow
        }
    }
}
