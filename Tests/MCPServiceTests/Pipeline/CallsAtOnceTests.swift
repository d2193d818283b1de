import EventStore
import TestKit
import Testing

@testable import MCPService

@Suite("Calls at once")
struct CallsAtOnceTests {
    private let clock = ManualClock()

    private func isStarted(_ calls: inout CallsAtOnce, _ principal: String) -> Bool {
        if case .started = calls.start(principal, at: clock.now()) { true } else { false }
    }

    @Test("are so many for each principal, and one more when one is done")
    func limit() {
        var calls = CallsAtOnce(limit: 2)
        #expect(isStarted(&calls, "ann") && isStarted(&calls, "ann") && !isStarted(&calls, "ann"))
        #expect(isStarted(&calls, "bob"))
        calls.finish("ann")
        #expect(isStarted(&calls, "ann") && !isStarted(&calls, "ann"))
        for principal in ["ann", "ann", "bob", "eve"] { calls.finish(principal) }
        #expect(calls.principals == 0, "who has none under way leaves no trace")
    }

    @Test("are noted when they begin to be too many, and every ten seconds with their number")
    func notes() {
        var calls = CallsAtOnce(limit: 1)
        #expect(isStarted(&calls, "ann"))
        func refused() -> Int? {
            guard case .refused(let note) = calls.start("ann", at: clock.now()) else { return nil }
            return note?.refused ?? 0
        }
        #expect([refused(), refused(), refused()] == [1, 0, 0])
        clock.advance(bySeconds: 10)
        #expect([refused(), refused()] == [3, 0])
    }
}
