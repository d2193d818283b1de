import Access
import Testing

@Suite("A signed request")
struct MessageSignatureTests {
    private let secret = ClientSecret(Array(repeating: 5, count: 32))
    private let now: Int64 = 1_767_225_600
    private var nanoseconds: Int64 { now * 1_000_000_000 }

    private func verifier() -> MessageSignatureVerifier {
        MessageSignatureVerifier(clients: [Client(id: "render-farm", role: "user", secrets: [secret])])
    }

    private func message(
        method: String = "POST", authority: String = "example.org:8081", target: String = "/mcp?x=1",
        fields: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "create_video"),
        ], body: String = #"{"method":"tools/call"}"#
    ) -> SignedMessage {
        SignedMessage(
            method: method, scheme: "https", authority: authority, target: target, fields: fields,
            body: Array(body.utf8))
    }

    private func signature(
        of message: SignedMessage, by client: String = "render-farm", with secret: ClientSecret? = nil,
        nonce: String = "0123456789abcdef", created: Int64? = nil
    ) -> [(name: String, value: String)] {
        MessageSigner(client: client, secret: secret ?? self.secret)
            .fields(for: message, nonce: nonce, created: created ?? now) ?? []
    }

    private func adding(_ fields: [(name: String, value: String)], to message: SignedMessage) -> SignedMessage {
        SignedMessage(
            method: message.method, scheme: message.scheme, authority: message.authority, target: message.target,
            fields: message.fields + fields, body: message.body)
    }

    private func refusal(_ message: SignedMessage, at seconds: Int64? = nil) -> RefusalReason? {
        switch verifier().verify(message, at: (seconds ?? now) * 1_000_000_000) {
        case .success: nil
        case .failure(let reason): reason
        }
    }

    @Test("is let in, with the client and the nonce that it used")
    func right() throws {
        let signed = adding(signature(of: message()), to: message())
        let (client, nonce) = try verifier().verify(signed, at: nanoseconds).get()
        #expect(client.id == "render-farm" && nonce == "render-farm/0123456789abcdef")
    }

    @Test("has the very bytes of RFC 9421 and RFC 9530")
    func vector() {
        let fields = signature(of: message(fields: [], body: #"{"hello": "world"}"#), created: 1_618_884_473)
        // The digest of appendix B.2 of RFC 9421 for this body.
        #expect(fields[0].value == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")
        #expect(
            fields[1].value == #"sig1=("@method" "@target-uri" "content-digest");created=1618884473"#
                + #";keyid="render-farm";alg="hmac-sha256";nonce="0123456789abcdef""#)
    }

    @Test("is refused with anything changed on the way")
    func tampering() {
        let fields = signature(of: message())
        let changed = [
            message(method: "PUT"), message(authority: "example.com:8081"), message(target: "/mcp?x=2"),
            message(target: "/mcp"),
            message(fields: [
                ("Content-Type", "text/plain"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "create_video"),
            ]),
            message(
                fields: [("Content-Type", "application/json"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "other")]),
            message(fields: [("Content-Type", "application/json"), ("Mcp-Method", "tools/call")]),
        ]
        for message in changed {
            let reason = refusal(adding(fields, to: message))
            #expect(reason == .wrongSignature || reason == .uncoveredComponent)
        }
        #expect(refusal(adding(fields, to: message(body: "{}"))) == .wrongDigest)
    }

    @Test("is refused where a field is added that it should have covered")
    func additions() {
        let fields = signature(of: message())
        for name in ["Idempotency-Key", "Mcp-Protocol-Version", "MCP-SESSION-ID"] {
            #expect(refusal(adding(fields + [(name, "x")], to: message())) == .uncoveredComponent)
        }
        #expect(refusal(adding(fields + [("X-Request-Id", "x")], to: message())) == nil)
        // A second line of a covered field changes its value.
        #expect(refusal(adding(fields + [("mcp-name", "other")], to: message())) == .wrongSignature)
    }

    @Test("is refused more than five minutes before or after its time")
    func window() {
        let signed = adding(signature(of: message()), to: message())
        for offset in [-300, -299, 0, 299, 300] { #expect(refusal(signed, at: now + Int64(offset)) == nil) }
        for offset in [-301, 301, 100_000] { #expect(refusal(signed, at: now + Int64(offset)) == .outsideWindow) }
    }

    @Test("is refused of another client, or with another secret")
    func identity() {
        let other = ClientSecret(Array(repeating: 6, count: 32))
        #expect(refusal(adding(signature(of: message(), by: "nobody"), to: message())) == .unknownClient)
        #expect(refusal(adding(signature(of: message(), with: other), to: message())) == .wrongSignature)
        let weak = ClientSecret(Array(repeating: 5, count: 31))
        let verifier = MessageSignatureVerifier(clients: [Client(id: "weak", role: "user", secrets: [weak])])
        let signed = adding(signature(of: message(), by: "weak", with: weak), to: message())
        #expect(throws: RefusalReason.unknownClient) { try verifier.verify(signed, at: nanoseconds).get() }
    }

    @Test("may have either of two secrets while they change")
    func rotation() throws {
        let new = ClientSecret(Array(repeating: 7, count: 40))
        let verifier = MessageSignatureVerifier(
            clients: [Client(id: "render-farm", role: "user", secrets: [new, secret])])
        for each in [new, secret] {
            let signed = adding(signature(of: message(), with: each), to: message())
            #expect(try verifier.verify(signed, at: nanoseconds).get().client.id == "render-farm")
        }
    }

    @Test(
        "is refused where its parameters are not what they must be",
        arguments: [
            #"sig1=("@method" "@target-uri" "content-digest");created=1767225600;keyid="render-farm""#,
            #"sig1=("@method" "@target-uri" "content-digest");created=1767225600;keyid="render-farm";nonce="short""#,
            #"sig1=("@method" "@target-uri");created=1767225600;keyid="render-farm";nonce="0123456789abcdef""#,
            #"sig1=();created=1767225600;keyid="render-farm";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest");keyid="render-farm";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest");created="1";keyid="a";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest");created=1;keyid="a";nonce="0123456789abcdef";alg="none""#,
            #"sig1=("@method" "@method" "@target-uri" "content-digest");created=1;keyid="a";nonce="0123456789abcdef""#,
            #"sig1=("@method";req "@target-uri" "content-digest");created=1;keyid="a";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest" "@query-param");created=1;keyid="a";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest" "absent");created=1;keyid="a";nonce="0123456789abcdef""#,
            #"sig1=("@method" "@target-uri" "content-digest");created=1;created=2;keyid="a";nonce="0123456789abcdef""#,
            #"sig2=("@method" "@target-uri" "content-digest");created=1;keyid="a";nonce="0123456789abcdef""#,
            "", "sig1", "sig1=", "sig1=(", "sig1=()", "=()", "sig1=(\"\u{e9}\")", "sig1=(\"@method\"\"@path\")",
        ])
    func parameters(input: String) {
        let signature = signature(of: message()).last?.value ?? ""
        let fields = [
            (name: "content-digest", value: ContentDigest.field(of: message().body)), ("signature-input", input),
            ("signature", signature),
        ]
        let reason = refusal(adding(fields, to: message()))
        #expect(reason == .malformedSignature || reason == .uncoveredComponent)
    }

    @Test("has one signature: with two it is unclear which one counts")
    func two() {
        let fields = signature(of: message())
        let more = [(name: "signature-input", value: "sig2=();created=1"), ("signature", "sig2=:AAAA:")]
        #expect(refusal(adding(fields + more, to: message())) == .ambiguous)
    }

    @Test("is refused where any byte of the signature is another, or it is cut off")
    func signatures() {
        let fields = signature(of: message())
        let letters = Array(fields[2].value)
        for index in 6..<letters.count - 1 {
            var changed = letters
            changed[index] = changed[index] == "A" ? "B" : "A"
            let reason = refusal(adding([fields[0], fields[1], ("signature", String(changed))], to: message()))
            #expect(reason == .wrongSignature || reason == .malformedSignature)
            let cut = String(letters[..<index]) + ":"
            let short = refusal(adding([fields[0], fields[1], ("signature", cut)], to: message()))
            #expect(short == .wrongSignature || short == .malformedSignature)
        }
    }

    @Test("survives any bytes in its fields", arguments: 0..<50)
    func garbage(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let alphabet = Array(#"sig1=("@method" );:,created0keyid\"~é"#)
        for _ in 0..<100 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? " " })
            #expect(refusal(adding([("signature-input", text), ("signature", text)], to: message())) != nil)
        }
    }
}
