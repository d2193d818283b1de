public import EventStore
public import PromQL

/// The text of a label or an annotation with places that each alert fills in: `{{ $value | humanize }} errors`.
///
/// The subset of Go's templates that rule files use, with Prometheus' functions: actions, pipelines, variables, `if`,
/// `range`, `with`, and the data `$labels`, `$value`, `$externalLabels`, `$externalURL`.
public struct AlertTemplate: Equatable, Sendable {
    /// Why a text is no template, or a template cannot be filled in.
    public struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// What a template is filled in with.
    public struct Data: Sendable {
        public var labels: [String: String]
        public var value: Double
        public var externalLabels: [String: String] = [:]
        public var externalURL = ""
        /// Answers `query`, at the time of the alert; by default with nothing.
        public var query: @Sendable (String) throws -> [InstantSample] = { _ in [] }

        public init(labels: [String: String], value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    /// As it was written.
    public let text: String
    let nodes: [TemplateNode]

    /// Levels of blocks and parentheses.
    static let depthLimit = 32

    public init(_ text: String) throws(Fault) {
        self.text = text
        guard text.contains("{{") else {
            nodes = text.isEmpty ? [] : [.text(text)]
            return
        }
        var parser = try TemplateParser(text)
        nodes = try parser.nodes()
    }

    /// Fills in; what goes wrong is said in the text, as Prometheus does.
    public func filled(_ data: Data) -> String {
        if nodes.isEmpty { return "" }
        if nodes.count == 1, case .text(let plain) = nodes[0] { return plain }
        do throws(Fault) {
            return try render(data)
        } catch {
            return "<error expanding template: \(error)>"
        }
    }

    /// Fills in.
    public func render(_ data: Data) throws(Fault) -> String {
        var run = TemplateRun(data)
        try run.run(nodes)
        return run.output
    }

    /// Fills in with a JSON value as the data: `.alerts`, `.commonLabels.tool`; `toJson` quotes a text.
    public func filled(json: JSON) -> String {
        var run = TemplateRun(dot: TemplateValue(json))
        do throws(Fault) {
            try run.run(nodes)
            return run.output
        } catch {
            return "<error expanding template: \(error)>"
        }
    }

    public static func == (left: AlertTemplate, right: AlertTemplate) -> Bool { left.text == right.text }
}

/// A part of a template.
indirect enum TemplateNode: Sendable {
    case text(String)
    case action(TemplatePipeline)
    /// The first branch whose pipeline is true; the last may have none.
    case choice([(TemplatePipeline?, [TemplateNode])])
    case range(TemplatePipeline, [TemplateNode], empty: [TemplateNode])
    case with(TemplatePipeline, [TemplateNode], empty: [TemplateNode])
}

/// Commands, each given the value of the one before as its last argument.
struct TemplatePipeline: Sendable {
    /// The variables that are set to the value: of a `range` maybe two.
    var variables: [String] = []
    /// Whether they were declared before.
    var isAssignment = false
    var commands: [[TemplateOperand]] = []
}

indirect enum TemplateOperand: Sendable {
    case value(TemplateValue)
    /// `.`, then fields.
    case dot([String])
    case variable(String, [String])
    case function(String)
    case pipeline(TemplatePipeline, [String])
}

/// What a pipeline yields.
enum TemplateValue: Sendable {
    case none
    case string(String)
    case number(Double)
    /// A whole number, which prints and compares as one.
    case whole(Int)
    case bool(Bool)
    case map([String: String])
    case sample(InstantSample)
    case samples([InstantSample])
    case list([String: TemplateValue])
    case array([TemplateValue])
}
