import EventStore
import Hummingbird
import Projections

/// `GET /v1/services`: the processes that have served this log, now or as of any position or time with `?at=`.
struct ServiceRoutes: Sendable {
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/services") { call, _ in
            await HTTPAnswer.reading {
                let view = try await PastView(host: host).view(ServiceStatus.self, Query(call))
                return .json([
                    "position": .int(Int(view.position.value)), "services": .array(view.value.latest.map(\.json)),
                    "rebuilds": .array(view.value.rebuilds.map(\.json)),
                ])
            }
        }
    }
}
