import Testing

@testable import EventStore

@Suite("Writes to the write-ahead log")
struct GatheredWritesTests {
    private var writes = GatheredWrites()

    init() { _ = add([UInt8](repeating: 1, count: 32), at: 0) }

    /// What comes after a log's own header, which is written as it comes.
    private mutating func add(_ bytes: [UInt8], at offset: Int64) -> Bool {
        let isDue = bytes.withUnsafeBytes { writes.add($0, at: offset) }
        if isDue { writes.removeAll() }
        return isDue
    }

    /// A page's header; that of a commit's last page has a size.
    private func header(isLast: Bool = false) -> [UInt8] {
        var bytes = [UInt8](repeating: 7, count: 24)
        bytes.replaceSubrange(4..<8, with: [0, 0, isLast ? 1 : 0, 0])
        return bytes
    }

    private let page = [UInt8](repeating: 9, count: 4096)

    @Test("are kept until the last page of a commit, and then due all together")
    mutating func commit() {
        #expect(!add(header(), at: 32))
        #expect(!add(page, at: 56))
        #expect(!add(header(isLast: true), at: 4152))
        #expect(writes.start == 32)
        #expect(writes.bytes.count == 2 * 24 + 4096)
        #expect(add(page, at: 4176))
        #expect(writes.bytes.isEmpty)
        #expect(!add(header(), at: 8272), "the next commit goes on where this one ended")
    }

    @Test(
        "that do not go on where the last one ended are due at once: headers written once more are followed by no page")
    mutating func headersAgain() {
        #expect(!add(header(), at: 32))
        #expect(!add(page, at: 56))
        #expect(!add(header(isLast: true), at: 4152))
        #expect(add(page, at: 4176))
        #expect(add(header(), at: 32))
        #expect(add(header(isLast: true), at: 4152))
    }

    @Test("are due at once after something was read, until they go on again")
    mutating func afterReading() {
        writes.interrupt()
        #expect(add(header(), at: 32))
        #expect(add(page, at: 56))
        #expect(!add(header(isLast: true), at: 4152))
        #expect(add(page, at: 4176))
    }

    @Test("of something that is no page are due at once")
    mutating func others() {
        #expect(add([1, 2, 3], at: 32))
    }

    @Test("that are kept are in the way of what lies elsewhere, and of more than is kept")
    mutating func inTheWay() {
        #expect(!writes.isInTheWay(of: 24, at: 9000))
        #expect(!add(header(), at: 32))
        #expect(!writes.isInTheWay(of: 4096, at: 56))
        #expect(writes.isInTheWay(of: 4096, at: 32))
        #expect(writes.isInTheWay(of: GatheredWrites.limit, at: 56))
    }
}
