/// A regular expression of RE2's syntax that must match a whole text.
///
/// Time is linear in the length of the text for every pattern: there is no backtracking. A pattern of more than
/// 10,000 instructions, or 200 nested groups, is refused.
struct Pattern: Sendable {
    /// Every text it matches, where those are few.
    let literals: [String]?
    private let lookup: Set<String>
    private let program: PatternProgram
    private let names: [String: Int]

    init(_ pattern: String, _ dialect: Dialect = .prometheus2) throws(PatternError) {
        // The whole text must match. The pattern is read within its anchors, as Go reads it for Prometheus, so that
        // faults have the same words and `a)|(?:b` the same odd meaning.
        var parser = PatternParser(dialect == .prometheus2 ? "^(?:\(pattern))$" : "^(?s:\(pattern))$")
        let node = Self.withoutAnchors(try parser.parse())
        program = try PatternProgram(node, captures: parser.captures, pattern: pattern)
        names = parser.names
        literals = node.literals(limit: 256)
        lookup = Set(literals ?? [])
    }

    /// The anchors hold by the way a machine runs, and would hide that a pattern is a few literals.
    private static func withoutAnchors(_ node: PatternNode) -> PatternNode {
        guard case .sequence(let parts) = node, parts.count == 3, parts[0] == .assertion(.textStart),
            parts[2] == .assertion(.textEnd)
        else { return node }
        return parts[1]
    }

    func matches(_ text: String) -> Bool {
        if literals != nil { return lookup.contains(text) }
        var machine = PatternMachine(program, text: text.unicodeScalars, keepsSlots: false)
        return machine.run() != nil
    }

    /// The text that `template` makes of a match, with `$1`, `${1}` and `${name}` replaced by the groups and `$$` by a
    /// dollar; nil where `text` does not match.
    func replacing(_ text: String, with template: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var machine = PatternMachine(program, text: scalars, keepsSlots: true)
        guard var slots = machine.run() else { return nil }
        (slots[0], slots[1]) = (0, scalars.count)
        return expand(template) { group in
            guard let group, 2 * group < slots.count, slots[2 * group] >= 0 else { return "" }
            return String(String.UnicodeScalarView(scalars[slots[2 * group]..<slots[2 * group + 1]]))
        }
    }

    private func expand(_ template: String, _ group: (Int?) -> String) -> String {
        var rest = template[...]
        var result = ""
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if let (name, after) = Self.reference(rest) {
                result += group(Int(name) ?? names[String(name)])
                rest = after
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    /// The name after a dollar and what follows it; nil where there is none.
    private static func reference(_ text: Substring) -> (Substring, Substring)? {
        let isBraced = text.first == "{"
        let body = isBraced ? text.dropFirst() : text
        let name = body.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
        guard !name.isEmpty else { return nil }
        guard isBraced else { return (name, body[name.endIndex...]) }
        guard body[name.endIndex...].first == "}" else { return nil }
        return (name, body[name.endIndex...].dropFirst())
    }
}
