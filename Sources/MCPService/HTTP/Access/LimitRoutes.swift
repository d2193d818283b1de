import EventStore
import Hummingbird
import Projections

/// `GET /v1/limits`: the limits and quotas in force, who has used most of each, and which addresses are locked out; now
/// or as of any position or time with `?at=`.
struct LimitRoutes: Sendable {
    let host: ProjectionHost
    let clock: any WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("v1/limits") { call, _ in await HTTPAnswer.reading { try await list(Query(call)) } }
    }

    private func list(_ query: Query) async throws -> HTTPAnswer {
        let past = PastView(host: host)
        let (limits, lockouts) = (
            try await past.view(RateLimits.self, query), try await past.view(Lockouts.self, query)
        )
        let quotas = try await past.view(Quotas.self, query)
        // Of the past the moment counts, of now the clock: what was used comes back while nothing happens.
        let now = query.text("at") == nil ? clock.now() : limits.time ?? clock.now()
        return .json([
            "position": .int(Int(limits.position.value)), "limits": limits.value.json(now: now),
            "quotas": quotas.value.json(at: now),
            "locked": .array(lockouts.value.locked(at: now).map(JSON.string)),
        ])
    }
}
