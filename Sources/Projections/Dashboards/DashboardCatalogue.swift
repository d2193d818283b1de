public import EventStore
import Foundation

/// The dashboards of some folders, by name.
public struct DashboardCatalogue: Sendable {
    /// In alphabetical order.
    public let dashboards: [Dashboard]
    /// What is wrong with files that were left out, and what looks wrong in others.
    public let faults: [DashboardFault]

    public init(_ dashboards: [Dashboard], faults: [DashboardFault] = []) {
        self.dashboards = dashboards.sorted { $0.name < $1.name }
        self.faults = faults
    }

    /// Reads the text of one file: the dashboard, nil where there is an error, and all faults.
    public static func parse(
        _ text: String, file: String, sources: [PanelSource] = PanelSource.standard
    ) -> (dashboard: Dashboard?, faults: [DashboardFault]) {
        let known = Dictionary(sources.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("two panel sources are named \(first.name)")
        }
        var reader = DashboardReader(file: file, text: text, sources: known)
        return (reader.dashboard(), reader.faults)
    }

    /// Reads one file; a file that cannot be read is a fault.
    public static func read(path: String) -> (dashboard: Dashboard?, faults: [DashboardFault]) {
        let file = URL(filePath: path).lastPathComponent
        guard let data = FileManager.default.contents(atPath: path) else {
            return (nil, [DashboardFault(file: file, "cannot be read")])
        }
        guard data.count <= fileLimit else {
            return (nil, [DashboardFault(file: file, "is larger than \(fileLimit) bytes")])
        }
        return parse(String(decoding: data, as: UTF8.self), file: file)
    }

    public subscript(name: String) -> Dashboard? { dashboards.first { $0.name == name } }

    /// The body of `GET /v1/dashboards`.
    public var json: JSON {
        [
            "dashboards": .array(
                dashboards.map {
                    [
                        "name": .string($0.name), "title": .string($0.title),
                        "description": .optional($0.description), "panels": .int($0.panels.count),
                    ]
                }), "faults": .array(faults.map { .string($0.description) }),
        ]
    }

    private static let fileLimit = 1 << 20
}
