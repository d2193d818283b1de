import Hummingbird

/// Read models then and now, the first position at which something holds, and what sets failing calls apart.
///
/// `GET /v1/replay/diff?from=&to=&projection=`, `/v1/replay/bisect?expr=&from=&to=` and `/v1/events/compare?tool=`.
struct StateRoutes: Sendable {
    let desk: StateDesk

    func add(to router: Router<ServiceContext>) {
        router.get("v1/replay/diff") { call, _ in
            await HTTPAnswer.reading { .json(try await desk.difference(Query(call))) }
        }
        router.get("v1/replay/bisect") { call, _ in
            await HTTPAnswer.reading { .json(try await desk.bisect(Query(call))) }
        }
        router.get("v1/events/compare") { call, _ in
            await HTTPAnswer.reading { .json(try await desk.compare(Query(call))) }
        }
    }
}
