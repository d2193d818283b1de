import EventStore

/// The suite's tools that act on streams: two say of a list that it changed, one ends the connection it answers by.
struct FixtureTriggers: Sendable {
    let log: any EventLog

    var tools: [any Tool] {
        [trigger("test_trigger_tool_change", "tools"), trigger("test_trigger_prompt_change", "prompts"), reconnection]
    }

    private var reconnection: FixtureTool {
        FixtureTool("test_reconnection", "Ends the connection before it answers", streams: true) { _, context in
            await context.request.origin.part?()
            // The client is away for a moment: what is said meanwhile waits for it in the log.
            try? await Task.sleep(for: .milliseconds(100))
            return Fixture.result(Fixture.text("Reconnection test completed successfully"))
        }
    }

    private func trigger(_ name: String, _ list: String) -> FixtureTool {
        FixtureTool(name, "Says that the list of \(list) changed") { _, context in
            let event = ServiceListChanged(list: list)
            let stream = StreamName("service", "conformance")
            do throws(AppendError) {
                try await log.append([event], to: stream, metadata: EventMetadata(trace: context.trace))
                return Fixture.result(Fixture.text("The list of \(list) changed"))
            } catch {
                return .failure(.unavailable)
            }
        }
    }
}
