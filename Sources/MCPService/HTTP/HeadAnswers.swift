import Hummingbird

/// Leaves the body out of every answer to HEAD (RFC 9110, 9.3.2).
///
/// A route sees to that itself; what refuses a call ahead of it does not, and who reads on takes the body for the next
/// answer.
struct HeadAnswers: RouterMiddleware {
    typealias Context = ServiceContext

    func handle(
        _ call: HTTPCall, context: ServiceContext, next: (HTTPCall, ServiceContext) async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        let answer = try await next(call, context)
        return call.method == .head ? answer.createHeadResponse() : answer
    }
}
