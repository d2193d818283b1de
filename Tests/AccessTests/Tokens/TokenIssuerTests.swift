import Access
import Foundation
import Testing

@Suite("A token of our own")
struct TokenIssuerTests {
    private let resource = "https://videos.example.org/mcp"
    private let now: Int64 = 1_767_225_600_000_000_000

    private func token(
        for user: String = "ann", role: String = "user", scopes: [PermissionPattern]? = nil, lifetime: Int = 3600
    ) async throws -> (text: String, id: String, expires: Int64) {
        let key = try #require(await TokenKey(id: "2026", secret: TestKeys.secret))
        var random = SystemRandomNumberGenerator()
        return try #require(
            TokenIssuer(resource: resource, key: key, lifetime: lifetime)
                .token(for: user, role: role, scopes: scopes, at: now, using: &random))
    }

    private func verifier(_ secrets: [String: [UInt8]] = ["2026": TestKeys.secret], cacheLimit: Int = 100) async
        -> TokenVerifier
    {
        var keys: [TokenKey] = []
        for (id, secret) in secrets { if let key = await TokenKey(id: id, secret: secret) { keys.append(key) } }
        return TokenVerifier(issuers: [.ourselves(resource: resource, keys: keys)], cacheLimit: cacheLimit)
    }

    @Test("is let in by the service that made it")
    func roundTrip() async throws {
        let scope = try #require(PermissionPattern("tools:call:create_*"))
        let token = try await token(scopes: [scope])
        let principal = try await verifier().verify(token.text, at: now, revocations: NoRevocations()).get()
        #expect(principal.id == "ann" && principal.role == "user" && principal.scopes == [scope])
        #expect(principal.credential == .token(id: token.id) && principal.expires == token.expires)
        #expect(token.expires == now + 3600 * 1_000_000_000)
    }

    @Test("has the published claims, and those of RFC 9068")
    func claims() async throws {
        let text = try await token(for: "Ann \"the\" \\ Boss é").text
        var part = String(text.split(separator: ".")[1]).replacing("-", with: "+").replacing("_", with: "/")
        while !part.count.isMultiple(of: 4) { part += "=" }
        let data = try #require(Data(base64Encoded: part))
        let claims = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            claims["user"] as? String == "Ann \"the\" \\ Boss é"
                && claims["sub"] as? String == claims["user"] as? String)
        #expect(claims["role"] as? String == "user" && claims["iat"] as? Int == 1_767_225_600)
        #expect(claims["exp"] as? Int == 1_767_229_200 && claims["nbf"] as? Int == 1_767_225_600)
        #expect(claims["iss"] as? String == resource && claims["aud"] as? String == resource)
        #expect((claims["jti"] as? String)?.count == 32 && claims["scope"] == nil)
    }

    @Test("is another one each time")
    func uniqueness() async throws {
        let (first, second) = (try await token(), try await token())
        #expect(first.id != second.id && first.text != second.text)
    }

    @Test("is made for nobody whose name cannot be a principal's")
    func names() async throws {
        let key = try #require(await TokenKey(id: "2026", secret: TestKeys.secret))
        var random = SystemRandomNumberGenerator()
        let issuer = TokenIssuer(resource: resource, key: key)
        for name in ["", "local", "idp/ann", "a\n"] {
            #expect(issuer.token(for: name, role: "user", at: now, using: &random) == nil)
        }
    }

    @Test("needs a secret of 256 bits")
    func secrets() async {
        #expect(await TokenKey(id: "k", secret: Array(repeating: 1, count: 31)) == nil)
        #expect(await TokenKey(id: "k", secret: []) == nil)
        #expect(await TokenKey(id: "k", secret: Array(repeating: 1, count: 32)) != nil)
    }

    @Test("counts with the old secret while both are there, and not after it is gone")
    func rotation() async throws {
        let old = try await token().text
        let new = Array(repeating: UInt8(9), count: 32)
        let both = await verifier(["2026": TestKeys.secret, "2027": new])
        #expect(throws: Never.self) { try both.verify(old, at: now, revocations: NoRevocations()).get() }
        let later = await verifier(["2027": new])
        #expect(throws: RefusalReason.unknownTokenKey) {
            try later.verify(old, at: now, revocations: NoRevocations()).get()
        }
    }

    @Test("that is revoked is refused, also where it was known to be right")
    func revocation() async throws {
        let token = try await token()
        let verifier = await verifier()
        #expect(throws: Never.self) { try verifier.verify(token.text, at: now, revocations: NoRevocations()).get() }
        for list in [Revoked(token: token.id), Revoked(subject: "ann")] {
            #expect(throws: RefusalReason.revokedToken) {
                try verifier.verify(token.text, at: now, revocations: list).get()
            }
        }
        #expect(throws: Never.self) { try verifier.verify(token.text, at: now, revocations: Revoked(token: "x")).get() }
    }

    @Test("that was known to be right still expires")
    func cachedExpiry() async throws {
        let token = try await token()
        let verifier = await verifier()
        _ = verifier.verify(token.text, at: now, revocations: NoRevocations())
        let late = token.expires + 30_000_000_000
        #expect(throws: Never.self) {
            try verifier.verify(token.text, at: late - 1, revocations: NoRevocations()).get()
        }
        #expect(throws: RefusalReason.expiredToken) {
            try verifier.verify(token.text, at: late, revocations: NoRevocations()).get()
        }
        #expect(throws: RefusalReason.tokenNotYetValid) {
            try verifier.verify(token.text, at: now - 31_000_000_000, revocations: NoRevocations()).get()
        }
    }

    @Test("is right also where the cache has forgotten it")
    func boundedCache() async throws {
        let verifier = await verifier(cacheLimit: 4)
        var texts: [String] = []
        for _ in 0..<20 { texts.append(try await token().text) }
        for text in texts + texts {
            #expect(throws: Never.self) { try verifier.verify(text, at: now, revocations: NoRevocations()).get() }
        }
    }

    private struct Revoked: RevocationList {
        var token: String?
        var subject: String?

        func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool {
            token == self.token || subject == self.subject
        }
    }
}

