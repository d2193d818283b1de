/// Reads a template: texts, and actions between double braces.
struct TemplateParser {
    typealias Fault = AlertTemplate.Fault

    private enum Piece {
        case text(String)
        case action(TemplateWords)
    }

    private enum End { case end, otherwise, otherwiseIf(TemplateWords), eof }

    private var pieces: ArraySlice<Piece>
    private var depth = 0

    init(_ text: String) throws(Fault) {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            var before = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            if rest.hasPrefix("- ") || rest.hasPrefix("-\n") {
                rest = rest.dropFirst()
                before = Self.trimmed(before, atEnd: true)
            }
            if !before.isEmpty { pieces.append(.text(String(before))) }
            guard let close = Self.close(rest) else { throw Fault(description: "unclosed action") }
            var action = rest[..<close]
            rest = rest[close...].dropFirst(2)
            if action.hasSuffix(" -") {
                action = action.dropLast()
                rest = Self.trimmed(rest, atEnd: false)
            }
            let isComment = Self.trimmed(action, atEnd: false).hasPrefix("/*")
            if !isComment { pieces.append(.action(try TemplateWords(action))) }
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces[...]
    }

    /// The place of the closing braces that do not stand in quotes.
    private static func close(_ text: Substring) -> String.Index? {
        var quote: Character?
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if let open = quote {
                if character == "\\", open != "`" {
                    index = text.index(after: index)
                    if index == text.endIndex { return nil }
                } else if character == open {
                    quote = nil
                }
            } else if character == "\"" || character == "`" {
                quote = character
            } else if text[index...].hasPrefix("}}") {
                return index
            }
            index = text.index(after: index)
        }
        return nil
    }

    private static func trimmed(_ text: Substring, atEnd: Bool) -> Substring {
        guard atEnd else { return text.drop { $0.isWhitespace } }
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    mutating func nodes() throws(Fault) -> [TemplateNode] {
        let (nodes, end) = try block()
        guard case .eof = end else { throw Fault(description: "unexpected {{end}} or {{else}}") }
        return nodes
    }

    /// Everything up to the end of the block.
    private mutating func block() throws(Fault) -> ([TemplateNode], End) {
        var nodes: [TemplateNode] = []
        depth += 1
        defer { depth -= 1 }
        guard depth <= AlertTemplate.depthLimit else { throw Fault(description: "blocks are nested too deep") }
        while let piece = pieces.popFirst() {
            switch piece {
            case .text(let text): nodes.append(.text(text))
            case .action(var words):
                switch words.keyword {
                case "end": return (nodes, .end)
                case "else":
                    words.skip()
                    guard words.keyword == "if" else { return (nodes, .otherwise) }
                    words.skip()
                    return (nodes, .otherwiseIf(words))
                case "if":
                    words.skip()
                    nodes.append(try choice(words))
                case "range", "with":
                    let isRange = words.keyword == "range"
                    words.skip()
                    nodes.append(try loop(try words.pipeline(), isRange: isRange))
                case "define", "template", "block", "break", "continue":
                    throw Fault(description: "'\(words.keyword ?? "")' is not supported")
                default: nodes.append(.action(try words.pipeline()))
                }
            }
        }
        return (nodes, .eof)
    }

    private mutating func choice(_ first: TemplateWords) throws(Fault) -> TemplateNode {
        var branches: [(TemplatePipeline?, [TemplateNode])] = []
        var condition: TemplateWords? = first
        while true {
            let pipeline = try condition?.pipeline()
            let (nodes, end) = try block()
            branches.append((pipeline, nodes))
            switch end {
            case .end: return .choice(branches)
            case .otherwise where condition != nil: condition = nil
            case .otherwiseIf(let words) where condition != nil: condition = words
            case .eof: throw Fault(description: "{{if}} has no {{end}}")
            default: throw Fault(description: "unexpected {{else}}")
            }
        }
    }

    private mutating func loop(_ pipeline: TemplatePipeline, isRange: Bool) throws(Fault) -> TemplateNode {
        let (body, end) = try block()
        var empty: [TemplateNode] = []
        switch end {
        case .end: break
        case .otherwise:
            let (nodes, last) = try block()
            guard case .end = last else { throw Fault(description: "unexpected {{else}}") }
            empty = nodes
        default: throw Fault(description: "{{\(isRange ? "range" : "with")}} has no {{end}}")
        }
        return isRange ? .range(pipeline, body, empty: empty) : .with(pipeline, body, empty: empty)
    }
}
