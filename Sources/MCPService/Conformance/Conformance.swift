public import EventStore

/// What the official conformance suite expects of a server, beside the product's own: only behind `serve --conformance`.
public struct Conformance: Sendable {
    let tasks = FixtureTasks()
    let log: any EventLog

    public init(log: any EventLog) { self.log = log }

    public var tools: [any Tool] {
        FixtureContents.tools + FixtureQuestions.tools + FixtureInputs(seal: RequestSeal()).tools
            + FixtureTriggers(log: log).tools + tasks.tools
    }

    public var resources: [any ResourceKind] { [FixtureResources()] }

    public var prompts: [any Prompt] { FixturePrompt.all + [FixtureAskingPrompt()] }
}
