import EventStore
import Projections
import TestKit
import Testing

@Suite("The rate limits")
struct RateLimitsTests {
    private let start = ManualClock.start

    private func limits(_ policies: LimitPolicy..., costs: [String: Int] = [:]) -> RateLimits {
        var limits = RateLimits()
        limits.set(LimitPoliciesSet(policies: policies, costs: costs))
        return limits
    }

    private let perMinute = LimitPolicy(name: "user-minute", scope: .principal, quota: 100, window: 60)

    private func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

    private func admitted(_ limits: inout RateLimits, _ demand: LimitDemand, tries: Int, at time: Timestamp) -> Int {
        (0..<tries).count { _ in limits.admit(demand, at: time).isAdmitted }
    }

    @Test("admit the quota at once, and then a unit each time one comes back")
    func exactness() {
        var limits = limits(perMinute)
        let ann = LimitDemand(principal: "ann")
        #expect(admitted(&limits, ann, tries: 250, at: start) == 100)
        #expect(admitted(&limits, ann, tries: 5, at: at(0.599)) == 0)
        #expect(admitted(&limits, ann, tries: 5, at: at(0.6)) == 1)
        #expect(admitted(&limits, ann, tries: 50, at: at(6.6)) == 10)
        #expect(admitted(&limits, ann, tries: 250, at: at(1000)) == 100)
    }

    @Test("tell how near each limit is to refusing somebody, without a word on whom")
    func usage() {
        let perHour = LimitPolicy(name: "hour", scope: .principal, quota: 1000, window: 3600)
        var limits = limits(perMinute, perHour)
        _ = admitted(&limits, LimitDemand(principal: "ann"), tries: 30, at: start)
        _ = admitted(&limits, LimitDemand(principal: "ben"), tries: 10, at: start)
        let now = limits.usage(at: start)
        #expect(now.map(\.policy) == [perMinute, perHour])
        #expect(now.map(\.callers) == [2, 2])
        #expect(now.map(\.leastLeft) == [70, 970])
        let later = limits.usage(at: at(60)).first
        #expect(later?.callers == 0)
        #expect(later?.leastLeft == 100)
    }

    @Test("agree with a bucket that is counted in whole numbers, whatever comes when", arguments: 0..<20)
    func oracle(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let quota = Int.random(in: 1...200, using: &random)
        var limits = limits(LimitPolicy(name: "p", scope: .principal, quota: quota, window: 60))
        // The oracle: nanoseconds of credit, of which a unit takes `interval` and a full bucket holds `quota` units.
        let interval = 60_000_000_000 / quota
        var (credit, last) = (interval * quota, start)
        var time = start
        for _ in 0..<2000 {
            time = time.advanced(bySeconds: Double(Int.random(in: 0...2000, using: &random)) / 1000)
            let units = Int.random(in: 1...3, using: &random)
            credit = min(interval * quota, credit + Int(time.nanoseconds - last.nanoseconds))
            last = time
            let isRight = credit >= interval * min(units, quota)
            if isRight { credit -= interval * min(units, quota) }
            let admission = limits.admit(LimitDemand(principal: "ann", units: units), at: time)
            #expect(admission.isAdmitted == isRight)
            #expect(admission.remaining == credit / interval)
        }
    }

    @Test("say when to come back, and then let in")
    func retry() {
        var limits = limits(perMinute)
        let ann = LimitDemand(principal: "ann", units: 10)
        #expect(admitted(&limits, ann, tries: 20, at: start) == 10)
        let refusal = limits.admit(ann, at: at(1))
        #expect(!refusal.isAdmitted && refusal.policy == "user-minute" && refusal.key == "ann")
        #expect(abs(refusal.retrySeconds - 5) < 1e-6)
        #expect(!limits.admit(ann, at: at(5.999)).isAdmitted)
        #expect(limits.admit(ann, at: at(6)).isAdmitted)
    }

    @Test("count principals, connections, addresses, tools and roles apart")
    func scopes() {
        for (scope, ann, bob) in [
            (LimitPolicy.Scope.principal, LimitDemand(principal: "ann"), LimitDemand(principal: "bob")),
            (.connection, LimitDemand(connection: "1"), LimitDemand(connection: "2")),
            (.address, LimitDemand(address: "10.0.0.1"), LimitDemand(address: "10.0.0.2")),
            (.tool, LimitDemand(tool: "a"), LimitDemand(tool: "b")),
            (.role, LimitDemand(role: "user"), LimitDemand(role: "viewer")),
            (.principalTool, LimitDemand(principal: "ann", tool: "a"), LimitDemand(principal: "ann", tool: "b")),
        ] {
            var limits = limits(LimitPolicy(name: "p", scope: scope, quota: 2, window: 60))
            #expect(admitted(&limits, ann, tries: 5, at: start) == 2)
            #expect(admitted(&limits, bob, tries: 5, at: start) == 2)
            #expect(admitted(&limits, LimitDemand(), tries: 5, at: start) == 5)
        }
    }

