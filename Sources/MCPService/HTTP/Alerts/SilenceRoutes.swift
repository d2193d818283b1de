import Access
import EventStore
import Hummingbird
import Projections

/// Silences: alerts that match are told to nobody for a while.
///
/// `GET` and `POST /v1/alerts/silences`, `DELETE /v1/alerts/silences/{id}`.
struct SilenceRoutes: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let functions: AlertFunctions
    let clock: any WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("v1/alerts/silences") { call, _ in await HTTPAnswer.alerting { try await list(Query(call)) } }
        router.post("v1/alerts/silences") { call, context in
            await HTTPAnswer.alerting {
                let body = try await call.json(upTo: Self.bodyLimit)
                return .json(try await desk(context.caller).silence(body), status: .created)
            }
        }
        router.delete("v1/alerts/silences/:id") { call, context in
            await HTTPAnswer.alerting { try await end(context.parameters.get("id") ?? "", Query(call), context.caller) }
        }
    }

    private func list(_ query: Query) async throws -> HTTPAnswer {
        let view = try await PastView(host: host).view(Silences.self, query)
        // Of the past the moment counts, of now the clock: a quiet log stands still.
        let now = query.text("at") == nil ? clock.now() : view.time ?? clock.now()
        return .json(["position": .int(Int(view.position.value)), "silences": view.value.json(at: now)])
    }

    private func desk(_ caller: Caller) -> AlertDesk {
        AlertDesk(
            log: log, host: host, functions: functions, clock: clock,
            metadata: EventMetadata(principal: caller.principal.id))
    }

    private func end(_ id: String, _ query: Query, _ caller: Caller) async throws -> HTTPAnswer {
        guard let ended = try await desk(caller).endSilence(id, author: query.text("author")) else {
            return .problem(.notFound, "there is no such silence")
        }
        return .json(ended)
    }

    private static let bodyLimit = 65_536
}
