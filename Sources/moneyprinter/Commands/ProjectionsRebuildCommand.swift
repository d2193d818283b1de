import ArgumentParser
import EventStore
import Foundation
import NIOHTTP1

/// Has a running service fold read models anew, and shows how far it is.
struct ProjectionsRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Fold read models anew beside the running service.",
        discussion: """
            The old values answer until the new ones are as far, and then give way at once; snapshots of the past are put \
            right on the way. Where no service runs nothing is to be done: a start finds out by itself whether what it \
            stored is of this build. The rebuild goes on where this command is ended.
            """)

    @OptionGroup var projections: ProjectionNames

    @OptionGroup var service: ServiceAddress

    @Flag(help: "Return once it has begun.")
    var noWait = false

    func run() async throws {
        let url = try service.resolved()
        let begun = try await ServiceCall.send(.POST, url, "/v1/projections/rebuild" + projections.query)
        let names = (begun["projections"]?.array ?? []).compactMap(\.string)
        print("rebuilding \(names.joined(separator: ", ")) up to \(begun["through"]?.int ?? 0)")
        if noWait { return }
        var shown = -1
        while let progress = try await progress(of: names, at: url) {
            let percent = Int(progress * 100)
            if percent > shown { print("\(percent) %") }
            shown = max(shown, percent)
            try await Task.sleep(for: .milliseconds(250))
        }
        print("done")
    }

    /// The share that is folded; nil once all of it is.
    private func progress(of names: [String], at url: String) async throws -> Double? {
        let listing = try await ServiceCall.send(.GET, url, "/v1/projections")
        let mine = (listing["projections"]?.array ?? []).filter { names.contains($0["name"]?.string ?? "") }
        if let fault = mine.lazy.compactMap({ $0["fault"]?.string }).first {
            throw Failure("the rebuild failed: \(fault)")
        }
        return mine.compactMap { projection -> Double? in
            guard projection["rebuild"]?["reason"]?.string == "requested" else { return nil }
            return projection["rebuild"]?["progress"]?.number
        }.min()
    }
}
