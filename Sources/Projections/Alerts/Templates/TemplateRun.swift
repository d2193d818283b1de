public import PromQL

/// Fills in a template.
struct TemplateRun {
    typealias Fault = AlertTemplate.Fault

    private(set) var output = ""
    let data: AlertTemplate.Data
    private var variables: [(name: String, value: TemplateValue)]
    private var dot: TemplateValue
    /// Nodes run, in all: a bound on loops.
    private var steps = 0

    private static let stepLimit = 100_000
    private static let outputLimit = 1 << 20

    init(_ data: AlertTemplate.Data) {
        self.data = data
        dot = .list([
            "Labels": .map(data.labels), "Value": .number(data.value), "ExternalLabels": .map(data.externalLabels),
            "ExternalURL": .string(data.externalURL),
        ])
        variables = [
            ("", dot), ("labels", .map(data.labels)), ("value", .number(data.value)),
            ("externalLabels", .map(data.externalLabels)), ("externalURL", .string(data.externalURL)),
        ]
    }

    /// With other data than an alert's.
    init(dot: TemplateValue) {
        data = AlertTemplate.Data(labels: [:], value: .nan)
        self.dot = dot
        variables = [("", dot)]
    }

    mutating func run(_ nodes: [TemplateNode]) throws(Fault) {
        let kept = variables.count
        for node in nodes {
            steps += 1
            guard steps <= Self.stepLimit, output.utf8.count <= Self.outputLimit else {
                throw Fault(description: "the text is too long (limit: bytes = \(Self.outputLimit))")
            }
            switch node {
            case .text(let text): output += text
            case .action(let pipeline):
                let value = try value(of: pipeline)
                if pipeline.variables.isEmpty { output += value.text }
            case .choice(let branches): try choose(branches)
            case .with(let pipeline, let body, let empty):
                let value = try value(of: pipeline)
                if value.isTrue { try run(body, dot: value) } else { try run(empty) }
            case .range(let pipeline, let body, let empty): try loop(pipeline, body, empty)
            }
        }
        variables.removeLast(variables.count - kept)
    }

    private mutating func choose(_ branches: [(TemplatePipeline?, [TemplateNode])]) throws(Fault) {
        for (condition, body) in branches {
            if let condition, try !value(of: condition).isTrue { continue }
            return try run(body)
        }
    }

    private mutating func run(_ nodes: [TemplateNode], dot value: TemplateValue) throws(Fault) {
        let outer = dot
        dot = value
        try run(nodes)
        dot = outer
    }

    private mutating func loop(
        _ pipeline: TemplatePipeline, _ body: [TemplateNode], _ empty: [TemplateNode]
    ) throws(Fault) {
        var plain = pipeline
        plain.variables = []
        let items = try value(of: plain).items
        if items.isEmpty { return try run(empty) }
        for (key, item) in items {
            let kept = variables.count
            if pipeline.variables.count == 2 { variables.append((pipeline.variables[0], key)) }
            if let name = pipeline.variables.last { variables.append((name, item)) }
            try run(body, dot: item)
            variables.removeLast(variables.count - kept)
        }
    }

    mutating func value(of pipeline: TemplatePipeline) throws(Fault) -> TemplateValue {
        var value: TemplateValue?
        for command in pipeline.commands { value = try self.value(of: command, given: value) }
        let result = value ?? .none
        for name in pipeline.variables {
            if pipeline.isAssignment, let place = variables.lastIndex(where: { $0.name == name }) {
                variables[place].value = result
            } else {
                variables.append((name, result))
            }
        }
        return result
    }

    private mutating func value(
        of command: [TemplateOperand], given last: TemplateValue?
    ) throws(Fault) -> TemplateValue {
        guard case .function(let name)? = command.first else {
            guard command.count == 1, last == nil else {
                throw Fault(description: "can't give argument to non-function")
            }
            return try value(of: command[0])
        }
        var arguments: [TemplateValue] = []
        for operand in command.dropFirst() { arguments.append(try value(of: operand)) }
        if let last { arguments.append(last) }
        return try call(name, arguments)
    }

    private mutating func value(of operand: TemplateOperand) throws(Fault) -> TemplateValue {
        switch operand {
        case .value(let value): return value
        case .dot(let fields): return try Self.follow(fields, from: dot)
        case .variable(let name, let fields):
            guard let known = variables.last(where: { $0.name == name }) else {
                throw Fault(description: "undefined variable \"$\(name)\"")
            }
            return try Self.follow(fields, from: known.value)
        case .pipeline(let pipeline, let fields): return try Self.follow(fields, from: try value(of: pipeline))
        case .function(let name): return try call(name, [])
        }
    }

    private static func follow(_ fields: [String], from value: TemplateValue) throws(Fault) -> TemplateValue {
        var value = value
        for field in fields {
            switch (value, field) {
            case (.map(let map), _): value = .string(map[field] ?? "")
            case (.list(let list), _): value = list[field] ?? .none
            case (.sample(let sample), "Labels"): value = .map(sample.labels.dictionary)
            case (.sample(let sample), "Value"): value = .number(sample.value)
            default: throw Fault(description: "can't evaluate field \(field)")
            }
        }
        return value
    }
}

extension Labels {
    /// By name.
    public var dictionary: [String: String] {
        Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
