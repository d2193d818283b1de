import EventStore
import PromQL

/// Writes what a query yields as the Prometheus API gives it: `{"resultType": ..., "result": ...}`.
///
/// Straight into bytes: a dashboard asks for a hundred thousand samples at a time.
struct PrometheusResult {
    private var bytes: [UInt8] = []

    static func bytes(of result: QueryResult) -> [UInt8] {
        var writer = PrometheusResult()
        switch result {
        case .scalar(let value, let time): writer.wrap("scalar") { $0.pair(time, value) }
        case .string(let text, let time):
            writer.wrap("string") {
                $0.bytes.append(UInt8(ascii: "["))
                PrometheusTime.write(time, to: &$0.bytes)
                $0.bytes.append(UInt8(ascii: ","))
                JSON.write(text, to: &$0.bytes)
                $0.bytes.append(UInt8(ascii: "]"))
            }
        case .vector(let samples): writer.wrap("vector") { $0.vector(samples) }
        case .matrix(let series): writer.wrap("matrix") { $0.matrix(series) }
        }
        return writer.bytes
    }

    /// Labels as an object.
    static func write(_ labels: Labels, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, label) in labels.pairs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSON.write(label.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            JSON.write(label.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func wrap(_ type: StaticString, _ body: (inout PrometheusResult) -> Void) {
        add(#"{"resultType":""#)
        add(type)
        add(#"","result":"#)
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func vector(_ samples: [InstantSample]) {
        list(samples) { writer, sample in
            writer.add(#"{"metric":"#)
            Self.write(sample.labels, to: &writer.bytes)
            writer.add(#","value":"#)
            writer.pair(sample.timestamp, sample.value)
            writer.bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func matrix(_ series: [RangeSeries]) {
        list(series) { writer, one in
            writer.add(#"{"metric":"#)
            Self.write(one.labels, to: &writer.bytes)
            writer.add(#","values":["#)
            for index in 0..<one.samples.count {
                if index > 0 { writer.bytes.append(UInt8(ascii: ",")) }
                writer.pair(one.samples.timestamps[index], one.samples.values[index])
            }
            writer.add("]}")
        }
    }

    private mutating func list<Item>(_ items: [Item], _ body: (inout PrometheusResult, Item) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            body(&self, item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func pair(_ time: Int64, _ value: Double) {
        bytes.append(UInt8(ascii: "["))
        PrometheusTime.write(time, to: &bytes)
        add(",\"")
        write(value)
        add("\"]")
    }

    /// As ``SampleText`` writes it; whole numbers, which most counters are, without a string between.
    private mutating func write(_ value: Double) {
        if value == value.rounded(), value.magnitude < 9_007_199_254_740_992, value.sign == .plus || value != 0 {
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(decimal: UInt64(value.magnitude))
        } else {
            bytes.append(contentsOf: SampleText.format(value).utf8)
        }
    }

    private mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
