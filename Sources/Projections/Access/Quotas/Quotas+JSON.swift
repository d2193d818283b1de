public import EventStore

extension Quotas {
    /// The quotas in force, and who is nearest to their end.
    ///
    /// - Parameter limit: principals shown.
    public func json(at now: Timestamp?, limit: Int = 20) -> JSON {
        let today = QuotaUse.day(of: now ?? Timestamp(nanoseconds: 0))
        let nearest = used.map { (user: $0.user, use: $0.use, share: share($0.use, on: today)) }
            .sorted { ($1.share, $0.user) < ($0.share, $1.user) }
        return [
            "base": limits.map { Self.json($0.base) } ?? .null,
            "roles": .object(
                JSONObject((limits?.roles ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) })),
            "open_tasks": .int(openTasks),
            "users": .array(nearest.prefix(limit).map { Self.json($0.user, $0.use, on: today) }),
        ]
    }

    /// One quota over all principals that it applies to.
    public struct Usage: Equatable, Sendable {
        public let quota: Quota
        /// Nil for every role that has none of its own.
        public let role: String?
        public let limit: Int
        /// Principals that have used some of it.
        public let users: Int
        /// By the one that has used most.
        public let mostUsed: Int
    }

    /// Every quota in force, and how near it is to refusing somebody.
    public func usage(at now: Timestamp?) -> [Usage] {
        guard let limits else { return [] }
        let today = QuotaUse.day(of: now ?? Timestamp(nanoseconds: 0))
        var sets: [(role: String?, quotas: TaskQuotas)] = [(nil, limits.base)]
        for (role, quotas) in limits.roles.sorted(by: { $0.key < $1.key }) { sets.append((role, quotas)) }
        return sets.flatMap { role, quotas in
            let own = used.filter { entry in
                entry.use.role.map { (limits.roles[$0] == nil ? nil : $0) == role } ?? false
            }
            return Quota.allCases.map { quota in
                let amounts = own.map { quota.used(in: $0.use, on: today) }.filter { $0 > 0 }
                return Usage(
                    quota: quota, role: role, limit: quota.limit(in: quotas), users: amounts.count,
                    mostUsed: amounts.max() ?? 0)
            }
        }
    }

    /// The largest share of a quota that is used; 0 for whoever none applies to.
    private func share(_ use: QuotaUse, on today: Int) -> Double {
        guard use.role != nil, let quotas = quotas(of: use.role) else { return 0 }
        return Quota.allCases.map { Double($0.used(in: use, on: today)) / Double(max(1, $0.limit(in: quotas))) }
            .max() ?? 0
    }

    private static func json(_ quotas: TaskQuotas) -> JSON {
        .object(JSONObject(Quota.allCases.map { ($0.rawValue, .int($0.limit(in: quotas))) }))
    }

    private static func json(_ user: String, _ use: QuotaUse, on today: Int) -> JSON {
        let amounts = Quota.allCases.map { ($0.rawValue, JSON.int($0.used(in: use, on: today))) }
        return ["user": .string(user), "role": .optional(use.role), "used": .object(JSONObject(amounts))]
    }
}
