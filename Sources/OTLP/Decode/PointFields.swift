import EventStore

/// What the points of all kinds of metric have, gathered while their fields are read.
struct PointFields {
    var labels: [(String, JSON)] = []
    var start: UInt64 = 0
    var time: UInt64 = 0
    var count: UInt64 = 0
    var sum: Double?
    var flags: UInt64 = 0
    var exemplars: [MetricExemplar] = []

    /// Whether the point says that there is no value: the series ended (OTLP's NO_RECORDED_VALUE).
    private var isEnd: Bool { flags & 1 == 1 }

    /// The point; nil where its time is none.
    func point(_ value: @autoclosure () -> MetricPoint.Value?, _ notes: inout DecodeNotes) -> MetricPoint? {
        guard let time = Int64(exactly: time), let start = Int64(exactly: start) else {
            notes.reject("with a time_unix_nano beyond the year 2262")
            return nil
        }
        guard let value = isEnd ? .number(.stale) : value() else { return nil }
        return MetricPoint(
            labels: JSONObject(labels), time: time > 0 ? Timestamp(nanoseconds: time) : nil,
            start: start > 0 ? Timestamp(nanoseconds: start) : nil, value: value, exemplars: exemplars)
    }
}
