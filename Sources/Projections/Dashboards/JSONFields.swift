import EventStore

/// An object of a file, with the path at which it stands.
struct JSONFields {
    private let object: JSONObject
    private let place: String

    init(_ json: JSON, at place: String) {
        object = json.object ?? [:]
        self.place = place
    }

    var keys: [String] { object.keys }

    subscript(key: String) -> JSON? {
        let value = object[key]
        return value?.isNull == true ? nil : value
    }

    /// Such as `panels[2].title`.
    func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    /// The object under a key; nil where there is none.
    func fields(_ key: String) -> JSONFields? {
        self[key].flatMap { $0.object == nil ? nil : JSONFields($0, at: path(key)) }
    }
}
