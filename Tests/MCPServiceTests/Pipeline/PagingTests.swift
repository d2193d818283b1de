import EventStore
import Testing

@testable import MCPService

@Suite("Lists a page at a time")
struct PagingTests {
    @Test("Pages follow one another without a gap, and the last one has no cursor")
    func pages() throws {
        var seen: [Int] = []
        var cursor: JSON?
        repeat {
            let (items, next) = try Paging.page(of: Array(1...7), after: cursor, size: 3)
            seen += items
            cursor = next
        } while cursor != nil
        #expect(seen == Array(1...7))
    }

    @Test("A cursor that was never given is refused", arguments: ["", "page-2", "YWZ0ZXI6", "YWZ0ZXI6LTE="])
    func foreign(cursor: String) {
        #expect(throws: RPCError.self) { try Paging.page(of: [1, 2], after: .string(cursor)) }
    }

    @Test("A list that became shorter ends")
    func shorter() throws {
        let (_, next) = try Paging.page(of: Array(1...7), after: nil, size: 6)
        let (items, end) = try Paging.page(of: [1], after: next, size: 6)
        #expect(items.isEmpty && end == nil)
    }
}
