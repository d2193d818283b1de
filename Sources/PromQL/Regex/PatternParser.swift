/// Reads a pattern in RE2's syntax.
///
/// Recursion is bounded by `depthLimit`, and what a repetition multiplies is bounded when the tree is compiled.
struct PatternParser {
    /// What `(?i)` and its like turn on and off.
    struct Flags {
        var foldsCase = false
        var dotTakesNewline = false
        var isMultiline = false
        var isUngreedy = false
    }

    static let depthLimit = 200
    static let repeatLimit = 1000

    let scalars: [Unicode.Scalar]
    var index = 0
    var flags = Flags()
    var captures = 0
    var names: [String: Int] = [:]
    private var depth = 0

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard index == scalars.count else { throw fault("unexpected )", from: 0, to: scalars.count) }
        return node
    }

    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    func text(_ from: Int, _ to: Int) -> String {
        String(String.UnicodeScalarView(scalars[from..<min(to, scalars.count)]))
    }

    func fault(_ fault: String, from: Int, to: Int) -> PatternError { PatternError(fault: fault, part: text(from, to)) }

    mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw PatternError(fault: "expression nests too deeply (limit of \(Self.depthLimit))", part: text(0, 40))
        }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var items: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = index
            guard let item = try atom() else { continue }
            items.append(try repeated(item, from: start))
        }
        return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
    }

    /// The repetitions after an atom; `a**` is refused as RE2 does.
    private mutating func repeated(_ item: PatternNode, from start: Int) throws(PatternError) -> PatternNode {
        var node = item
        var previous: Int?
        while true {
            let mark = index
            guard let (from, upTo) = try bounds() else { return node }
            let isLazy = take("?")
            if let previous { throw fault("invalid nested repetition operator", from: previous, to: index) }
            previous = mark
            node = .repetition(node, from: from, upTo: upTo, isGreedy: isLazy == flags.isUngreedy)
        }
    }

    private mutating func bounds() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = index
        guard take("{"), let from = number() else {
            index = start
            return nil
        }
        let upTo: Int? = take(",") ? number() : from
        let hasUpper = scalars[index - 1] != ","
        guard take("}") else {
            index = start
            return nil
        }
        guard from <= Self.repeatLimit, !hasUpper || (upTo ?? 0) <= Self.repeatLimit, !hasUpper || from <= (upTo ?? 0)
        else { throw fault("invalid repeat count", from: start, to: index) }
        return (from, hasUpper ? upTo : nil)
    }

    private mutating func number() -> Int? {
        let start = index
        while let digit = next, ("0"..."9").contains(digit) { index += 1 }
        guard index > start else { return nil }
        return Int(text(start, index)) ?? .max
    }
}
