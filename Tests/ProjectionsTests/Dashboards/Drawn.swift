import EventStore
import Foundation
import PromQL

@testable import Projections

/// Dashboards drawn without a host.
enum Drawn {
    /// No series at all.
    struct NoSeries: SeriesSource {
        func select(_ selection: SeriesSelection) throws -> [SelectedSeries] { [] }
    }

    /// A panel for every source.
    static let everything = Dashboard(
        name: "all", title: "All", description: nil, span: 3600,
        panels: PanelSource.standard.filter { $0.type != .section }.enumerated().map { number, source in
            Panel(
                id: source.name, number: number + 1, title: source.name, description: nil, type: source.type,
                grid: Panel.Grid(x: 0, y: number, width: 24, height: 1), unit: nil, thresholds: [], targets: [],
                source: source.name, hasSparkline: false)
        }, sections: PanelSource.standard.filter { $0.type == .section }.map(\.name))

    static func json(
        _ dashboard: Dashboard, _ models: ReadModels, _ series: any SeriesSource = NoSeries()
    ) throws -> JSON {
        try DashboardRenderer().render(dashboard, models, series)
    }

    static func bytes(_ dashboard: Dashboard, _ models: ReadModels) throws -> [UInt8] {
        try json(dashboard, models).bytes
    }

    /// The folder that the product ships.
    static var folder: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../dashboards").standardized.path
    }
}
