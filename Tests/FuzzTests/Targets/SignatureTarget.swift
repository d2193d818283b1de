import Access

/// Requests with HTTP signatures: none but those of the client's own content may be valid.
struct SignatureTarget: FuzzTarget {
    static let name = "http-signature"

    private static let now: Int64 = 1_767_225_600
    private static let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#

    let seeds: [[UInt8]]
    private let verifier: MessageSignatureVerifier

    let pieces = [
        "sig1=", "sig2=();created=1", ";alg=\"none\"", ";keyid=\"farm\"", ";created=1767225600", ";expires=0",
        "\"@method\"",
        "\"@query-param\";name=\"a\"", "sha-256=::", "sha-512=:AA==:", "signature: sig1=::\n", "content-digest: \n",
        "()",
        ":AAAA:", "?1", "*",
    ].map { Array($0.utf8) }

    init() async throws {
        let secret = ClientSecret(Array("a secret of thirty-two bytes and more".utf8))
        verifier = MessageSignatureVerifier(clients: [Client(id: "farm", role: "user", secrets: [secret])])
        let signer = MessageSigner(client: "farm", secret: secret)
        let plain = SignedMessage(
            method: "POST", scheme: "https", authority: "videos.example.org", target: "/mcp?a=b",
            fields: [("content-type", "application/json"), ("mcp-method", "tools/list")], body: Array(Self.body.utf8))
        guard let signed = signer.fields(for: plain, nonce: "0123456789abcdef0123", created: Self.now) else {
            throw BrokenPromise("no signature")
        }
        let head = ["POST", "https", "videos.example.org", "/mcp?a=b"].joined(separator: " ")
        let lines = (plain.fields + signed).map { "\($0.name): \($0.value)" }
        seeds = [Array(([head] + lines + ["", Self.body]).joined(separator: "\n").utf8)]
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        guard let message = Self.message(input) else { return }
        guard case .success = verifier.verify(message, at: Self.now) else { return }
        // Whatever else was changed, what was signed must be what there is.
        guard message.method == "POST", message.target == "/mcp?a=b", message.body == Array(Self.body.utf8) else {
            throw BrokenPromise("a signature is valid for what was not signed")
        }
    }

    /// The first line has the method, scheme, authority and target; then come fields, an empty line and the body.
    private static func message(_ input: [UInt8]) -> SignedMessage? {
        let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let words = (lines.first ?? []).split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 4 else { return nil }
        let head = lines.dropFirst().prefix { !$0.isEmpty }
        let fields = head.map { line in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                name: String(decoding: parts[0], as: UTF8.self),
                value: parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
            )
        }
        let body = lines.dropFirst(head.count + 2).joined(separator: [UInt8(ascii: "\n")])
        return SignedMessage(
            method: words[0], scheme: words[1], authority: words[2], target: words[3], fields: fields, body: Array(body)
        )
    }
}
