/// What names a series: labels sorted by name, without empty values.
///
/// A label with an empty value is the same as no label. The metric's name is the label `__name__`.
public struct Labels: Codable, Hashable, Sendable {
    /// One name and its value.
    public struct Label: Codable, Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public static let metricName = "__name__"
    static let bucketBound = "le"

    /// Sorted by name; no name twice, no value empty.
    public let pairs: [Label]

    /// Sorts; of labels with one name the last counts.
    public init(_ pairs: some Sequence<(String, String)>) {
        var byName: [String: String] = [:]
        for (name, value) in pairs { byName[name] = value }
        self.pairs = byName.filter { !$0.value.isEmpty }.map { Label($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    /// For pairs that hold the promise of ``pairs`` already.
    init(sorted pairs: [Label]) { self.pairs = pairs }

    static let none = Labels(sorted: [])

    /// The value of a label, empty where there is none.
    public subscript(name: String) -> String {
        pairs.first { $0.name == name }?.value ?? ""
    }
}

extension Labels {
    var withoutName: Labels {
        pairs.contains { $0.name == Self.metricName } ? dropping([Self.metricName]) : self
    }

    func dropping(_ names: [String]) -> Labels {
        Labels(sorted: pairs.filter { !names.contains($0.name) })
    }

    func keeping(_ names: [String]) -> Labels {
        Labels(sorted: pairs.filter { names.contains($0.name) })
    }

    /// With one label set, or removed where `value` is empty.
    func setting(_ name: String, _ value: String) -> Labels {
        var changed = pairs
        changed.removeAll { $0.name == name }
        guard !value.isEmpty else { return Labels(sorted: changed) }
        changed.insert(Label(name, value), at: changed.firstIndex { $0.name > name } ?? changed.count)
        return Labels(sorted: changed)
    }

    /// Whether a name may be a label's: a letter or underscore, then also digits.
    static func isValid(name: String) -> Bool {
        guard let first = name.utf8.first, first.isLetter else { return false }
        return name.utf8.allSatisfy { $0.isLetter || $0.isDigit }
    }
}

extension Labels: Comparable {
    /// By name and value, label after label; a beginning comes before what it begins.
    public static func < (left: Labels, right: Labels) -> Bool {
        for (one, other) in zip(left.pairs, right.pairs) {
            if one.name != other.name { return one.name < other.name }
            if one.value != other.value { return one.value < other.value }
        }
        return left.pairs.count < right.pairs.count
    }
}

extension Labels: CustomStringConvertible {
    /// As Prometheus prints them: `{__name__="up", job="api"}`.
    public var description: String {
        "{\(pairs.map { "\($0.name)=\(Quoting.quoted($0.value))" }.joined(separator: ", "))}"
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}