@Suite("A token in the form of the reference API")
struct PublishedTokenTests {
    private let now: Int64 = 1_767_225_600
    private let secret = String(decoding: TestKeys.secret, as: UTF8.self)

    private func refusal(header: String = #"{"alg":"HS256","typ":"JWT"}"#, body: String, secret: String? = nil)
        async throws
        -> RefusalReason?
    {
        let key = try #require(await TokenKey(id: "", secret: TestKeys.secret))
        let verifier = TokenVerifier(issuers: [.published(key: key)])
        let token = try TestKeys.shared().token(header: header, body: body, by: secret ?? self.secret)
        switch verifier.verify(token, at: now * 1_000_000_000, revocations: NoRevocations()) {
        case .success: return nil
        case .failure(let reason): return reason
        }
    }

    private func body(_ role: String = "user", exp: Int64 = 3600) -> String {
        #"{"user":"ann","role":"\#(role)","iat":\#(now),"exp":\#(now + exp)}"#
    }

    @Test("is let in with the shared secret, within its hour")
    func published() async throws {
        #expect(try await refusal(body: body()) == nil)
        #expect(try await refusal(body: body(exp: -31)) == .expiredToken)
        #expect(try await refusal(body: body(exp: 3601)) == .tokenLivesTooLong)
        #expect(try await refusal(body: body(), secret: "default_secret_change_in_production") == .wrongSignature)
    }

    @Test("has nothing that would make it another's")
    func confusion() async throws {
        #expect(try await refusal(header: #"{"alg":"HS256","typ":"JWT","kid":"x"}"#, body: body()) == .unknownTokenKey)
        #expect(try await refusal(header: #"{"alg":"none","typ":"JWT"}"#, body: body(), secret: "none") != nil)
        #expect(try await refusal(body: #"{"iss":"x",\#(body().dropFirst())"#) == .wrongIssuer)
        #expect(try await refusal(body: #"{"user":"ann","iat":\#(now),"exp":\#(now + 9)}"#) == .missingClaim)
        #expect(try await refusal(body: #"{"role":"user","iat":\#(now),"exp":\#(now + 9)}"#) == .missingClaim)
        #expect(try await refusal(body: #"{"user":"ann","role":"user","exp":\#(now + 9)}"#) == .missingClaim)
    }
}
