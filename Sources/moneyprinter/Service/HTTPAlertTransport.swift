import Alerting
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends alerts over HTTP, to where the service may connect to.
struct HTTPAlertTransport: AlertTransport {
    private static let answerLimit = 65_536
    private static let patience = Duration.seconds(30)

    let client: OutboundClient

    func send(_ alert: AlertRequest) async throws -> AlertResponse {
        var request = HTTPClientRequest(url: alert.url)
        request.method = HTTPMethod(rawValue: alert.method)
        for header in alert.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: alert.body))
        let answer = try await client.send(request, timeout: Self.patience, answerLimit: Self.answerLimit)
        return AlertResponse(status: answer.status, body: String(decoding: answer.body, as: UTF8.self))
    }
}
