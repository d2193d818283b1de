public import EventStore
import Foundation

/// The dashboards of a folder, by name.
public struct DashboardCatalogue: Sendable {
    /// In alphabetical order.
    public let dashboards: [Dashboard]

    public init(_ dashboards: [Dashboard]) { self.dashboards = dashboards.sorted { $0.name < $1.name } }

    /// Reads every `*.json` file directly in `folder`.
    ///
    /// - Throws: for the first file that is no dashboard, in alphabetical order, and where the folder has none.
    public static func load(
        folder: String, sources: [PanelSource] = PanelSource.standard
    ) throws(DashboardError) -> DashboardCatalogue {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw DashboardError(file: folder, "the dashboard folder cannot be read")
        }
        let files = names.filter { $0.hasSuffix(".json") }.sorted()
        guard !files.isEmpty else { throw DashboardError(file: folder, "the folder holds no dashboards (*.json)") }
        var dashboards: [Dashboard] = []
        for file in files {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
                throw DashboardError(file: file, "cannot be read")
            }
            dashboards.append(try parse(String(decoding: data, as: UTF8.self), file: file, sources: sources))
        }
        return DashboardCatalogue(dashboards)
    }

    /// Reads the text of one file.
    public static func parse(
        _ text: String, file: String, sources: [PanelSource] = PanelSource.standard
    ) throws(DashboardError) -> Dashboard {
        let known = Dictionary(sources.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("two panel sources are named \(first.name)")
        }
        return try DashboardReader(file: file, text: text, sources: known).dashboard()
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
                })
        ]
    }
}
