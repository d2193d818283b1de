import AsyncHTTPClient
import EventStore
import Foundation
import NIOCore
import NIOHTTP1

/// One call of a running service's own routes.
enum ServiceCall {
    /// - Parameter path: such as `/v1/alerts`.
    /// - Returns: the answer, which must be one of success.
    static func send(
        _ method: HTTPMethod, _ url: String, _ path: String, body: JSON? = nil
    ) async throws -> JSON {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .once)
        do {
            let answer = try await send(method, url + path, body, client)
            try await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func send(_ method: HTTPMethod, _ url: String, _ body: JSON?, _ client: HTTPClient) async throws
        -> JSON
    {
        var request = HTTPClientRequest(url: url)
        request.method = method
        ServiceCredential.add(to: &request)
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .seconds(600))
        } catch {
            throw Failure("no service answers at \(url): is it running? (moneyprinter serve)")
        }
        let json = try JSON(parsing: Array(try await response.body.collect(upTo: 64 << 20).readableBytesView))
        guard (200..<300).contains(response.status.code) else {
            let fault = json["error"]
            let field = fault?["field"]?.string.map { "\($0): " } ?? ""
            throw Failure("\(field)\(fault?["message"]?.string ?? "HTTP \(response.status.code)")")
        }
        return json
    }
}
