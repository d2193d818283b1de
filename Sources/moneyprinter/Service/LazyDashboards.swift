import Projections
import Synchronization

/// The dashboards of the product, then those of its users, which may be none; read when they are first asked for.
///
/// A client that starts the service on standard input waits for its first answer, and most never ask for a dashboard.
final class LazyDashboards: Sendable {
    private let configuration: Configuration
    private let loaded = Mutex<DashboardFolders?>(nil)

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// Nil where nobody has asked for them yet.
    var known: DashboardFolders? { loaded.withLock { $0 } }

    /// Nil where they are not installed.
    func load() throws -> DashboardFolders? {
        try loaded.withLock { loaded in
            if loaded == nil { loaded = try Self.read(configuration) }
            return loaded
        }
    }

    private static func read(_ configuration: Configuration) throws -> DashboardFolders? {
        guard let folder = InstalledFiles.find("dashboards") else { return nil }
        do throws(DashboardFault) {
            return try DashboardFolders([folder, configuration.dashboardFolder])
        } catch {
            throw Failure(error.description)
        }
    }
}
