import EventStore
import TestKit
import Testing

@testable import MCPService

@Suite("Results that are given again")
struct ToolCacheTests {
    private func key(_ principal: String = "p", _ arguments: JSONObject = ["a": 1]) -> ToolCache.Key {
        ToolCache.Key(principal: principal, tool: "t", arguments: arguments)
    }

    @Test("A result is given again to the same caller for the same arguments, whatever their order")
    func sameArguments() {
        let cache = ToolCache()
        cache.keep(["x": 1], for: key("p", ["a": 1, "b": [1, 2]]), seconds: 60)
        #expect(cache.output(for: key("p", ["b": [1, 2], "a": 1])) == ["x": 1])
        #expect(cache.output(for: key("p", ["b": [2, 1], "a": 1])) == nil)
        #expect(cache.output(for: key("q", ["b": [1, 2], "a": 1])) == nil)
    }

    @Test("Those longest unused make room, and the room is bounded in entries and in bytes")
    func bounds() {
        let cache = ToolCache(entryLimit: 2)
        for number in 1...2 { cache.keep(["n": .int(number)], for: key("p", ["a": .int(number)]), seconds: 60) }
        #expect(cache.output(for: key("p", ["a": 1])) != nil)
        cache.keep(["n": 3], for: key("p", ["a": 3]), seconds: 60)
        #expect(cache.output(for: key("p", ["a": 2])) == nil)
        #expect(cache.output(for: key("p", ["a": 1])) != nil && cache.count == 2)
        let small = ToolCache(byteLimit: 80)
        small.keep(["long": .string(String(repeating: "x", count: 100))], for: key(), seconds: 60)
        #expect(small.count == 0)
    }

    @Test("Everything can be forgotten at once")
    func clear() {
        let cache = ToolCache()
        cache.keep(["x": 1], for: key(), seconds: 60)
        cache.clear()
        #expect(cache.output(for: key()) == nil)
    }

    @Test("A result that is too old is given no more")
    func age() {
        let clock = ManualClock()
        let cache = ToolCache(clock: clock)
        cache.keep(["x": 1], for: key(), seconds: 10)
        clock.advance(bySeconds: 9.5)
        #expect(cache.output(for: key()) != nil)
        clock.advance(bySeconds: 0.5)
        #expect(cache.output(for: key()) == nil && cache.count == 0)
    }

    @Test("The operator says how long results are kept, and whether")
    func chosenAge() {
        let clock = ManualClock()
        let cache = ToolCache(seconds: 5, clock: clock)
        cache.keep(["x": 1], for: key(), seconds: 3600)
        clock.advance(bySeconds: 5)
        #expect(cache.output(for: key()) == nil)
        for none in [ToolCache(seconds: 0), ToolCache(entryLimit: 0)] {
            none.keep(["x": 1], for: key(), seconds: 3600)
            #expect(none.count == 0)
        }
    }
}
