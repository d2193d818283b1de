public import EventStore
import PromQL

/// The series that other processes send (OTLP).
///
/// A resource is a source. `service.namespace` and `service.name` become `job`, `service.instance.id` `instance`, and
/// every other attribute a label of the resource's `target_info`. Senders may split what they measured over several
/// events, so a series that is not in the next one has not ended: they say so themselves (`stale`).
public struct ReceivedSeries: SeriesProducer {
    public static let name = "received"
    public static let version = 1
    public static let consumes: [any Event.Type] = [MetricsReceived.self]

    private var families = FamilySamples()
    /// Not stored: it only spares work.
    private var memories: [String: LabelMemory] = [:]
    private static let memoryLimit = 256

    private enum CodingKeys: String, CodingKey { case families }

    public init() {}

    public var metadata: [MetricMetadata] { Array(families.metadata.values) }

    public mutating func rows(for event: RecordedEvent) -> [SampleRow] {
        guard let fact = event.body(as: MetricsReceived.self) else { return [] }
        let source = Self.source(event.stream, fact.resource)
        var memory = memories.removeValue(forKey: source) ?? LabelMemory(common: Self.common(fact.resource))
        let moments = families.moments(of: fact.families, time: event.time.milliseconds, &memory)
        if memories.count >= Self.memoryLimit { memories.removeAll() }
        memories[source] = memory
        let info = Self.info(fact.resource)
        return moments.map { moment in
            SampleRow(
                source: source, time: moment.time, position: event.position,
                samples: moment.samples + (info.map { [SampleRow.Sample($0, 1, isTotal: false)] } ?? []),
                isWhole: false)
        }
    }

    private static func source(_ stream: StreamName, _ resource: JSONObject) -> String {
        let attributes = resource.members.sorted { $0.key < $1.key }
        return "\(stream.text) \(attributes.map { "\($0.key)=\(text($0.value))" }.joined(separator: " "))"
    }

    private static func text(_ value: JSON) -> String { value.string ?? String(decoding: value.bytes, as: UTF8.self) }

    private static let named = ["service.namespace", "service.name", "service.instance.id"]

    private static func common(_ resource: JSONObject) -> [(String, String)] {
        let (space, name, instance) = (resource[named[0]], resource[named[1]], resource[named[2]])
        let job = [space, name].compactMap { $0.map(text) }.filter { !$0.isEmpty }.joined(separator: "/")
        return [("job", name == nil ? "" : job), ("instance", instance.map(text) ?? "")].filter { !$0.1.isEmpty }
    }

    /// Nil where the resource says nothing but who it is, or not who it is.
    private static func info(_ resource: JSONObject) -> Labels? {
        let others = resource.members.filter { !named.contains($0.key) }
        let identity = common(resource)
        guard !others.isEmpty, !identity.isEmpty else { return nil }
        return Labels(
            others.map { (MetricNames.label($0.key), text($0.value)) } + identity
                + [(Labels.metricName, "target_info")])
    }
}
