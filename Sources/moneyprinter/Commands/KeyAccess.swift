import EventStore
import Foundation
import Logging
import MCPService
import NIOHTTP1

/// Reaches the keys of a data folder: in the log itself, or through the service that holds it.
struct KeyAccess {
    /// A call of the running service.
    typealias Service = @Sendable (HTTPMethod, String, JSON?) async throws -> JSON

    private let configuration: Configuration
    private var folder: String { configuration.dataFolder }

    init(_ options: ConfigurationOptions) throws { configuration = try options.load() }

    /// What came of it, as HTTP has it.
    func run(
        here: (KeyOffice, AccessSetup) async throws -> JSON, there: (Service) async throws -> JSON
    ) async throws -> JSON {
        let log: SQLiteEventLog
        do {
            let setup = try await AccessSetup(
                configuration, publicURL: configuration.server.canonicalURL, logger: Logger(label: "keys"))
            log = try SQLiteEventLog.open(folder: folder)
            do {
                let office = try await KeyOffice(
                    log: log, desk: setup.keyDesk(log: log), tokens: setup.tokenDesk(log: log))
                let answer = try await here(office, setup)
                await log.close()
                return answer
            } catch {
                await log.close()
                throw error
            }
        } catch let error as StorageError where error.code == StorageError.inUse {
            let url = try await RunningService.url(configuration)
            return try await there { method, path, body in
                try await ServiceCall.send(method, url, path, body: body)
            }
        }
    }

    /// A text as one part of a path or query.
    static func part(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
