/// The words of one action, and what they say.
struct TemplateWords {
    typealias Fault = AlertTemplate.Fault

    private enum Word: Equatable {
        case name(String)
        case variable(String)
        case field(String)
        case dot
        case string(String)
        case number(String)
        case symbol(String)
        case space
    }

    private var words: ArraySlice<Word>
    private var depth = 0

    init(_ text: Substring) throws(Fault) {
        var words: [Word] = []
        var rest = text
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.drop { $0.isWhitespace }
                words.append(.space)
            } else if first == "\"" || first == "`" {
                words.append(.string(try Self.string(&rest, first)))
            } else if first == "$" {
                rest = rest.dropFirst()
                words.append(.variable(Self.name(&rest)))
            } else if first == "." {
                rest = rest.dropFirst()
                let name = Self.name(&rest)
                words.append(name.isEmpty ? .dot : .field(name))
            } else if first.isNumber || (first == "-" || first == "+") && rest.dropFirst().first?.isNumber == true {
                let number = rest.prefix { $0.isNumber || $0.isLetter || "+-._".contains($0) }
                rest = rest[number.endIndex...]
                words.append(.number(String(number)))
            } else if first.isLetter || first == "_" {
                words.append(.name(Self.name(&rest)))
            } else if rest.hasPrefix(":=") {
                rest = rest.dropFirst(2)
                words.append(.symbol(":="))
            } else if "|()=,".contains(first) {
                rest = rest.dropFirst()
                words.append(.symbol(String(first)))
            } else {
                throw Fault(description: "unexpected '\(first)' in an action")
            }
        }
        self.words = words[...]
        trim()
    }

    private static func name(_ rest: inout Substring) -> String {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private static func string(_ rest: inout Substring, _ quote: Character) throws(Fault) -> String {
        var text = ""
        rest = rest.dropFirst()
        while let next = rest.popFirst() {
            if next == quote { return text }
            guard next == "\\", quote != "`" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case let other?: text.append(other)
            case nil: break
            }
        }
        throw Fault(description: "unterminated string in an action")
    }

    private mutating func trim() {
        while words.first == .space { words.removeFirst() }
        while words.last == .space { words.removeLast() }
    }

    /// The first word where it is a name.
    var keyword: String? {
        if case .name(let name)? = words.first { return name }
        return nil
    }

    mutating func skip() {
        words.removeFirst()
        trim()
    }

    /// The whole action as a pipeline.
    mutating func pipeline() throws(Fault) -> TemplatePipeline {
        let pipeline = try read()
        guard words.isEmpty else { throw Fault(description: "unexpected ')' or ',' in an action") }
        return pipeline
    }

    private mutating func read() throws(Fault) -> TemplatePipeline {
        depth += 1
        defer { depth -= 1 }
        guard depth <= AlertTemplate.depthLimit else { throw Fault(description: "parentheses are nested too deep") }
        var pipeline = TemplatePipeline()
        declare(&pipeline)
        repeat {
            let command = try command()
            guard !command.isEmpty else { throw Fault(description: "missing value for command") }
            pipeline.commands.append(command)
        } while take("|")
        return pipeline
    }

    /// Reads `$x :=`, `$i, $x :=` or `$x =`, where the pipeline begins so.
    private mutating func declare(_ pipeline: inout TemplatePipeline) {
        let start = words
        var names: [String] = []
        repeat {
            guard case .variable(let name)? = words.first, !name.isEmpty else { break }
            words.removeFirst()
            names.append(name)
            skipSpace()
        } while take(",")
        if !names.isEmpty, take(":=") {
            pipeline.variables = names
        } else if !names.isEmpty, take("=") {
            pipeline.variables = names
            pipeline.isAssignment = true
        } else {
            words = start
        }
    }

    private mutating func skipSpace() { while words.first == .space { words.removeFirst() } }

    private mutating func take(_ symbol: String) -> Bool {
        skipSpace()
        guard words.first == .symbol(symbol) else { return false }
        words.removeFirst()
        skipSpace()
        return true
    }

    private mutating func command() throws(Fault) -> [TemplateOperand] {
        var operands: [TemplateOperand] = []
        skipSpace()
        while let word = words.first {
            if word == .symbol("|") || word == .symbol(")") || word == .symbol(",") { break }
            operands.append(try operand())
            skipSpace()
        }
        return operands
    }

    private mutating func operand() throws(Fault) -> TemplateOperand {
        switch words.removeFirst() {
        case .string(let text): return .value(.string(text))
        case .number(let text):
            if let whole = Int(text) { return .value(.whole(whole)) }
            guard let number = Double(text) else { throw Fault(description: "bad number '\(text)'") }
            return .value(.number(number))
        case .name("true"): return .value(.bool(true))
        case .name("false"): return .value(.bool(false))
        case .name("nil"): return .value(.none)
        case .name(let name):
            guard TemplateRun.functions.contains(name) else {
                throw Fault(description: "function \"\(name)\" not defined")
            }
            return .function(name)
        case .variable(let name): return .variable(name, fields())
        case .dot: return .dot(fields())
        case .field(let name): return .dot([name] + fields())
        case .symbol("("):
            let inner = try read()
            guard take(")") else { throw Fault(description: "unclosed left paren") }
            return .pipeline(inner, fields())
        case .symbol(let symbol): throw Fault(description: "unexpected '\(symbol)' in an action")
        case .space: throw Fault(description: "missing value")
        }
    }

    private mutating func fields() -> [String] {
        var names: [String] = []
        while case .field(let name)? = words.first {
            words.removeFirst()
            names.append(name)
        }
        return names
    }
}
