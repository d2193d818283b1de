import EventStore

/// `logging/setLevel`: from which level on a session wants log messages (up to 2025-11-25).
struct LoggingSetLevel: Method {
    let name = "logging/setLevel"
    let levels: SessionLevels

    func exists(in revision: ProtocolRevision) -> Bool { !revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let level = request.params["level"]?.string.flatMap(LogLevel.init) else {
            let known = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            return Outcome(.failure(.invalidParams("'level' must be one of \(known)")))
        }
        levels.set(level, for: request.origin.scope)
        return Outcome(.success([:]))
    }
}
