extension ScalarSet {
    static let digit = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    static let space = ScalarSet([9...10, 12...13, 32...32])

    /// The class of an escape such as `\d` or `\W`.
    static func perl(_ letter: Unicode.Scalar) -> ScalarSet? {
        switch letter {
        case "d": digit
        case "D": digit.inverted
        case "w": word
        case "W": word.inverted
        case "s": space
        case "S": space.inverted
        default: nil
        }
    }

    /// The class of a name as in `[[:alpha:]]`.
    static func posix(_ name: String) -> ScalarSet? {
        let ranges: [String: [ClosedRange<UInt32>]] = [
            "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a], "ascii": [0...0x7f],
            "blank": [9...9, 32...32], "cntrl": [0...0x1f, 0x7f...0x7f], "digit": [0x30...0x39],
            "graph": [0x21...0x7e], "lower": [0x61...0x7a], "print": [0x20...0x7e],
            "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e], "space": [9...13, 32...32],
            "upper": [0x41...0x5a], "word": word.ranges, "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
        ]
        return ranges[name].map { ScalarSet($0) }
    }

    /// The general category of a name as in `\p{Lu}`, or of its first letter as in `\pL`.
    static func category(_ name: String) -> ScalarSet? { name == "Any" ? any : categorySets[name] }

    /// All categories, found in one pass over all scalars.
    private static let categorySets: [String: ScalarSet] = {
        var ranges: [Unicode.GeneralCategory: [ClosedRange<UInt32>]] = [:]
        var current: (category: Unicode.GeneralCategory, start: UInt32)?
        for value in 0...largest + 1 {
            let category = Unicode.Scalar(value)?.properties.generalCategory
            guard category != current?.category else { continue }
            if let run = current { ranges[run.category, default: []].append(run.start...value - 1) }
            current = category.map { ($0, value) }
        }
        return categories.mapValues { wanted in ScalarSet(wanted.flatMap { ranges[$0, default: []] }) }
    }()

    private static let categories: [String: Set<Unicode.GeneralCategory>] = {
        let single: [String: Unicode.GeneralCategory] = [
            "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
            "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
            "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
            "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
            "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol,
            "So": .otherSymbol, "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control,
            "Cf": .format, "Co": .privateUse, "Cs": .surrogate,
        ]
        var all = single.mapValues { Set([$0]) }
        for (name, category) in single { all[String(name.prefix(1)), default: []].insert(category) }
        return all
    }()
}
