import Access
import Foundation
import Testing

@Suite("A key set")
struct TokenKeySetTests {
    private let day: Int64 = 24 * 3600 * 1_000_000_000
    private let point = String(repeating: "A", count: 42) + "E"

    private func ids(_ keys: String...) async -> [String]? {
        await TokenKeySet(document: Array("{\"keys\":[\(keys.joined(separator: ","))]}".utf8), at: 0)?.ids
    }

    private func edKey(_ id: String, _ more: String = "") -> String {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        return #"{"kty":"OKP","crv":"Ed25519","kid":"\#(id)","x":"\#(x)"\#(more)}"#
    }

    @Test("holds the keys that can sign tokens, and passes over the others")
    func reading() async throws {
        let all = try await TokenKeySet(document: TestKeys.shared().document(), at: 0)
        #expect(all?.ids == ["ec", "ed", "rsa"])
        #expect(await ids(edKey("a"), edKey("b", #","use":"enc""#)) == ["a"])
        #expect(await ids(edKey("a"), edKey("b", #","alg":"ES256""#), edKey("c", #","alg":"EdDSA""#)) == ["a", "c"])
        #expect(await ids(edKey("a"), edKey("b", #","key_ops":["sign"]"#)) == ["a"])
        #expect(await ids(edKey("a"), edKey("b", #","d":"AAAA""#)) == ["a"])
        #expect(await ids(edKey("a"), #"{"kty":"oct","kid":"b","k":"AAAA","alg":"HS256"}"#) == ["a"])
        #expect(await ids(edKey("a"), #"{"kty":"RSA","kid":"b","n":"AQAB","e":"AQAB"}"#) == ["a"])
        #expect(
            await ids(edKey("a"), #"{"kty":"EC","crv":"P-384","kid":"b","x":"\#(point)","y":"\#(point)"}"#) == ["a"])
        #expect(
            await ids(edKey("a"), #"{"kty":"EC","crv":"P-256","kid":"b","x":"\#(point)","y":"\#(point)"}"#) == ["a"])
    }

    @Test("takes neither of two keys with one id")
    func duplicates() async {
        #expect(await ids(edKey("a"), edKey("a"), edKey("b")) == ["b"])
    }

    @Test("that is none, or has no key that counts, is refused")
    func faults() async {
        for text in [
            "", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[7,null,{}]}", "{\"keys\":[],\"keys\":[]}",
        ] {
            #expect(await TokenKeySet(document: Array(text.utf8), at: 0) == nil)
        }
        #expect(await TokenKeySet(document: [UInt8](repeating: 0x20, count: 300_000), at: 0) == nil)
    }

    @Test("keeps a key that is gone from the document for a day, so that its tokens can end")
    func rotation() async throws {
        let keys = try TestKeys.shared()
        let old = try #require(await TokenKeySet(document: keys.document(), at: 0))
        let next = Array("{\"keys\":[\(edKey("new"))]}".utf8)
        let new = try #require(await TokenKeySet(document: next, at: day / 2, replacing: old))
        #expect(new.ids == ["ec", "ed", "new", "rsa"])
        #expect(await TokenKeySet(document: next, at: day, replacing: new)?.ids == ["new"])
        let token = try keys.token(
            header: #"{"alg":"ES256","kid":"ec","typ":"at+jwt"}"#,
            body: #"{"iss":"i","aud":"r","sub":"ann","iat":86390,"exp":86500,"nbf":86390,"jti":"j"}"#, by: "ec")
        let verifier = TokenVerifier(issuers: [
            TrustedIssuer(name: "i", issuer: "i", audiences: ["r"], keys: new, roles: [], defaultRole: "user")
        ])
        #expect(throws: Never.self) {
            try verifier.verify(token, at: day - 1_000_000_000, revocations: NoRevocations()).get()
        }
        let fresh = TokenVerifier(issuers: [
            TrustedIssuer(name: "i", issuer: "i", audiences: ["r"], keys: new, roles: [], defaultRole: "user")
        ])
        #expect(throws: RefusalReason.unknownTokenKey) {
            try fresh.verify(token, at: day, revocations: NoRevocations()).get()
        }
    }
}
