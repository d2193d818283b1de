import EventStore
import Hummingbird
import Projections

/// `GET /v1/alerts` and `GET /v1/alerts/rules`, now or as of any position or time with `?at=`.
struct AlertRoutes: Sendable {
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/alerts") { call, _ in
            await HTTPAnswer.reading { Self.answer(try await view(ActiveAlerts.self, call)) { $0.json } }
        }
        router.get("v1/alerts/rules") { call, _ in
            await HTTPAnswer.reading { Self.answer(try await view(RuleBook.self, call)) { ["rules": $0.json] } }
        }
    }

    private func view<P: Projection>(_ type: P.Type, _ call: HTTPCall) async throws -> View<P> {
        try await PastView(host: host).view(type, Query(call))
    }

    private static func answer<P>(_ view: View<P>, _ body: (P) -> JSON) -> HTTPAnswer {
        let head: JSONObject = ["position": .int(Int(view.position.value))]
        return .json(.object(head.merging(body(view.value).object ?? [:])))
    }
}
