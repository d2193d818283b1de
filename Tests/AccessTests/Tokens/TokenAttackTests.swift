import Access
import Foundation
import Testing

/// Everything that tries to pass for a token of an issuer that is trusted.
@Suite("A token")
struct TokenAttackTests {
    private static let now: Int64 = 1_767_225_600
    private static let issuer = "https://id.example.org"
    private static let resource = "https://videos.example.org/mcp"
    private let keys: TestKeys
    private let verifier: TokenVerifier

    init() async throws {
        keys = try TestKeys.shared()
        let set = try #require(await TokenKeySet(document: keys.document(), at: Self.now * 1_000_000_000))
        let ours = try #require(await TokenKey(id: "2026", secret: TestKeys.secret))
        verifier = TokenVerifier(issuers: [
            TrustedIssuer(
                name: "idp", issuer: Self.issuer, audiences: [Self.resource], keys: set,
                roles: [(value: "videos-admin", role: "admin"), (value: "videos", role: "user")]),
            .ourselves(resource: Self.resource, keys: [ours]),
        ])
    }

    private func header(_ alg: String, _ kid: String, _ more: String = "") -> String {
        #"{"alg":"\#(alg)","kid":"\#(kid)","typ":"at+jwt"\#(more)}"#
    }

    /// The claims of a good token, with some replaced (nil: left out).
    private func body(_ changes: [String: String?] = [:]) -> String {
        var claims: [String: String] = [
            "iss": "\"\(Self.issuer)\"", "aud": "\"\(Self.resource)\"", "sub": "\"ann\"", "role": "\"videos\"",
            "iat": "\(Self.now)", "nbf": "\(Self.now)", "exp": "\(Self.now + 3600)", "jti": "\"j1\"",
        ]
        for (claim, value) in changes { claims[claim] = value }
        return "{" + claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private func refusal(_ token: String, at seconds: Int64? = nil) -> RefusalReason? {
        let moment = (seconds ?? Self.now) * 1_000_000_000
        switch verifier.verify(token, at: moment, revocations: NoRevocations()) {
        case .success: return nil
        case .failure(let reason): return reason
        }
    }

    private func refusal(_ changes: [String: String?], at seconds: Int64? = nil) throws -> RefusalReason? {
        refusal(try keys.token(header: header("ES256", "ec"), body: body(changes), by: "ec"), at: seconds)
    }

    @Test(
        "of each algorithm that its key has is let in", arguments: [("ES256", "ec"), ("EdDSA", "ed"), ("RS256", "rsa")])
    func algorithms(alg: String, kid: String) throws {
        let token = try keys.token(header: header(alg, kid), body: body(), by: kid)
        let principal = try verifier.verify(token, at: Self.now * 1_000_000_000, revocations: NoRevocations()).get()
        #expect(principal.id == "idp/ann" && principal.role == "user" && principal.credential == .token(id: "j1"))
    }

    @Test(
        "cannot choose its algorithm",
        arguments: [
            ("none", "none"), ("None", "none"), ("nOnE", "none"), ("", "none"), ("HS256", "none"), ("ES256", "none"),
            ("HS512", "ec"), ("PS256", "rsa"), ("PS512", "rsa"), ("RS512", "rsa"), ("ES384", "ec"), ("es256", "ec"),
            ("RS256", "ec"), ("ES256", "rsa"), ("EdDSA", "ec"), ("ES256", "ed"), ("MLDSA65", "ed"),
        ])
    func algorithmChoice(alg: String, key: String) throws {
        for kid in ["ec", "ed", "rsa", "2026"] where !(alg == "ES256" && kid == "ec" && key == "ec") {
            let reason = refusal(try keys.token(header: header(alg, kid), body: body(), by: key))
            #expect(reason != nil, "\(alg) with \(kid) signed by \(key)")
        }
    }

    @Test("signed with a public key as if that were a secret is refused")
    func confusion() throws {
        let secrets = try keys.publicTexts() + ["rsa", ""]
        for secret in secrets {
            for kid in ["rsa", "ec", "ed"] {
                let token = try keys.token(header: header("HS256", kid), body: body(), by: secret)
                #expect(refusal(token) == .forbiddenAlgorithm)
            }
        }
    }

    @Test("of another issuer cannot use our secret, nor a token of ours another's key")
    func issuerConfusion() throws {
        let secret = String(decoding: TestKeys.secret, as: UTF8.self)
        #expect(refusal(try keys.token(header: header("HS256", "2026"), body: body(), by: secret)) == .unknownTokenKey)
        let ours = body(["iss": "\"\(Self.resource)\"", "role": "\"admin\""])
        #expect(refusal(try keys.token(header: header("ES256", "ec"), body: ours, by: "ec")) == .unknownTokenKey)
        #expect(refusal(try keys.token(header: header("HS256", "2026"), body: ours, by: secret)) == nil)
    }

    @Test(
        "with a key id that nobody registered is refused, whatever it looks like",
        arguments: [
            "", "EC", "ec ", "ec\\u0000", "../../dev/null", "/dev/null", "' OR 1=1--", "http://example.org/key", "*",
            "\\u00e9c", String(repeating: "k", count: 300),
        ])
    func keyInjection(kid: String) throws {
        let reason = refusal(try keys.token(header: header("ES256", kid), body: body(), by: "ec"))
        #expect(reason == .unknownTokenKey || reason == .malformedToken)
    }

    @Test("without a key id, or with one that is no text, is refused")
    func noKey() throws {
        for header in [
            #"{"alg":"ES256","typ":"at+jwt"}"#, #"{"alg":"ES256","typ":"at+jwt","kid":null}"#,
            #"{"alg":"ES256","typ":"at+jwt","kid":7}"#, #"{"alg":"ES256","typ":"at+jwt","kid":["ec"]}"#,
        ] {
            let reason = refusal(try keys.token(header: header, body: body(), by: "ec"))
            #expect(reason == .unknownTokenKey || reason == .malformedToken)
        }
    }

    @Test(
        "that brings its own key, or asks for what is not done, is refused",
        arguments: [
            #""jwk":{"kty":"EC"}"#, #""jku":"https://evil.example/keys""#, #""x5u":"https://evil.example/cert""#,
            #""x5c":["MII"]"#, #""crit":["exp"]"#, #""crit":[]"#, #""b64":false"#, #""zip":"DEF""#, #""enc":"A128GCM""#,
        ])
    func embeddedKeys(member: String) throws {
        let token = try keys.token(header: header("ES256", "ec", "," + member), body: body(), by: "ec")
        #expect(refusal(token) == .unsupportedHeader)
    }

    @Test("is of its type", arguments: ["JWT", "jwt", "dpop+jwt", "id+jwt", "", "at+jwt "])
    func types(type: String) throws {
        let header = #"{"alg":"ES256","kid":"ec","typ":"\#(type)"}"#
        let reason = refusal(try keys.token(header: header, body: body(), by: "ec"))
        #expect(reason == .wrongType || reason == .malformedToken)
        let none = try keys.token(header: #"{"alg":"ES256","kid":"ec"}"#, body: body(), by: "ec")
        #expect(refusal(none) == .wrongType)
    }

    @Test("may write its type in either form", arguments: ["AT+JWT", "application/at+jwt"])
    func typeForms(type: String) throws {
        let header = #"{"alg":"ES256","kid":"ec","typ":"\#(type)"}"#
        #expect(refusal(try keys.token(header: header, body: body(), by: "ec")) == nil)
    }

    @Test("is for us")
    func audience() throws {
        #expect(try refusal(["aud": #"["https://other.example","\#(Self.resource)"]"#]) == nil)
        for audience in [
            "[]", "\"\"", "[\"\"]", "\"https://other.example\"", "\"\(Self.resource)/\"",
            "\"\(Self.resource.uppercased())\"",
            "[\"https://other.example\"]",
        ] {
            #expect(try refusal(["aud": audience]) == .wrongAudience, "\(audience)")
        }
        #expect(try refusal(["aud": nil]) == .wrongAudience)
        for audience in ["7", "null", "{}", "[7]", "[null]", "[[]]", "true"] {
            #expect(try refusal(["aud": audience]) == .malformedToken, "\(audience)")
        }
    }

    @Test("is of an issuer that is trusted, to the letter")
    func issuers() throws {
        for issuer in [
            "\"https://id.example.org/\"", "\"http://id.example.org\"", "\"https://evil.example\"", "\"\"",
            "\"HTTPS://ID.EXAMPLE.ORG\"",
        ] {
            #expect(try refusal(["iss": issuer]) == .wrongIssuer)
        }
        #expect(try refusal(["iss": nil]) == .wrongIssuer)
        #expect(try refusal(["iss": "[\"\(Self.issuer)\"]"]) == .malformedToken)
    }

    @Test("counts from its time to its end, with half a minute for clocks that differ")
    func times() throws {
        let end = Self.now + 3600
        #expect(try refusal([:], at: end + 29) == nil)
        #expect(try refusal([:], at: end + 30) == .expiredToken)
        #expect(try refusal([:], at: Self.now - 30) == nil)
        #expect(try refusal([:], at: Self.now - 31) == .tokenNotYetValid)
        #expect(try refusal(["nbf": "\(Self.now + 31)"]) == .tokenNotYetValid)
        #expect(try refusal(["iat": "\(Self.now + 31)", "exp": "\(Self.now + 60)"]) == .tokenNotYetValid)
    }

    @Test("lives an hour at most, and says when it ends")
    func lifetime() throws {
        #expect(try refusal(["exp": "\(Self.now + 3601)"]) == .tokenLivesTooLong)
        for claim in ["exp", "iat", "nbf", "jti"] { #expect(try refusal([claim: nil]) == .missingClaim) }
        #expect(try refusal(["jti": "\"\""]) == .missingClaim)
    }

    @Test(
        "with times that are none is refused",
        arguments: [
            "\"1767229200\"", "-1", "1e300", "1e999", "null", "[]", "true", "NaN", "9223372036854775808", "0x1",
        ])
    func oddTimes(value: String) throws {
        for claim in ["exp", "iat", "nbf"] { #expect(try refusal([claim: value]) == .malformedToken) }
    }

    @Test("with a claim or header that is there twice is refused: readers differ in which one counts")
    func duplicates() throws {
        let twice = body().dropLast() + #","sub":"admin"}"#
        #expect(
            refusal(try keys.token(header: header("ES256", "ec"), body: String(twice), by: "ec")) == .malformedToken)
        let escaped = body().dropLast() + #","s\u0075b":"admin"}"#
        #expect(
            refusal(try keys.token(header: header("ES256", "ec"), body: String(escaped), by: "ec")) == .malformedToken)
        let header = #"{"alg":"none","alg":"ES256","kid":"ec","typ":"at+jwt"}"#
        #expect(refusal(try keys.token(header: header, body: body(), by: "ec")) == .malformedToken)
    }

    @Test("names somebody, and a role that is mapped")
    func principals() throws {
        #expect(try refusal(["sub": nil]) == .missingClaim)
        for subject in ["\"\"", "\"a/b\"", "\"a\\u0000\"", "\"local\"", "\"\\u202e\""] {
            #expect(try refusal(["sub": subject]) == .missingClaim)
        }
        for role in ["\"admin\"", "\"user\"", "7", "[]", "[\"other\"]"] {
            #expect(try refusal(["role": role]) == .missingClaim)
        }
        #expect(try refusal(["role": nil]) == .missingClaim)
        let both = try keys.token(
            header: header("ES256", "ec"), body: body(["role": #"["videos","videos-admin"]"#]), by: "ec")
        let principal = try verifier.verify(both, at: Self.now * 1_000_000_000, revocations: NoRevocations()).get()
        #expect(principal.role == "admin")
    }

    @Test("with any letter changed, or cut off anywhere, is refused")
    func mutations() throws {
        let token = Array(try keys.token(header: header("EdDSA", "ed"), body: body(), by: "ed"))
        for index in token.indices {
            for letter in ["A", "B", "_", ".", "="] where String(token[index]) != letter {
                var changed = token
                changed[index] = Character(letter)
                #expect(refusal(String(changed)) != nil, "letter \(index)")
            }
            #expect(refusal(String(token[..<index])) != nil)
        }
    }

    @Test("has three parts in strict base64url")
    func forms() throws {
        let token = try keys.token(header: header("ES256", "ec"), body: body(), by: "ec")
        let parts = token.split(separator: ".").map(String.init)
        for bad in [
            "", ".", "..", "...", token + ".", "." + token, token + ".x", token + "=", token + " ", " " + token,
            token + "\n", "Bearer " + token, parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".",
            parts[0] + ".." + parts[2], "." + parts[1] + "." + parts[2], token.replacing(".", with: "\u{FF0E}"),
            parts[0] + ".e30." + parts[2], "e30." + parts[1] + "." + parts[2], "W10.W10.AAAA", "\0.\0.\0", "é.é.é",
        ] {
            #expect(refusal(bad) != nil, "\(bad.prefix(40))")
        }
    }

    @Test("larger than 8 KB is refused before anything is read of it")
    func size() throws {
        let large = try keys.token(
            header: header("ES256", "ec"), body: body(["x": "\"" + String(repeating: "a", count: 8000) + "\""]),
            by: "ec")
        #expect(refusal(large) == .oversized)
        #expect(refusal(String(repeating: "A", count: 1_000_000)) == .oversized)
        #expect(refusal(String(repeating: "A.", count: 500_000)) == .oversized)
    }

    @Test("of nested or endless JSON is refused")
    func nesting() throws {
        let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        #expect(
            refusal(try keys.token(header: header("ES256", "ec"), body: body(["x": deep]), by: "ec")) == .malformedToken
        )
        for json in ["", "[]", "null", "7", "\"x\"", "{", "{}{}", "{\"a\":1,}", "{'a':1}", "\u{FEFF}{}", "{\"a\":01}"] {
            #expect(refusal(try keys.token(header: header("ES256", "ec"), body: json, by: "ec")) != nil)
            #expect(refusal(try keys.token(header: json, body: body(), by: "ec")) != nil)
        }
    }

    @Test("does not spoil the next one: a wrong algorithm first, the right one after it")
    func poisoning() throws {
        for alg in ["PS512", "RS512", "HS256", "none"] {
            _ = refusal(try keys.token(header: header(alg, "rsa"), body: body(), by: "rsa"))
        }
        #expect(refusal(try keys.token(header: header("RS256", "rsa"), body: body(), by: "rsa")) == nil)
    }

    @Test("made of random bytes is refused", arguments: 0..<20)
    func garbage(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let text = TestKeys.encoded(bytes)
            #expect(refusal("\(text).\(text).\(text)") != nil)
            #expect(refusal(String(decoding: bytes, as: UTF8.self)) != nil)
        }
    }
}
