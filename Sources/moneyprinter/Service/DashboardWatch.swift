import EventStore
import Projections

/// Says in the log that the list of dashboards has changed: files come and go without an event.
struct DashboardWatch: Sendable {
    let log: any EventLog
    /// Nil as long as nobody has seen a list.
    let dashboards: @Sendable () -> DashboardFolders?
    let instance: String
    /// Changes of the list that the log knows of.
    private var told = 0

    init(log: any EventLog, dashboards: @escaping @Sendable () -> DashboardFolders?, instance: String) {
        self.log = log
        self.dashboards = dashboards
        self.instance = instance
    }

    /// Looks until it is cancelled, so often that a change is told at most once in that time.
    func run(every pause: Duration = .seconds(5)) async throws {
        var watch = self
        while true {
            try await Task.sleep(for: pause)
            await watch.look()
        }
    }

    /// Appends an event where the list has changed since the last look.
    mutating func look() async {
        guard let changes = dashboards()?.listChanges, changes != told else { return }
        let appended = try? await log.append(
            [ServiceListChanged(list: "resources")], to: ServiceEvents.stream(of: instance))
        // What the log cannot take now is told at a later look.
        if appended != nil { told = changes }
    }
}
