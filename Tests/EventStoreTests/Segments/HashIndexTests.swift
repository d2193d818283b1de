import Testing

@testable import EventStore

@Suite("Numbers of keys that are hashed already")
struct HashIndexTests {
    @Test("are given in order, and found again in a table that has grown")
    func growing() {
        var index = HashIndex(capacity: 4)
        let hashes = (0..<5000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        for (number, hash) in hashes.enumerated() {
            #expect(index.index(of: hash, where: { _ in true }) == nil)
            #expect(index.add(hash) == number)
        }
        #expect(index.hashes == hashes)
        #expect(hashes.indices.allSatisfy { number in index.index(of: hashes[number], where: { _ in true }) == number })
    }

    @Test("are told apart where keys have one hash, or one place in the table")
    func collisions() {
        var index = HashIndex(capacity: 4)
        let names = ["a", "b", "c"]
        for hash in [8, 8, 16] as [UInt64] { index.add(hash) }
        #expect(index.index(of: 8) { names[$0] == "a" } == 0)
        #expect(index.index(of: 8) { names[$0] == "b" } == 1)
        #expect(index.index(of: 8) { names[$0] == "c" } == nil)
        #expect(index.index(of: 16) { names[$0] == "c" } == 2)
    }

    @Test("begin anew once all are forgotten")
    func forgetting() {
        var index = HashIndex(capacity: 4)
        for hash in 0..<100 as Range<UInt64> { index.add(hash) }
        index.removeAll()
        #expect(index.index(of: 7, where: { _ in true }) == nil)
        #expect(index.add(7) == 0)
        #expect(index.index(of: 7, where: { _ in true }) == 0)
    }
}
