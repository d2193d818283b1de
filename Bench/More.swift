import Access
import Glibc

func more() async throws {
    let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    let resource = "https://videos.example.org/mcp"
    let key = await TokenKey(id: "2026", secret: secret)!
    var random = SystemRandomNumberGenerator()
    let now: Int64 = 1_767_225_600_000_000_000
    let issuer = TokenIssuer(resource: resource, key: key)
    let token = issuer.token(for: "ann", role: "user", at: now, using: &random)!.text
    let cached = TokenVerifier(issuers: [.ourselves(resource: resource, keys: [key])])
    let uncached = TokenVerifier(issuers: [.ourselves(resource: resource, keys: [key])], cacheLimit: 0)
    measure("JWT HS256, uncached", 50_000) { _ in
        guard case .success = uncached.verify(token, at: now, revocations: NoRevocations()) else { fatalError() }
    }
    measure("JWT HS256, cached", 100_000) { _ in
        guard case .success = cached.verify(token, at: now, revocations: NoRevocations()) else { fatalError() }
    }
    let client = ClientSecret(secret)
    let verifier = MessageSignatureVerifier(clients: [Client(id: "farm", role: "user", secrets: [client])])
    let fields: [(name: String, value: String)] = [
        ("host", "h"), ("content-type", "application/json"), ("mcp-method", "tools/call"), ("mcp-name", "create_video"),
        ("accept", "application/json"),
    ]
    let body = Array(String(repeating: "x", count: 300).utf8)
    let plain = SignedMessage(method: "POST", scheme: "https", authority: "h", target: "/mcp", fields: fields, body: body)
    let signed = SignedMessage(
        method: "POST", scheme: "https", authority: "h", target: "/mcp",
        fields: fields + MessageSigner(client: "farm", secret: client).fields(for: plain, nonce: "0123456789abcdef", created: 1_767_225_600)!,
        body: body)
    measure("RFC 9421 signature, 300 B", 50_000) { _ in
        guard case .success = verifier.verify(signed, at: now) else { fatalError() }
    }
    let v1 = ClientSignatureVerifier(clients: [Client(id: "farm", role: "user", secrets: [client])])
    let v1s = ClientSignatureVerifier.signature(client: "farm", timestamp: "1767225600", secret: client)
    measure("HMAC v1", 50_000) { _ in
        guard case .success = v1.verify(client: "farm", timestamp: "1767225600", signature: v1s, at: now) else { fatalError() }
    }
    // The whole door.
    let pepper = Pepper([UInt8](repeating: 3, count: 32))!
    let api = APIKey(using: &random)
    let ring = [api.id: KeyRecord(id: api.id, name: "ann", role: "user", mac: pepper.mac(of: api))]
    let door = Authenticator(keys: KeyVerifier(pepper: pepper), tokens: cached)
    let lines = ["Bearer \(api.revealed)"]
    let home = NetworkAddress("10.0.0.1")
    measure("Authenticator, API key", 100_000) { _ in
        guard case .admitted = door.authenticate(Presented(authorization: lines, from: home), at: now, keys: ring, revocations: NoRevocations()) else { fatalError() }
    }
    let jwt = ["Bearer \(token)"]
    measure("Authenticator, JWT cached", 100_000) { _ in
        guard case .admitted = door.authenticate(Presented(authorization: jwt, from: home), at: now, keys: ring, revocations: NoRevocations()) else { fatalError() }
    }
    measure("NetworkAddress parse", 100_000) { _ in if NetworkAddress("10.0.0.1") == nil { fatalError() } }
    welch(pepper, api)
    fuzz(uncached, token, verifier)
}

/// Welch's t of the time that a key with a nearly right hash takes against one with a wholly wrong one.
func welch(_ pepper: Pepper, _ key: APIKey) {
    let right = pepper.mac(of: key)
    let near = String(right.dropLast()) + (right.hasSuffix("0") ? "1" : "0")
    let far = (right.hasPrefix("0") ? "1" : "0") + right.dropFirst()
    let verifier = KeyVerifier(pepper: pepper)
    let rings = [near, String(far)].map { [key.id: KeyRecord(id: key.id, name: "a", role: "user", mac: String($0))] } + [[:]]
    let text = key.revealed
    var sums = [[Double]](repeating: [], count: 3)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300_000 {
        let which = Int.random(in: 0..<3, using: &random)
        var a = timespec(), b = timespec()
        clock_gettime(CLOCK_MONOTONIC, &a)
        if case .success = verifier.verify(text, from: nil, at: 0, in: rings[which]) { fatalError() }
        clock_gettime(CLOCK_MONOTONIC, &b)
        sums[which].append(Double(b.tv_sec - a.tv_sec) * 1e9 + Double(b.tv_nsec - a.tv_nsec))
    }
    func stats(_ x: [Double]) -> (Double, Double, Double) {
        let x = x.sorted().dropLast(x.count / 20)
        let m = x.reduce(0, +) / Double(x.count)
        return (m, x.map { ($0 - m) * ($0 - m) }.reduce(0, +) / Double(x.count - 1), Double(x.count))
    }
    let s = sums.map(stats)
    func t(_ a: Int, _ b: Int) -> Double { (s[a].0 - s[b].0) / (s[a].1 / s[a].2 + s[b].1 / s[b].2).squareRoot() }
    print("mean ns near/far/unknown", s.map(\.0), "welch t near-far", t(0, 1), "far-unknown", t(1, 2))
}

/// Random changes of a good token and of signature headers, for some seconds.
func fuzz(_ tokens: TokenVerifier, _ token: String, _ messages: MessageSignatureVerifier) {
    var random = SystemRandomNumberGenerator()
    let start = cpu()
    var count = 0
    let seed = Array(token.utf8)
    let header = Array(#"sig1=("@method" "@target-uri" "content-digest");created=1767225600;keyid="farm";nonce="0123456789abcdef""#.utf8)
    while cpu() - start < 20 {
        var bytes = seed
        var fields = header
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
            }
            fields[Int.random(in: 0..<fields.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text != token, case .success = tokens.verify(text, at: 1_767_225_600_000_000_000, revocations: NoRevocations()) {
            print("FALSE ACCEPT", text)
        }
        let message = SignedMessage(
            method: "POST", scheme: "https", authority: "h", target: "/mcp",
            fields: [("signature-input", String(decoding: fields, as: UTF8.self)), ("signature", "sig1=:AAAA:"), ("content-digest", "sha-256=:AAAA:")], body: [])
        if case .success = messages.verify(message, at: 1_767_225_600_000_000_000) { print("FALSE ACCEPT") }
        count += 1
    }
    print("fuzzed", count)
}
