import MCPService

extension ReplayFunctions {
    /// Those of a replayer, as many at once as the configuration allows.
    init(_ replayer: Replayer) {
        let gate = ReplayGate(width: replayer.sandbox.configuration.replay.concurrent)
        self.init(
            request: { reference in
                try await gate.run { try await replayer.ending { try await replayer.replay(reference) } }
            },
            latest: { tool, failing, last in
                try await gate.run {
                    try await replayer.ending {
                        try await replayer.replay(tool: tool, failing: failing, last: last)
                    }
                }
            })
    }
}
