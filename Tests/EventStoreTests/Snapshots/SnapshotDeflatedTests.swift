import EventStore
import Testing

@Suite("A compressed snapshot")
struct SnapshotDeflatedTests {
    private let data = (0..<400).map { UInt8(($0 * $0) % 251) }

    private func snapshot() throws -> Snapshot {
        try Snapshot(name: "projection/x", position: Position(1), schema: "s", deflating: data)
    }

    @Test("gives back what it was made of")
    func whole() throws {
        #expect(try snapshot().inflated() == data)
    }

    @Test("finds every flipped bit")
    func flipped() throws {
        let good = try snapshot()
        for bit in 0..<good.data.count * 8 {
            var bytes = good.data
            bytes[bit / 8] ^= 1 << (bit % 8)
            let damaged = Snapshot(name: good.name, position: good.position, schema: good.schema, data: bytes)
            // The last bits of the last byte mean nothing to deflate.
            #expect((try? damaged.inflated()).map { $0 == data } ?? true, "bit \(bit)")
        }
    }
}
