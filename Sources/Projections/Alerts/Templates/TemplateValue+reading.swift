import EventStore
import PromQL

extension TemplateValue {
    /// As Go's templates print it.
    var text: String {
        switch self {
        case .none: "<no value>"
        case .string(let text): text
        case .number(let number): GoText.shortest(number)
        case .whole(let number): String(number)
        case .bool(let flag): String(flag)
        case .map(let map):
            "map[\(map.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: " "))]"
        case .sample(let sample):
            "{\(TemplateValue.map(sample.labels.dictionary).text) \(GoText.shortest(sample.value))}"
        case .samples(let samples): "[\(samples.map { TemplateValue.sample($0).text }.joined(separator: " "))]"
        case .array(let items): "[\(items.map(\.text).joined(separator: " "))]"
        case .list(let list):
            "map[\(list.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.text)" }.joined(separator: " "))]"
        }
    }

    init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .whole(number)
        case .double(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { TemplateValue($0) })
        case .object(let object):
            let texts = object.members.compactMap { member in member.value.string.map { (member.key, $0) } }
            self =
                texts.count == object.count && !texts.isEmpty
                ? .map(Dictionary(texts) { $1 })
                : .list(Dictionary(object.members.map { ($0.key, TemplateValue($0.value)) }) { $1 })
        }
    }

    /// Neither empty nor zero.
    var isTrue: Bool {
        switch self {
        case .none: false
        case .string(let text): !text.isEmpty
        case .number(let number): number != 0
        case .whole(let number): number != 0
        case .bool(let flag): flag
        case .map(let map): !map.isEmpty
        case .sample: true
        case .samples(let samples): !samples.isEmpty
        case .list(let list): !list.isEmpty
        case .array(let items): !items.isEmpty
        }
    }

    /// What a loop goes through.
    var items: [(TemplateValue, TemplateValue)] {
        switch self {
        case .samples(let samples): samples.enumerated().map { (.whole($0), .sample($1)) }
        case .map(let map): map.sorted { $0.key < $1.key }.map { (.string($0.key), .string($0.value)) }
        case .list(let list): list.sorted { $0.key < $1.key }.map { (.string($0.key), $0.value) }
        case .array(let items): items.enumerated().map { (.whole($0), $1) }
        default: []
        }
    }

    var count: Int? {
        switch self {
        case .string(let text): text.utf8.count
        case .map(let map): map.count
        case .samples(let samples): samples.count
        case .list(let list): list.count
        case .array(let items): items.count
        default: nil
        }
    }

    /// As a number where it is one, or a text that reads as one.
    var double: Double? {
        switch self {
        case .number(let number): number
        case .whole(let number): Double(number)
        case .string(let text): SampleText.parse(text)
        default: nil
        }
    }
}
