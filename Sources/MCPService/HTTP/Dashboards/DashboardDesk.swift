import EventStore
import Projections
import PromQL

/// Draws dashboards, on the threads of queries.
struct DashboardDesk: Sendable {
    let host: ProjectionHost
    let series: SeriesHost
    let renderer: DashboardRenderer
    let queries: QueryDesk

    /// - Parameter models: as of whatever position; the series are taken as of the same.
    func draw(_ dashboard: Dashboard, _ models: ReadModels, _ time: DashboardTime) async throws -> JSON {
        let range = try time.range(of: dashboard, models)
        return try await queries.run {
            try await series.evaluate(asOf: models.position) { source in
                try renderer.render(dashboard, models, source, range: range)
            }
        }
    }
}
