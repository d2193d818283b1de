public import EventStore

/// Draws a dashboard from read models: the same bytes for the same position, whenever it is asked.
public struct DashboardRenderer: Sendable {
    private let sources: [String: PanelSource]

    public init(sources: [PanelSource] = PanelSource.standard) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The projections that a host must hold for the standard sources.
    public static let projections: [any Projection.Type] = [
        TaskBoard.self, RenderSpeed.self, OperationMetrics.self, ServiceStatus.self, ActiveAlerts.self, RuleBook.self,
        LogStatistics.self,
    ]

    /// The body of `GET /v1/dashboards/{name}`.
    ///
    /// `timestamp` is the time of the last event, not of the asking, so nothing in it depends on when it is drawn.
    public func render(_ dashboard: Dashboard, _ models: ReadModels) -> JSON {
        var object: JSONObject = [
            "name": .string(dashboard.name), "title": .string(dashboard.title),
            "description": .optional(dashboard.description), "position": .position(models.position),
            "timestamp": .optional(models.time),
            "panels": .array(dashboard.panels.map { .object(draw($0, models)) }),
        ]
        for name in dashboard.sections { object[name] = sources[name]?.draw(models) ?? .null }
        return .object(object)
    }

    /// As of now.
    public func render(_ dashboard: Dashboard, _ host: ProjectionHost) -> JSON { render(dashboard, host.models) }

    /// As it was when `position` was the last event.
    public func render(_ dashboard: Dashboard, _ host: ProjectionHost, asOf position: Position) async throws -> JSON {
        render(dashboard, try await host.models(asOf: position))
    }

    private func draw(_ panel: Dashboard.Panel, _ models: ReadModels) -> JSONObject {
        [
            "id": .string(panel.id), "title": .string(panel.title), "type": .string(panel.type.rawValue),
            "unit": .optional(panel.unit), "source": .string(panel.source),
            "data": sources[panel.source]?.draw(models) ?? .null,
        ]
    }
}
