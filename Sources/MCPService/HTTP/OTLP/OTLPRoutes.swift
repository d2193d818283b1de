import EventStore
import HTTPTypes
import Hummingbird
import NIOCore
import OTLP

/// OTLP/HTTP in: `POST /v1/traces`, `/v1/metrics` and `/v1/logs`, also below `/api/v1/otlp`, where Prometheus has them.
///
/// An export is answered once the log has its events. Nothing is written of the request itself: telemetry that
/// made telemetry would never end.
struct OTLPRoutes: Sendable {
    private let log: any EventLog
    private let decoder: OTLPDecoder
    private let bodyLimit: Int
    private let admission: ExportAdmission

    /// - Parameters:
    ///   - bodyLimit: bytes of a body as it is sent; inflated it may be as large as `limits` says.
    ///   - exportLimit: exports at work at once; one more is to be sent again.
    init(log: any EventLog, bodyLimit: Int, exportLimit: Int = 32, limits: OTLPLimits = OTLPLimits()) {
        self.log = log
        self.bodyLimit = bodyLimit
        admission = ExportAdmission(limit: exportLimit)
        decoder = OTLPDecoder(limits: limits)
    }

    func add(to router: Router<ServiceContext>) {
        for signal in OTLPSignal.allCases {
            for prefix in ["", "api/v1/otlp/"] {
                router.post(RouterPath(prefix + signal.path)) { call, _ in await export(call, signal) }
            }
        }
    }

    private func export(_ call: HTTPCall, _ signal: OTLPSignal) async -> HTTPAnswer {
        guard let format = OTLPFormat(contentType: call.header("content-type") ?? "") else {
            let types = OTLPFormat.allCases.map(\.contentType).joined(separator: " or ")
            return Self.refusal(.unsupportedMediaType, .invalidArgument, "'Content-Type' must be \(types)", .json)
        }
        let coding = call.header("content-encoding")?.lowercased() ?? "identity"
        guard ["identity", "gzip"].contains(coding) else {
            return Self.refusal(
                .unsupportedMediaType, .invalidArgument, "'Content-Encoding' must be gzip or identity", format)
        }
        let answer = await admission.admit { await read(call, signal, format, isGzip: coding == "gzip") }
        return answer
            ?? Self.refusal(.serviceUnavailable, .unavailable, "too many exports at once", format, retry: 1)
    }

    private func read(
        _ call: HTTPCall, _ signal: OTLPSignal, _ format: OTLPFormat, isGzip: Bool
    ) async -> HTTPAnswer {
        guard let buffer = try? await call.body.collect(upTo: bodyLimit) else {
            return Self.refusal(
                .contentTooLarge, .resourceExhausted, "the body is larger than \(bodyLimit) bytes", format)
        }
        return await take(Array(buffer.readableBytesView), signal, format, isGzip: isGzip)
    }

    private func take(
        _ body: [UInt8], _ signal: OTLPSignal, _ format: OTLPFormat, isGzip: Bool
    ) async -> HTTPAnswer {
        do throws(OTLPError) {
            let batch = try decoder.decode(body, of: signal, in: format, isGzip: isGzip)
            return await append(batch, signal, format)
        } catch {
            switch error.code {
            case .malformed: return Self.refusal(.badRequest, .invalidArgument, error.message, format)
            case .tooLarge: return Self.refusal(.contentTooLarge, .resourceExhausted, error.message, format)
            }
        }
    }

    private func append(_ batch: OTLPBatch, _ signal: OTLPSignal, _ format: OTLPFormat) async -> HTTPAnswer {
        do throws(AppendError) {
            for proposal in batch.proposals { try await append(proposal) }
            return Self.answer(OTLPAnswer.success(batch, of: signal, in: format), .ok, format)
        } catch {
            switch error {
            case .invalid: return Self.refusal(.badRequest, .invalidArgument, error.description, format)
            case .overloaded:
                return Self.refusal(.serviceUnavailable, .unavailable, error.description, format, retry: 1)
            default: return Self.refusal(.serviceUnavailable, .unavailable, error.description, format, retry: 5)
            }
        }
    }

    /// Appends once, also where the sender sends again what was half taken.
    private func append(_ proposal: Proposal) async throws(AppendError) {
        do throws(AppendError) {
            try await log.append(proposal)
        } catch {
            // Another export happens to have the same key, which is a hash.
            guard case .keyReused = error else { throw error }
            var proposal = proposal
            proposal.key = nil
            try await log.append(proposal)
        }
    }

    /// - Parameter retry: seconds after which the sender may try again; nil where that does not help.
    private static func refusal(
        _ status: HTTPResponse.Status, _ code: OTLPAnswer.Code, _ message: String, _ format: OTLPFormat,
        retry: Int? = nil
    ) -> HTTPAnswer {
        answer(
            OTLPAnswer.failure(code, message, in: format), status, format,
            retry.map { [.retryAfter: String($0)] } ?? [:])
    }

    private static func answer(
        _ body: [UInt8], _ status: HTTPResponse.Status, _ format: OTLPFormat, _ headers: HTTPFields = [:]
    ) -> HTTPAnswer {
        var fields = headers
        fields[.contentType] = format.contentType
        return HTTPAnswer(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
