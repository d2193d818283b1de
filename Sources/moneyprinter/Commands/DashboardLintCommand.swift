import ArgumentParser
import Foundation
import Projections

/// Says what is wrong with dashboard files, and where.
struct DashboardLintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check dashboard files: syntax, fields, expressions, places.",
        discussion: """
            Prints a line for each fault: file, line, field, reason. Ends with 1 where a dashboard cannot be drawn; a \
            warning alone ends with 0.
            """)

    @Argument(help: "Files and folders; without any, the product's dashboards and your own.")
    var paths: [String] = []

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let paths = paths.isEmpty ? try standard() : paths
        let files = try paths.flatMap(Self.files)
        guard !files.isEmpty else { throw Failure("there is no *.json file in \(paths.joined(separator: ", "))") }
        let faults = files.flatMap { DashboardCatalogue.read(path: $0).faults }
        for fault in faults { print(fault) }
        let errors = faults.count { $0.severity == .error }
        print("\(files.count) files, \(errors) errors, \(faults.count - errors) warnings")
        if errors > 0 { throw ExitCode(1) }
    }

    private func standard() throws -> [String] {
        let own = try options.load().dashboardFolder
        return [InstalledFiles.find("dashboards"), FileManager.default.fileExists(atPath: own) ? own : nil]
            .compactMap { $0 }
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure("there is no '\(path)'")
        }
        guard isFolder.boolValue else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(path)/\($0)" }
    }
}
