import EventStore
import PromQL

/// Writes what a query yields as the Prometheus API gives it: `{"resultType": ..., "result": ...}`.
///
/// Straight into bytes: a dashboard asks for a hundred thousand samples at a time.
struct PrometheusResult {
    private var bytes: [UInt8] = []
    private var times = TimeTexts()

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
        // More than most points take: what is not touched costs nothing, and a large list is never copied.
        bytes.reserveCapacity(series.reduce(64) { $0 + 256 + $1.samples.count * 40 })
        list(series) { writer, one in
            writer.add(#"{"metric":"#)
            Self.write(one.labels, to: &writer.bytes)
            writer.add(#","values":["#)
            writer.pairs(one.samples)
            writer.add("]}")
        }
    }

    /// All series of a range have the same times, most of them all of them.
    private mutating func pairs(_ samples: Samples) {
        times.prepare(samples.timestamps)
        samples.values.withUnsafeBufferPointer { values in
            for index in values.indices {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                times.write(index, to: &bytes)
                SampleText.write(values[index], to: &bytes)
                add("\"]")
            }
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
        SampleText.write(value, to: &bytes)
        add("\"]")
    }

    private mutating func add(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
