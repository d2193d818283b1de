import EventStore
import Hummingbird
import Projections

/// The read models themselves: which there are, how far each is, and that they are what the log folds to.
///
/// `GET /v1/projections`, `GET /v1/projections/{name}?at=`, `POST /v1/projections/rebuild?projection=` and
/// `POST /v1/projections/verify?projection=`; the last two are about all of them where the call names none.
struct ProjectionRoutes: Sendable {
    let host: ProjectionHost
    let series: SeriesHost
    /// One long fold for a caller at a time: each takes threads of its own.
    let queries: QueryDesk

    func add(to router: Router<ServiceContext>) {
        router.get("v1/projections") { _, _ in await HTTPAnswer.reading { try await list() } }
        router.get("v1/projections/:name") { call, context in
            await HTTPAnswer.reading { try await state(context.parameters.get("name") ?? "", Query(call)) }
        }
        router.post("v1/projections/rebuild") { call, _ in await HTTPAnswer.reading { try rebuild(Query(call)) } }
        router.post("v1/projections/verify") { call, _ in
            await HTTPAnswer.reading { try await verify(Query(call)) }
        }
    }

    private func list() async throws -> HTTPAnswer {
        let listing = try await host.listing().object ?? [:]
        return .json(.object(listing.merging(["series": series.listing])))
    }

    private func state(_ name: String, _ query: Query) async throws -> HTTPAnswer {
        let models = try await PastView(host: host).models(query)
        guard let state = models.state(of: name) else {
            return .problem(.notFound, "there is no projection '\(name.prefix(64))'")
        }
        return .json(state)
    }

    private func rebuild(_ query: Query) throws -> HTTPAnswer {
        do throws(RebuildFault) {
            let plan = try host.beginRebuild(names(query))
            let body: JSON = [
                "projections": .array(plan.projections.map(JSON.string)), "through": .int(Int(plan.through.value)),
                "events": .array(plan.labels.map { .string(ProjectionEvents.stream(of: $0).text) }),
            ]
            return .json(body, status: .accepted)
        } catch {
            return try answer(error)
        }
    }

    private func verify(_ query: Query) async throws -> HTTPAnswer {
        do {
            let found = try await queries.run { try await host.verify(names(query)) }
            return .json([
                "same": .bool(found.allSatisfy(\.isSame)), "projections": .array(found.map(\.json)),
            ])
        } catch let fault as RebuildFault {
            return try answer(fault)
        }
    }

    private func names(_ query: Query) -> [String]? {
        let names = query.texts("projection")
        return names.isEmpty ? nil : names
    }

    private func answer(_ fault: RebuildFault) throws(ParameterError) -> HTTPAnswer {
        switch fault {
        case .unknown: throw ParameterError("projection", fault.description)
        case .running: .problem(.conflict, fault.description)
        case .stopped: .problem(.serviceUnavailable, fault.description, headers: [.retryAfter: "1"])
        }
    }
}
