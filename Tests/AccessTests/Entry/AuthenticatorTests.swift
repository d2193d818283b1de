import Access
import Testing

@Suite("Whoever comes in")
struct AuthenticatorTests {
    private let now: Int64 = 1_767_225_600_000_000_000
    private let home = NetworkAddress("10.1.2.3")
    private let key: APIKey
    private let ring: [String: KeyRecord]
    private let token: String
    private let secret = ClientSecret(Array(repeating: 5, count: 32))
    private let authenticator: Authenticator

    init() async throws {
        var random = SeededRandom(seed: 1)
        key = APIKey(using: &random)
        let pepper = try #require(Pepper(Array(repeating: 1, count: 32)))
        ring = [key.id: KeyRecord(id: key.id, name: "ann", role: "user", scopes: ["tools:*"], mac: pepper.mac(of: key))]
        let signing = try #require(await TokenKey(id: "2026", secret: TestKeys.secret))
        let resource = "https://videos.example.org/mcp"
        token = try #require(
            TokenIssuer(resource: resource, key: signing).token(for: "tom", role: "admin", at: now, using: &random)
        ).text
        let clients = [Client(id: "farm", role: "user", secrets: [secret])]
        authenticator = Authenticator(
            keys: KeyVerifier(pepper: pepper),
            publishedKeys: PublishedKeys(
                [
                    ("a published key", PublishedKeys.Entry(name: "old", role: "viewer")),
                    ("an inactive key", PublishedKeys.Entry(name: "gone", role: "viewer", isActive: false)),
                    ("an expired.key", PublishedKeys.Entry(name: "late", role: "viewer", expires: 5)),
                ], pepper: pepper),
            tokens: TokenVerifier(issuers: [.ourselves(resource: resource, keys: [signing])]),
            clients: ClientSignatureVerifier(clients: clients), messages: MessageSignatureVerifier(clients: clients),
            challenge: Challenge(metadata: "https://videos.example.org/.well-known/oauth-protected-resource/mcp"))
    }

    private func come(_ presented: Presented) -> Authentication {
        authenticator.authenticate(presented, at: now, keys: ring, revocations: NoRevocations())
    }

    private func http(_ lines: String...) -> Presented { Presented(authorization: lines, from: home) }

    private func reason(_ presented: Presented) -> RefusalReason? { come(presented).refusal?.reason }

    @Test("by a header may show a key, a token or a key of the old table")
    func header() {
        let ann = come(http("Bearer \(key.revealed)")).principal
        #expect(ann?.id == "ann" && ann?.role == "user" && ann?.credential == .apiKey(id: key.id))
        #expect(ann?.scopes == [PermissionPattern("tools:*")].compactMap { $0 })
        #expect(come(http("bearer   \(token)")).principal?.id == "tom")
        #expect(come(http("BEARER a published key")).principal?.id == "old")
    }

    @Test("by a browser's WebSocket may show a token as a subprotocol")
    func subprotocol() {
        let offered = Presented(authorization: [], subprotocols: ["mcp", "mcp.bearer.\(token)"], from: home)
        #expect(come(offered).principal?.id == "tom")
        let none = Presented(authorization: [], subprotocols: ["mcp"], from: home)
        #expect(reason(none) == .missing)
    }

    @Test("by the old dialect's first message may show each of its three kinds")
    func legacy() {
        func message(_ type: String, _ parameters: [String: String]) -> Presented {
            Presented(legacy: type, from: home) { parameters[$0] }
        }
        #expect(come(message("api_key", ["api_key": key.revealed])).principal?.id == "ann")
        #expect(come(message("jwt", ["token": token])).principal?.id == "tom")
        let signature = ClientSignatureVerifier.signature(client: "farm", timestamp: "1767225600", secret: secret)
        let hmac = ["client_id": "farm", "timestamp": "1767225600", "signature": signature]
        #expect(come(message("hmac", hmac)).principal?.id == "farm")
        #expect(reason(message("hmac", ["client_id": "farm"])) == .malformedSignature)
        #expect(reason(message("password", [:])) == .unknownScheme)
        #expect(reason(message("jwt", [:])) == .missing)
    }

    @Test("with a signature is a client, and the nonce is told")
    func signatures() throws {
        let request = SignedMessage(
            method: "POST", scheme: "https", authority: "h", target: "/mcp", fields: [], body: [])
        let fields = try #require(
            MessageSigner(client: "farm", secret: secret).fields(
                for: request, nonce: "0123456789abcdef", created: 1_767_225_600))
        let signed = SignedMessage(
            method: "POST", scheme: "https", authority: "h", target: "/mcp", fields: fields, body: [])
        guard case .admitted(let principal, let nonce) = come(Presented(authorization: [], message: signed, from: home))
        else {
            Issue.record("the signed request was refused")
            return
        }
        #expect(principal.id == "farm" && nonce == "farm/0123456789abcdef")
    }

    @Test("with two credentials is refused: it is unclear who that is")
    func ambiguity() {
        #expect(reason(http("Bearer \(token)", "Bearer \(key.revealed)")) == .ambiguous)
        let both = Presented(
            authorization: ["Bearer \(token)"], subprotocols: ["mcp.bearer.\(token)"], from: home)
        #expect(reason(both) == .ambiguous)
        let client = Presented(authorization: ["Bearer \(token)"], client: ("farm", "1", "2"), from: home)
        #expect(reason(client) == .ambiguous)
        #expect(come(http("Bearer \(token)", "Bearer \(key.revealed)")).refusal?.httpStatus == 400)
    }

    @Test(
        "with a credential in the URL is refused, also with a good one in the header",
        arguments: ["access_token", "API_KEY", "token", "key"])
    func query(name: String) {
        let presented = Presented(authorization: ["Bearer \(token)"], queryNames: ["x", name], from: home)
        #expect(reason(presented) == .inQuery)
        #expect(Presented(authorization: [], queryNames: ["at", "from"], from: home).claimedID == nil)
    }

    @Test(
        "with something else is refused",
        arguments: ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer\t", "Token x", "Bearerx y"])
    func schemes(text: String) { #expect(reason(http(text)) == .unknownScheme) }

    @Test("with a key or token that is wrong is refused, and learns only that")
    func wrong() throws {
        var random = SeededRandom(seed: 2)
        let unknown = APIKey(using: &random)
        let cases: [(Presented, RefusalReason)] = [
            (http("Bearer \(unknown.revealed)"), .unknownKey), (http("Bearer mcps_live_x"), .malformedKey),
            (http("Bearer \(token.dropLast())"), .malformedToken), (http("Bearer nobody's key"), .unknownKey),
            (http("Bearer an inactive key"), .revokedKey), (http("Bearer an expired.key"), .expiredKey),
            (http("Bearer \(String(repeating: "a", count: 20_000))"), .oversized),
        ]
        for (presented, expected) in cases {
            let refusal = try #require(come(presented).refusal)
            #expect(refusal.reason == expected && refusal.httpStatus == 401)
            #expect(refusal.challenge.contains("error=\"invalid_token\""))
        }
        #expect(come(cases[0].0).refusal?.message == come(cases[3].0).refusal?.message)
        #expect(come(cases[0].0).refusal?.credential == unknown.id)
    }

    @Test("without a credential is asked for one, and told where to get it")
    func challenge() {
        let refusal = come(http()).refusal
        #expect(refusal?.reason == .missing && refusal?.httpStatus == 401)
        #expect(
            refusal?.challenge == #"Bearer realm="moneyprinter", "#
                + #"resource_metadata="https://videos.example.org/.well-known/oauth-protected-resource/mcp""#)
    }

    @Test("to an open service needs nothing; a wrong credential is refused all the same")
    func open() {
        let open = Authenticator(anonymous: .local)
        let ask = { open.authenticate($0, at: now, keys: ring, revocations: NoRevocations()) }
        #expect(ask(http()) == .admitted(.local, nonce: nil))
        #expect(ask(http("Bearer \(key.revealed)")).principal == nil)
        #expect(ask(http("Basic x")).principal == nil)
    }

    @Test("by a way that is not set up is refused")
    func closed() {
        let closed = Authenticator()
        for presented in [
            http("Bearer \(token)"), http("Bearer \(key.revealed)"), http("Bearer a published key"), http(),
            Presented(authorization: [], client: ("farm", "1767225600", "00"), from: home),
        ] {
            #expect(closed.authenticate(presented, at: now, keys: ring, revocations: NoRevocations()).principal == nil)
        }
    }

    @Test("leaves no control characters in the log, and no more than 128 bytes")
    func logged() {
        let odd = Presented(
            authorization: [], client: ("a\n\u{1b}[31m" + String(repeating: "é", count: 500), "1", "2"), from: home)
        let credential = come(odd).refusal?.credential ?? ""
        #expect(credential.utf8.count == 128 && credential.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        #expect(odd.claimedID == credential)
    }
}

@Suite("A challenge")
struct ChallengeTests {
    @Test("names what is missing, and nothing that would end the header")
    func fields() {
        let challenge = Challenge(metadata: "https://h/\"\r\nX: y")
        let field = challenge.insufficientScope(for: .call(tool: "create_video"))
        #expect(
            field == #"Bearer realm="moneyprinter", error="insufficient_scope", scope="tools:call:create_video", "#
                + #"resource_metadata="https://h/X: y""#)
        #expect(!challenge.insufficientScope(for: .call(tool: "a\"\n b")).contains("scope="))
    }

    @Test("leads to metadata with the resource and its servers")
    func metadata() {
        let resource = ProtectedResource(
            resource: "https://h/mcp", authorizationServers: ["https://as"], scopes: ["tools:list"])
        #expect(
            resource.json == #"{"resource":"https://h/mcp","authorization_servers":["https://as"],"#
                + #""scopes_supported":["tools:list"],"bearer_methods_supported":["header"]}"#)
    }
}

@Suite("Where a service may listen")
struct BindRuleTests {
    @Test(
        "without authentication is this machine alone",
        arguments: ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
    func loopback(host: String) { #expect(BindRule.fault(host: host, hasAuthentication: false) == nil) }

    @Test(
        "with authentication is anywhere",
        arguments: [
            "0.0.0.0", "::", "", "10.0.0.1", "example.org", "localhost.example.org", "::ffff:10.0.0.1", "128.0.0.1",
        ])
    func others(host: String) {
        #expect(BindRule.fault(host: host, hasAuthentication: false)?.contains("keys create") == true)
        #expect(BindRule.fault(host: host, hasAuthentication: true) == nil)
    }
}
