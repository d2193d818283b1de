import EventStore
import Hummingbird
import Projections

/// `/healthz`: the process lives and can read its log.
///
/// `/readyz`: its read models have caught up with it.
struct HealthRoutes: Sendable {
    let status: ServiceStatusSource
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("healthz") { _, _ in await status.health() }
        router.get("readyz") { _, _ in await ready() }
    }

    private func ready() async -> HTTPAnswer {
        let head = status.log.head
        let isReady = host.position >= head
        let body: JSON = [
            "status": isReady ? "ready" : "catching up", "position": .int(Int(host.position.value)),
            "head": .int(Int(head.value)), "rebuild": rebuild,
        ]
        // Under load the models are always a little behind: a few events are no reason to turn clients away.
        return .json(body, status: head.value - min(head.value, host.position.value) < 1000 ? .ok : .serviceUnavailable)
    }

    /// How far the read models are that are folded anew; null where none are.
    private var rebuild: JSON {
        guard let rebuild = host.rebuild else { return .null }
        return [
            "reason": .string(rebuild.reason.rawValue), "position": .int(Int(rebuild.position)),
            "through": .int(Int(rebuild.through)),
        ]
    }
}
