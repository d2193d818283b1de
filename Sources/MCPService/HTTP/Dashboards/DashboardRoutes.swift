import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// `GET /v1/dashboards` and `GET /v1/dashboards/{name}`, now or as of any position or time with `?at=`.
struct DashboardRoutes: Sendable {
    let desk: DashboardDesk
    let folders: DashboardFolders

    func add(to router: Router<ServiceContext>) {
        router.get("v1/dashboards") { _, _ in HTTPAnswer.json(folders.current.json) }
        router.get("v1/dashboards/:name") { call, context in
            await HTTPAnswer.reading { try await one(context.parameters.get("name") ?? "", call) }
        }
    }

    private func one(_ name: String, _ call: HTTPCall) async throws -> HTTPAnswer {
        guard let dashboard = folders.current[name] else {
            return .problem(.notFound, "there is no dashboard '\(name.prefix(64))'")
        }
        let query = Query(call)
        let time = try DashboardTime(query)
        let models = try await PastView(host: desk.host).models(query)
        let tag = Self.tag(dashboard, models, time)
        if call.headers[.ifNoneMatch] == tag { return .empty(.notModified, headers: [.eTag: tag]) }
        let json = try await desk.draw(dashboard, models, time)
        return .json(json, headers: [.eTag: tag, .cacheControl: "no-cache"])
    }

    /// The position, and the time where a call names one.
    private static func tag(_ dashboard: Dashboard, _ models: ReadModels, _ time: DashboardTime) -> String {
        let range = (try? time.range(of: dashboard, models)).map { "\($0.start)-\($0.end)-\($0.step)" } ?? ""
        return "\"\(dashboard.name)-\(models.position)-\(range)\""
    }
}
