import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import VideoTools

/// Asks providers over the network, where the service may connect to.
struct OutboundProviderClient: ProviderClient {
    let client: OutboundClient

    func answer(to question: ProviderQuestion) async -> ProviderAnswer {
        var request = HTTPClientRequest(url: question.url)
        request.method = .POST
        for header in question.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: question.body))
        do {
            let answer = try await client.send(request, timeout: question.timeout, answerLimit: question.answerLimit)
            return ProviderAnswer(
                .status(answer.status), retryAfter: answer.headers.first(name: "retry-after"), body: answer.body)
        } catch {
            return ProviderAnswer(Self.outcome(error))
        }
    }

    private static func outcome(_ error: any Error) -> ProviderAnswer.Outcome {
        if let fault = error as? OutboundError { return fault.isTimeout ? .timedOut : .unreachable("\(fault)") }
        let timeouts: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout]
        let isTimeout = (error as? HTTPClientError).map(timeouts.contains) ?? false
        return isTimeout ? .timedOut : .unreachable("\(type(of: error))")
    }
}
