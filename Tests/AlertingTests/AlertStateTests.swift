import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The state of an alert")
struct AlertStateTests {
    private func rule(duration: Double = 60, condition: String = "> 10") throws -> AlertRule {
        try AlertRule(name: "r", metric: "mcp.operations.error", condition: condition, duration: duration)
    }

    private func at(_ seconds: Double) -> Timestamp { ManualClock.start.advanced(bySeconds: seconds) }

    @Test("goes from inactive to pending to firing to resolved")
    func life() throws {
        let rule = try rule()
        var state = AlertState.inactive
        #expect(state.take(5, of: rule, at: at(0)) == nil)
        #expect(state.take(11, of: rule, at: at(10)) == .pending(value: 11, since: at(10)))
        #expect(state.take(12, of: rule, at: at(69)) == nil)
        #expect(state.take(13, of: rule, at: at(70)) == .fired(value: 13, since: at(10)))
        #expect(state.take(14, of: rule, at: at(80)) == nil && state == .firing(since: at(10)))
        #expect(state.take(3, of: rule, at: at(90)) == .resolved(value: 3, hadFired: true))
        #expect(state.take(3, of: rule, at: at(95)) == nil && state == .resolved)
        #expect(state.take(11, of: rule, at: at(100)) == .pending(value: 11, since: at(100)))
    }

    @Test("fires at once where the rule asks for no duration")
    func noDuration() throws {
        var state = AlertState.inactive
        #expect(state.take(11, of: try rule(duration: 0), at: at(0)) == .fired(value: 11, since: at(0)))
    }

    @Test("begins to wait anew when the condition lapses before the duration is over")
    func lapse() throws {
        let rule = try rule()
        var state = AlertState.inactive
        _ = state.take(11, of: rule, at: at(0))
        #expect(state.take(9, of: rule, at: at(30)) == .resolved(value: 9, hadFired: false))
        _ = state.take(11, of: rule, at: at(40))
        #expect(state.take(11, of: rule, at: at(70)) == nil && state == .pending(since: at(40)))
    }

    @Test("takes no data for a condition that does not hold")
    func noData() throws {
        let rule = try rule(duration: 0, condition: "< 0.95")
        var state = AlertState.inactive
        #expect(state.take(nil, of: rule, at: at(0)) == nil && state == .inactive)
        _ = state.take(0.5, of: rule, at: at(1))
        #expect(state.take(nil, of: rule, at: at(2)) == .resolved(value: nil, hadFired: true))
    }

    @Test("never fires before the condition has held for the duration without a break", arguments: 0..<200)
    func neverEarly(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let duration = Double(Int.random(in: 0...50, using: &generator))
        let rule = try rule(duration: duration)
        var state = AlertState.inactive
        var (now, holdsSince, fired): (Double, Double?, Bool) = (0, nil, false)
        for _ in 0..<200 {
            now += Double(Int.random(in: 1...20, using: &generator))
            let value: Double? =
                Int.random(in: 0..<8, using: &generator) > 0 ? 11 : Bool.random(using: &generator) ? 1 : nil
            holdsSince = value == 11 ? holdsSince ?? now : nil
            let transition = state.take(value, of: rule, at: at(now))
            let isDue = holdsSince.map { now - $0 >= duration } ?? false
            switch transition {
            case .fired?:
                #expect(isDue && !fired)
                fired = true
            case .resolved(_, let hadFired)?:
                #expect(value != 11 && hadFired == fired)
                fired = false
            default: break
            }
            // Nor late: as soon as it is due, it fires.
            #expect(fired == isDue)
        }
    }
}
