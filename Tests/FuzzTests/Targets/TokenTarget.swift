import Access
import TestKit

/// Tokens: none but those that were issued may be valid.
struct TokenTarget: FuzzTarget {
    static let name = "jwt"

    private static let now: Int64 = 1_767_225_600 * 1_000_000_000
    private static let resource = "https://videos.example.org/mcp"

    let seeds: [[UInt8]]
    private let issued: Set<[UInt8]>
    private let verifier: TokenVerifier

    let pieces = [
        "eyJhbGciOiJub25lIn0", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9", "e30", "eyJhdWQiOltdfQ", ".", "..", "-", "_",
        "=",
    ].map { Array($0.utf8) }

    init() async throws {
        let secret = Array("a secret of thirty-two bytes and more".utf8)
        guard let key = await TokenKey(id: "2026", secret: secret),
            let published = await TokenKey(id: "", secret: secret)
        else { throw BrokenPromise("no key") }
        // No cache: each token is looked at whole.
        verifier = TokenVerifier(
            issuers: [.ourselves(resource: Self.resource, keys: [key]), .published(key: published)], cacheLimit: 0)
        var random = SplitMix64(seed: 1)
        let issuer = TokenIssuer(resource: Self.resource, key: key)
        let tokens = ["ann", "zoë"].compactMap { name in
            issuer.token(for: name, role: "user", at: Self.now, using: &random).map { Array($0.text.utf8) }
        }
        issued = Set(tokens)
        seeds = tokens
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        let text = String(decoding: input, as: UTF8.self)
        guard case .success = verifier.verify(text, at: Self.now, revocations: NoRevocations()) else {
            return
        }
        guard issued.contains(Array(text.utf8)) else {
            throw BrokenPromise("a token that was not issued is valid: \(text)")
        }
    }
}
