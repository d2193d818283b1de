import ArgumentParser
import EventStore
import Foundation
import Projections

/// Prints the read models as they were.
struct ReplayStateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "The read models as they were at a position of the log.")

    @Option(help: "The last position that counts; the end of the log where it is left out.")
    var at: UInt64?

    @Option(help: "One projection, such as task_board; all where it is left out.")
    var projection: String?

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let service = try RecordedService(options.load())
        let models = try await service.models(at: at, option: "--at")
        guard let state = models.state(of: projection) else { throw service.noProjection(projection) }
        try FileHandle.standardOutput.write(contentsOf: Data((state.prettyText + "\n").utf8))
    }
}

extension RecordedService {
    /// - Parameter option: what the position was given with, for the message.
    func models(at position: UInt64?, option: String) async throws -> ReadModels {
        let head = log.head
        let place = position.map { Position($0) } ?? head
        guard place <= head else { throw ValidationError("\(option) is \(place): the log ends at \(head)") }
        return try await host.models(asOf: place)
    }

    func noProjection(_ name: String?) -> ValidationError {
        let names = Composition.projections.map { $0.name }.joined(separator: ", ")
        return ValidationError("--projection is '\(name ?? "")': allowed is one of \(names)")
    }
}
