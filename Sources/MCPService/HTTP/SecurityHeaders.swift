import HTTPTypes
import Hummingbird
import NIOCore

/// What every answer tells browsers: to take a body for nothing else than it is called, and to tell nobody where a link
/// was found; under TLS, to come by TLS only.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ServiceContext

    /// Whether the service itself ends TLS.
    let isSecure: Bool

    func handle(
        _ call: HTTPCall, context: ServiceContext, next: (HTTPCall, ServiceContext) async throws -> HTTPAnswer
    ) async throws -> HTTPAnswer {
        var answer: HTTPAnswer
        do {
            answer = try await next(call, context)
        } catch let error as any HTTPResponseError {
            answer = try error.response(from: call, context: context)
        }
        for field in isSecure ? Self.secure : Self.plain where answer.headers[field.name] == nil {
            answer.headers.append(field)
        }
        return answer
    }

    private static let plain = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField.Name("Referrer-Policy").map { HTTPField(name: $0, value: "no-referrer") },
    ].compactMap { $0 }
    private static let secure = plain + [HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")]

    /// The same, as they stand in an answer that is written by hand, each with the end of the line before it.
    static let plainLines: StaticString = "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer"
    static let secureLine: StaticString = "\r\nStrict-Transport-Security: max-age=31536000"
}
