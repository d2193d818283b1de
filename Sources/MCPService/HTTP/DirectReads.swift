import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers short reads of metrics for ``DirectCalls``: by the responder that Hummingbird has, without its way there.
///
/// Of such a call's time four fifths went into parsing, channels of parts and their back pressure, which whole requests
/// with whole answers do not need.
struct DirectReads: Sendable {
    private let responder: any HTTPResponder<ServiceContext>
    private let scheme: String
    private let logger: Logger

    init(responder: any HTTPResponder<ServiceContext>, scheme: String, logger: Logger) {
        self.responder = responder
        self.scheme = scheme
        self.logger = logger
    }

    func takes(_ head: PlainHead) -> Bool {
        ["GET", "POST"].contains(head.verb) && LongHandlers.isShort(head.requestTarget.prefix { $0 != "?" })
    }

    /// - Parameter head: one that is taken.
    func answer(to head: PlainHead, _ body: ByteBuffer, on channel: any Channel) async -> ReadAnswer {
        let request = HTTPCall(head: request(head), body: RequestBody(buffer: body))
        let context = ServiceContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        let text = AnswerText()
        do {
            let answer = try await responder.respond(to: request, context: context)
            try await answer.body.write(text)
            return ReadAnswer(status: answer.status, headers: answer.headers, body: text.bytes)
        } catch {
            return ReadAnswer(status: .internalServerError)
        }
    }

    private func request(_ head: PlainHead) -> HTTPRequest {
        var fields = HTTPFields()
        for (name, value) in head.lines {
            guard name != "host", let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return HTTPRequest(
            method: head.verb == "GET" ? .get : .post, scheme: scheme, authority: head.authority,
            path: head.requestTarget, headerFields: fields)
    }
}

/// The body of an answer as it is written.
private final class AnswerText: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        if bytes.readableBytes == 0 { bytes = buffer } else { bytes.writeImmutableBuffer(buffer) }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}
