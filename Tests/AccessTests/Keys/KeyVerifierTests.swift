import Access
import Testing

@Suite("A key that is shown")
struct KeyVerifierTests {
    private let verifier: KeyVerifier
    private let key: APIKey
    private let now: Int64 = 1_767_225_600_000_000_000
    private let home = NetworkAddress("10.1.2.3")

    init() throws {
        var random = SeededRandom(seed: 7)
        key = APIKey(using: &random)
        verifier = KeyVerifier(pepper: try #require(Pepper(Array(repeating: 9, count: 32))))
    }

    private func record(
        networks: [String] = [], expires: Int64? = nil, isRevoked: Bool = false, mac: String? = nil
    ) -> KeyRecord {
        KeyRecord(
            id: key.id, name: "ann", role: "user", mac: mac ?? verifier.pepper.mac(of: key),
            networks: networks.compactMap(Network.init), expires: expires, isRevoked: isRevoked)
    }

    private func verify(_ record: KeyRecord?, _ text: String? = nil, from address: NetworkAddress?) -> RefusalReason? {
        let keys = record.map { [$0.id: $0] } ?? [:]
        switch verifier.verify(text ?? key.revealed, from: address, at: now, in: keys) {
        case .success: return nil
        case .failure(let reason): return reason
        }
    }

    @Test("is let in where the log knows its hash")
    func right() { #expect(verify(record(), from: home) == nil) }

    @Test("is refused where nobody made it, or its secret is another")
    func wrong() {
        var random = SeededRandom(seed: 8)
        let other = APIKey(using: &random)
        #expect(verify(nil, from: home) == .unknownKey)
        #expect(verify(record(), other.revealed, from: home) == .unknownKey)
        #expect(verify(record(mac: verifier.pepper.mac(of: other)), from: home) == .unknownKey)
        #expect(verify(record(mac: ""), from: home) == .unknownKey)
        #expect(verify(record(mac: String(repeating: "0", count: 64)), from: home) == .unknownKey)
    }

    @Test("is refused where the pepper is another: a log moved elsewhere opens nothing")
    func pepper() throws {
        let other = KeyVerifier(pepper: try #require(Pepper(Array(repeating: 8, count: 32))))
        let result = other.verify(key.revealed, from: home, at: now, in: [key.id: record()])
        #expect(result == .failure(.unknownKey))
        #expect(Pepper(Array(repeating: 8, count: 31)) == nil)
    }

    @Test("is refused from the moment it expires, and when it is revoked")
    func life() {
        #expect(verify(record(expires: now + 1), from: home) == nil)
        #expect(verify(record(expires: now), from: home) == .expiredKey)
        #expect(verify(record(isRevoked: true), from: home) == .revokedKey)
    }

    @Test("that is wrong learns nothing of revocation or expiry")
    func silence() {
        var random = SeededRandom(seed: 9)
        let mac = verifier.pepper.mac(of: APIKey(using: &random))
        #expect(verify(record(expires: 0, isRevoked: true, mac: mac), from: home) == .unknownKey)
    }

    @Test("is refused from outside its networks, and from nowhere")
    func networks() {
        let record = record(networks: ["10.0.0.0/8", "2001:db8::/32"])
        #expect(verify(record, from: home) == nil)
        #expect(verify(record, from: NetworkAddress("2001:db8::1")) == nil)
        #expect(verify(record, from: NetworkAddress("::ffff:10.9.9.9")) == nil)
        #expect(verify(record, from: NetworkAddress("11.0.0.1")) == .otherNetwork)
        #expect(verify(record, from: NetworkAddress("2001:db9::1")) == .otherNetwork)
        #expect(verify(record, from: nil) == .otherNetwork)
    }

    @Test("of the test environment does not open the live one")
    func environment() {
        var random = SeededRandom(seed: 3)
        let test = APIKey(.test, using: &random)
        let record = KeyRecord(id: test.id, name: "ann", role: "user", mac: verifier.pepper.mac(of: test))
        let result = verifier.verify(test.revealed, from: home, at: now, in: [test.id: record])
        #expect(result == .failure(.otherEnvironment))
    }
}
