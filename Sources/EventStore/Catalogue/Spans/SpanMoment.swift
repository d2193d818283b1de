/// Something that happened within a span (OpenTelemetry's span event), such as an exception.
public struct SpanMoment: Codable, Hashable, Sendable {
    public let name: String
    public let time: Timestamp
    public let attributes: JSONObject

    public init(name: String, time: Timestamp, attributes: JSONObject = [:]) {
        self.name = name
        self.time = time
        self.attributes = attributes
    }

    var json: JSON { ["name": .string(name), "time": .string(time.iso8601), "attributes": .object(attributes)] }
}
