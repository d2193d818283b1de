import EventStore
import Projections
import TestKit
import Testing

@Suite("The rate limits after a restart")
struct RateLimitsRestartTests {
    private let policies = LimitPoliciesSet(
        policies: LimitPolicy.published + [
            LimitPolicy(name: "tool", scope: .principalTool, quota: 30, window: 60),
            LimitPolicy(name: "ip", scope: .address, quota: 300, window: 60),
        ], costs: ["create_video": 5])

    private func received(_ demand: LimitDemand, charged: Bool) -> RequestReceived {
        RequestReceived(
            request: "r", transport: "http", revision: "2026-07-28", method: "tools/call", rpcID: nil, client: nil,
            params: ["name": .string(demand.tool ?? "")],
            access: RequestAccess(role: demand.role ?? "", address: demand.address, units: charged ? demand.units : 0))
    }

    private func demand(_ random: inout SplitMix64) -> LimitDemand {
        let tool = ["create_video", "generate_video_script"][Int.random(in: 0...1, using: &random)]
        let number = Int.random(in: 0...2, using: &random)
        return LimitDemand(
            principal: ["ann", "bob", "eve"][number], role: ["user", "admin", "viewer"][number], connection: "test",
            address: "10.0.0.\(number)", tool: tool, units: tool == "create_video" ? 5 : 1)
    }

    @Test("say what they would have said without it, to each request", arguments: 0..<25)
    func equivalence(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var live = RateLimits()
        live.set(policies)
        var log: [Happening] = [Happening(policies)]
        var time = ManualClock.start
        for _ in 0..<800 {
            let delay = Double(Int.random(in: 0...150, using: &random)) / 1000
            time = time.advanced(bySeconds: delay)
            let demand = demand(&random)
            let admission = live.admit(demand, at: time)
            log.append(
                Happening(
                    received(demand, charged: admission.isAdmitted), after: delay,
                    metadata: EventMetadata(principal: demand.principal)))
        }
        var restarted = RateLimits(folding: recorded(log))
        for _ in 0..<300 {
            time = time.advanced(bySeconds: Double(Int.random(in: 0...150, using: &random)) / 1000)
            let demand = demand(&random)
            #expect(restarted.admit(demand, at: time) == live.admit(demand, at: time))
        }
    }

    @Test("never give more where the log's time is a little after the admission", arguments: 0..<25)
    func lateness(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var live = RateLimits()
        live.set(policies)
        var log: [RecordedEvent] = recorded([policies])
        var time = ManualClock.start
        for index in 0..<400 {
            time = time.advanced(bySeconds: Double(Int.random(in: 0...300, using: &random)) / 1000)
            let demand = demand(&random)
            guard live.admit(demand, at: time).isAdmitted else { continue }
            let late = time.advanced(bySeconds: Double(Int.random(in: 0...20, using: &random)) / 1000)
            log.append(event(received(demand, charged: true), demand.principal, position: index + 2, at: late))
        }
        let restarted = RateLimits(folding: log)
        for name in ["ann", "bob", "eve"] {
            for role in ["user", "admin", "viewer"] {
                let demand = LimitDemand(principal: name, role: role, connection: "test", tool: "create_video")
                let pairs = zip(restarted.usage(of: demand, at: time), live.usage(of: demand, at: time))
                for (after, before) in pairs {
                    #expect(after.remaining <= before.remaining)
                    #expect(before.remaining - after.remaining <= 1, "\(before.policy)")
                }
            }
        }
    }

    private func event(_ fact: RequestReceived, _ principal: String?, position: Int, at time: Timestamp)
        -> RecordedEvent
    {
        RecordedEvent(
            position: Position(UInt64(position)), time: time, stream: RequestEvents.stream(of: "test"),
            revision: .first, type: RequestReceived.type, version: RequestReceived.version,
            metadata: EventMetadata(principal: principal), payload: (try? JSON(encoding: fact).bytes) ?? [])
    }

    @Test("are exact under many threads that ask at once")
    func concurrency() async {
        let shared = Shared(policies)
        let admitted = await withTaskGroup(of: Int.self) { group in
            for connection in 0..<64 {
                group.addTask {
                    (0..<50).count { _ in
                        let demand = LimitDemand(principal: "ann", role: "user", connection: "c\(connection)")
                        return shared.admit(demand, at: ManualClock.start).isAdmitted
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 100)
    }

    @Test("do not count requests that were refused, or from before there were limits")
    func uncharged() {
        let demand = LimitDemand(principal: "ann", role: "user", tool: "x")
        let old = RequestReceived(
            request: "r", transport: "http", revision: "", method: "tools/call", rpcID: nil, client: nil, params: [:])
        let events =
            [Happening(policies)]
            + (0..<50).flatMap { _ in [Happening(received(demand, charged: false)), Happening(old)] }
        let limits = RateLimits(folding: recorded(events))
        #expect(limits.usage(of: demand, at: ManualClock.start).allSatisfy { $0.remaining == $0.quota })
    }
}
