import EventStore
import HTTPTypes
import Hummingbird
import NIOCore
import OTLP

/// The envelope of an answer of the Prometheus API: `status` and `data`, or `errorType` and `error`.
struct PrometheusAnswer: Sendable {
    let status: HTTPResponse.Status
    private(set) var headers: HTTPFields
    private(set) var body: ByteBuffer

    /// Below this many bytes compression saves no packet.
    private static let smallest = 1400

    private init(_ body: ByteBuffer, _ status: HTTPResponse.Status, _ headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = "application/json"
        self.headers[.vary] = "Accept-Encoding"
        self.body = body
    }

    /// - Parameters:
    ///   - data: JSON that is written already.
    ///   - infos: remarks on how the answer came about, left out where there are none.
    static func success(_ data: [UInt8], infos: [String] = []) -> PrometheusAnswer {
        let remarks = infos.isEmpty ? [] : Array(#","infos":"#.utf8) + JSON.array(infos.map(JSON.string)).bytes
        var body = ByteBufferAllocator().buffer(capacity: data.count + remarks.count + 64)
        body.writeStaticString(#"{"status":"success","data":"#)
        body.writeBytes(data)
        body.writeBytes(remarks)
        body.writeInteger(UInt8(ascii: "}"))
        return PrometheusAnswer(body, .ok)
    }

    static func success(_ data: JSON, infos: [String] = []) -> PrometheusAnswer {
        success(data.bytes, infos: infos)
    }

    /// An answer without the envelope.
    static func plain(_ body: JSON) -> PrometheusAnswer { PrometheusAnswer(ByteBuffer(bytes: body.bytes), .ok) }

    static func failure(_ fault: PrometheusFault) -> PrometheusAnswer {
        let body: JSON = [
            "status": "error", "errorType": .string(fault.kind.rawValue), "error": .string(fault.message),
        ]
        return PrometheusAnswer(
            ByteBuffer(bytes: body.bytes), fault.status, fault.kind == .unavailable ? [.retryAfter: "1"] : [:])
    }

    /// Runs `body`; what it throws becomes the envelope of an error.
    static func catching(_ body: () async throws -> PrometheusAnswer) async -> PrometheusAnswer {
        do { return try await body() } catch { return failure(PrometheusFault(error)) }
    }

    /// Whether ``packed`` is worth its work for a caller who says this.
    func isWorthPacking(for accepted: String?) -> Bool {
        body.readableBytes >= Self.smallest && Self.takesGzip(accepted)
    }

    /// The same as gzip.
    var packed: PrometheusAnswer {
        let packed = body.withUnsafeReadableBytes { Gzip.deflate($0.bindMemory(to: UInt8.self), level: 1) }
        guard let packed else { return self }
        var answer = self
        answer.body = ByteBuffer(bytes: packed)
        answer.headers[.contentEncoding] = "gzip"
        return answer
    }

    /// Whether `Accept-Encoding` names gzip, or anything, and not as refused (`q=0`).
    static func takesGzip(_ accepted: String?) -> Bool {
        guard let accepted else { return false }
        var anything = false
        for part in accepted.lowercased().split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            switch words.first {
            case "gzip", "x-gzip": return weight > 0
            case "*": anything = weight > 0
            default: continue
            }
        }
        return anything
    }

    var http: HTTPAnswer {
        HTTPAnswer(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
