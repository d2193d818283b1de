import Hummingbird

/// Takes whatever may take long off the event loop: all but the calls that are known to leave it themselves for that.
struct LongHandlers: RouterMiddleware {
    typealias Context = ServiceContext

    func handle(
        _ call: HTTPCall, context: ServiceContext, next: (HTTPCall, ServiceContext) async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        if Self.isShort(call.uri.path) { return try await next(call, context) }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try await next(call, context) }
    }

    /// Queries of metrics go to threads of their own where they are not small.
    static func isShort(_ path: some StringProtocol) -> Bool {
        short.contains(String(path)) || path.hasPrefix("/api/v1/label/")
    }

    private static let short: Set = [
        "/healthz", "/api/v1/query", "/api/v1/query_range", "/api/v1/labels", "/api/v1/series",
        "/api/v1/status/buildinfo",
    ]
}
