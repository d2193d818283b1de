import CoreMetrics
import EventStore
import Instrumentation
import Logging
import Telemetry

/// The standard facades of this process: what libraries log, measure and trace goes to the event log.
struct ProcessTelemetry: Sendable {
    let sink = TelemetrySink()
    let metrics = MetricsRegistry()
    let logger: Logger
    /// New at each start; names the streams of what the process tells.
    let instance = String(SpanID.random().hex.prefix(8))

    /// - Parameters:
    ///   - level: the least that is said on standard error.
    ///   - recorded: the least that becomes an event.
    init(_ level: Configuration.LogLevel, recorded: Configuration.LogLevel = .notice) {
        let (sink, instance) = (sink, instance)
        logger = Logger(label: "moneyprinter") { label in
            var shown = StreamLogHandler.standardError(label: label)
            shown.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
            let kept = EventLogHandler(
                label: label, sink: sink, instance: instance,
                level: Logger.Level(rawValue: recorded.rawValue) ?? .notice)
            return MultiplexLogHandler([shown, kept])
        }
    }

    /// Makes this the back end of the facades, for the whole process: only once, and only by a command.
    func bootstrap() {
        MetricsSystem.bootstrap(metrics)
        InstrumentationSystem.bootstrap(LogTracer(sink: sink, instance: instance))
    }
}
