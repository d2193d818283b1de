import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// `GET /v1/dashboards` and `GET /v1/dashboards/{name}`, now or as of any position or time with `?at=`.
struct DashboardRoutes: Sendable {
    let host: ProjectionHost
    let dashboards: DashboardCatalogue
    private let renderer = DashboardRenderer()

    init(host: ProjectionHost, dashboards: DashboardCatalogue) {
        self.host = host
        self.dashboards = dashboards
    }

    func add(to router: Router<ServiceContext>) {
        router.get("v1/dashboards") { _, _ in HTTPAnswer.json(dashboards.json) }
        router.get("v1/dashboards/:name") { call, context in
            await one(context.parameters.get("name") ?? "", Query(call), call)
        }
    }

    private func one(_ name: String, _ query: Query, _ call: HTTPCall) async -> HTTPAnswer {
        guard let dashboard = dashboards[name] else {
            return .problem(.notFound, "there is no dashboard '\(name.prefix(64))'")
        }
        do {
            let models: ReadModels
            if let position = try await position(query) {
                models = try await host.models(asOf: position)
            } else {
                models = host.models
            }
            let tag = "\"\(name)-\(models.position)\""
            if call.headers[.ifNoneMatch] == tag { return .empty(.notModified, headers: [.eTag: tag]) }
            return .json(renderer.render(dashboard, models), headers: [.eTag: tag, .cacheControl: "no-cache"])
        } catch let error as ParameterError {
            return .problem(.badRequest, error.message, field: error.field)
        } catch let error as ProjectionError {
            return .problem(.badRequest, error.description, field: "at")
        } catch {
            return .problem(.internalServerError, "the log cannot be read")
        }
    }

    /// What `?at=` names: a position, or the last one at or before a time.
    private func position(_ query: Query) async throws -> Position? {
        guard let text = query.text("at") else { return nil }
        if let number = UInt64(text) { return Position(number) }
        guard let time = Timestamp(iso8601: text) else {
            throw ParameterError("at", "'at' must be a position or a time such as 2026-01-31T12:00:00Z, not '\(text)'")
        }
        return try await host.position(at: time)
    }
}
