import AsyncHTTPClient
import EventStore
import Logging
import NIOCore
import NIOHTTP1
import OTLP

/// Sends what the process tells of itself to an OpenTelemetry collector, where one is configured.
struct OTLPSender: Sendable {
    let configuration: Configuration.Telemetry
    let client: OutboundClient
    let log: any EventLog
    let logger: Logger
    /// The instance of this process.
    let instance: String

    init(runtime: Runtime) {
        configuration = runtime.configuration.telemetry
        client = runtime.configuration.outbound.client
        log = runtime.log
        logger = runtime.telemetry.logger
        instance = runtime.instance
    }

    /// Answers are a few words.
    private static let answerLimit = 1 << 20

    /// Runs until it is cancelled; ends at once where there is no collector.
    func run() async throws {
        guard let endpoint = configuration.endpoint else { return }
        let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        try await withThrowingTaskGroup(of: Void.self) { group in
            for signal in OTLPSignal.allCases {
                group.addTask { try await exporter(signal, base).run() }
            }
            try await group.waitForAll()
        }
    }

    private func exporter(_ signal: OTLPSignal, _ base: String) -> OTLPExporter {
        var settings = OTLPExporter.Settings(own: [
            "service.name": "moneyprinter", "service.version": .string(Composition.version),
            "service.instance.id": .string(instance),
        ])
        settings.format = configuration.encoding == .json ? .json : .protobuf
        settings.seed = UInt64(instance, radix: 16) ?? 1
        return OTLPExporter(log: log, signal: signal, settings: settings) { delivery in
            await send(delivery, to: "\(base)/\(delivery.signal.path)")
        } report: { line in
            logger.warning("\(line)")
        }
    }

    private func send(_ delivery: OTLPDelivery, to url: String) async -> OTLPOutcome {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["content-type": delivery.contentType]
        if let encoding = delivery.contentEncoding { request.headers.add(name: "content-encoding", value: encoding) }
        for header in configuration.headers {
            guard let equals = header.firstIndex(of: "=") else { continue }
            request.headers.add(
                name: String(header[..<equals]), value: String(header[header.index(after: equals)...]))
        }
        request.body = .bytes(ByteBuffer(bytes: delivery.body))
        do {
            let answer = try await client.send(
                request, timeout: .seconds(configuration.timeoutSeconds), answerLimit: Self.answerLimit)
            return .answered(
                status: answer.status, retryAfter: answer.headers.first(name: "retry-after").flatMap { Double($0) },
                body: answer.body)
        } catch {
            return .unreachable("\(error)")
        }
    }
}
