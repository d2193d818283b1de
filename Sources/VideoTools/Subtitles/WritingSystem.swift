/// The scripts that need a font or a line break of their own.
enum WritingSystem: Equatable, Sendable {
    case latin, japanese, korean, chinese, arabic, other

    /// The system of most letters of a text.
    static func of(_ text: String) -> WritingSystem {
        var counts: [Int] = Array(repeating: 0, count: ranked.count)
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            counts[ranked.firstIndex(of: of(scalar)) ?? 0] += 1
        }
        // One kana or hangul letter in four tells Japanese or Korean from Chinese, whose characters they share.
        let total = max(1, counts.reduce(0, +))
        if counts[1] * 4 >= total { return .japanese }
        if counts[2] * 4 >= total { return .korean }
        let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return ranked[most]
    }

    /// A font that is bold and has the letters.
    var font: String {
        switch self {
        case .latin: "Lato Black"
        case .japanese: "Noto Sans CJK JP"
        case .korean: "Noto Sans CJK KR"
        case .chinese: "Noto Sans CJK SC"
        case .arabic, .other: "DejaVu Sans"
        }
    }

    /// Whether the font must be told to be bold; Lato Black is heavy by itself.
    var needsBold: Bool { self != .latin }

    /// Whether words follow each other without a space.
    var joinsWords: Bool { self == .japanese || self == .chinese }

    /// The width of an average character in units of the font size.
    ///
    /// A font size is the height of a line, 1.2 (Lato) to 1.45 (Noto CJK) times what typographers call the size.
    var characterWidth: Double {
        switch self {
        case .latin: 0.44
        case .japanese, .korean, .chinese: 0.7
        case .arabic, .other: 0.58
        }
    }

    /// The most characters of one phrase; an ideograph is twice as wide as a letter.
    var phraseLimit: Int { joinsWords || self == .korean ? 14 : 22 }

    private static let ranked: [WritingSystem] = [.latin, .japanese, .korean, .chinese, .arabic, .other]

    private static func of(_ scalar: Unicode.Scalar) -> WritingSystem {
        switch scalar.value {
        case 0x41..<0x530, 0x1e00..<0x2000: .latin  // Latin, Greek and Cyrillic: all in Lato
        case 0x600..<0x780, 0x8a0..<0x900, 0xfb50..<0xfe00, 0xfe70..<0xff00: .arabic
        case 0x3040..<0x3100: .japanese
        case 0x1100..<0x1200, 0xac00..<0xd7b0: .korean
        case 0x3400..<0xa000, 0xf900..<0xfb00, 0x20000..<0x32000: .chinese
        default: .other
        }
    }
}
