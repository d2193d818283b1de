import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// The envelope of every answer of the Prometheus API: `status` and `data`, or `errorType` and `error`.
enum PrometheusAnswer {
    /// - Parameters:
    ///   - data: JSON that is written already.
    ///   - infos: remarks on how the answer came about, left out where there are none.
    static func success(_ data: [UInt8], infos: [String] = [], headers: HTTPFields = [:]) -> HTTPAnswer {
        var bytes = Array(#"{"status":"success","data":"#.utf8)
        bytes.reserveCapacity(bytes.count + data.count + 64)
        bytes += data
        if !infos.isEmpty {
            bytes += Array(#","infos":"#.utf8) + JSON.array(infos.map(JSON.string)).bytes
        }
        bytes.append(UInt8(ascii: "}"))
        return answer(bytes, .ok, headers)
    }

    static func success(_ data: JSON, infos: [String] = []) -> HTTPAnswer { success(data.bytes, infos: infos) }

    static func failure(_ fault: PrometheusFault) -> HTTPAnswer {
        let body: JSON = [
            "status": "error", "errorType": .string(fault.kind.rawValue), "error": .string(fault.message),
        ]
        return answer(body.bytes, fault.status, fault.kind == .unavailable ? [.retryAfter: "1"] : [:])
    }

    /// Runs `body`; what it throws becomes the envelope of an error.
    static func catching(_ body: () async throws -> HTTPAnswer) async -> HTTPAnswer {
        do { return try await body() } catch { return failure(PrometheusFault(error)) }
    }

    private static func answer(
        _ bytes: [UInt8], _ status: HTTPResponse.Status, _ headers: HTTPFields
    ) -> HTTPAnswer {
        var fields = headers
        fields[.contentType] = "application/json"
        return HTTPAnswer(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
