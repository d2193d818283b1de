import EventStore

/// Finds the service that holds a data folder, by what it wrote into the log when it started.
enum RunningService {
    /// Where the service that holds the configured data folder is reached.
    static func url(_ configuration: Configuration) async throws -> String {
        // What its certificate names is not the address that it listens on.
        if configuration.server.scheme == "https", let url = configuration.server.publicURL { return url }
        return "\(configuration.server.scheme)://" + (try await address(folder: configuration.dataFolder))
    }

    /// The `host:port` of the latest `serve` that has not stopped.
    static func address(folder: String) async throws -> String {
        let log = try SQLiteEventLog.openForReading(folder: folder)
        let starts = Selection(types: [TypePattern("service.started")])
        let page = try await log.readBackwards(starts, before: nil, limit: 1)
        guard let started = page.events.first?.body(as: ServiceStarted.self), let address = started.address else {
            throw Failure(
                "the data folder '\(folder)' is in use by a process without a port; end it, or choose another with --data"
            )
        }
        return address
    }
}
