import Foundation
import Synchronization

/// The dashboards of the product and of its users, read anew when a file of theirs changes.
///
/// A file that is wrong while the service runs is left out, and its fault is told; what it held before stays.
public final class DashboardFolders: Sendable {
    private struct Loaded {
        var stamps: [String: String] = [:]
        var kept: [String: Dashboard] = [:]
        var catalogue = DashboardCatalogue([])
        var listChanges = 0

        /// What a list of the dashboards shows.
        var listed: [[String?]] { catalogue.dashboards.map { [$0.name, $0.title, $0.description] } }
    }

    private let folders: [String]
    private let loaded = Mutex(Loaded())

    /// Reads every `*.json` file directly in the folders; of two of one name the later folder's counts.
    ///
    /// - Parameter folders: the first must hold a dashboard; the others need not be there.
    /// - Throws: the first error of a file, and where there are no dashboards.
    public init(_ folders: [String]) throws(DashboardFault) {
        self.folders = folders
        let catalogue = current
        if let error = catalogue.faults.first(where: { $0.severity == .error }) { throw error }
        guard !catalogue.dashboards.isEmpty else {
            throw DashboardFault(file: folders.first ?? "", "the folder holds no dashboards (*.json)")
        }
    }

    /// What the files hold now.
    public var current: DashboardCatalogue {
        let stamps = Self.stamps(of: folders)
        return loaded.withLock { loaded in
            guard loaded.stamps != stamps || loaded.catalogue.dashboards.isEmpty else { return loaded.catalogue }
            Self.read(stamps, into: &loaded)
            return loaded.catalogue
        }
    }

    /// How often the list has changed since the dashboards were first read; looks at the files.
    public var listChanges: Int {
        _ = current
        return loaded.withLock { $0.listChanges }
    }

    private static func read(_ stamps: [String: String], into loaded: inout Loaded) {
        var found: [String: Dashboard] = [:]
        var faults: [DashboardFault] = []
        for (file, path) in paths(stamps.keys) {
            let (dashboard, wrong) = DashboardCatalogue.read(path: path)
            faults += wrong
            if let dashboard = dashboard ?? loaded.kept[file] { found[file] = dashboard }
        }
        let before = loaded.listed
        loaded.stamps = stamps
        loaded.kept = found
        loaded.catalogue = DashboardCatalogue(Array(found.values), faults: faults)
        if !before.isEmpty, before != loaded.listed { loaded.listChanges += 1 }
    }

    /// The path that counts for each file's name, by name.
    private static func paths(_ keys: some Sequence<String>) -> [(file: String, path: String)] {
        // A key is the folder's number, then the path.
        var paths: [String: String] = [:]
        for key in keys.sorted() {
            let path = String(key.drop { $0 != "/" })
            paths[URL(filePath: path).lastPathComponent] = path
        }
        return paths.sorted { $0.key < $1.key }.map { (file: $0.key, path: $0.value) }
    }

    /// Size and time of change of every file, so that a change is seen without reading it.
    private static func stamps(of folders: [String]) -> [String: String] {
        var stamps: [String: String] = [:]
        for (number, folder) in folders.enumerated() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where name.hasSuffix(".json") {
                let path = URL(filePath: "\(folder)/\(name)").standardizedFileURL.path
                let facts = try? FileManager.default.attributesOfItem(atPath: path)
                let changed = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
                let size = (facts?[.size] as? NSNumber)?.int64Value ?? 0
                stamps["\(number)\(path)"] = "\(changed) \(size)"
            }
        }
        return stamps
    }
}
