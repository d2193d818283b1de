import EventStore

/// The suite's tools that say of a list that it changed: an event that every look-on hears of.
struct FixtureTriggers: Sendable {
    let log: any EventLog

    var tools: [any Tool] {
        [trigger("test_trigger_tool_change", "tools"), trigger("test_trigger_prompt_change", "prompts")]
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
