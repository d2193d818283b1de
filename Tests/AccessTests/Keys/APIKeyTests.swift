import Access
import Testing

@Suite("An API key")
struct APIKeyTests {
    private func key(_ environment: APIKey.Environment = .live, seed: UInt64 = 1) -> APIKey {
        var random = SeededRandom(seed: seed)
        return APIKey(environment, using: &random)
    }

    @Test("has a prefix, an id, a secret and a checksum of fixed widths", arguments: 0..<50)
    func form(seed: Int) throws {
        let text = key(.test, seed: UInt64(seed)).revealed
        #expect(text.utf8.count == APIKey.length)
        #expect(text.wholeMatch(of: /mcps_test_[0-9A-Za-z]{10}_[0-9A-Za-z_\-]{43}_[0-9A-Za-z]{6}/) != nil)
        let parsed = try #require(APIKey(parsing: text))
        #expect(parsed == key(.test, seed: UInt64(seed)))
        #expect(parsed.revealed == text)
    }

    @Test("is another one each time")
    func uniqueness() {
        var system = SystemRandomNumberGenerator()
        let keys = (0..<100).map { _ in APIKey(using: &system) }
        #expect(Set(keys.map(\.id)).count == 100)
        #expect(Set(keys.map(\.revealed)).count == 100)
    }

    @Test("does not print its secret, however it is printed")
    func redaction() {
        let key = key()
        let secret = String(key.revealed.dropFirst(21).prefix(43))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])"] { #expect(!text.contains(secret)) }
        #expect("\(key)".contains(key.id))
    }

    @Test("with any one letter changed is no key")
    func checksum() {
        let letters = Array(key().revealed)
        for index in letters.indices {
            var changed = letters
            changed[index] = changed[index] == "a" ? "b" : "a"
            #expect(APIKey(parsing: String(changed)) == nil, "letter \(index)")
        }
    }

    @Test("that is cut off, or has more, is no key")
    func length() {
        let text = key().revealed
        for count in 0..<text.count { #expect(APIKey(parsing: String(text.prefix(count))) == nil) }
        for more in ["=", " ", "\n", "\0", "é"] {
            #expect(APIKey(parsing: text + more) == nil)
            #expect(APIKey(parsing: more + text) == nil)
            #expect(APIKey(parsing: text.dropLast() + more) == nil)
        }
    }

    @Test("keeps its format from release to release")
    func stability() {
        // Zeros all over; the checksum is zlib's CRC-32 of what stands before it, in base 62.
        let text = "mcps_live_0000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_0qtIXB"
        #expect(APIKey(parsing: text)?.revealed == text)
    }
}
