import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks providers over the network.
public struct HTTPProviderClient: ProviderClient {
    /// Tells at once when nobody listens; it lives as long as the process.
    private static let impatient: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    public init() {}

    public func answer(to question: ProviderQuestion) async -> ProviderAnswer {
        var request = HTTPClientRequest(url: question.url)
        request.method = .POST
        for header in question.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: question.body))
        do {
            let response = try await Self.impatient.execute(
                request, timeout: .nanoseconds(question.timeout.nanoseconds))
            let body = try await response.body.collect(upTo: question.answerLimit)
            return ProviderAnswer(
                .status(Int(response.status.code)), retryAfter: response.headers.first(name: "retry-after"),
                body: Array(body.readableBytesView))
        } catch {
            return ProviderAnswer(Self.outcome(error))
        }
    }

    private static func outcome(_ error: any Error) -> ProviderAnswer.Outcome {
        let timeouts: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout]
        let isTimeout = (error as? HTTPClientError).map(timeouts.contains) ?? false
        return isTimeout ? .timedOut : .unreachable("\(type(of: error))")
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
