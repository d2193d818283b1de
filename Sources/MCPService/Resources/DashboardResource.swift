public import EventStore
import Projections

/// `dashboard://{name}`: a dashboard's data, now or in the past.
public struct DashboardResource: ResourceKind {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "dashboard://{name}{?at,from,to,step}", name: "dashboard", title: "A dashboard",
        description: "All panels of a dashboard with their data. 'at' is a position or time of the past.",
        mimeType: "application/json", icon: .eye)

    public func list(for owner: String?) async -> [ResourceEntry] {
        (sight.dashboards?.current.dashboards ?? []).map {
            ResourceEntry(
                uri: "dashboard://\($0.name)", name: $0.name, title: $0.title, description: $0.description,
                mimeType: "application/json")
        }
    }

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 1, let dashboard = sight.dashboards?.current[uri.path[0]] else {
            throw ResourceError.notFound
        }
        let query = uri.parameters
        let time = try DashboardTime(query)
        let models = try await PastView(host: sight.host).models(query)
        return [ResourceContents(uri, try await sight.dashboardDesk.draw(dashboard, models, time))]
    }

    /// One of the past stands still; today's follows the work, not the measurements of every second.
    public func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool {
        uri.parameters.text("at") == nil && ["task", "connection", "alert", "rule"].contains(event.stream.category)
    }

    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] {
        guard variable == "name" else { return [] }
        return (sight.dashboards?.current.dashboards ?? []).map(\.name).filter { $0.hasPrefix(prefix) }
    }
}
