import PromQL
import Yams

/// Reads a YAML document field by field, and notes what is wrong with the line where it stands.
struct YAMLFields {
    let file: String
    private(set) var findings: [RuleFinding] = []

    /// Bytes of a file; the depth of aliases is bounded by the parser.
    static let byteLimit = 4 << 20

    init(file: String) { self.file = file }

    mutating func note(_ reason: String, at node: Node?, _ severity: RuleFinding.Severity = .error) {
        findings.append(
            RuleFinding(file: file, line: node?.mark?.line ?? 1, severity: severity, reason: reason))
    }

    /// The document; nil where it is none, which is noted.
    mutating func document(_ text: String) -> Node? {
        guard text.utf8.count <= Self.byteLimit else {
            note("is longer than \(Self.byteLimit) bytes", at: nil)
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else {
                note("is empty", at: nil)
                return nil
            }
            return node
        } catch let error as YamlError {
            findings.append(RuleFinding(file: file, line: Self.line(of: error), severity: .error, reason: "\(error)"))
        } catch {
            note("\(error)", at: nil)
        }
        return nil
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }

    /// The fields of a mapping; those that are not known, or stand twice, are noted.
    mutating func fields(_ node: Node, _ what: String, known: [String]) -> [String: Node] {
        guard let mapping = node.mapping else {
            note("\(what) must be a mapping", at: node)
            return [:]
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string, known.contains(name) else {
                note(
                    "field \(key.string ?? "?") is unknown in \(what); known are \(known.joined(separator: ", "))",
                    at: key)
                continue
            }
            if fields.updateValue(value, forKey: name) != nil { note("field \(name) stands twice in \(what)", at: key) }
        }
        return fields
    }

    mutating func list(_ node: Node?, _ what: String) -> [Node] {
        guard let node, !Self.isNull(node) else { return [] }
        guard let sequence = node.sequence else {
            note("\(what) must be a list", at: node)
            return []
        }
        return Array(sequence)
    }

    mutating func text(_ node: Node?, _ what: String) -> String? {
        guard let node, !Self.isNull(node) else { return nil }
        guard let text = node.scalar?.string else {
            note("\(what) must be a string", at: node)
            return nil
        }
        return text
    }

    mutating func texts(_ node: Node?, _ what: String) -> [String: String] {
        guard let node, !Self.isNull(node) else { return [:] }
        guard let mapping = node.mapping else {
            note("\(what) must be a mapping of strings", at: node)
            return [:]
        }
        var texts: [String: String] = [:]
        for (key, value) in mapping {
            guard let name = key.string, let text = value.scalar?.string else {
                note("\(what) must be a mapping of strings", at: value)
                continue
            }
            texts[name] = Self.isNull(value) ? "" : text
        }
        return texts
    }

    /// A duration such as `5m`, in seconds.
    mutating func seconds(_ node: Node?, _ what: String) -> Double? {
        guard let text = text(node, what) else { return nil }
        do throws(DurationText.Fault) {
            return Double(try DurationText.parse(text)) / 1000
        } catch {
            note("\(what): \(error)", at: node)
            return nil
        }
    }

    mutating func whole(_ node: Node?, _ what: String) -> Int? {
        guard let text = text(node, what) else { return nil }
        guard let number = Int(text) else {
            note("\(what) must be a whole number", at: node)
            return nil
        }
        return number
    }

    static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
