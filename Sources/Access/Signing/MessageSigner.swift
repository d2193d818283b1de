/// Signs requests as ``MessageSignatureVerifier`` wants them.
public struct MessageSigner: Sendable {
    private let client: String
    private let secret: ClientSecret

    public init(client: String, secret: ClientSecret) {
        self.client = client
        self.secret = secret
    }

    /// The fields to add to a request: `Content-Digest`, `Signature-Input` and `Signature`.
    ///
    /// - Parameters:
    ///   - nonce: another for each request, 16 to 128 printable letters.
    ///   - created: seconds since 1970.
    /// - Returns: nil where a component cannot be signed.
    public func fields(for message: SignedMessage, nonce: String, created: Int64) -> [(name: String, value: String)]? {
        let digest = (name: "content-digest", value: ContentDigest.field(of: message.body))
        let complete = SignedMessage(
            method: message.method, scheme: message.scheme, authority: message.authority, target: message.target,
            fields: message.fields.filter { $0.name.lowercased() != digest.name } + [digest], body: message.body)
        let present = MessageSignatureVerifier.coveredWherePresent.filter { complete.field($0) != nil }
        let parameters = SignatureParameters(
            components: MessageSignatureVerifier.covered + present,
            parameters: [
                ("created", .number(created)), ("keyid", .text(client)), ("alg", .text("hmac-sha256")),
                ("nonce", .text(nonce)),
            ])
        guard let base = parameters.base(of: complete) else { return nil }
        let signature = Base64.text(secret.mac(of: Array(base.utf8)))
        return [digest, ("signature-input", "sig1=\(parameters.serialized)"), ("signature", "sig1=:\(signature):")]
    }
}
