import AsyncHTTPClient
import EventStore
import Foundation
import NIOCore
import NIOHTTP1

/// Calls the Prometheus API of a service.
struct PrometheusClient {
    /// Such as `http://127.0.0.1:8081`.
    let url: String
    let client: HTTPClient

    /// Bytes of an answer.
    private static let limit = 256 << 20

    /// The `data` of the answer.
    func call(_ name: String, _ parameters: [(String, String)]) async throws -> JSON {
        var request = HTTPClientRequest(url: "\(url)/api/v1/\(name)")
        request.method = .POST
        request.headers = ["content-type": "application/x-www-form-urlencoded"]
        ServiceCredential.add(to: &request)
        request.body = .bytes(ByteBuffer(string: Self.form(parameters)))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .minutes(3))
        } catch {
            throw Failure("no service answers at \(url) (\(error)); start one with 'moneyprinter serve'")
        }
        let body = try await response.body.collect(upTo: Self.limit)
        guard let answer = try? JSON(parsing: Array(body.readableBytesView)), let status = answer["status"]?.string
        else { throw Failure("\(url) answered \(response.status.code) and not as the Prometheus API does") }
        guard status == "success" else { throw Failure(answer["error"]?.string ?? "the query failed") }
        return answer["data"] ?? .null
    }

    private static func form(_ parameters: [(String, String)]) -> String {
        var plain = CharacterSet.alphanumerics
        plain.insert(charactersIn: "-._~")
        return parameters.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }
}
