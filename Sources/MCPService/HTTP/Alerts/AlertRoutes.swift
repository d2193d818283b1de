import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// Alerts and how they came about, now or as of any position or time with `?at=`; back-tests of rules.
///
/// `GET /v1/alerts`, `GET /v1/alerts/{id}`, `GET /v1/alerts/deliveries`, `POST /v1/alerts/backtest`.
struct AlertRoutes: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let functions: AlertFunctions
    let bodyLimit: Int

    func add(to router: Router<ServiceContext>) {
        router.get("v1/alerts") { call, _ in await HTTPAnswer.alerting { try await list(Query(call)) } }
        router.get("v1/alerts/deliveries") { call, _ in
            await HTTPAnswer.alerting {
                .json(try await PastView(host: host).view(Deliveries.self, Query(call)).value.json)
            }
        }
        router.get("v1/alerts/:id") { call, context in
            await HTTPAnswer.alerting { try await one(context.parameters.get("id") ?? "", Query(call)) }
        }
        router.post("v1/alerts/backtest") { call, _ in
            await HTTPAnswer.alerting {
                let desk = AlertDesk(log: log, host: host, functions: functions)
                return .json(try await desk.backtest(try await call.json(upTo: bodyLimit)))
            }
        }
    }

    private func list(_ query: Query) async throws -> HTTPAnswer {
        let models = try await PastView(host: host).models(query)
        let head: JSONObject = ["position": .int(Int(models.position.value))]
        return .json(.object(head.merging(models[ActiveAlerts.self].json.object ?? [:])))
    }

    private func one(_ id: String, _ query: Query) async throws -> HTTPAnswer {
        let position = try await PastView(host: host).position(query)
        let view = try await PastView(host: host).view(ActiveAlerts.self, query)
        guard let alert = view.value.alert(id: id) else { return .problem(.notFound, "there is no such alert") }
        return .json(try await functions.explain(alert, position))
    }
}