    @Test("of a role or a tool apply to it alone")
    func filters() {
        var limits = RateLimits()
        limits.set(LimitPoliciesSet(policies: LimitPolicy.published, costs: [:]))
        for (role, quota) in [("admin", 1000), ("user", 100), ("viewer", 20), ("custom", 3000)] {
            let demand = LimitDemand(principal: "the \(role)", role: role)
            #expect(admitted(&limits, demand, tries: 3000, at: start) == quota)
        }
        var tools = self.limits(LimitPolicy(name: "p", scope: .principal, tool: "a", quota: 1, window: 60))
        #expect(admitted(&tools, LimitDemand(principal: "ann", tool: "a"), tries: 3, at: start) == 1)
        #expect(admitted(&tools, LimitDemand(principal: "ann", tool: "b"), tries: 3, at: start) == 3)
    }

    @Test("hold for the minute and for the hour; what one refuses costs nothing in the other")
    func windows() {
        var limits = RateLimits()
        limits.set(LimitPoliciesSet(policies: LimitPolicy.published, costs: [:]))
        let ann = LimitDemand(principal: "ann", role: "user")
        let minutes = (0..<10).map { admitted(&limits, ann, tries: 500, at: at(Double($0) * 60)) }
        // 100 a minute until the hour's 1000 are used up, of which 10 minutes bring back 150.
        #expect(minutes == Array(repeating: 100, count: 10))
        #expect(admitted(&limits, ann, tries: 500, at: at(600)) == 100)
        #expect(admitted(&limits, ann, tries: 500, at: at(660)) == 83)
        #expect(limits.admit(ann, at: at(660)).policy == "user-hour")
    }

    @Test("charge what a tool costs, and never more than there can be")
    func costs() {
        var limits = limits(perMinute, costs: ["create_video": 30, "endless": 99_999_999])
        #expect(limits.cost(ofTool: "create_video") == 30)
        #expect(limits.cost(ofTool: "other") == 1 && limits.cost(ofTool: nil) == 1)
        let video = LimitDemand(principal: "ann", tool: "create_video", units: limits.cost(ofTool: "create_video"))
        #expect(admitted(&limits, video, tries: 9, at: start) == 3)
        let endless = LimitDemand(principal: "bob", units: limits.cost(ofTool: "endless"))
        #expect(admitted(&limits, endless, tries: 9, at: start) == 1)
        #expect(admitted(&limits, endless, tries: 9, at: at(59.9)) == 0)
        #expect(admitted(&limits, endless, tries: 9, at: at(60)) == 1)
    }

    @Test("do not give more when the clock goes back")
    func clock() {
        var limits = limits(perMinute)
        let ann = LimitDemand(principal: "ann")
        #expect(admitted(&limits, ann, tries: 100, at: at(3600)) == 100)
        #expect(admitted(&limits, ann, tries: 100, at: start) == 0)
        #expect(admitted(&limits, ann, tries: 100, at: at(3600)) == 0)
    }

    @Test("keep what was used of a limit that stays, and begin a changed one anew")
    func change() {
        let other = LimitPolicy(name: "hour", scope: .principal, quota: 1000, window: 3600)
        var limits = limits(perMinute, other)
        let ann = LimitDemand(principal: "ann")
        #expect(admitted(&limits, ann, tries: 100, at: start) == 100)
        let larger = LimitPolicy(name: "hour", scope: .principal, quota: 2000, window: 3600)
        let change = LimitPoliciesSet(policies: [perMinute, larger], costs: [:])
        #expect(!limits.isInForce(change))
        limits.set(change)
        #expect(limits.isInForce(change))
        #expect(!limits.admit(ann, at: start).isAdmitted)
        #expect(limits.usage(of: ann, at: start).map(\.remaining) == [0, 2000])
    }

    @Test("pass over a limit whose numbers are none")
    func faults() {
        let bad = [
            LimitPolicy(name: "a", scope: .principal, quota: 0, window: 60),
            LimitPolicy(name: "a", scope: .principal, quota: 1, window: 0),
            LimitPolicy(name: "a", scope: .principal, quota: .max, window: .max),
            LimitPolicy(name: "A\"", scope: .principal, quota: 1, window: 1),
            LimitPolicy(name: "", scope: .principal, quota: 1, window: 1),
        ]
        var limits = RateLimits()
        limits.set(LimitPoliciesSet(policies: bad, costs: [:]))
        #expect(bad.allSatisfy { $0.fault != nil })
        #expect(limits.admit(LimitDemand(principal: "ann"), at: start).policy.isEmpty)
        #expect(LimitPolicy.published.allSatisfy { $0.fault == nil })
    }

    @Test("remember a bounded number of keys, and of those the ones that used most")
    func bounds() {
        var limits = limits(LimitPolicy(name: "p", scope: .address, quota: 3, window: 3600))
        let abuser = LimitDemand(address: "abuser")
        #expect(admitted(&limits, abuser, tries: 9, at: start) == 3)
        for number in 0..<30_000 {
            _ = limits.admit(LimitDemand(address: "a\(number)"), at: at(1 + Double(number) / 1e6))
        }
        #expect(admitted(&limits, abuser, tries: 9, at: at(2)) == 0)
        let keys = limits.json(now: at(2)).array?.first?["keys"]?.int ?? 0
        #expect(keys <= 20_001 && keys > 14_000)
    }
}
