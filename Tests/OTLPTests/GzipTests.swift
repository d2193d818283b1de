import Testing

@testable import OTLP

@Suite("Compressed bodies")
struct GzipTests {
    private static let text = Array(String(repeating: "all work and no play ", count: 1000).utf8)

    @Test("come out as they went in, in one part or in many")
    func identity() throws {
        let packed = try #require(Gzip.deflate(Self.text))
        #expect(packed.count < 500 && packed.starts(with: [0x1F, 0x8B]))
        #expect(try Gzip.inflate(packed, limit: 1 << 20) == Self.text)
        #expect(try Gzip.inflate(packed + packed, limit: 1 << 20) == Self.text + Self.text)
        #expect(try Gzip.inflate(try #require(Gzip.deflate([])), limit: 10).isEmpty)
    }

    @Test("that become too large are refused without becoming it")
    func bomb() throws {
        let packed = try #require(Gzip.deflate(Array(repeating: 0, count: 4 << 20)))
        #expect(throws: OTLPError(.tooLarge, "the body is larger than 1000000 bytes when inflated")) {
            _ = try Gzip.inflate(packed, limit: 1_000_000)
        }
        #expect(try Gzip.inflate(packed, limit: 4 << 20).count == 4 << 20)
    }

    @Test("that are cut off or damaged are refused", arguments: 0..<60)
    func damage(index: Int) throws {
        let packed = try #require(Gzip.deflate(Self.text))
        #expect(throws: OTLPError.self) {
            _ = try Gzip.inflate(Array(packed.prefix(packed.count * index / 60)), limit: 1 << 20)
        }
        var broken = packed
        broken[broken.count - 1 - index % 8] ^= 1
        #expect(throws: OTLPError.self) { _ = try Gzip.inflate(broken, limit: 1 << 20) }
    }
}
