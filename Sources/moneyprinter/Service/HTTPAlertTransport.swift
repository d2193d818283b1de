import Alerting
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends alerts over HTTP.
struct HTTPAlertTransport: AlertTransport {
    private static let answerLimit = 65_536

    let client: HTTPClient

    func send(_ alert: AlertRequest) async throws -> AlertResponse {
        var request = HTTPClientRequest(url: alert.url)
        request.method = HTTPMethod(rawValue: alert.method)
        for header in alert.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: alert.body))
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try? await response.body.collect(upTo: Self.answerLimit)
        return AlertResponse(status: Int(response.status.code), body: body.map { String(buffer: $0) } ?? "")
    }
}
