extension PatternParser {
    /// A class in brackets; the opening one has been read.
    mutating func bracket(from start: Int) throws(PatternError) -> ScalarSet {
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while true {
            guard let scalar = next else { throw fault("missing closing ]", from: start, to: scalars.count) }
            if scalar == "]", !isFirst { break }
            isFirst = false
            if let set = try posixClass() {
                ranges += set.ranges
            } else if let set = try namedClass() {
                ranges += set.ranges
            } else {
                ranges.append(try range())
            }
        }
        index += 1
        let set = folded(ScalarSet(ranges))
        return isInverted ? set.inverted : set
    }

    private mutating func range() throws(PatternError) -> ClosedRange<UInt32> {
        let start = index
        let first = try member()
        guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else { return first...first }
        index += 1
        let last = try member()
        guard first <= last else { throw fault("invalid character class range", from: start, to: index) }
        return first...last
    }

    private mutating func member() throws(PatternError) -> UInt32 {
        let start = index
        guard let scalar = next else { throw fault("missing closing ]", from: 0, to: scalars.count) }
        index += 1
        return scalar == "\\" ? try characterEscape(from: start) : scalar.value
    }

    /// A class such as `[:alpha:]` or `[:^alpha:]`.
    private mutating func posixClass() throws(PatternError) -> ScalarSet? {
        let start = index
        guard take("["), take(":") else {
            index = start
            return nil
        }
        let isInverted = take("^")
        let first = index
        while let scalar = next, scalar != ":", scalar != "]" { index += 1 }
        let name = text(first, index)
        guard take(":"), take("]") else {
            index = start
            return nil
        }
        guard let set = ScalarSet.posix(name) else {
            throw fault("invalid character class range", from: start, to: index)
        }
        return isInverted ? set.inverted : set
    }

    /// `\d` and its like within brackets.
    private mutating func namedClass() throws(PatternError) -> ScalarSet? {
        let start = index
        guard take("\\") else { return nil }
        if let set = try classEscape(from: start) { return set }
        index = start
        return nil
    }

    /// The class that the letter after a backslash names, nil where it names none.
    mutating func classEscape(from start: Int) throws(PatternError) -> ScalarSet? {
        guard let letter = next else { return nil }
        if let set = ScalarSet.perl(letter) {
            index += 1
            return set
        }
        guard letter == "p" || letter == "P" else { return nil }
        index += 1
        var name = next.map { String($0) } ?? ""
        index += 1
        if name == "{" {
            let first = index
            while let scalar = next, scalar != "}" { index += 1 }
            name = text(first, index)
            index += 1
        }
        let isInverted = (letter == "P") != name.hasPrefix("^")
        guard let set = ScalarSet.category(name.hasPrefix("^") ? String(name.dropFirst()) : name) else {
            throw fault("invalid character class range", from: start, to: min(index, scalars.count))
        }
        return isInverted ? set.inverted : set
    }

    /// The character that an escape stands for; the backslash has been read.
    mutating func characterEscape(from start: Int) throws(PatternError) -> UInt32 {
        guard let letter = next else { throw PatternError(fault: "trailing backslash at end of expression", part: "") }
        index += 1
        let controls: [Unicode.Scalar: UInt32] = ["a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11]
        if let control = controls[letter] { return control }
        if letter == "x" { return try hexadecimal(from: start) }
        if letter == "0" { return octal(letter) }
        if ("1"..."7").contains(letter), let second = next, ("0"..."7").contains(second) { return octal(letter) }
        if letter.value < 128, let byte = UInt8(exactly: letter.value), !byte.isDigit, !byte.isLetter || letter == "_" {
            return letter.value
        }
        throw fault("invalid escape sequence", from: start, to: index)
    }

    private mutating func octal(_ first: Unicode.Scalar) -> UInt32 {
        var value = first.value - 0x30
        for _ in 0..<2 {
            guard let digit = next, ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 0x30
            index += 1
        }
        return value
    }

    private mutating func hexadecimal(from start: Int) throws(PatternError) -> UInt32 {
        let isBraced = take("{")
        let first = index
        while let scalar = next, index - first < (isBraced ? 8 : 2), scalar.properties.isASCIIHexDigit { index += 1 }
        let digits = text(first, index)
        guard let value = UInt32(digits, radix: 16), value <= ScalarSet.largest,
            isBraced ? take("}") : digits.count == 2
        else { throw fault("invalid escape sequence", from: start, to: min(index + 1, scalars.count)) }
        return value
    }
}
