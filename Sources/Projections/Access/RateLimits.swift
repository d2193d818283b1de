public import EventStore

/// The limits in force, and how much of each has been used: a fold of the requests that were admitted.
///
/// One value lives ahead of the log under a lock and answers ``admit(_:at:)``; the log's own copy is what a restart
/// begins with. An event's time is never before its admission, so a restart never gives more than there was.
public struct RateLimits: Projection {
    public static let name = "rate_limits"
    public static let version = 1
    public static let consumes: [any Event.Type] = [LimitPoliciesSet.self, RequestReceived.self]

    /// Limits kept.
    public static let policyLimit = 64
    /// What a call may cost.
    public static let costRange = 1...100_000

    private var counters: [LimitCounter] = []
    private var costs: [String: Int] = [:]

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as RequestReceived: charge(fact, event)
        case let fact as LimitPoliciesSet: set(fact)
        default: break
        }
    }

    /// Puts limits in force; one that stays the same keeps what was used of it, a changed one begins anew.
    public mutating func set(_ fact: LimitPoliciesSet) {
        let old = Dictionary(counters.map { ($0.policy, $0) }) { first, _ in first }
        let valid = fact.policies.filter { $0.fault == nil }.prefix(Self.policyLimit)
        counters = valid.map { old[$0] ?? LimitCounter($0) }
        costs = fact.costs.mapValues { min(max($0, Self.costRange.lowerBound), Self.costRange.upperBound) }
    }

    /// Whether these limits and costs are in force already.
    public func isInForce(_ fact: LimitPoliciesSet) -> Bool {
        var other = RateLimits()
        other.set(fact)
        return other.costs == costs && other.counters.map(\.policy) == counters.map(\.policy)
    }

    /// Units that a call of a tool costs.
    public func cost(ofTool tool: String?) -> Int { tool.flatMap { costs[$0] } ?? 1 }

    /// A limit that applies to a demand.
    private struct Claim {
        let counter: Int
        let key: String
        let place: LimitCounter.Place
    }

    private func claims(of demand: LimitDemand, at now: Int) -> [Claim] {
        var claims: [Claim] = []
        claims.reserveCapacity(8)
        for index in counters.indices {
            guard let key = counters[index].key(of: demand) else { continue }
            claims.append(Claim(counter: index, key: key, place: counters[index].place(of: key, at: now)))
        }
        return claims
    }

    /// Charges a demand to every limit that applies to it, or to none where one of them has not enough left.
    public mutating func admit(_ demand: LimitDemand, at time: Timestamp) -> Admission {
        let now = Int(time.nanoseconds)
        let claims = claims(of: demand, at: now)
        if let refusal = refusal(of: claims, units: demand.units, at: now) { return refusal }
        return charge(claims, units: demand.units, at: now)
    }

    /// The limit with the longest wait; nil where every one has enough left.
    private func refusal(of claims: [Claim], units: Int, at now: Int) -> Admission? {
        var longest: (claim: Claim, wait: Int)?
        for claim in claims {
            let wait = counters[claim.counter].wait(claim.place, units: units, at: now)
            if wait > longest?.wait ?? 0 { longest = (claim, wait) }
        }
        return longest.map { longest in
            let counter = counters[longest.claim.counter]
            let state = counter.state(longest.claim.place, at: now)
            return counter.admission(longest.claim.key, state: state, wait: longest.wait)
        }
    }

    /// The limit that has the smallest share left after the charge.
    @discardableResult
    private mutating func charge(_ claims: [Claim], units: Int, at now: Int) -> Admission {
        var nearest: (claim: Claim, state: (remaining: Int, untilFull: Int))?
        var share = Double.infinity
        for claim in claims {
            let place = counters[claim.counter].charge(claim.key, claim.place, units: units, at: now)
            let state = counters[claim.counter].state(place, at: now)
            let left = Double(state.remaining) / Double(counters[claim.counter].policy.quota)
            guard left < share else { continue }
            share = left
            nearest = (claim, state)
        }
        guard let nearest else { return .unlimited }
        return counters[nearest.claim.counter].admission(nearest.claim.key, state: nearest.state, wait: 0)
    }

    /// The limits that apply to a demand, each with what is left of it.
    public func usage(of demand: LimitDemand, at time: Timestamp) -> [Admission] {
        let now = Int(time.nanoseconds)
        return claims(of: demand, at: now).map { claim in
            let counter = counters[claim.counter]
            return counter.admission(claim.key, state: counter.state(claim.place, at: now), wait: 0)
        }
    }

    /// One limit over all its callers.
    public struct Usage: Equatable, Sendable {
        public let policy: LimitPolicy
        /// Those with less than the whole quota left.
        public let callers: Int
        /// Units that the busiest of them has left; the quota where there is none.
        public let leastLeft: Int
    }

    /// Every limit in force, and how near it is to refusing somebody.
    public func usage(at time: Timestamp?) -> [Usage] {
        let now = Int(time?.nanoseconds ?? 0)
        return counters.map { counter in
            let busiest = counter.busiest(1, at: now).first
            let left = busiest.map { counter.state(counter.place(of: $0, at: now), at: now).remaining }
            return Usage(
                policy: counter.policy, callers: counter.busyCount(at: now), leastLeft: left ?? counter.policy.quota)
        }
    }

    /// Every limit, and who has used most of it.
    public func json(now: Timestamp?) -> JSON {
        let time = Int(now?.nanoseconds ?? 0)
        return .array(counters.map { $0.json(at: time) })
    }

    private mutating func charge(_ fact: RequestReceived, _ event: RecordedEvent) {
        guard let access = fact.access, access.units > 0 else { return }
        let tool = fact.method == "tools/call" ? fact.params["name"]?.string : nil
        let demand = LimitDemand(
            principal: event.metadata.principal, role: access.role, connection: String(event.stream.id),
            address: access.address, tool: tool, units: access.units)
        let now = Int(event.time.nanoseconds)
        charge(claims(of: demand, at: now), units: demand.units, at: now)
    }
}

extension LimitCounter {
    fileprivate func admission(_ key: String, state: (remaining: Int, untilFull: Int), wait: Int) -> Admission {
        Admission(
            isAdmitted: wait == 0, policy: policy.name, key: key, quota: policy.quota, window: policy.window,
            remaining: state.remaining, resetSeconds: Double(state.untilFull) / 1e9, retrySeconds: Double(wait) / 1e9)
    }

    fileprivate func json(at now: Int) -> JSON {
        let busiest: [JSON] = busiest(10, at: now).map { key in
            let state = state(place(of: key, at: now), at: now)
            return [
                "key": .string(key), "remaining": .int(state.remaining),
                "reset_seconds": .double(Double(state.untilFull) / 1e9),
            ]
        }
        return [
            "policy": .string(policy.name), "scope": .string(policy.scope.rawValue), "role": .optional(policy.role),
            "tool": .optional(policy.tool), "quota": .int(policy.quota), "window": .int(policy.window),
            "keys": .int(keyCount), "busiest": .array(busiest),
        ]
    }
}
