import EventStore

/// A prompt of the suite.
struct FixturePrompt: Prompt {
    let definition: PromptDefinition
    private let body: @Sendable ([String: String]) -> [PromptMessage]

    init(
        _ name: String, _ arguments: [String] = [], _ body: @escaping @Sendable ([String: String]) -> [PromptMessage]
    ) {
        definition = PromptDefinition(
            name: name, title: name, description: "A prompt of the conformance suite",
            arguments: arguments.map { .init($0, title: $0, "An argument", isRequired: true) })
        self.body = body
    }

    func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage] { body(arguments) }

    static var all: [any Prompt] {
        [
            FixturePrompt("test_simple_prompt") { _ in [PromptMessage(.text("This is a simple prompt for testing."))] },
            FixturePrompt("test_prompt_with_arguments", ["arg1", "arg2"]) {
                [
                    PromptMessage(
                        .text("Prompt with arguments: arg1='\($0["arg1"] ?? "")', arg2='\($0["arg2"] ?? "")'"))
                ]
            },
            FixturePrompt("test_prompt_with_embedded_resource", ["resourceUri"]) {
                [
                    PromptMessage(
                        .block(
                            Fixture.resource(
                                $0["resourceUri"] ?? "", "text/plain", "Embedded resource content for testing."))),
                    PromptMessage(.text("Please process the embedded resource above.")),
                ]
            },
            FixturePrompt("test_prompt_with_image") { _ in
                [PromptMessage(.block(Fixture.image)), PromptMessage(.text("Please analyze the image above."))]
            },
        ]
    }
}
