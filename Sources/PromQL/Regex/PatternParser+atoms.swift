extension PatternParser {
    /// One character, class, group or assertion; nil for flags, which are not a part of the text.
    mutating func atom() throws(PatternError) -> PatternNode? {
        let start = index
        guard let scalar = next else { return .empty }
        index += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .set(try bracket(from: start))
        case ".": return .set(flags.dotTakesNewline ? .any : .anyButNewline)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw fault("missing argument to repetition operator", from: start, to: index)
        case "\\": return try escape(from: start)
        default: return .set(folded(ScalarSet(scalar.value)))
        }
    }

    func folded(_ set: ScalarSet) -> ScalarSet { flags.foldsCase ? set.foldingCase : set }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode? {
        let outer = flags
        guard take("?") else {
            captures += 1
            return try closed(number: captures, from: start, restoring: outer)
        }
        if take("P") {
            guard take("<") else { throw fault("invalid named capture", from: start, to: scalars.count) }
            captures += 1
            try name(captures, from: start)
            return try closed(number: captures, from: start, restoring: outer)
        }
        guard try readFlags(from: start) else { return nil }
        return try closed(number: nil, from: start, restoring: outer)
    }

    private mutating func closed(
        number: Int?, from start: Int, restoring outer: Flags
    ) throws(PatternError) -> PatternNode {
        let inner = try alternatives()
        guard take(")") else { throw fault("missing closing )", from: 0, to: scalars.count) }
        flags = outer
        return number.map { .capture(inner, number: $0) } ?? inner
    }

    private mutating func name(_ number: Int, from start: Int) throws(PatternError) {
        let first = index
        while let scalar = next, scalar != ">" { index += 1 }
        let name = text(first, index)
        guard take(">"), !name.isEmpty, name.utf8.allSatisfy({ $0.isLetter || $0.isDigit }) else {
            throw fault("invalid named capture", from: start, to: index)
        }
        guard names[name] == nil else { throw fault("duplicate capture group name", from: first, to: index - 1) }
        names[name] = number
    }

    /// Reads `i-s:` or `i)`; true where a group follows.
    private mutating func readFlags(from start: Int) throws(PatternError) -> Bool {
        var isOn = true
        while let scalar = next {
            index += 1
            switch scalar {
            case "i": flags.foldsCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotTakesNewline = isOn
            case "U": flags.isUngreedy = isOn
            case "-" where isOn: isOn = false
            case ":": return true
            case ")": return false
            default: throw fault("invalid or unsupported Perl syntax", from: start, to: index)
            }
        }
        throw fault("missing closing )", from: 0, to: scalars.count)
    }

    private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        guard let letter = next else { throw PatternError(fault: "trailing backslash at end of expression", part: "") }
        switch letter {
        case "A": return assertion(.textStart)
        case "z": return assertion(.textEnd)
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        case "Q": return quotation()
        default: break
        }
        if let set = try classEscape(from: start) { return .set(folded(set)) }
        return .set(folded(ScalarSet(try characterEscape(from: start))))
    }

    private mutating func assertion(_ kind: PatternNode.Assertion) -> PatternNode {
        index += 1
        return .assertion(kind)
    }

    /// `\Q…\E`: the text as it stands.
    private mutating func quotation() -> PatternNode {
        index += 1
        var items: [PatternNode] = []
        while let scalar = next {
            index += 1
            if scalar == "\\", take("E") { break }
            items.append(.set(folded(ScalarSet(scalar.value))))
        }
        return .sequence(items)
    }
}
