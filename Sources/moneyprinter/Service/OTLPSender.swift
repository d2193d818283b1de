import AsyncHTTPClient
import EventStore
import Logging
import NIOCore
import NIOHTTP1
import OTLP

/// Sends what the process tells of itself to an OpenTelemetry collector, where one is configured.
struct OTLPSender: Sendable {
    let configuration: Configuration.Telemetry
    let log: any EventLog
    let logger: Logger
    /// The instance of this process.
    let instance: String

    init(runtime: Runtime) {
        configuration = runtime.configuration.telemetry
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
        var once = HTTPClient.Configuration.once
        // A span for each export would itself be exported.
        once.tracing.tracer = nil
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: once)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for signal in OTLPSignal.allCases {
                    group.addTask { try await exporter(signal, base, client).run() }
                }
                try await group.waitForAll()
            }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func exporter(_ signal: OTLPSignal, _ base: String, _ client: HTTPClient) -> OTLPExporter {
        var settings = OTLPExporter.Settings(own: [
            "service.name": "moneyprinter", "service.version": .string(Composition.version),
            "service.instance.id": .string(instance),
        ])
        settings.format = configuration.encoding == .json ? .json : .protobuf
        settings.seed = UInt64(instance, radix: 16) ?? 1
        return OTLPExporter(log: log, signal: signal, settings: settings) { delivery in
            await send(delivery, to: "\(base)/\(delivery.signal.path)", client)
        } report: { line in
            logger.warning("\(line)")
        }
    }

    private func send(_ delivery: OTLPDelivery, to url: String, _ client: HTTPClient) async -> OTLPOutcome {
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
            let timeout = TimeAmount.seconds(Int64(configuration.timeoutSeconds))
            let response = try await client.execute(request, timeout: timeout)
            let body = try await response.body.collect(upTo: Self.answerLimit)
            return .answered(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Double($0) },
                body: Array(body.readableBytesView))
        } catch {
            return .unreachable("\(error)")
        }
    }
}
