public import EventStore
public import Projections
public import PromQL

/// Everything the service knows of itself, in one value: what its own tools and resources read.
public struct Sight: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let series: SeriesHost
    let alerts: AlertFunctions
    /// Nil where they are not installed.
    private let findDashboards: @Sendable () -> DashboardFolders?
    let options: QueryOptions
    /// Absolute path of the data folder.
    public let folder: String
    let clock: any WallClock
    let queries: QueryDesk

    public init(
        log: any EventLog, host: ProjectionHost, series: SeriesHost, alerts: AlertFunctions,
        dashboards: @escaping @Sendable () -> DashboardFolders?, options: QueryOptions = QueryOptions(), folder: String,
        clock: any WallClock = SystemWallClock()
    ) {
        self.log = log
        self.host = host
        self.series = series
        self.alerts = alerts
        findDashboards = dashboards
        self.options = options
        self.folder = folder
        self.clock = clock
        // Beside the queries of people, not in their place.
        queries = QueryDesk(threads: 1, limit: 16)
    }

    /// Whether the task that a resource's name begins with is somebody's own.
    func isTask(of uri: ResourceURI, ownedBy owner: String) -> Bool {
        host.read(TaskBoard.self) { board in
            uri.path.first.flatMap { board.value.task($0, ownedBy: owner) } != nil
        }
    }

    /// Whether an event is of a task that is somebody's own, also where the board has not heard of the task yet.
    ///
    /// - Parameter owner: nil for everybody's.
    func isTask(of event: RecordedEvent, ownedBy owner: String?) -> Bool {
        if owner == nil || event.metadata.principal == owner { return true }
        return host.read(TaskBoard.self) { $0.value.task(String(event.stream.id), ownedBy: owner) != nil }
    }

    /// Read when they are first asked for.
    var dashboards: DashboardFolders? { findDashboards() }

    /// Reads what was, beside what people ask.
    var stateDesk: StateDesk {
        StateDesk(log: log, host: host, series: series, queries: queries, options: options, folder: folder)
    }

    /// Draws dashboards beside those of people, not in their place.
    var dashboardDesk: DashboardDesk {
        DashboardDesk(host: host, series: series, renderer: DashboardRenderer(options: options), queries: queries)
    }
}
