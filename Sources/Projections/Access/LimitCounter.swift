import EventStore

/// One limit and how far each key has used it: the generic cell rate algorithm (GCRA), one time for a key.
///
/// That time is when the key's bucket is full again. A request moves it on by what it costs; what would move it
/// further than a window's worth ahead of now is too much. The state of an idle key is no state.
struct LimitCounter: Codable, Equatable, Sendable {
    /// Keys kept; beyond them those whose buckets are full, or nearest to it, are forgotten.
    static let keyLimit = 20_000

    let policy: LimitPolicy
    /// Nanoseconds that one unit takes to come back, rounded down: the quota always fits in a window.
    let interval: Int
    private var fullAt: [String: Int] = [:]

    init(_ policy: LimitPolicy) {
        self.policy = policy
        interval = max(1, policy.window * 1_000_000_000 / max(1, policy.quota))
    }

    /// How far ahead of now a key's time may lie.
    private var span: Int { interval * policy.quota }

    /// What a demand counts under here; nil where the limit does not apply to it.
    func key(of demand: LimitDemand) -> String? {
        if let role = policy.role, role != demand.role { return nil }
        if let tool = policy.tool, tool != demand.tool { return nil }
        switch policy.scope {
        case .principal: return demand.principal
        case .connection: return demand.connection
        case .address: return demand.address
        case .tool: return demand.tool
        case .role: return demand.role
        case .principalTool:
            guard let principal = demand.principal, let tool = demand.tool else { return nil }
            return "\(principal) \(tool)"
        }
    }

    /// Where a key's time is kept, and when its bucket is full: found once, for asking and for charging.
    struct Place {
        fileprivate let index: Dictionary<String, Int>.Index?
        fileprivate let fullAt: Int
    }

    func place(of key: String, at now: Int) -> Place {
        guard let index = fullAt.index(forKey: key) else { return Place(index: nil, fullAt: now) }
        return Place(index: index, fullAt: max(fullAt.values[index], now))
    }

    /// Nanoseconds until `units` more fit: 0 for now.
    ///
    /// What costs more than the whole quota fits when the bucket is full.
    func wait(_ place: Place, units: Int, at now: Int) -> Int { max(0, place.fullAt + cost(units) - span - now) }

    /// Charges a key; the place must be the key's and nothing may have been charged since it was found.
    ///
    /// - Returns: the key's place afterwards, good for ``state(_:at:)``.
    mutating func charge(_ key: String, _ place: Place, units: Int, at now: Int) -> Place {
        let full = place.fullAt + cost(units)
        if let index = place.index {
            fullAt.values[index] = full
        } else {
            fullAt[key] = full
            if fullAt.count > Self.keyLimit { makeRoom(at: now) }
        }
        return Place(index: nil, fullAt: full)
    }

    /// Units that a key has left, and nanoseconds until it has all of them.
    func state(_ place: Place, at now: Int) -> (remaining: Int, untilFull: Int) {
        let ahead = place.fullAt - now
        return (max(0, (span - ahead) / interval), ahead)
    }

    var keyCount: Int { fullAt.count }

    /// Keys of which something is used.
    func busyCount(at now: Int) -> Int { fullAt.values.count { $0 > now } }

    /// Keys with the most used, the first first.
    func busiest(_ count: Int, at now: Int) -> [String] {
        let busy = fullAt.filter { $0.value > now }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return busy.prefix(count).map(\.key)
    }

    private func cost(_ units: Int) -> Int { interval * min(max(units, 1), policy.quota) }

    /// Forgets full buckets; where that frees less than a quarter, the fullest of the rest too.
    ///
    /// By times alone and not in order of keys: it happens under the lock, and keys are slow to compare.
    private mutating func makeRoom(at now: Int) {
        fullAt = fullAt.filter { $0.value > now }
        let excess = fullAt.count - Self.keyLimit * 3 / 4
        guard excess > 0 else { return }
        let last = fullAt.values.sorted()[excess - 1]
        fullAt = fullAt.filter { $0.value > last }
    }
}
