/// What the log was not given of an event: by which policy, and where.
///
/// It is told in the event itself, so that nobody has to guess from its values whether they are whole.
public struct Withheld: Codable, Hashable, Sendable {
    public let policy: RecordingPolicy
    /// Paths in the event's data, such as `params.arguments.api_key`; what lies at and below them is not as it was.
    public let places: [String]
    /// The value as it was, under a key beside the log that is forgotten soon after the task's end (base64).
    ///
    /// Nil where nobody needs it again.
    public let sealed: String?

    public init(policy: RecordingPolicy, places: [String], sealed: String? = nil) {
        self.policy = policy
        self.places = places
        self.sealed = sealed
    }

    init(_ object: JSONObject) throws {
        self.init(
            policy: try object.choice("policy"), places: try object.value("places").decode([String].self),
            sealed: try object.optionalText("sealed"))
    }

    /// The stored form, with the members in the order in which they are declared.
    var json: JSON {
        var object: JSONObject = [
            "policy": .string(policy.rawValue), "places": .array(places.map(JSON.string)),
        ]
        if let sealed { object["sealed"] = .string(sealed) }
        return .object(object)
    }
}
