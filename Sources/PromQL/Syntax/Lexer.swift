/// Cuts a text into words.
///
/// What cannot be read becomes a last word of the kind `invalid`, so that the parser may find an earlier fault first.
struct Lexer {
    let bytes: [UInt8]
    var index = 0
    private var start = 0
    private var parentheses = 0
    private var isInBraces = false
    private var isInBrackets = false
    private var hasColon = false
    /// Whether a left bracket was the last word: what follows must be a duration.
    private var rangeFollows = false

    private let dialect: Dialect

    init(_ text: String, _ dialect: Dialect) {
        bytes = Array(text.utf8)
        self.dialect = dialect
    }

    static func tokens(_ text: String, _ dialect: Dialect) -> [Token] {
        var lexer = Lexer(text, dialect)
        var tokens: [Token] = []
        while true {
            let token = lexer.next()
            tokens.append(token)
            switch token.kind {
            case .end, .invalid: return tokens
            default: continue
            }
        }
    }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func take(_ byte: Character) -> Bool {
        guard let next = peek, byte.asciiValue == next else { return false }
        index += 1
        return true
    }

    func token(_ kind: Token.Kind) -> Token {
        Token(
            kind: kind, range: SourceRange(start, index), text: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    func invalid(_ reason: String) -> Token { token(.invalid(reason)) }

    private mutating func next() -> Token {
        skipSpace(andComments: !rangeFollows)
        start = index
        if rangeFollows {
            rangeFollows = false
            return duration()
        }
        guard let byte = peek else { return end() }
        if isInBraces { return inBraces(byte) }
        if byte.isDigit || byte == UInt8(ascii: ".") && index + 1 < bytes.count && bytes[index + 1].isDigit {
            return numberOrDuration()
        }
        if byte.isLetter || byte == UInt8(ascii: ":") { return isInBrackets ? colon(byte) : word() }
        if ["\"", "'", "`"].contains(Character(Unicode.Scalar(byte))) { return string() }
        return sign(byte)
    }

    private mutating func skipSpace(andComments: Bool) {
        while let byte = peek {
            if andComments && byte == UInt8(ascii: "#") {
                while let other = peek, other != 0x0a, other != 0x0d { index += 1 }
            } else if byte.isSpace {
                index += 1
            } else {
                return
            }
        }
    }

    private func end() -> Token {
        if isInBraces { return invalid("unexpected end of input inside braces") }
        if parentheses != 0 { return invalid("unclosed left parenthesis") }
        if isInBrackets { return invalid("unclosed left bracket") }
        return token(.end)
    }

    private mutating func word() -> Token {
        while let byte = peek, byte.isLetter || byte.isDigit || byte == UInt8(ascii: ":") { index += 1 }
        let plain = token(.identifier)
        if let kind = Token.words[plain.text.lowercased()] { return token(kind) }
        return plain.text.utf8.contains(UInt8(ascii: ":")) ? token(.metricIdentifier) : plain
    }

    /// Within brackets a word can only be the colon of a subquery.
    private mutating func colon(_ byte: UInt8) -> Token {
        index += 1
        if hasColon { return invalid("unexpected colon \(Self.quoted(byte))") }
        hasColon = true
        return token(.colon)
    }

    private mutating func inBraces(_ byte: UInt8) -> Token {
        if byte.isLetter {
            while let other = peek, other.isLetter || other.isDigit { index += 1 }
            return token(.identifier)
        }
        if ["\"", "'", "`"].contains(Character(Unicode.Scalar(byte))) { return string() }
        switch scalar() {
        case ",": return token(.comma)
        case "=": return take("~") ? token(.match(.matches)) : token(.assign)
        case "!":
            if take("~") { return token(.match(.matchesNot)) }
            if take("=") { return token(.binary(.notEqual)) }
            return invalid("unexpected character after '!' inside braces: \(nextQuoted())")
        case "{": return invalid("unexpected left brace '{'")
        case "}":
            isInBraces = false
            return token(.rightBrace)
        case let other: return invalid("unexpected character inside braces: \(Self.quoted(other))")
        }
    }

    private mutating func sign(_ byte: UInt8) -> Token {
        switch scalar() {
        case ",": return token(.comma)
        case "*": return token(.binary(.multiply))
        case "/": return token(.binary(.divide))
        case "%": return token(.binary(.modulo))
        case "+": return token(.binary(.add))
        case "-": return token(.binary(.subtract))
        case "^": return token(.binary(.power))
        case "@": return token(.at)
        case "<": return take("=") ? token(.binary(.lessOrEqual)) : token(.binary(.less))
        case ">": return take("=") ? token(.binary(.greaterOrEqual)) : token(.binary(.greater))
        case "=":
            if take("=") { return token(.binary(.equal)) }
            return peek == UInt8(ascii: "~") ? invalid("unexpected character after '=': '~'") : token(.assign)
        case "!":
            return take("=") ? token(.binary(.notEqual)) : invalid("unexpected character after '!': \(nextQuoted())")
        case "(", ")", "{", "[", "]": return bracket(byte)
        case let other: return invalid("unexpected character: \(Self.quoted(other))")
        }
    }

    private mutating func bracket(_ byte: UInt8) -> Token {
        switch byte {
        case UInt8(ascii: "("):
            parentheses += 1
            return token(.leftParenthesis)
        case UInt8(ascii: ")"):
            parentheses -= 1
            if parentheses >= 0 { return token(.rightParenthesis) }
            // Prometheus sees this fault when it has passed the parenthesis.
            start = index
            return invalid("unexpected right parenthesis ')'")
        case UInt8(ascii: "{"):
            isInBraces = true
            return token(.leftBrace)
        case UInt8(ascii: "["):
            if isInBrackets { return invalid("unexpected left bracket '['") }
            (isInBrackets, hasColon, rangeFollows) = (true, false, dialect == .prometheus2)
            return token(.leftBracket)
        default:
            if !isInBrackets { return invalid("unexpected right bracket ']'") }
            isInBrackets = false
            return token(.rightBracket)
        }
    }
}
