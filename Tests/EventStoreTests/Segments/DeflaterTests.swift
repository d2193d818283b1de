import Testing

@testable import EventStore

@Suite("Deflated blocks")
struct DeflaterTests {
    @Test("come back to the byte", arguments: [0, 1, 7, 1000, 70_000, 1 << 20], [1, 6, 12] as [Int32])
    func roundTrip(size: Int, level: Int32) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let plain = (0..<size).map { _ in UInt8.random(in: 0..<20, using: &random) }
        let deflater = try Deflater(level: level)
        for _ in 0..<2 {
            let deflated = deflater.compress(plain)
            #expect(size < 1000 || deflated.count < size)
            #expect(try Inflater.inflate(deflated[...], size: size) == plain)
        }
    }

    @Test("of bytes that cannot be told shorter are hardly longer")
    func noise() throws {
        var random = SeededGenerator(seed: 5)
        let plain = (0..<100_000).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        let deflated = try Deflater(level: 1).compress(plain)
        #expect(deflated.count < plain.count + 100)
        #expect(try Inflater.inflate(deflated[...], size: plain.count) == plain)
    }

    @Test("are refused where they are cut, or of another size than was said")
    func damaged() throws {
        let plain = [UInt8](repeating: 7, count: 500) + Array(0..<100)
        let deflated = try Deflater(level: 1).compress(plain)
        #expect(throws: StorageError.self) { try Inflater.inflate(deflated.dropLast(3), size: plain.count) }
        #expect(throws: StorageError.self) { try Inflater.inflate(deflated[...], size: plain.count - 1) }
        #expect(throws: StorageError.self) { try Inflater.inflate(deflated[...], size: plain.count + 1) }
        #expect(throws: StorageError.self) { try Inflater.inflate([], size: 1) }
    }

    @Test("of a level that there is not are not made", arguments: [-7, 13, 99] as [Int32])
    func levels(level: Int32) {
        #expect(throws: StorageError.self) { try Deflater(level: level) }
    }

    @Test("have the checksum of RFC 1952")
    func checksum() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }
}
