public import EventStore
public import PromQL

/// Draws a dashboard from read models and series: the same bytes for the same position, whenever it is asked.
public struct DashboardRenderer: Sendable {
    private let sources: [String: PanelSource]
    private let options: QueryOptions

    /// - Parameter options: what one expression may cost.
    public init(sources: [PanelSource] = PanelSource.standard, options: QueryOptions = QueryOptions()) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        self.options = options
    }

    /// The projections that a host must hold for the standard sources.
    public static let projections: [any Projection.Type] = [
        TaskBoard.self, RenderSpeed.self, OperationMetrics.self, ServiceStatus.self, ActiveAlerts.self, RuleBook.self,
        Silences.self, Deliveries.self,
        RateLimits.self, Quotas.self, LogStatistics.self, LogTimeline.self, Milestones.self,
    ]

    /// The body of `GET /v1/dashboards/{name}`.
    ///
    /// `timestamp` is the time of the last event, not of the asking, so nothing in it depends on when it is drawn.
    ///
    /// - Parameters:
    ///   - series: as of the models' position.
    ///   - range: nil for the dashboard's own span up to the last event.
    /// - Throws: what the source throws; an expression that is refused is told in its panel.
    public func render(
        _ dashboard: Dashboard, _ models: ReadModels, _ series: any SeriesSource, range: DashboardRange? = nil
    ) throws -> JSON {
        let range = range ?? DashboardRange(of: dashboard, models)
        let drawing = PanelDrawing(engine: QueryEngine(source: series, options: options), range: range)
        var panels: [JSON] = []
        for panel in dashboard.panels { panels.append(.object(try draw(panel, models, drawing))) }
        var object: JSONObject = [
            "name": .string(dashboard.name), "title": .string(dashboard.title),
            "description": .optional(dashboard.description), "position": .position(models.position),
            "timestamp": .optional(models.time), "from": .milliseconds(range.start), "to": .milliseconds(range.end),
            "step": .double(Double(range.step) / 1000), "panels": .array(panels),
        ]
        for name in dashboard.sections { object[name] = sources[name]?.draw(models) ?? .null }
        return .object(object)
    }

    private func draw(_ panel: Panel, _ models: ReadModels, _ drawing: PanelDrawing) throws -> JSONObject {
        var object = panel.json(drawing.range)
        do {
            object["data"] = try data(of: panel, models, drawing)
        } catch let error as QueryError {
            object["data"] = PanelDrawing.empty(panel.type, drawing.range)
            object["error"] = .string("\(error)")
        }
        return object
    }

    private func data(of panel: Panel, _ models: ReadModels, _ drawing: PanelDrawing) throws -> JSON {
        guard let source = panel.source.flatMap({ sources[$0] }) else { return try drawing.data(of: panel) }
        var data = source.draw(models)
        if panel.hasSparkline, panel.type == .stat, var object = data.object {
            object["points"] = try drawing.sparkline(of: panel)
            data = .object(object)
        }
        return data
    }
}

extension DashboardRange {
    /// Seconds shown of a log that has just begun.
    private static let shortest = 300.0

    /// What a dashboard shows where nobody asks for another time: its span up to the last event, and not much of the time
    /// before the log began.
    public init(of dashboard: Dashboard, _ models: ReadModels) {
        let end = models.time ?? Timestamp(nanoseconds: 0)
        let age = models[LogTimeline.self].firstTime.map { end.seconds(since: $0) } ?? 0
        self.init(from: end.advanced(bySeconds: -min(dashboard.span, max(Self.shortest, age))), to: end)
    }
}

extension Panel {
    /// Everything but the data.
    fileprivate func json(_ range: DashboardRange) -> JSONObject {
        [
            "id": .string(id), "title": .string(title), "description": .optional(description),
            "type": .string(type.rawValue), "unit": .optional(unitName), "source": .optional(source),
            "expr": .array(targets.map { .string(range.fill($0.expression)) }),
            "grid": ["x": .int(grid.x), "y": .int(grid.y), "w": .int(grid.width), "h": .int(grid.height)],
            "thresholds": .array(thresholds.map { ["value": .optional($0.value), "color": .string($0.color)] }),
            "exemplars": .bool(targets.contains(where: \.hasExemplars)),
        ]
    }
}
