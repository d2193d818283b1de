import Testing

@testable import EventStore

@Suite("The filter of all streams")
struct StreamFilterTests {
    @Test("comes back from the log as it was, and small while it is nearly empty", arguments: [0, 100, 70_000])
    func stored(count: Int) throws {
        var filter = StreamFilter()
        for index in 0..<count { filter.insert(KeyFilter.hash(StreamName("task", "\(index)"))) }
        let data = filter.data
        if count <= 100 { #expect(data.count < 8192) }
        let again = try StreamFilter(stored: data)
        let isKnown = (0..<count).allSatisfy { again.mayContain(KeyFilter.hash(StreamName("task", "\($0)"))) }
        #expect(isKnown && again.data == data)
        #expect(!again.mayContain(KeyFilter.hash(StreamName("task", "another"))))
    }

    @Test("takes hardly a stream for known that is none")
    func mistakes() {
        var filter = StreamFilter()
        for index in 0..<200_000 { filter.insert(KeyFilter.hash(StreamName("task", "\(index)"))) }
        let mistaken = (0..<100_000).count { filter.mayContain(KeyFilter.hash(StreamName("other", "\($0)"))) }
        #expect(mistaken < 20)
    }

    @Test("reads the one that an older build kept, and refuses what is none")
    func old() throws {
        var old = ByteWriter()
        old.append(1)
        old.append(7)
        old.append(block: Array(repeating: 0xFF, count: 64))
        #expect(try StreamFilter(stored: old.bytes).mayContain(12_345))
        #expect(throws: StorageError.self) { try StreamFilter(stored: []) }
        #expect(throws: StorageError.self) { try StreamFilter(stored: [0, 0]) }
    }
}
