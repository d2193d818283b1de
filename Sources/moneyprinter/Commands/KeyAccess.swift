import EventStore
import Foundation
import MCPService
import NIOHTTP1

/// Reaches the keys of a data folder: in the log itself, or through the service that holds it.
struct KeyAccess {
    /// A call of the running service.
    typealias Service = @Sendable (HTTPMethod, String, JSON?) async throws -> JSON

    private let folder: String

    init(_ options: ConfigurationOptions) throws { folder = try options.load().dataFolder }

    /// What came of it, as HTTP has it.
    func run(
        here: (KeyOffice) async throws -> JSON, there: (Service) async throws -> JSON
    ) async throws -> JSON {
        let log: SQLiteEventLog
        do {
            let pepper = try PepperFile.pepper(folder: folder)
            log = try SQLiteEventLog.open(folder: folder)
            do {
                let answer = try await here(try await KeyOffice(log: log, desk: KeyDesk(log: log, pepper: pepper)))
                await log.close()
                return answer
            } catch {
                await log.close()
                throw error
            }
        } catch let error as StorageError where error.code == StorageError.inUse {
            let url = "http://" + (try await RunningService.address(folder: folder))
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
